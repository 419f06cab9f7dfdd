"""How often something may be done: a rate with a burst, kept by the generic cell rate algorithm."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """``every``: seconds from one call to the next in the long run; ``burst``: how many at once.

    ``abreast``: how many may be under way side by side, so that a slow one ties up no more.
    """

    every: float
    burst: int = 1
    abreast: int = 4

    def opens(self, due: float) -> float:
        """The moment from which one more is allowed; ``due``: what ``after`` answered last.

        ITU-T I.371, "generic cell rate algorithm"; ``due`` is its theoretical arrival time.
        """
        return due - (self.burst - 1) * self.every

    def after(self, due: float, at: float) -> float:
        """When the next would be due if all came evenly, once one more happens at a moment."""
        return max(due, at) + self.every
