"""The rows of the inbox, each made once for all who see the same until what it says changes.

When something happens every open inbox asks for itself anew. Those with the same entries before them share the whole list
(``shared_inbox``); those with another view, filter or page share the rows that are alike here.
"""

from collections.abc import Callable, Mapping

from markupsafe import Markup

from bot.desk.inbox import CaseRow
from bot.model.incident import IncidentMatter
from bot.model.recent import RecentValues
from bot.web.pages import Pages
from bot.web.waits import Wait, wait_of
from bot.web.wording import PageWording

MOST = 20_000  # rows that are kept, some 30 MB

Ages = tuple[str, str, str, bool]
Key = tuple[CaseRow, IncidentMatter | None, str, str, str, bool, Ages]
Causes = Mapping[str, IncidentMatter]
"""What incidents are about, by their ids."""
Called = Mapping[str, str]
"""What organisations are called, by their keys."""
Writer = Callable[[CaseRow, Causes, Called], Markup]


class InboxRows:
    """Writes rows, or hands out those that it wrote for somebody else. Call it from the event loop only."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._known = pages.knowledge
        self._written = RecentValues[Key, Markup](MOST)

    def writer(self, wording: PageWording, *, picks: bool) -> Writer:
        """What writes a row in one reader's words, given what explains its incident and what its organisation is called. ``picks``: they may tick it."""
        if self._known is not self._pages.knowledge:
            self._known = self._pages.knowledge  # things may be called otherwise from now on
            self._written.clear()

        def written(row: CaseRow, causes: Causes, called: Called) -> Markup:
            explained, tenant = causes.get(row.line.incident or ""), row.line.tenant or ""
            name, wait = called.get(tenant, ""), self._wait(row, wording)
            ages = _ages(row, wait, wording)
            key = (row, explained, name, wording.t.lang, wording.zone.key, picks, ages)
            if key not in self._written:
                self._written[key] = self._row(
                    row,
                    wording.knowing({tenant: name} if name else {}),
                    wait,
                    picks=picks,
                    explained=explained,
                )
            return self._written[key]

        return written

    def _wait(self, row: CaseRow, wording: PageWording) -> Wait:
        hours, line = self._pages.operator.hours, row.line
        return wait_of(line.since, wording.now, hours, is_first=not line.has_replied)

    def _row(
        self,
        row: CaseRow,
        wording: PageWording,
        wait: Wait,
        *,
        picks: bool,
        explained: IncidentMatter | None,
    ) -> Markup:
        values = {"line": row.line, "mark": row.mark, "picks": picks, "wait": wait}
        values["explained"] = explained
        return Markup(self._pages.html(wording, "inbox_row.html", **values))  # noqa: S704 - a template's


def _ages(row: CaseRow, wait: Wait, wording: PageWording) -> Ages:
    """All of a row that changes while nothing happens, in words."""
    span = "" if wait.is_new else wording.length(wait.span)
    return wording.ago(row.line.last_at), span, wait.late, wait.is_closed
