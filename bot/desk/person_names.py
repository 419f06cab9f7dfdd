"""The name of a customer, where a channel or they themselves tell one: for staff, and for nothing else.

It belongs to the personal data of the conversation and goes with its words. No reply is worded and nothing is
decided by it.
"""

from dataclasses import replace

from bot.masking.redact import redact
from bot.model.conversation import Conversation
from bot.model.event import MessageReceived
from bot.model.staff import LONGEST_NAME, spoken_name

MOST_READ = 4 * LONGEST_NAME  # characters of what is given


def person_name(given: str) -> str:
    """A name as it may be kept: one line of what can be seen, 60 characters at most.

    "" where it is none: a mail address, a number or anything else that would be masked.
    """
    name = spoken_name(given[:MOST_READ])
    return name if any(map(str.isalpha, name)) and redact(name).text == name else ""


def called(conversation: Conversation, message: MessageReceived) -> Conversation:
    """The conversation with the name that a message of its own customer brings."""
    is_theirs = message.customer == conversation.customer
    if not message.name or not is_theirs or message.name == conversation.name:
        return conversation
    return replace(conversation, name=message.name)
