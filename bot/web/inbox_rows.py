"""The rows of the inbox, each made once for all who look at about the same time.

When something happens every open inbox asks for itself anew, and most of what takes time is writing the same rows.
"""

from collections.abc import Callable

from markupsafe import Markup

from bot.desk.inbox import CaseLine
from bot.web.pages import Pages
from bot.web.waits import wait_of
from bot.web.wording import PageWording

SHARED_FOR = 5  # seconds; ages on a page are no older
MOST = 5_000  # rows that are kept so long

Key = tuple[CaseLine, str, str, str, bool]


class InboxRows:
    """Writes rows, or hands out those that it wrote for somebody else. Call it from the event loop only."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._written: dict[Key, Markup] = {}
        self._span = -1

    def writer(self, wording: PageWording, *, picks: bool) -> Callable[[CaseLine, str], Markup]:
        """What makes a row of an entry and its mark in one reader's words. ``picks``: they may tick it."""
        span = int(wording.now.timestamp()) // SHARED_FOR
        if span != self._span or len(self._written) > MOST:
            self._written, self._span = {}, span

        def row(line: CaseLine, mark: str) -> Markup:
            key = (line, mark, wording.t.lang, wording.zone.key, picks)
            if key not in self._written:
                self._written[key] = self._row(line, mark, wording, picks=picks)
            return self._written[key]

        return row

    def _row(self, line: CaseLine, mark: str, wording: PageWording, *, picks: bool) -> Markup:
        hours, is_first = self._pages.operator.hours, not line.has_replied
        wait = wait_of(line.since, wording.now, hours, is_first=is_first)
        values = {"line": line, "mark": mark, "picks": picks, "wait": wait}
        return Markup(self._pages.html(wording, "inbox_row.html", **values))  # noqa: S704 - a template's
