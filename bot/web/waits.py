"""How long a customer waits for staff, counted while anybody is there to answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.conversation import Conversation, Speaker
from bot.model.operator import BusinessHours

NEW = timedelta(minutes=1)  # that a customer waits for us; then some time, and long
SOME, LONG = timedelta(minutes=15), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait that goes on. ``is_first``: for the first answer of all. ``is_closed``: it has not begun to count, nobody is there."""

    span: timedelta
    is_first: bool
    is_closed: bool

    @property
    def is_new(self) -> bool:
        return self.span < NEW

    @property
    def late(self) -> str:
        """How pressing it is, as a class of the style sheet."""
        return "long" if self.span >= LONG else "some" if self.span >= SOME else "short"


@dataclass(frozen=True, slots=True)
class CaseClocks:
    """Of one conversation: the wait that goes on, and how long the first answer of staff took; None: there is none."""

    wait: Wait | None
    first_answer: timedelta | None


def wait_of(since: datetime, now: datetime, hours: BusinessHours | None, *, is_first: bool) -> Wait:
    """The wait of somebody who has been waiting since a moment."""
    span = open_between(since, now, hours)
    is_closed = hours is not None and span < NEW and not hours.are_open(now)
    return Wait(span, is_first, is_closed)


def open_between(since: datetime, until: datetime, hours: BusinessHours | None) -> timedelta:
    """How long anybody was there to answer between two moments; without office hours always."""
    return until - since if hours is None else hours.open_between(since, until)


def clocks_of(conversation: Conversation, now: datetime, hours: BusinessHours | None) -> CaseClocks:
    """How long its customer waits, and how long they waited for the first answer."""
    asked = since = answered = None
    for turn in conversation.turns:
        if turn.speaker is Speaker.STAFF:
            since, answered = None, answered or turn.at
        elif turn.speaker is Speaker.CUSTOMER:
            asked, since = asked or turn.at, since or turn.at
    wait = wait_of(since, now, hours, is_first=answered is None) if since else None
    took = open_between(asked, answered, hours) if asked and answered else None
    return CaseClocks(wait, took)
