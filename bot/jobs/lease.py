"""For how long a worker may go on with its jobs without having been heard by the database."""

import asyncio
from collections.abc import Callable


class Lease:
    """Lost when the last word that came through is too old, or when the worker was struck off.

    ``clock``: steady seconds, which go on while the process is stopped.
    """

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self.worker: int | None = None
        self.now = clock
        self._seconds = seconds
        self._ends = float("inf")

    def begin(self, worker: int, at: float) -> None:
        """From now on for this worker."""
        self.worker = worker
        self.heard(at)

    def heard(self, at: float) -> None:
        """The database has heard what was said at ``at``."""
        if not self.is_lost:
            self._ends = at + self._seconds

    def lose(self) -> None:
        """Others have been given what this worker had."""
        self._ends = float("-inf")

    @property
    def is_lost(self) -> bool:
        return self.now() > self._ends

    async def lost(self, look: float) -> None:
        """Return when it is lost, looking every so many seconds."""
        while not self.is_lost:  # noqa: ASYNC110 - time alone ends it
            await asyncio.sleep(look)
