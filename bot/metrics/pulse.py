"""Whether the event loop keeps its appointments: one task that is late when the loop is busy."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

EVERY = 1.0  # seconds between two beats
KEPT = 30  # beats


class Pulse:
    """Measures by how many seconds beats come late.

    A loop that hangs keeps the next beat waiting, so whoever asks after it has let go sees how long
    that was. It frees nothing and stops nobody.
    """

    def __init__(
        self,
        seconds: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._seconds = seconds
        self._sleep = sleep
        self._due: float | None = None
        self._late: deque[float] = deque(maxlen=KEPT)

    async def run(self) -> None:
        """Beat until cancelled; one task of the process."""
        while True:
            self._due = self._seconds() + EVERY
            await self._sleep(EVERY)
            self._late.append(max(self._seconds() - self._due, 0.0))

    @property
    def late(self) -> float | None:
        """The longest delay of the last half minute, the present one included; None: no pulse."""
        if self._due is None:
            return None
        return max((*self._late, self._seconds() - self._due, 0.0))
