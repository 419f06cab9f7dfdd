"""Fixed-count rules as peers publish them, over the same worlds.

They are given more than they have in the field: which messages are true reports (we must read
them), one count an organisation, the true symptom, and the true mean of every hour. Each family
has one number to turn, so that it can be compared at any rate of false alarms.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.benchmarks.worlds.record import Played, Report

QUIET_FOR = 60.0  # minutes without firing until the next one is another alarm


@dataclass(frozen=True)
class Firing:
    """A moment at which a rule holds, and the reports that made it hold."""

    at: float
    reports: tuple[Report, ...]

    def shows(self, fault: int) -> bool:
        return any(r.fault == fault for r in self.reports)

    @property
    def is_false(self) -> bool:
        return all(r.fault is None for r in self.reports)


Holds = Callable[[Played, Sequence[Report], float, float, float], tuple[Report, ...]]


@dataclass(frozen=True)
class Rule:
    """A family of rules. ``published``: the number that the peer publishes; ``tries``: others.

    ``holds`` takes the world, the reports so far, the moment, the number, and the share of the
    baseline that these reports are of; it answers with the reports that fulfil the rule, or none.
    """

    name: str
    published: float
    tries: tuple[float, ...]
    holds: Holds
    every: float | None = None  # minutes; None: looked at with every report
    alike: bool = False  # only the same symptom is counted together

    def firings(
        self, played: Played, number: float, shares: Counter[str] | None = None
    ) -> list[Firing]:
        """Every moment at which the rule holds in one world."""
        reports = played.reports
        if not self.alike:
            return list(self._over(played, reports, number, 1.0))
        total = sum(shares.values()) if shares else 1
        found: list[Firing] = []
        for symptom in sorted({r.symptom for r in reports}):
            same = [r for r in reports if r.symptom == symptom]
            share = max(0.02, (shares or Counter())[symptom] / max(1, total))
            found += self._over(played, same, number, share)
        return sorted(found, key=lambda f: f.at)

    def _over(
        self, played: Played, reports: Sequence[Report], number: float, share: float
    ) -> Iterable[Firing]:
        if self.every is None:
            moments = [r.at for r in reports]
        else:
            moments = [m * self.every for m in range(1, int(played.minutes / self.every) + 1)]
        for at in moments:
            met = self.holds(played, reports, at, number, share)
            if met:
                yield Firing(at, met)


def _within(reports: Sequence[Report], at: float, minutes: float) -> tuple[Report, ...]:
    """The latest minutes, each organisation once, by its first report in them."""
    seen: dict[str, Report] = {}
    for r in reports:
        if at - minutes < r.at <= at:
            seen.setdefault(r.organisation, r)
    return tuple(seen.values())


def _usual(played: Played, at: float, minutes: int) -> float:
    """The true mean of local reports in the minutes before; those before the start as at it."""
    end = min(len(played.expected), int(at))
    inside = played.expected[max(0, end - minutes) : end]
    return sum(inside) + (minutes - len(inside)) * played.expected[0]


def organisations_within(minutes: float) -> Holds:
    """So many organisations within the minutes."""

    def holds(
        played: Played, reports: Sequence[Report], at: float, number: float, share: float
    ) -> tuple[Report, ...]:
        met = _within(reports, at, minutes)
        return met if len(met) >= number else ()

    return holds


def _times_usual(
    played: Played, reports: Sequence[Report], at: float, number: float, share: float
) -> tuple[Report, ...]:
    """Three at least, and so many times what is usual in an hour."""
    met = _within(reports, at, 60)
    return met if len(met) >= max(3.0, number * share * _usual(played, at, 60)) else ()


def _burst(
    played: Played, reports: Sequence[Report], at: float, number: float, share: float
) -> tuple[Report, ...]:
    """So many in ten minutes, or (from two on) so many times what is usual in an hour."""
    quick = _within(reports, at, 10)
    if len(quick) >= number:
        return quick
    met = _within(reports, at, 60)
    return met if len(met) >= max(2.0, number * share * _usual(played, at, 60)) else ()


_NUMBERS = tuple(float(n) for n in range(2, 41))
_TIMES = tuple(round(1.25**n, 2) for n in range(28))
RULES = (
    Rule(">= n in 4 h", 4, _NUMBERS, organisations_within(240)),
    Rule(">= n in 60 min, every 30 min", 3, _NUMBERS, organisations_within(60), every=30),
    Rule(">= 3 and n x baseline in 60 min", 2, _TIMES, _times_usual),
    Rule(">= n in 10 min or n x baseline", 3, _TIMES, _burst),
    Rule(">= n alike in 4 h", 4, _NUMBERS, organisations_within(240), alike=True),
    Rule(
        ">= n alike in 60 min, every 30 min",
        3,
        _NUMBERS,
        organisations_within(60),
        every=30,
        alike=True,
    ),
    Rule(">= 3 alike and n x baseline in 60 min", 2, _TIMES, _times_usual, alike=True),
    Rule(">= n alike in 10 min or n x baseline", 3, _TIMES, _burst, alike=True),
)


def false_alarms(firings: Sequence[Firing]) -> int:
    """Alarms that begin while no report of a fault is among those counted."""
    last, found = -1e9, 0
    for firing in firings:
        if firing.at - last > QUIET_FOR and firing.is_false:
            found += 1
        last = firing.at
    return found


def detected_at(firings: Sequence[Firing], fault: int) -> float | None:
    """The first moment at which the rule holds with a report of this fault among those counted."""
    return next((f.at for f in firings if f.shows(fault)), None)


def usual_symptoms(worlds: Iterable[Played]) -> Counter[str]:
    """How often each symptom is complained of without a fault."""
    return Counter(r.symptom for w in worlds for r in w.reports if r.fault is None)
