"""What Slack's payloads can be for the desk: the kinds of row that the inbox holds. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.channels.slack.api.places import PersonPlace, ThreadAddress
from bot.model.event import MessageReceived

Payload = Mapping[str, Any]


class IgnoredPayload(StrEnum):
    """Why a payload is nothing for the desk."""

    OTHER_EVENT = "other_event"  # opened pages, joins, reactions …
    SUBTYPE = "subtype"  # a system message
    BOT = "bot"  # our own post or another bot's: never answer who would answer us
    STAFF = "staff"  # our own people, who do not report when they talk in a customers' room
    NOT_OPTED_IN = "not_opted_in"  # a room where the desk speaks only when mentioned
    BETWEEN_PEOPLE = "between_people"  # a thread in which the desk has not spoken
    PLEASANTRY = "pleasantry"  # mere thanks or a greeting
    UNCHANGED = "unchanged"  # an edit that says nothing new, or Slack's own preview of a link
    EMPTY = "empty"
    OTHER_BUTTON = "other_button"
    OTHER_FORM = "other_form"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Edited:
    """A person changed what they had written. ``original`` is the id of the message before.

    ``is_fresh``: so soon that the original may still be on its way, or the desk is mentioned only
    now; an older post that the desk never took stays as it is.
    """

    message: MessageReceived
    original: str
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class Deleted:
    """A person took back what they had written. ``thread`` is the one that the post stood in."""

    at: datetime
    message_id: str
    thread: ThreadAddress
    is_first: bool  # of its thread, which is gone with it


@dataclass(frozen=True, slots=True)
class AnswerOpinion:
    """Whether an answer was any good, for whoever improves them; the desk does not hear of it."""

    at: datetime
    key: str
    post: str
    place: PersonPlace
    is_good: bool


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """Somebody asks to make a case of a post. ``by``: who and where; ``answer_to``: a response_url."""

    message: MessageReceived
    by: PersonPlace
    answer_to: str


@dataclass(frozen=True, slots=True)
class Form:
    """The filled-in form of a new case, which has no thread yet. The message has its words.

    ``lang``: the language that the form was shown in.
    """

    message: MessageReceived
    by: PersonPlace
    lang: str = "ja"


@dataclass(frozen=True, slots=True)
class Attended:
    """One of our own people (``user``) spoke in the thread of a case."""

    message: MessageReceived
    user: str


Command = MessageReceived | Edited | Deleted | AnswerOpinion | CaseRequest | Form | Attended


def row_key(command: Command) -> str:
    """The business key of a row: however often Slack delivers it, it is one."""
    match command:
        case MessageReceived(message_id=key) | Edited(message=MessageReceived(message_id=key)):
            return key
        case Deleted():
            return f"{command.message_id}:deleted"
        case AnswerOpinion():
            return command.key
        case CaseRequest(message=MessageReceived(message_id=key)):
            return f"{key}:case"
        case Form(message=MessageReceived(message_id=key)):
            return key
        case Attended(message=MessageReceived(message_id=key)):
            return key


def conversation(command: Command) -> str:
    """Within which rows keep their order."""
    match command:
        case MessageReceived():
            return command.thread or command.message_id
        case Edited() | CaseRequest() | Form() | Attended():
            return command.message.thread or command.message.message_id
        case Deleted():
            return str(command.thread)
        case AnswerOpinion():
            return command.key
