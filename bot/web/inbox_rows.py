"""The rows of the inbox, each made once for all who look at about the same time.

When something happens every open inbox asks for itself anew. Those with the same entries before them share the whole list
(``shared_inbox``); those with another view, filter or page share the rows that are alike here.
"""

from collections.abc import Callable, Mapping

from markupsafe import Markup

from bot.desk.inbox import CaseRow
from bot.model.incident import IncidentMatter
from bot.web.pages import Pages
from bot.web.waits import wait_of
from bot.web.wording import PageWording

SHARED_FOR = 5  # seconds; ages on a page are no older
MOST = 5_000  # rows that are kept so long

Key = tuple[CaseRow, IncidentMatter | None, str, str, str, bool]
Causes = Mapping[str, IncidentMatter]
"""What incidents are about, by their ids."""
Called = Mapping[str, str]
"""What organisations are called, by their keys."""
Writer = Callable[[CaseRow, Causes, Called], Markup]


class InboxRows:
    """Writes rows, or hands out those that it wrote for somebody else. Call it from the event loop only."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._written: dict[Key, Markup] = {}
        self._span = -1

    def writer(self, wording: PageWording, *, picks: bool) -> Writer:
        """What writes a row in one reader's words, given what explains its incident and what its organisation is called. ``picks``: they may tick it."""
        span = int(wording.now.timestamp()) // SHARED_FOR
        if span != self._span or len(self._written) > MOST:
            self._written, self._span = {}, span

        def written(row: CaseRow, causes: Causes, called: Called) -> Markup:
            explained, tenant = causes.get(row.line.incident or ""), row.line.tenant or ""
            name = called.get(tenant, "")
            key = (row, explained, name, wording.t.lang, wording.zone.key, picks)
            if key not in self._written:
                self._written[key] = self._row(
                    row,
                    wording.knowing({tenant: name} if name else {}),
                    picks=picks,
                    explained=explained,
                )
            return self._written[key]

        return written

    def _row(
        self, row: CaseRow, wording: PageWording, *, picks: bool, explained: IncidentMatter | None
    ) -> Markup:
        hours, line = self._pages.operator.hours, row.line
        wait = wait_of(line.since, wording.now, hours, is_first=not line.has_replied)
        values = {"line": line, "mark": row.mark, "picks": picks, "wait": wait}
        values["explained"] = explained
        return Markup(self._pages.html(wording, "inbox_row.html", **values))  # noqa: S704 - a template's
