"""The sufficient statistics of what organisations report: sums that grow with causes, not reports.

A report whose own evidence for a cause is w decibans is 1 + k * 10^(w/10) times as likely when a
fault of the cause multiplies reports by k as when all reports are about something local. The log of
the product over all reports is a sum; we keep that sum for every cause, boost and five minutes. For
two faults at once the rates add (the noisy-OR of rare events), so a report that both could explain
counts less than twice: what it counts less is kept for every pair that some report could mean.

Everything is added in whole micronats, so that the order of reports never matters and taking a
report back leaves no trace.
"""

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations
from math import log, log10
from typing import Generic, TypeVar

from bot.model.testimony import TELLING, Statement, Testimony, bare, is_bare

BIN = timedelta(minutes=5)
WINDOW = timedelta(hours=3)
BOOSTS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0)  # a fault of one function is noticed by few
MICRO = 1_000_000  # micronats in a nat
# Decibans of own evidence from which a fault that multiplies reports by ten or so explains a report
# better than chance does.
EXPLAINED = -8.0
_LEAST = -14.0  # decibans; weaker evidence moves nothing
# Decibans by which local trouble with one product, its settings or its contract, is rarer than all
# local trouble. However much a report points to a product, that much of it may be no fault of it.
OWN_TROUBLE = 10.0
_PAIRED = 8  # causes of one report whose pairs are looked at, the strongest
# Share of a failing product's users whom a fault reaches; who says that switching it off did not
# help is one of the others, or has a second trouble.
REACH = 0.6
_REFUTED = round(MICRO * log(1 - REACH))

Cells = tuple[int, ...]
Key = TypeVar("Key")
_BINS = WINDOW // BIN


def bin_of(at: datetime) -> int:
    """The number of the five minutes that hold a moment."""
    return int(at.timestamp() // BIN.total_seconds())


class _Sums(Generic[Key]):
    """Whole numbers by key and five minutes. Empty places are not kept."""

    def __init__(self) -> None:
        self._bins: dict[Key, dict[int, list[int]]] = {}

    def put(self, key: Key, when: int, cells: Sequence[int], times: int = 1) -> None:
        given = cells if times == 1 else [times * x for x in cells]
        bins = self._bins.setdefault(key, {})
        old = bins.get(when)
        bins[when] = new = list(given if old is None else map(operator.add, old, given))
        if not any(new):
            del bins[when]
            if not bins:
                del self._bins[key]

    def of(self, key: Key) -> Mapping[int, list[int]]:
        return self._bins.get(key, {})

    def keys(self) -> Iterable[Key]:
        return self._bins.keys()

    def add(self, other: "_Sums[Key]") -> None:
        for key, bins in other._bins.items():  # noqa: SLF001 - of its own kind
            for when, cells in bins.items():
                self.put(key, when, cells)

    def forget(self, oldest: int) -> None:
        """Let go of what is older than a bin."""
        stale = [(key, w) for key, bins in self._bins.items() for w in bins if w < oldest]
        for key, when in stale:
            del self._bins[key][when]
            if not self._bins[key]:
                del self._bins[key]


class Tally:
    """What is known of one group of reports. It forgets single reports as soon as they are added.

    It does not judge: ``posterior`` does.
    """

    def __init__(self) -> None:
        self.version = 0  # grows with every change
        self._oldest = 0  # the five minutes before which everything was let go of
        self._moments: dict[int, dict[datetime, int]] = {}  # of reports, by five minutes: how many
        self.newest: datetime | None = None  # when the latest report that counts was given
        self._reports = 0
        self._gains = _Sums[str]()
        self._less = _Sums[tuple[str, str]]()
        self._kinds = _Sums[tuple[str, tuple[str, ...]]]()

    def together(self, other: "Tally") -> "Tally":
        """What two groups of reports say together, to be looked at: nothing more is added to it."""
        found = Tally()
        for tally in (self, other):
            found._gains.add(tally._gains)  # noqa: SLF001 - of its own kind
            found._less.add(tally._less)  # noqa: SLF001
            found._kinds.add(tally._kinds)  # noqa: SLF001
        found._reports = self._reports + other._reports  # noqa: SLF001
        found.newest = max((t for t in (self.newest, other.newest) if t), default=None)
        return found

    def add(self, said: Testimony, times: int = 1) -> None:
        """Count a testimony; ``times`` -1 takes it back.

        One from before what was let go of changes nothing either way.
        """
        if not self.reaches(said.at):
            return
        self.version += 1
        self._came(said.at, times)
        when = bin_of(said.at)
        levels = {c: level(w, c) for c, w in said.weights.items() if w >= _LEAST}
        for cause, strength in levels.items():
            self._gains.put(cause, when, _gains(strength), times)
        for cause in (c for c in {*levels, *said.refuted} if bare(c) in said.refuted):
            self._gains.put(cause, when, (*(_REFUTED,) * len(BOOSTS), 0), times)
        strong = sorted(
            (c for c, v in levels.items() if v > EXPLAINED), key=lambda c: (-levels[c], c)
        )
        for one, other in combinations(sorted(strong[:_PAIRED]), 2):
            self._less.put((one, other), when, _less(levels[one], levels[other]), times)
        for cause, kinds in said.support.items():
            self._kinds.put((cause, kinds), when, (1,), times)

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
        return sorted(self._gains.keys())

    def gains(self, cause: str) -> Mapping[int, list[int]]:
        """By bin: micronats for each boost, then how many organisations the cause explains."""
        return self._gains.of(cause)

    def less(self, one: str, other: str) -> Mapping[int, list[int]]:
        """By bin: micronats that a pair counts less than its parts, boost by boost, and for how many.

        The boosts of the cause that comes first in the alphabet are the rows.
        """
        return self._less.of((one, other) if one < other else (other, one))

    def organisations(self, cause: str) -> int:
        """How many organisations' reports the cause explains."""
        return sum(cells[-1] for cells in self._gains.of(cause).values())

    def knows_pair(self, one: str, other: str) -> bool:
        """Whether what two causes explain both was kept, as far as numbers can tell.

        Of a report that very many causes explain, only the strongest are looked at in pairs.
        """
        both = sum(cells[-1] for cells in self.less(one, other).values())
        return both >= self.organisations(one) + self.organisations(other) - self._reports

    def only(self, cause: str, other: str) -> int:
        """How many organisations' reports the cause explains and the other does not."""
        both = sum(cells[-1] for cells in self.less(cause, other).values())
        return self.organisations(cause) - both

    def since(self, cause: str) -> datetime | None:
        """The end of the five minutes of the first report that the cause explains."""
        bins = [when for when, cells in self._gains.of(cause).items() if cells[-1] > 0]
        return datetime.fromtimestamp((min(bins) + 1) * BIN.total_seconds(), UTC) if bins else None

    def supported_by(self, cause: str, kinds: frozenset[str]) -> int:
        """How many organisations give one of these kinds of evidence for the cause."""
        said = self._kinds.keys()
        given = (k for k in said if k[0] == cause and kinds.intersection(k[1]))
        return sum(n for k in given for (n,) in self._kinds.of(k).values())

    def forget(self, before: datetime) -> None:
        """Let go of what was said before a moment."""
        self._oldest = max(self._oldest, bin_of(before))
        for sums in (self._gains, self._less, self._kinds):
            sums.forget(self._oldest)
        stale = [when for when in self._moments if when < self._oldest]
        for when in stale:
            self._reports -= sum(self._moments.pop(when).values())
        if stale:
            self.version += 1
        if not self._moments:
            self.newest = None

    @contextmanager
    def leaving_out(self, said: Testimony) -> Iterator[None]:
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


def explains(said: Testimony, cause: str) -> bool:
    """Whether a cause explains what an organisation reports."""
    weight = said.weights.get(cause)
    return weight is not None and level(weight, cause) > EXPLAINED


class Tallies:
    """A tally for every group, folded from the log of testimonies."""

    def __init__(self) -> None:
        self._groups: dict[str, Tally] = {}
        self._cleared = 0  # the five minutes in which old reports were last let go of
        self.last = 0  # number of the last statement that was folded in

    def fold(self, statements: Iterable[Statement]) -> None:
        """Take in what was logged since; a statement counts once however often it is given."""
        for s in statements:
            if s.number > self.last:
                self.of(s.group).add(s.testimony, 1 if s.counts else -1)
                self.last = s.number

    def of(self, group: str) -> Tally:
        if group not in self._groups:
            self._groups[group] = Tally()
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


def level(weight: float, cause: str) -> int:
    """What a report says of a fault that others share: local trouble with the product competes."""
    own = OWN_TROUBLE if is_bare(cause) else OWN_TROUBLE + TELLING
    return round(-10 * log10(10 ** (-weight / 10) + 10 ** (-own / 10)))


@cache
def _gains(strength: int) -> Cells:
    """What a report counts for a cause at each boost, then whether the cause explains it."""
    found = (round(MICRO * log(1 + boost * 10 ** (strength / 10))) for boost in BOOSTS)
    return (*found, int(strength > EXPLAINED))


@cache
def _less(one: int, other: int) -> Cells:
    """How much less two faults explain together, for every pair of boosts, then that it is one."""
    found = []
    for k in BOOSTS:
        for m in BOOSTS:
            a, b = k * 10 ** (one / 10), m * 10 ** (other / 10)
            found.append(round(MICRO * (log(1 + a + b) - log(1 + a) - log(1 + b))))
    return (*found, 1)
