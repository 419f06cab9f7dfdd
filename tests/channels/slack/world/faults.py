"""What goes wrong with a call: on demand, or by a schedule that a seed decides."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """``before``: the work was not done. ``after``: it was, and the app does not hear of it."""

    LIMITED = "limited"
    ERROR_BEFORE = "error_before"
    ERROR_AFTER = "error_after"
    WORD_BEFORE = "word_before"  # 200 with internal_error, not done
    WORD_AFTER = "word_after"  # 200 with fatal_error, done
    RESET_BEFORE = "reset_before"
    RESET_AFTER = "reset_after"
    SILENT_BEFORE = "silent_before"  # no answer until the app hangs up
    SILENT_AFTER = "silent_after"
    PAGE_BEFORE = "page_before"  # HTML instead of JSON, with 200
    PAGE_AFTER = "page_after"
    KILLED_BEFORE = "killed_before"  # our process dies at this instant
    KILLED_AFTER = "killed_after"

    @property
    def is_after(self) -> bool:
        return self.value.endswith("_after")


STORM = (
    Fault.LIMITED,
    Fault.ERROR_BEFORE,
    Fault.ERROR_AFTER,
    Fault.WORD_BEFORE,
    Fault.WORD_AFTER,
    Fault.RESET_BEFORE,
    Fault.RESET_AFTER,
    Fault.PAGE_BEFORE,
    Fault.PAGE_AFTER,
    Fault.KILLED_BEFORE,
    Fault.KILLED_AFTER,
)
CALM: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Happening:
    fault: Fault
    seconds: int = 30  # of a 429


class Faults:
    """Faults to come. Each call takes at most one; an asked-for one comes before a chanced one."""

    def __init__(self) -> None:
        self._asked: dict[str, list[Happening]] = defaultdict(list)
        self._chance: Callable[[str, str, float], Happening | None] = lambda *_: None
        self.happened: Counter[Fault] = Counter()

    def next(self, method: str, fault: Fault, *, seconds: int = 30, times: int = 1) -> None:
        """The next calls of a method go wrong like this."""
        self._asked[method] += [Happening(fault, seconds)] * times

    def by_chance(
        self, seed: int, share: float, until: float, kinds: tuple[Fault, ...] = STORM
    ) -> None:
        """Calls go wrong by chance until a moment.

        The dice depend on the seed and on what is called for how often, not on which of two
        simultaneous calls arrives first; so a schedule is the same every time.
        """
        seen: Counter[tuple[str, str]] = Counter()

        def chance(method: str, about: str, now: float) -> Happening | None:
            seen[method, about] += 1
            dice = random.Random(f"{seed}/{method}/{about}/{seen[method, about]}")  # noqa: S311
            if now >= until or dice.random() >= share:
                return None
            return Happening(dice.choice(kinds), dice.choice((1, 5, 30)))

        self._chance = chance

    def take(self, method: str, about: str, now: float) -> Happening | None:
        """What happens to this call."""
        asked = self._asked[method]
        taken = asked.pop(0) if asked else self._chance(method, about, now)
        if taken is not None:
            self.happened[taken.fault] += 1
        return taken
