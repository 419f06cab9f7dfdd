"""The rows of the inbox, each made once for all who look at about the same time.

When something happens every open inbox asks for itself anew, and most of what takes time is writing the same rows.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from markupsafe import Markup

from bot.desk.inbox import CaseLine
from bot.model.operator import BusinessHours
from bot.web.pages import Pages
from bot.web.wording import PageWording

SHARED_FOR = 5  # seconds; ages on a page are no older
MOST = 5_000  # rows that are kept so long
NEW = timedelta(minutes=1)  # that a customer waits for us; then some time, and long
SOME, LONG = timedelta(minutes=15), timedelta(hours=1)

Key = tuple[CaseLine, str, str, bool]


class InboxRows:
    """Writes rows, or hands out those that it wrote for somebody else. Call it from the event loop only."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._written: dict[Key, Markup] = {}
        self._span = -1

    def writer(self, wording: PageWording, *, picks: bool) -> Callable[[CaseLine], Markup]:
        """What makes a row of an entry in one reader's words. ``picks``: they may tick it."""
        span = int(wording.now.timestamp()) // SHARED_FOR
        if span != self._span or len(self._written) > MOST:
            self._written, self._span = {}, span

        def row(line: CaseLine) -> Markup:
            key = (line, wording.t.lang, wording.zone.key, picks)
            if key not in self._written:
                self._written[key] = self._row(line, wording, picks=picks)
            return self._written[key]

        return row

    def _row(self, line: CaseLine, wording: PageWording, *, picks: bool) -> Markup:
        waited = waited_since(line.since, wording.now, self._pages.operator.hours)
        values = {"line": line, "picks": picks, "waited": waited, "late": _late(waited)}
        values["is_new"] = waited < NEW
        return Markup(self._pages.html(wording, "inbox_row.html", **values))  # noqa: S704 - a template's


def waited_since(since: datetime, now: datetime, hours: BusinessHours | None) -> timedelta:
    """How long somebody has waited, while anybody was there to answer."""
    return now - since if hours is None else hours.open_between(since, now)


def _late(span: timedelta) -> str:
    """How pressing a wait is, as a class of the style sheet."""
    return "long" if span >= LONG else "some" if span >= SOME else "short"
