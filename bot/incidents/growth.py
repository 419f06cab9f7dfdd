"""How an incident grew: the organisations that reported it, a few minutes at a time, beside what is usual."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

STEPS = tuple(timedelta(minutes=m) for m in (5, 15, 30, 60, 180, 720))
MOST_BARS = 48
MOST_MARKS = 6
LOWEST_TOP = 4  # organisations
_TOGETHER = (1, 2, 3, 6, 12, 24, 48)  # stretches between two marks
_DAY = timedelta(days=1)
_BEFORE = 2  # steps that are shown before the first report


@dataclass(frozen=True, slots=True)
class GrowthStep:
    """One stretch of time: organisations that reported it for the first time then, and in all.

    ``usual``: reports of any trouble that are usual in such a stretch.
    """

    at: datetime
    fresh: int
    total: int
    usual: float


@dataclass(frozen=True, slots=True)
class Growth:
    """Stretches of one length, the oldest first; none before the first report is known."""

    step: timedelta
    steps: tuple[GrowthStep, ...] = ()

    @property
    def top(self) -> int:
        """Up to where a chart of it goes: an even number, so that its half is a whole one too."""
        most = max((max(float(s.fresh), s.usual) for s in self.steps), default=0.0)
        return max(LOWEST_TOP, 2 * ceil(most / 2))

    @property
    def marks(self) -> list[int]:
        """The stretches whose beginning a chart names: few, equally far apart, and at round times."""
        steps = self.steps
        for several in _TOGETHER:
            span = several * self.step
            marked = [n for n, s in enumerate(steps) if _floor(s.at, span) == s.at]
            if span <= _DAY and 0 < len(marked) <= MOST_MARKS:
                return marked
        return list(range(0, len(steps), -(-len(steps) // MOST_MARKS) or 1))


def growth(
    firsts: Sequence[datetime], until: datetime, usual: Callable[[datetime], float]
) -> Growth:
    """The growth from the first reports of organisations; ``usual``: reports an hour at a moment."""
    if not firsts:
        return Growth(STEPS[0])
    begin, end = min(firsts), max(until, *firsts)
    step = next((s for s in STEPS if (end - begin) / s <= MOST_BARS - _BEFORE), STEPS[-1])
    start = _floor(begin, step) - _BEFORE * step
    counts = Counter(int((at - start) / step) for at in firsts)
    number = min(int((end - start) / step) + 1, MOST_BARS)
    hours, total, steps = step / timedelta(hours=1), 0, []
    for n in range(number):
        total += counts[n]
        at = start + n * step
        steps.append(GrowthStep(at, counts[n], total, usual(at) * hours))
    return Growth(step, tuple(steps))


def _floor(at: datetime, step: timedelta) -> datetime:
    """The beginning of the stretch that holds a moment, in whole steps of its day."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + int((at - midnight) / step) * step
