"""What staff work through: one entry for each conversation, and for each note that belongs to none.

The entry follows the conversation and its latest ticket; it is written in the transaction that writes
them, so that no list and no search is ever behind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.desk.saved_views import SavedViews
from bot.desk.tags import Tags
from bot.model.ticket import Ticket
from bot.model.understanding import Urgency

PAGE = 50  # entries that are shown at once
END = "end"  # stands for a mark behind the last entry
LONGEST_QUERY = 200  # characters
MOST_TERMS = 8  # of one search


class InboxView(StrEnum):
    """Which entries are looked at.

    ``NOTES`` have no customer and are in no other view; words that are looked for in ``ALL`` are found in them as well.
    """

    WAITING = "waiting"  # with staff, and the customer waits for us
    UNASSIGNED = "unassigned"
    MINE = "mine"
    FOLLOWED = "followed"  # what one of the staff follows, whoever has it
    URGENT = "urgent"
    ANSWERED = "answered"  # with staff, and we wait for the customer
    SNOOZED = "snoozed"
    NOTES = "notes"
    ALL = "all"
    RESOLVED = "resolved"


COUNTED = tuple(v for v in InboxView if v not in {InboxView.ALL, InboxView.RESOLVED})
OWN = frozenset({InboxView.MINE, InboxView.FOLLOWED})  # everybody has other entries in them
LATEST_FIRST = frozenset({InboxView.ALL, InboxView.RESOLVED})


class CaseSort(StrEnum):
    """In which order entries come."""

    URGENT = "urgent"  # the most urgent first, and within that the longest waiting
    WAIT = "wait"  # the longest waiting first
    LATEST = "latest"
    OLDEST = "oldest"  # what nothing has happened in for the longest first


def sorts_of(view: InboxView) -> tuple[CaseSort, ...]:
    """The orders that a view can have; the first is the one it has unless another is asked for."""
    by_time = (CaseSort.LATEST, CaseSort.OLDEST)
    return by_time if view in LATEST_FIRST else (CaseSort.URGENT, CaseSort.WAIT, *by_time)


class CaseState(StrEnum):
    """With whom an entry is."""

    DESK = "desk"  # the desk alone talks with the customer
    OPEN = "open"
    CLAIMED = "claimed"
    SNOOZED = "snoozed"
    CLOSED = "closed"


class WaitsFor(StrEnum):
    """Who has to speak next, where a person of staff has it."""

    US = "us"
    CUSTOMER = "customer"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What narrows a view; "" and None narrow nothing. ``age``: it began at least so long ago."""

    state: str = ""
    urgency: str = ""
    product: str = ""
    cause: str = ""
    incident: str = ""
    organisation: str = ""  # its key
    channel: str = ""
    lang: str = ""
    staff: str = ""
    tag: str = ""
    category: str = ""
    age: timedelta | None = None
    words: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return self != CaseFilter()


EVERYTHING = CaseFilter()


@dataclass(frozen=True, slots=True)
class CaseExcerpt:
    """Words that a search found, with what stands before and after them on one line."""

    before: str
    found: str
    after: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One entry as the inbox shows it. ``ticket``: the latest, None where there never was one.

    ``since``: when the wait for whoever is to speak next began. ``is_unread``: the customer wrote after
    the one who looks had it open. ``has_replied``: the customer wrote after a person's answer. ``found``: what a
    search found of what was said; None where nobody searched, or it stands elsewhere.
    """

    seq: int
    id: str
    conversation: str | None
    ticket: str | None
    state: CaseState
    urgency: Urgency
    tenant: str
    customer: str
    channel: str
    lang: str
    opened_at: datetime
    last_at: datetime
    since: datetime
    waits_for: WaitsFor = WaitsFor.NOBODY
    first_words: str = ""
    incident: str | None = None
    cause: str | None = None
    staff: str | None = None
    tags: tuple[str, ...] = ()
    has_replied: bool = False
    is_unread: bool = False
    category: str = ""
    found: CaseExcerpt | None = None


@dataclass(frozen=True, slots=True)
class CaseSlice:
    """Which entries of a list are meant: the first after a mark, or the last before one; "": no mark.

    What is no mark begins at the first entry; so does what comes before a mark that has too few before it.
    """

    after: str = ""
    before: str = ""  # goes before ``after``; ``END``: the last of the list
    limit: int = PAGE
    sort: CaseSort | None = None  # None: as the view has them; so is what the view cannot have


FIRST_PAGE = CaseSlice()


@dataclass(frozen=True, slots=True)
class CaseRow:
    """An entry in a list, with its mark."""

    line: CaseLine
    mark: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """Entries in order; ``start``: the mark after which they begin, ``next``: after which others follow.

    "": they are the first, or the last.
    """

    rows: tuple[CaseRow, ...] = ()
    next: str = ""
    start: str = ""

    @property
    def lines(self) -> tuple[CaseLine, ...]:
        """The entries without their marks."""
        return tuple(row.line for row in self.rows)


@dataclass(frozen=True, slots=True)
class CasePlace:
    """How many entries a view has, and how many of them stand before a page."""

    before: int
    total: int


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many entries the views have: what is alike for everybody, and what is each one's own, by name."""

    alike: Mapping[InboxView, int]
    mine: Mapping[str, int]
    followed: Mapping[str, int]

    def of(self, staff: str) -> Mapping[InboxView, int]:
        """How many entries the views of ``COUNTED`` have for one of the staff."""
        own = {InboxView.MINE: self.mine, InboxView.FOLLOWED: self.followed}
        return {v: own[v].get(staff, 0) if v in own else self.alike[v] for v in COUNTED}


@dataclass(frozen=True, slots=True)
class CaseChoices:
    """What entries can be filtered by, as far as the entries themselves tell."""

    causes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


class Inbox(SavedViews, Tags, Protocol):
    """The part of ``UnitOfWork`` that lists, counts and finds entries."""

    def cases(
        self,
        view: InboxView,
        staff: str,
        now: datetime,
        *,
        narrow: CaseFilter = EVERYTHING,
        part: CaseSlice = FIRST_PAGE,
    ) -> CasePage:
        """One page of a view, in the order that is asked for. ``staff``: who looks."""
        ...

    def case_place(
        self, view: InboxView, staff: str, start: str, sort: CaseSort | None = None
    ) -> CasePlace:
        """Where a page stands in a view that nothing narrows; ``start``: the page's."""
        ...

    def case(self, ident: str) -> CaseLine | None:
        """One entry, by its conversation or, where there is none, by its ticket."""
        ...

    def case_counts(self, staff: Sequence[str]) -> CaseCounts:
        """How many entries the views have for these of the staff."""
        ...

    def case_choices(self) -> CaseChoices:
        """By what entries can be filtered now."""
        ...

    def case_staff(self) -> tuple[str, ...]:
        """Who of the staff has entries, or had them last."""
        ...

    def cases_beside(
        self, tenant: str, but: str, limit: int = PAGE, customer: str = ""
    ) -> list[CaseLine]:
        """The entries of one organisation, by its key, latest first; without one conversation.

        ``customer``: those of this one of it alone; "": of all.
        """
        ...

    def cases_read(
        self, entries: Sequence[int], staff: Sequence[str]
    ) -> frozenset[tuple[str, int]]:
        """Who of the staff had which of these entries open after its customer last wrote."""
        ...

    def case_seen(self, conversation: str, staff: str, at: datetime) -> None:
        """Note that one of the staff had an entry open."""
        ...

    def snoozed(self, limit: int = 1000) -> list[Ticket]:
        """The tickets that are put off."""
        ...


def terms_of(query: str) -> Sequence[str]:
    """The words of a search, as they were written."""
    return query[:LONGEST_QUERY].replace("\0", "").split()[:MOST_TERMS]
