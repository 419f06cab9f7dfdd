"""How much of a processor something takes, whatever else the machine has to do."""

import time
from collections.abc import Callable

TRIES = 5
QUIET = 0.015  # seconds of the yardstick on a processor that has nothing else to do


def takes_at_most(seconds: float, work: Callable[[], object]) -> bool:
    """Whether work takes at most so many seconds of a processor that has nothing else to do.

    A busy machine shares its caches and cores, and then the same work takes longer. What takes longer is therefore tried
    again, and measured by a yardstick beside it: work that is too much is too much in every try.
    """
    return _seconds(work) <= seconds or any(
        _seconds(work) <= seconds * _slowness() for _ in range(TRIES)
    )


def grows_at_most(
    times: float, less: Callable[[], object], more: Callable[[], object], *, besides: float
) -> bool:
    """Whether the larger work takes less than so many times the smaller one, and so many seconds besides.

    Both are measured side by side, each by its quickest run so far.
    """
    small = large = float("inf")
    for _ in range(TRIES):
        small, large = min(small, _seconds(less)), min(large, _seconds(more))
        if large < times * small + besides:
            return True
    return False


def _slowness() -> float:
    return max(1.0, _seconds(_yardstick) / QUIET)


def _yardstick() -> None:
    sum(len(str(number)) for number in range(200_000))


def _seconds(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began
