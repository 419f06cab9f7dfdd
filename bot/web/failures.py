"""Whom a notice to many did not reach: by reason, page by page, as a file, and sent again."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.desk.failures import COLUMNS, Failed, FailureKind, kinds_of
from bot.desk.ports import UnitOfWork
from bot.desk.spreadsheet_cells import guarded
from bot.desk.steering import possible
from bot.model.broadcast import Broadcast, Steering
from bot.web.paging import Sheet, page_number
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages
from bot.web.views import read_one

PAGE = 50
AT_ONCE = 1_000  # rows of a file that are read at a time


@dataclass(frozen=True, slots=True)
class FailuresView:
    """The failures of a broadcast; ``chosen`` None: of every kind. ``again``: may be sent again."""

    broadcast: Broadcast
    kinds: tuple[FailureKind, ...]
    chosen: FailureKind | None
    sheet: Sheet[Failed]
    again: int

    @property
    def number(self) -> int:
        return sum(kind.number for kind in self.kinds)


class Failures:
    """Shows what failed for good. Addresses only to those who may see them; sending again is a steering."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff = staff

    def routes(self) -> list[BaseRoute]:
        one = "/staff/broadcasts/{broadcast}/failures"
        return [
            Route(f"{one}.csv", self._staff.seated(self._file)),
            Route(one, self._staff.seated(self._page)),
        ]

    async def _page(self, request: Request, seat: Seat) -> Response:
        ident, why = request.path_params["broadcast"], request.query_params.get("why", "")
        number, sees = page_number(request.query_params.get("page")), self._sees(seat)
        view = await read_one(self._staff.views, lambda work: _looked(work, ident, why, number))
        if not sees:
            rows = tuple(failed.veiled() for failed in view.sheet.rows)
            view = replace(view, sheet=replace(view.sheet, rows=rows))
        return await self._staff.show(
            request,
            seat,
            "failures.html",
            view=view,
            sees_addresses=sees,
        )

    async def _file(self, request: Request, seat: Seat) -> Response:
        """All of them, or those of one kind, as CSV; read part by part."""
        ident, why = request.path_params["broadcast"], request.query_params.get("why", "")
        view = await read_one(self._staff.views, lambda work: _looked(work, ident, why, 1))
        reasons = view.chosen.reasons if view.chosen is not None else None
        rows = self._rows(ident, reasons, sees=self._sees(seat))
        name = f'attachment; filename="failures-{view.broadcast.id}.csv"'
        return StreamingResponse(
            rows, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
        )

    def _sees(self, seat: Seat) -> bool:
        return self._staff.sign_in.sees_addresses(seat)

    def _rows(self, ident: str, reasons: tuple[str, ...] | None, *, sees: bool) -> Iterator[str]:
        """The lines; who may not see addresses gets no column of them."""
        columns = COLUMNS if sees else COLUMNS[:-1]
        yield "\ufeff" + csv_line(columns)  # so that Excel reads it as UTF-8
        skip = 0
        while True:
            with self._staff.views.look() as work:
                found = work.failures(ident, reasons, skip=skip, limit=AT_ONCE)
            shown = found if sees else [failed.veiled() for failed in found]
            yield "".join(csv_line(failed.cells[: len(columns)]) for failed in shown)
            if len(found) < AT_ONCE:
                return
            skip += AT_ONCE


def _looked(work: UnitOfWork, ident: str, why: str, number: int) -> FailuresView | None:
    broadcast = work.broadcast(ident)
    if broadcast is None:
        return None
    kinds = tuple(kinds_of(work.failure_counts(ident)))
    chosen = next((kind for kind in kinds if kind.name == why), None)
    reasons = chosen.reasons if chosen is not None else None
    found = work.failures(ident, reasons, skip=(number - 1) * PAGE, limit=PAGE + 1)
    sheet = Sheet(tuple(found[:PAGE]), number, len(found) > PAGE)
    again = chosen.again if chosen is not None else sum(kind.again for kind in kinds)
    can = Steering.RESEND in possible(broadcast, work)
    return FailuresView(broadcast, kinds, chosen, sheet, again if can else 0)


def csv_line(cells: tuple[str, ...]) -> str:
    """A line of a CSV file that people open in a spreadsheet."""
    text = io.StringIO()
    csv.writer(text).writerow([guarded(cell) for cell in cells])
    return text.getvalue()
