"""Lists that admins bring as a file: what a file would change, told before anything is. Pure."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.desk.recipient_changes import ParseAddress
from bot.model.errors import JitabataError

MOST_BYTES = 1_000_000  # of one file
MOST_LINES = 10_000


class ListMovedError(JitabataError):
    """What a file would change is not any more what somebody was shown; nothing was taken."""


@dataclass(frozen=True, slots=True)
class ListChange:
    """One line that changes something. ``before`` and ``after``: its columns; "before" None: it is new."""

    number: int
    name: str
    before: Mapping[str, str] | None
    after: Mapping[str, str]

    @property
    def changed(self) -> tuple[tuple[str, str, str], ...]:
        """The columns that change, each with what it was and what it becomes."""
        was = self.before or {}
        return tuple(
            (column, was.get(column, ""), value)
            for column, value in self.after.items()
            if was.get(column, "") != value
        )


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What a file would change.

    ``same``: lines that change nothing. ``bad``: what is wrong with each line that cannot be taken,
    in words and with its number; with any of them nothing is taken.
    """

    changes: tuple[ListChange, ...] = ()
    same: int = 0
    bad: tuple[str, ...] = ()

    @property
    def added(self) -> int:
        return sum(change.before is None for change in self.changes)

    @property
    def digest(self) -> str:
        """Tells these changes from any others."""
        told = [(c.number, c.name, sorted(c.after.items()), c.changed) for c in self.changes]
        return hashlib.sha256(repr((told, self.same, len(self.bad))).encode()).hexdigest()


class ImportedList(Protocol):
    """One list of the desk, as a CSV file. What a file does not name stays as it is."""

    def plan(self, file: bytes, lang: str) -> ListPlan:
        """What a file would change now; what is wrong with it is said in ``lang``."""
        ...

    def take(self, file: bytes, seen: str, at: datetime, by: str) -> ListPlan:
        """Take all of it in one transaction. Raises ListMovedError when its digest is not ``seen``."""
        ...

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The list as such a file, the first row with the columns."""
        ...


@dataclass(frozen=True, slots=True)
class CustomerLists:
    """The lists that admins keep of customers: as files by the names of their pages, and one by one.

    ``parse_address``: how the address of one recipient is read.
    """

    files: Mapping[str, ImportedList]
    parse_address: ParseAddress
