"""Where a person's answer reaches somebody who has left the chat: a mail address that they typed.

It is kept beside the conversation, for as long as the conversation keeps its words. Nobody is known by it:
it changes neither who they are nor what counts, and nothing but answers of staff goes there. No event is
journalled of it, since the address would be in it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.desk.person_names import person_name
from bot.desk.ports import UnitOfWork
from bot.desk.reader_places import STAFF_CHANNEL
from bot.desk.subscribing import Kept
from bot.model.conversation import Conversation
from bot.model.effect import StaffReply
from bot.model.recipient import CONTACT, Recipient, RecipientState

CHAT, MAIL = "web", "mail"
LONGEST = 254  # characters of an address, RFC 5321
WAITS = timedelta(minutes=5)  # who writes in the chat meanwhile is there, and gets no mail


@dataclass(frozen=True, slots=True)
class Contacts:
    """How an address is taken. ``kept`` makes a typed one that which is kept; ValueError for what is none.

    ``by_mail``: answers go there; otherwise staff alone see it. ``days``: how long it is kept at most.
    """

    kept: Kept
    by_mail: bool
    days: Callable[[], int]

    def keep(
        self, conversation: Conversation, typed: str, at: datetime, work: UnitOfWork, name: str = ""
    ) -> bool:
        """Keep it for the customer of a conversation, and their name if they gave one; False: it is no mail address."""
        try:
            address = self.kept(typed[: LONGEST + 1])
        except ValueError:
            return False
        channel = MAIL if self.by_mail else STAFF_CHANNEL
        ident, lang = _id(conversation.customer), conversation.lang
        state = RecipientState.UNSUBSCRIBED  # of notices; answers reach them
        work.save_recipient(Recipient(ident, channel, address, lang, state=state))
        _save_name(conversation.customer, person_name(name), at, work)
        return True


def is_wanted(conversation: Conversation | None) -> bool:
    """Whether a person has it whose answer may come when the customer has gone."""
    if conversation is None or conversation.channel != CHAT or conversation.closed_at is not None:
        return False
    return bool(conversation.ticket or conversation.taken_over_by)


def address_of(customer: str, work: UnitOfWork) -> str:
    """The address that a customer gave; "": none."""
    found = work.recipient(_id(customer))
    return found.address if found is not None else ""


def hinted(address: str) -> str:
    """An address so that its owner knows it and nobody who looks over their shoulder learns it."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}" if address else ""


def forget(customer: str, at: datetime, work: UnitOfWork) -> None:
    """Delete the address with the name, and what was to go there."""
    is_here(customer, work)
    work.forget_recipient(_id(customer))
    _save_name(customer, "", at, work)


def _save_name(customer: str, name: str, at: datetime, work: UnitOfWork) -> None:
    kept = work.latest_conversation(customer)
    if kept is not None and kept.customer == customer and kept.name != name:
        work.save_conversation(replace(kept, name=name), at)


def mail_too(reply: StaffReply, key: str, at: datetime, work: UnitOfWork) -> None:
    """Have an answer of staff that can be read from ``at`` on go to the address as well, if there is one."""
    contact = work.recipient(_id(reply.customer))
    if contact is not None and contact.channel == MAIL:
        work.send(
            f"{key}:mail",
            MAIL,
            reply,
            at,
            reader=contact.id,
            destination=contact.destination,
            due_at=at + WAITS,
        )


def take_back(customer: str, at: datetime, work: UnitOfWork) -> None:
    """Have what could be read from ``at`` on not go there."""
    work.take_back(_id(customer), at + WAITS)


def is_here(customer: str, work: UnitOfWork) -> None:
    """The customer has written in the chat: what waits for them to be away need not go."""
    if work.recipient(_id(customer)) is not None:
        work.take_back(_id(customer), None)


def _id(customer: str) -> str:
    return f"{CONTACT}{customer}"
