"""The audit log for admins: who did what, filtered, page by page, and as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.model.audit import AuditEntry, AuditFilter
from bot.model.staff import LONGEST_NAME
from bot.web.access import ATTENDS
from bot.web.access import DRAFTS as KEEPS_DRAFT
from bot.web.addresses import with_query
from bot.web.audit_trail import LONGEST_ABOUT
from bot.web.failures import csv_line
from bot.web.session import Seat
from bot.web.staff_pages import StaffPages

LOG = "/staff/audit"
PAGE = 50
AT_ONCE = 1_000  # rows of a file that are read at a time
# What acts are about, as their names begin.
GROUPS = (
    *("session", "account", "token", "case", "organisation", "incident", "notice"),
    *("broadcast", "post", "macro", "tag", "settings", "failures", "recipients", "subscriptions"),
    *("audit", "peer", "refused"),
)
ALL, DRAFTS = "all", "drafts"  # with what pages tell by themselves; and that alone
BY_ITSELF = (ATTENDS, KEEPS_DRAFT)
CHOICES = (*GROUPS, DRAFTS, ALL)
COLUMNS = ("at", "staff", "account", "via", "act", "choice", "about", "network", "refused")


@dataclass(frozen=True, slots=True)
class AuditSearch:
    """What somebody looks for, as the address says it; nonsense in it is left out.

    What pages keep by themselves (drafts, who is where) would crowd out what people decided; it is shown where asked for.
    """

    staff: str = ""
    act: str = ""
    about: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, request: Request) -> "AuditSearch":
        asked = request.query_params
        group = asked.get("act", "")
        return cls(
            asked.get("staff", "").strip()[:LONGEST_NAME],
            group if group in CHOICES else "",
            asked.get("about", "").strip()[:LONGEST_ABOUT],
            *(asked.get(name, "") if _day(asked.get(name, "")) else "" for name in _DAYS),
        )

    def __str__(self) -> str:
        return " ".join(v for v in (self.staff, self.act, self.about, self.since, self.until) if v)

    def filter(self, zone: ZoneInfo) -> AuditFilter:
        """The same for the store; days are those of the reader, the last one included."""
        since, until = _day(self.since), _day(self.until)
        return AuditFilter(
            self.staff,
            self.act if self.act in GROUPS else "",
            self.about,
            datetime.combine(since, time(), zone) if since else None,
            datetime.combine(until + timedelta(days=1), time(), zone) if until else None,
            among=BY_ITSELF if self.act == DRAFTS else (),
            but=() if self.act in (DRAFTS, ALL) else BY_ITSELF,
        )

    def address(self, path: str = LOG, **changes: str) -> str:
        """An address that asks the same, but for the changes; a page begins at its beginning."""
        asked = {"staff": self.staff, "act": self.act, "about": self.about}
        return with_query(path, {**asked, "since": self.since, "until": self.until, **changes})


class AuditPages:
    """Shows the audit log. Nothing here changes it; who reads it or takes it along stands in it, too."""

    def __init__(self, staff: StaffPages) -> None:
        self._staff, self._store = staff, staff.sign_in.sessions.store

    def routes(self) -> list[BaseRoute]:
        return [
            Route(LOG, self._staff.seated(self._page)),
            Route(f"{LOG}.csv", self._staff.seated(self._file)),
        ]

    async def _page(self, request: Request, seat: Seat) -> Response:
        search, before = AuditSearch.of(request), _number(request.query_params.get("before", ""))
        which = search.filter(self._staff.pages.wording(request).zone)
        found = await run_in_threadpool(self._store.audited, which, before, PAGE + 1)
        shown = found[:PAGE]
        request.state.about = str(search)
        return await self._staff.show(
            request,
            seat,
            "audit.html",
            search=search,
            entries=shown,
            groups=CHOICES,
            first=search.address() if before is not None else "",
            next=search.address(before=str(shown[-1].id)) if len(found) > PAGE else "",
        )

    async def _file(self, request: Request, _: Seat) -> Response:
        """All entries that are looked for, the newest first, read part by part."""
        search = AuditSearch.of(request)
        which = search.filter(self._staff.pages.wording(request).zone)
        request.state.about = str(search)
        return StreamingResponse(
            self._rows(which),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
        )

    def _rows(self, which: AuditFilter) -> Iterator[str]:
        yield "\ufeff" + csv_line(COLUMNS)  # so that Excel reads it as UTF-8
        before: int | None = None
        while True:
            found = self._store.audited(which, before, AT_ONCE)
            yield "".join(csv_line(_cells(entry)) for entry in found)
            if len(found) < AT_ONCE:
                return
            before = found[-1].id


_DAYS = ("since", "until")


def _cells(entry: AuditEntry) -> tuple[str, ...]:
    at = entry.at.astimezone(UTC).isoformat(timespec="seconds")
    did = (entry.act, entry.choice, entry.about, entry.network)
    return (at, entry.staff, entry.account, entry.via, *did, "yes" if entry.refused else "no")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
