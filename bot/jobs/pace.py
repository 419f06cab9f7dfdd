"""How fast an engine works, looks and gives up; in seconds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JobPace:
    """``hands``: runs at a time in one process, standing ones not counted.

    A worker of the shared engine renews every ``beat`` what it holds. What has not been renewed for
    ``stalled`` is given to others; who could not make itself heard for ``lease`` lets go of its runs
    by itself, before that. ``look``: between two looks for what nobody does or begins; ``poll``: for
    jobs that nobody announced. A takeover takes at most ``stalled`` + 2 ``look`` + ``poll`` and the
    queries.
    """

    hands: int = 8
    first_pause: float = 1.0
    longest_pause: float = 60.0
    grace: float = 3.0
    beat: float = 1.0
    lease: float = 3.5
    stalled: float = 5.0
    look: float = 1.0
    poll: float = 0.2

    def pause(self, failures: int) -> float:
        """How long to wait after so many failures in a row, from the first: doubling, bounded."""
        return min(self.first_pause * 2.0 ** min(failures - 1, 30), self.longest_pause)
