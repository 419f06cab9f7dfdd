"""What open pages of the inbox show, read and written for all of them at once.

When something happens every open inbox asks anew within a moment. One reading answers all of them: it reads each page
once, however many of the staff look at it, and what is alike for several of them is written once.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from bot.desk.inbox import (
    FIRST_PAGE,
    OWN,
    CaseFilter,
    CasePage,
    CasePlace,
    CaseSlice,
    InboxView,
)
from bot.desk.organisations import names_of
from bot.desk.ports import UnitOfWork
from bot.web.batching import Batching
from bot.web.inbox_rows import Causes
from bot.web.views import Counts, Views, counts_of

Written = TypeVar("Written", str, bytes)
Wrote = dict[Hashable, Any]


@dataclass(frozen=True, slots=True)
class InboxLook:
    """What an open page asks for: so much of a view, and who of the staff looks."""

    staff: str
    view: InboxView
    narrow: CaseFilter
    part: CaseSlice = FIRST_PAGE

    @property
    def page(self) -> "InboxLook":
        """The look of nobody in particular that shows the same entries."""
        return self if self.view in OWN else replace(self, staff="")


@dataclass(frozen=True, slots=True)
class InboxShown:
    """The entries, where they stand (None: nobody counted) and the counts beside them; ``causes`` of their incidents.

    ``organisations``: what theirs are called. ``entries``: the same for all of one reading who have the same entries before them, with the same marks. ``wrote``:
    what was written of this reading, for whoever is to see the same.
    """

    found: CasePage
    place: CasePlace | None
    counts: Counts
    entries: int = 0
    causes: Causes = field(default_factory=dict)
    organisations: Mapping[str, str] = field(default_factory=dict)
    wrote: Wrote = field(default_factory=dict, compare=False, repr=False)

    def once(self, what: str, of: Hashable, write: Callable[[], Written]) -> Written:
        """Something that is made of these entries and of ``of`` alone, written once in a reading."""
        key = (what, self.entries, of)
        if key not in self.wrote:
            self.wrote[key] = write()
        found: Written = self.wrote[key]
        return found

    @property
    def numbers(self) -> tuple[int, ...]:
        """What can differ in the counts of those whom one reading answers."""
        return tuple(self.counts.cases.get(view, 0) for view in sorted(OWN))


class SharedInbox:
    """Reads for many at once. Call it from the event loop only."""

    def __init__(self, views: Views, clock: Callable[[], datetime]) -> None:
        self._views, self._clock = views, clock
        self._batched = Batching(self._shown)

    async def show(self, look: InboxLook) -> InboxShown:
        """What a page shows that asks now. Raises what the reading raises."""
        return await self._batched.ask(look)

    def _shown(self, looks: tuple[InboxLook, ...]) -> Mapping[InboxLook, InboxShown]:
        staff, now = tuple(dict.fromkeys(look.staff for look in looks)), self._clock()
        with self._views.look() as work:
            counts = counts_of(work, staff)
            pages = {page: _found(work, page, now) for page in {look.page for look in looks}}
            places = {
                page: place_of(work, page, found, counts[page.staff or staff[0]])
                for page, found in pages.items()
            }
            causes = causes_of(work, tuple(pages.values()), counts[staff[0]])
            called = called_in(work, tuple(pages.values()))
            entries = {line.seq for page in pages.values() for line in page.lines}
            read = work.cases_read(tuple(entries), staff)
        of_each: dict[str, set[int]] = {name: set() for name in staff}
        for name, seq in read:
            of_each[name].add(seq)
        alike: dict[tuple[InboxLook, frozenset[int]], tuple[int, CasePage]] = {}
        wrote: Wrote = {}
        shown = {}
        for look in looks:
            page = pages[look.page]
            seen = frozenset(of_each[look.staff].intersection(line.seq for line in page.lines))
            if (look.page, seen) not in alike:
                alike[look.page, seen] = len(alike), _with_read(page, seen)
            number, found = alike[look.page, seen]
            place = places[look.page]
            shown[look] = InboxShown(
                found, place, counts[look.staff], number, causes, called, wrote
            )
        return shown


def _found(work: UnitOfWork, page: InboxLook, now: datetime) -> CasePage:
    return work.cases(page.view, page.staff, now, narrow=page.narrow, part=page.part)


def causes_of(work: UnitOfWork, pages: Sequence[CasePage], known: Counts) -> Causes:
    """What the incidents are about of these pages' entries; ``known``: the counts, with the incidents that go on."""
    found = {incident.id: incident.matter for incident in known.open}
    over = {line.incident for page in pages for line in page.lines if line.incident} - set(found)
    for ident in sorted(over):
        incident = work.incident(ident)
        if incident is not None:
            found[ident] = incident.matter
    return found


def called_in(
    work: UnitOfWork, pages: Sequence[CasePage], asked: Sequence[str] = ()
) -> dict[str, str]:
    """What the organisations of these pages' entries are called, and those ``asked`` for, by their keys."""
    shown = (line.tenant for page in pages for line in page.lines)
    return names_of((*shown, *asked), work)


def place_of(work: UnitOfWork, look: InboxLook, found: CasePage, known: Counts) -> CasePlace | None:
    """Where a page stands in its list; None where that is narrowed and long, and to count it would take long.

    ``known``: what was counted already for whoever looks.
    """
    if look.narrow.narrows:
        return None if found.start or found.next else CasePlace(0, len(found.rows))
    if not found.start and look.view in known.cases:
        return CasePlace(0, known.cases[look.view])
    return work.case_place(look.view, look.staff, found.start, look.part.sort)


def _with_read(page: CasePage, read: frozenset[int]) -> CasePage:
    """A page on which nothing is unread that one of the staff has read."""
    rows = (
        replace(row, line=replace(row.line, is_unread=False)) if row.line.seq in read else row
        for row in page.rows
    )
    return replace(page, rows=tuple(rows))
