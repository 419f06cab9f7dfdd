"""Lists that admins bring as CSV: what a file would change is shown first, and it is all taken or not.

Between the two pages the file travels in the form, compressed; the server keeps nothing of it.
"""

import base64
import binascii
import zlib
from collections.abc import Iterator, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.desk.imported_lists import MOST_BYTES, ImportedList, ListMovedError, ListPlan
from bot.web.failures import csv_line
from bot.web.session import Seat
from bot.web.settings import SETTINGS
from bot.web.staff_pages import StaffPages, text_of

SHOWN = 200  # changes, and lines that cannot be taken
NAMES = ("organisations", "recipients")
ROOM = 64 * 1024  # bytes of a form beside its file
BOUNDS: Mapping[str, int] = {  # of posts, in bytes; a file that is a little too large is told so
    **{f"{SETTINGS}/{name}": 2 * MOST_BYTES for name in NAMES},
    **{f"{SETTINGS}/{name}/take": MOST_BYTES * 3 // 2 + ROOM for name in NAMES},
}


class CsvListPages:
    """One list: a file to bring, what it would change, and the list as a file."""

    def __init__(self, staff: StaffPages, name: str, kept: ImportedList) -> None:
        """``name``: one of ``NAMES``."""
        self._staff, self._name, self._kept = staff, name, kept
        self._path = f"{SETTINGS}/{name}"

    def routes(self) -> list[BaseRoute]:
        seated, posted = self._staff.seated, self._staff.posted
        return [
            Route(self._path, posted(self._preview, files=1), methods=["POST"]),
            Route(self._path, seated(self._page)),
            Route(f"{self._path}/take", posted(self._take), methods=["GET", "POST"]),
            Route(f"{self._path}.csv", seated(self._export)),
        ]

    async def _page(self, request: Request, seat: Seat) -> Response:
        taken = [_number(request.query_params.get(name, "")) for name in ("added", "changed")]
        return await self._show(request, seat, taken=taken if None not in taken else None)

    async def _show(
        self,
        request: Request,
        seat: Seat,
        plan: ListPlan | None = None,
        file: bytes = b"",
        problem: str = "",
        *,
        taken: list[int | None] | None = None,
    ) -> Response:
        return await self._staff.show(
            request,
            seat,
            "csv_list.html",
            name=self._name,
            path=self._path,
            plan=plan,
            file=_packed(file) if plan is not None and not plan.bad else "",
            problem=problem,
            shown=SHOWN,
            megabytes=MOST_BYTES // 1_000_000,
            taken=taken,
            status=409 if problem or (plan is not None and plan.bad) else 200,
        )

    async def _preview(self, request: Request, seat: Seat, form: FormData) -> Response:
        given = form.get("file")
        file = await given.read(MOST_BYTES + 1) if isinstance(given, UploadFile) else b""
        if not file or len(file) > MOST_BYTES:
            return await self._show(request, seat, problem="large" if file else "no_file")
        return await self._planned(request, seat, file)

    async def _planned(
        self, request: Request, seat: Seat, file: bytes, problem: str = ""
    ) -> Response:
        lang = self._staff.pages.texts_for(request).lang
        plan = await run_in_threadpool(self._kept.plan, file, lang)
        request.state.about = _numbers(plan)
        return await self._show(request, seat, plan, file, problem)

    async def _take(self, request: Request, seat: Seat, form: FormData) -> Response:
        file, seen = _unpacked(text_of(form, "file")), text_of(form, "seen")
        if file is None:
            return await self._show(request, seat, problem="no_file")
        now = self._staff.pages.clock()
        try:
            plan = await run_in_threadpool(self._kept.take, file, seen, now, seat.staff)
        except ListMovedError:
            return await self._planned(request, seat, file, "moved")
        request.state.about = _numbers(plan)
        added = plan.added
        done = f"added={added}&changed={len(plan.changes) - added}"
        return RedirectResponse(f"{self._path}?{done}", 303)

    async def _export(self, _: Request, __: Seat) -> Response:
        """All of it, read part by part."""
        return StreamingResponse(
            self._lines(),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{self._name}.csv"'},
        )

    def _lines(self) -> Iterator[str]:
        yield "\ufeff"  # so that Excel reads it as UTF-8
        yield from map(csv_line, self._kept.rows())


def _numbers(plan: ListPlan) -> str:
    """For the audit log: how many lines are new, changed and bad; no customer's word."""
    return f"+{plan.added} ~{len(plan.changes) - plan.added} !{len(plan.bad)}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else None


def _packed(file: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(file)).decode()


def _unpacked(text: str) -> bytes | None:
    """The file of a form, no larger than it may be; None: it is none."""
    try:
        packed = base64.urlsafe_b64decode(text)
        file = zlib.decompressobj().decompress(packed, MOST_BYTES + 1)
    except (binascii.Error, ValueError, zlib.error):
        return None
    return file if 0 < len(file) <= MOST_BYTES else None
