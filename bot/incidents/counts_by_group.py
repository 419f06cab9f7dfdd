"""A tally for every group of reports, folded from the log of testimonies."""

from collections.abc import Iterable
from datetime import datetime

from bot.incidents.report_counts import WINDOW, ReportCounts, bin_of
from bot.model.tenant_report import Statement


class CountsByGroup:
    """A tally for every group, folded from the log of testimonies."""

    def __init__(self) -> None:
        self._groups: dict[str, ReportCounts] = {}
        self._cleared = 0  # the five minutes in which old reports were last let go of
        self.last = 0  # number of the last statement that was folded in

    def fold(self, statements: Iterable[Statement]) -> None:
        """Take in what was logged since; a statement counts once however often it is given."""
        for s in statements:
            if s.number > self.last:
                self.of(s.group).add(s.testimony, 1 if s.counts else -1)
                self.last = s.number

    def of(self, group: str) -> ReportCounts:
        if group not in self._groups:
            self._groups[group] = ReportCounts()
        return self._groups[group]

    def forget(self, now: datetime) -> None:
        """Let go of what every group no longer looks at, and of groups that are empty."""
        if bin_of(now) == self._cleared:
            return
        self._cleared = bin_of(now)
        for group, tally in list(self._groups.items()):
            tally.forget((tally.newest or now) - WINDOW if group else now - WINDOW)
            if group and not tally:
                del self._groups[group]
