"""The sufficient statistics of what organisations report: sums that grow with causes, not reports.

A report whose own evidence for a cause is w decibans is 1 + k * 10^(w/10) times as likely when a
fault of the cause multiplies reports by k as when all reports are about something local. The log of
the product over all reports is a sum; we keep that sum for every cause, boost and five minutes, in
one array that each report is added to at once. For two faults at once the rates add (the noisy-OR of
rare events), so a report that both could explain counts less than twice: how much less is found from
the latest ``LATEST`` reports, which are kept one by one.

Everything is added in whole micronats, so that the order of reports never matters and taking a
report back leaves no trace.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.incidents.counted import Counted, counted, explained_by_some
from bot.incidents.latest import LATEST, Latest
from bot.incidents.levels import BOOSTS, MICRO, Whole, gains, levels_of
from bot.model.tenant_report import TenantReport, bare

BIN = timedelta(minutes=5)
WINDOW = timedelta(hours=3)
# Share of a failing product's users whom a fault reaches; who says that switching it off did not
# help is one of the others, or has a second trouble.
REACH = 0.6
_REFUTED = round(MICRO * log(1 - REACH))

_SLOTS = 40  # of five minutes that are kept: the window and some more
POINTING = 2  # networks of whoever is not verified whose trials or consoles count as one that is


def bin_of(at: datetime) -> int:
    """The number of the five minutes that hold a moment."""
    return int(at.timestamp() // BIN.total_seconds())


class ReportCounts:
    """What is known of one group of reports. It forgets single reports as soon as they are added.

    It does not judge: ``posterior`` does.
    """

    def __init__(self) -> None:
        self.version = 0  # grows with every change
        self._oldest = 0  # the five minutes before which everything was let go of
        self._moments: dict[int, dict[datetime, int]] = {}  # of reports, by five minutes: how many
        self.newest: datetime | None = None  # when the latest report that counts was given
        self._reports = 0
        self._rows: dict[str, int] = {}  # of the arrays, by cause
        # By cause: it, and it with each sign that it shows by.
        self._kinds: dict[str, list[str]] = {}
        self._gains = np.zeros((0, _SLOTS, len(BOOSTS)), np.int64)  # micronats
        self._counts = np.zeros((0, _SLOTS, len(Counted)), np.int64)  # organisations
        self._sums = np.zeros((0, len(Counted)), np.int64)  # the same over all five minutes
        self._ordered: tuple[bytes, list[str]] = b"", []  # who is spoken of, and their causes
        self._explained: dict[str, int] | None = None  # until a report is added or let go of
        self.latest = Latest(self._rows)
        # The gains summed from each onset until a present: of which, and by row, onset and boost.
        self._summed_for: tuple[int, tuple[int, ...]] | None = None
        self._since = np.zeros((0, 0, len(BOOSTS)), np.int64)

    def together(self, other: "ReportCounts") -> "ReportCounts":
        """What two groups of reports say together, to be looked at: nothing more is added to it."""
        found = ReportCounts()
        found._oldest = max(self._oldest, other._oldest)  # noqa: SLF001 - of its own kind
        newest = [t.newest for t in (self, other) if t.newest is not None]
        found.newest = max(newest, default=None)
        if found.newest is not None:
            found._make_room(bin_of(found.newest))
        for tally in (self, other):
            found._take_in(tally)
        return found

    def _take_in(self, other: "ReportCounts") -> None:
        self._reports += other._reports  # noqa: SLF001 - of its own kind
        causes = list(other._rows)  # noqa: SLF001
        rows = self._rows_of(causes)
        kept = (w for w in range(self._oldest, self._oldest + _SLOTS) if other.holds(w))
        slots = np.array([w % _SLOTS for w in kept], np.intp)
        for mine, theirs in ((self._gains, other._gains), (self._counts, other._counts)):  # noqa: SLF001
            mine[np.ix_(rows, slots)] += theirs[: len(causes), slots]
        self._sums, self._explained = self._counts.sum(axis=1), None
        self.latest.take_in(other.latest, self._oldest, rows)
        self._summed_for = None

    def holds(self, when: int) -> bool:
        """Whether five minutes are among those that are kept."""
        return self._oldest <= when < self._oldest + _SLOTS

    def add(self, said: TenantReport, times: int = 1) -> None:
        """Count a testimony; ``times`` -1 takes it back.

        One from before what was let go of changes nothing either way.
        """
        if not self.reaches(said.at):
            return
        self.version += 1
        when = bin_of(said.at)
        self._make_room(when)
        self._came(said.at, times)
        causes, levels = levels_of(said)
        slot, rows = when % _SLOTS, self._rows_of(causes)
        self._gain(rows, when, times * gains(levels))
        organisation = times * counted(said, causes, levels)
        self._counts[rows, slot] += organisation
        self._sums[rows] += organisation
        some = self._rows_of(explained_by_some(causes, levels))
        self._counts[some, slot, Counted.EXPLAINED] += times
        self._sums[some, Counted.EXPLAINED] += times
        self._explained = None
        if said.refuted:
            refuted = sorted({*said.refuted, *(c for c in said.weights if bare(c) in said.refuted)})
            rows = self._rows_of(refuted)  # before the array is looked at: it may grow
            self._gain(rows, when, np.full((len(rows), len(BOOSTS)), times * _REFUTED))
        self.latest.add(said, when, causes, levels, times)

    def _gain(self, rows: NDArray[np.intp], when: int, given: Whole) -> None:
        """Add micronats, by row and boost, to some five minutes."""
        self._gains[rows, when % _SLOTS] += given
        if self._summed_for is not None:
            present, ages = self._summed_for
            reached = np.array([n for n, age in enumerate(ages) if 0 <= present - when < age], int)
            self._since[np.ix_(rows, reached)] += given[:, None, :]

    def _make_room(self, when: int) -> None:
        """Let go of what is too old to be kept beside these five minutes."""
        if self._oldest == 0:
            self._oldest = when - _SLOTS + 1
        if when >= self._oldest + _SLOTS:
            self._let_go(when - _SLOTS + 1)

    def _rows_of(self, causes: Sequence[str]) -> NDArray[np.intp]:
        """The rows of causes; new ones get a row of their own."""
        rows = self._rows
        for cause in causes:
            if cause not in rows:
                rows[cause] = len(rows)
                self._kinds.setdefault(bare(cause), []).append(cause)
        if len(rows) > len(self._gains):
            more = max(len(rows), 2 * len(self._gains)) - len(self._gains)
            self._gains, self._counts, self._sums, self._since = (
                np.concatenate([a, np.zeros((more, *a.shape[1:]), np.int64)])
                for a in (self._gains, self._counts, self._sums, self._since)
            )
        return np.fromiter((rows[c] for c in causes), np.intp, len(causes))

    def _came(self, at: datetime, times: int) -> None:
        """Count reports of a moment; the newest is known at any time without looking at all."""
        self._reports += times
        when = bin_of(at)
        moments = self._moments.setdefault(when, {})
        count = moments.pop(at, 0) + times
        if count:
            moments[at] = count
            self.newest = at if self.newest is None else max(self.newest, at)
            return
        if not moments:
            del self._moments[when]
        if at == self.newest:
            self.newest = max(self._moments[max(self._moments)]) if self._moments else None

    def reaches(self, at: datetime) -> bool:
        """Whether a report of a moment is young enough to be looked at."""
        return bin_of(at) >= self._oldest

    def causes(self) -> list[str]:
        """Causes that at least one report within the window could mean."""
        speaks = self._sums[: len(self._rows), Counted.SPEAKS] != 0
        if (state := speaks.tobytes()) != self._ordered[0]:
            spoken = zip(self._rows, speaks.tolist(), strict=True)
            self._ordered = state, sorted(c for c, is_spoken in spoken if is_spoken)
        return self._ordered[1]

    def causes_of(self, heading: str) -> list[str]:
        """Those of one heading, such as ``plugin``."""
        causes = self.causes()  # in order, and ";" is what comes after ":"
        return causes[bisect_left(causes, f"{heading}:") : bisect_left(causes, f"{heading};")]

    def gains(
        self, causes: Sequence[str], present: int, ages: Sequence[int]
    ) -> NDArray[np.float64]:
        """Nats by cause, onset and boost, summed from so many five minutes ago until now."""
        if self._summed_for != (present, tuple(ages)):
            bins = np.arange(present, present - max(ages), -1)
            kept = (bins >= self._oldest) & (bins < self._oldest + _SLOTS)
            recent = self._gains[:, bins % _SLOTS] * kept[None, :, None]
            self._since = recent.cumsum(axis=1)[:, np.asarray(ages) - 1]
            self._summed_for = present, tuple(ages)
        rows = np.fromiter((self._rows[c] for c in causes), np.intp, len(causes))
        found: NDArray[np.float64] = self._since[rows] / MICRO
        return found

    @property
    def share_kept(self) -> float:
        """The share of all reports that ``latest`` gives."""
        return min(1.0, LATEST / max(1, self._reports))

    def _count(self, cause: str, sort: int) -> int:
        row = self._rows.get(cause)
        return 0 if row is None else int(self._sums[row, sort])

    def organisations(self, cause: str) -> int:
        """How many organisations' reports the cause, or some product of a sort (``plugin:any``), explains.

        Of its faults that show by a sign, the one that explains most; a cause together with a sign stands for itself.
        """
        kinds = self._kinds.get(cause, (cause,))
        return max(self._count(kind, Counted.EXPLAINED) for kind in kinds)

    def explained(self) -> Mapping[str, int]:
        """How many organisations' reports each cause explains, where it is one at least."""
        if self._explained is None:
            self._explained = self._summed(Counted.EXPLAINED)
        return self._explained

    def _summed(self, sort: int) -> dict[str, int]:
        sums = self._sums[: len(self._rows), sort].tolist()
        return {c: n for c, n in zip(self._rows, sums, strict=True) if n}

    def users(self) -> dict[str, int]:
        """How many organisations that report something surely use what each cause is about."""
        return self._summed(Counted.USES)

    def since(self, cause: str) -> datetime | None:
        """The end of the five minutes of the first report that the cause explains, whatever it shows by."""
        rows = [self._rows[kind] for kind in self._kinds.get(cause, (cause,)) if kind in self._rows]
        counts = self._counts[rows, :, Counted.EXPLAINED].sum(axis=0)
        bins = [w for w in range(self._oldest, self._oldest + _SLOTS) if counts[w % _SLOTS] > 0]
        return datetime.fromtimestamp((min(bins) + 1) * BIN.total_seconds(), UTC) if bins else None

    def pointed_at(self, cause: str) -> int:
        """How many organisations' trials or consoles point at the cause."""
        return self._count(cause, Counted.DIRECT)

    def is_proven(self, cause: str) -> bool:
        """Whether a trial or console of a verified organisation points at it, or two of others."""
        return self._count(cause, Counted.SURE) > 0 or self.pointed_at(cause) >= POINTING

    def contrasted(self, cause: str) -> int:
        """How many organisations' answers, contrasts or changes speak for the cause."""
        return self._count(cause, Counted.CONTRAST)

    def forget(self, before: datetime) -> None:
        """Let go of what was said before a moment."""
        self._let_go(bin_of(before))

    def _let_go(self, oldest: int) -> None:
        if oldest <= self._oldest:
            return
        gone = [w % _SLOTS for w in range(self._oldest, min(oldest, self._oldest + _SLOTS))]
        self._gains[:, gone] = 0
        self._sums -= self._counts[:, gone].sum(axis=1)
        self._counts[:, gone] = 0
        self._oldest, self._explained = oldest, None
        self.latest.forget(oldest)
        self._summed_for = None
        stale = [when for when in self._moments if when < oldest]
        for when in stale:
            self._reports -= sum(self._moments.pop(when).values())
        if stale:
            self.version += 1
        if not self._moments:
            self.newest = None

    @contextmanager
    def leaving_out(self, said: TenantReport) -> Iterator[None]:
        """The tally as if a testimony that it holds had not been given, for as long as it lasts."""
        version = self.version
        self.add(said, -1)
        try:
            yield
        finally:
            self.add(said)
            self.version = version

    def __bool__(self) -> bool:
        return self.newest is not None
