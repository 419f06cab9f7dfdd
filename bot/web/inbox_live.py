"""What open pages of the inbox show anew: the counts and the rows, sent to each as soon as something happens.

Many look at the same list at the same moment. It is read once for all of them (``shared_inbox``), written once for
those who read it in the same words with the same rights, and put into bytes once, which go out over each one's stream.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.desk.inbox import END, PAGE, InboxView
from bot.desk.saved_views import SavedView
from bot.model.errors import StoreUnavailableError
from bot.web.access import may
from bot.web.hub import STAFF, HubMessage
from bot.web.inbox_address import MOST_PAGES, Asked, asked_of
from bot.web.inbox_rows import InboxRows
from bot.web.session import Seat
from bot.web.shared_inbox import InboxLook, InboxShown, SharedInbox
from bot.web.staff_pages import StaffPages
from bot.web.stream import END_OF_EVENT, Pace, lines_of, nudge, open_stream
from bot.web.views import read

PACE = Pace(settles=0.05, apart=1.0)  # a message, its answer and its case are one thing


@dataclass(frozen=True, slots=True)
class _Alike:
    """What all have in common who see the same of one reading: how they read it, and what stands beside it."""

    reader: tuple[Asked, str, str, bool]
    is_saved: bool
    numbers: tuple[int, ...]


class LiveInbox:
    """Writes what changes of an open page, for whoever asks and for all who listen. Call it from the event loop only."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff
        self._rows = InboxRows(staff.pages)
        self._shared = SharedInbox(staff.views, staff.pages.clock)

    async def page(self, request: Request, seat: Seat, asked: Asked) -> str:
        """What an open page shows anew. It has all else already."""
        shown, of = await self._shown(request, seat, asked)
        return "".join(self._written(request, seat, shown, of))

    async def events(self, request: Request, _: Seat) -> Response:
        """A stream that brings the page of this address whenever it has changed."""
        page, clock = _OpenInbox(self, request, asked_of(request)), self._staff.pages.clock
        return open_stream(request, self._staff.hub, [STAFF], clock, page.tells, PACE)

    async def data(self, request: Request, asked: Asked) -> bytes | None:
        """The page as an event; None: it is shown to nobody who asks so (any more)."""
        seat = await self._staff.sign_in.seat(request, by_itself=True)
        if seat is None:
            return None
        shown, of = await self._shown(request, seat, asked)
        head, rows = self._written(request, seat, shown, of)
        lines = shown.once("lines", of.reader, lambda: lines_of(rows))
        return shown.once("event", of, lambda: lines_of(head) + lines + END_OF_EVENT)

    def parts(self, request: Request, seat: Seat, asked: Asked) -> dict[str, object]:
        """What the parts need that a page shows anew."""
        pages, picks = self._staff.pages, may(seat.role, "/staff/inbox")
        return {
            "asked": asked,
            "all_views": tuple(InboxView),
            "row": self._rows.writer(pages.wording(request), picks=picks),
            "picks": picks,
            "by_hours": pages.operator.hours is not None,
            "page_size": PAGE,
            "most_pages": MOST_PAGES,
            "end": END,
        }

    async def _shown(
        self, request: Request, seat: Seat, asked: Asked
    ) -> tuple[InboxShown, "_Alike"]:
        """What was read, and who sees the same of it."""
        look = InboxLook(seat.staff, asked.view, asked.narrow, asked.part)
        shown = await self._shared.show(look)
        wording = self._staff.pages.wording(request)
        reader = (asked, wording.t.lang, wording.zone.key, may(seat.role, "/staff/inbox"))
        return shown, _Alike(reader, await self._is_saved(seat, asked), shown.numbers)

    def _written(
        self, request: Request, seat: Seat, shown: InboxShown, of: "_Alike"
    ) -> tuple[str, str]:
        """What stands above the rows, which differs by who looks, and the rows."""

        def written(template: str) -> str:
            values = self.parts(request, seat, of.reader[0]) | {
                "found": shown.found,
                "place": shown.place,
                "counts": shown.counts,
                "causes": shown.causes,
                "organisations": shown.organisations,
                "is_saved": of.is_saved,
            }
            pages = self._staff.pages
            return pages.html(pages.wording(request), template, **values)

        head = shown.once("head", of, lambda: written("inbox_live.html"))
        rows = shown.once("rows", of.reader, lambda: written("inbox_rows.html"))
        return head, rows

    async def _is_saved(self, seat: Seat, asked: Asked) -> bool:
        """Whether somebody keeps a view of what an address asks; only what is narrowed can be kept."""
        if not asked.narrow.narrows:
            return False
        saved = await read(self._staff.views, lambda work: work.saved_views(seat.staff))
        return is_among(saved, asked)


class _OpenInbox:
    """One open page: it is sent what it does not show yet."""

    def __init__(self, live: LiveInbox, request: Request, asked: Asked) -> None:
        self._live, self._request, self._asked = live, request, asked
        self._sent = b""

    async def tells(self, message: HubMessage) -> bytes:
        """The page as it is now. Who may not see it, or while the database is away, hears only that they should ask."""
        try:
            data = await self._live.data(self._request, self._asked)
        except (StoreUnavailableError, HTTPException):
            data = None
        if data is None:
            return await nudge(message)
        sent, self._sent = self._sent, data
        return b"" if data == sent else data


def is_among(saved: Sequence[SavedView], asked: Asked) -> bool:
    """Whether one of these views asks the same."""
    return any(view.asked == asked.address() for view in saved)
