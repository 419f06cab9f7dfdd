"""What open pages of the inbox show, read for all of them at once.

When something happens every open inbox asks anew within a moment. Those that ask while a reading is under way are
answered by the next one, all together: it reads each page once, however many of the staff look at it, and nobody is
shown what was read before they asked.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from starlette.concurrency import run_in_threadpool

from bot.desk.inbox import OWN, CaseFilter, CasePage, InboxView
from bot.desk.ports import UnitOfWork
from bot.web.views import Counts, Views, counts_of


@dataclass(frozen=True, slots=True)
class InboxLook:
    """What an open page asks for: so much of a view, and who of the staff looks."""

    staff: str
    view: InboxView
    narrow: CaseFilter
    after: str

    @property
    def page(self) -> "InboxLook":
        """The look of nobody in particular that shows the same entries."""
        return self if self.view in OWN else replace(self, staff="")


@dataclass(frozen=True, slots=True)
class InboxShown:
    """The entries, and the counts beside them."""

    found: CasePage
    counts: Counts


class SharedInbox:
    """Reads for many at once. Call it from the event loop only."""

    def __init__(self, views: Views, clock: Callable[[], datetime]) -> None:
        self._views, self._clock = views, clock
        self._asked: dict[InboxLook, asyncio.Future[InboxShown]] = {}
        self._reading: asyncio.Task[None] | None = None

    async def show(self, look: InboxLook) -> InboxShown:
        """What a page shows that asks now. Raises what the reading raises."""
        if look not in self._asked:
            self._asked[look] = asyncio.get_running_loop().create_future()
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        return await asyncio.shield(self._asked[look])  # others may wait for the same

    async def _read(self) -> None:
        """Answer whoever asked, again and again until nobody has asked meanwhile."""
        while self._asked:
            asked, self._asked = self._asked, {}
            try:
                shown = await run_in_threadpool(self._shown, tuple(asked), self._clock())
            except Exception as error:  # noqa: BLE001 - each of them raises it
                for waiting in asked.values():
                    waiting.set_exception(error)
                    waiting.exception()  # somebody who has gone hears of nothing
            else:
                for look, waiting in asked.items():
                    waiting.set_result(shown[look])
        self._reading = None

    def _shown(self, looks: tuple[InboxLook, ...], now: datetime) -> Mapping[InboxLook, InboxShown]:
        staff = tuple(dict.fromkeys(look.staff for look in looks))
        with self._views.look() as work:
            counts = counts_of(work, staff)
            pages = {page: _found(work, page, now) for page in {look.page for look in looks}}
            entries = {line.seq for page in pages.values() for line in page.lines}
            read = work.cases_read(tuple(entries), staff)
        return {
            look: InboxShown(_read_by(look.staff, pages[look.page], read), counts[look.staff])
            for look in looks
        }


def _found(work: UnitOfWork, page: InboxLook, now: datetime) -> CasePage:
    return work.cases(page.view, page.staff, now, narrow=page.narrow, after=page.after)


def _read_by(staff: str, page: CasePage, read: frozenset[tuple[str, int]]) -> CasePage:
    """A page on which nothing is unread that one of the staff has read."""
    lines = (
        replace(line, is_unread=False) if (staff, line.seq) in read else line for line in page.lines
    )
    return replace(page, lines=tuple(lines))
