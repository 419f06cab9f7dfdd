"""Who of the staff is at a case, what they do there, and what they have begun to write.

The console's own notes: they are no events, nothing of them is replayed, and no customer sees any.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.masking.redact import redact

FRESH = timedelta(seconds=90)  # after which somebody of whom nothing was heard is not there
LONGEST_DRAFT = 8_000  # characters of each


class Doing(StrEnum):
    """What somebody does at a case."""

    VIEWING = "viewing"
    EDITING = "editing"
    AWAY = "away"  # their page is open and they look at something else
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Attendance:
    """One of the staff at a case. ``reply`` and ``note``: what they have begun, masked.

    ``question``: the one of the knowledge base that the reply puts.
    """

    ticket: str
    staff: str
    doing: Doing
    at: datetime
    reply: str = ""
    note: str = ""
    question: str = ""


class Attendances(Protocol):
    """The part of ``UnitOfWork`` that keeps them."""

    def attendance(self, ticket: str, staff: str) -> Attendance | None:
        """What was heard last of somebody at a case, however long ago."""
        ...

    def attendances_of(self, tickets: Sequence[str], staff: str) -> dict[str, Attendance]:
        """What was heard last of somebody at each of so many cases, as far as anything was."""
        ...

    def attendances(self, ticket: str, since: datetime) -> list[Attendance]:
        """Who was heard of at a case since then and has not left, by name."""
        ...

    def save_attendance(self, attendance: Attendance) -> None: ...


def kept(told: Attendance) -> Attendance:
    """What was told, as it may be stored: no longer than answers are, secrets and personal data masked."""
    reply, note = (redact(text[:LONGEST_DRAFT]).text for text in (told.reply, told.note))
    return replace(told, reply=reply, note=note)


def is_news(before: Attendance | None, now: Attendance) -> bool:
    """Whether colleagues at the same case see something else than before."""
    if before is None or before.doing is not now.doing:
        return True
    return now.at - before.at > FRESH
