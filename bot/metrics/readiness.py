"""Whether a process should be sent visitors: each check by one word, and nothing that names a place."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.metrics.gauges import Gauges
from bot.metrics.pulse import Pulse
from bot.model.figures import Tables

PATIENCE = 2.0  # seconds that the database may take
FRESH = 1.0  # seconds for which its answer is given to everybody who asks
LATE = 1.0  # seconds by which the event loop may be late
_READY = frozenset({Tables.CURRENT, Tables.NEWER})


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold."""

    ok: bool
    said: str


class Readiness:
    """Answers ``/readyz``; call it.

    Newer tables are no obstacle: a process of the version before serves on while a rolling upgrade
    goes through. Asked by many at once it still asks the database once a second, in one thread.
    """

    def __init__(
        self,
        gauges: Gauges,
        pulse: Pulse,
        is_stopping: Callable[[], bool],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._gauges = gauges
        self._pulse = pulse
        self._is_stopping = is_stopping
        self._seconds = seconds
        self._asking: asyncio.Task[Tables] | None = None
        self._asked = float("-inf")

    async def __call__(self) -> tuple[bool, Mapping[str, object]]:
        """Whether all holds, and what there is to say, ready for JSON."""
        checks = {
            **await self._database(),
            "loop": self._loop(),
            "serving": Check(not (stops := self._is_stopping()), "stopping" if stops else "yes"),
        }
        ready = all(check.ok for check in checks.values())
        said = {name: {"ok": check.ok, "said": check.said} for name, check in checks.items()}
        return ready, {"ready": ready, "checks": said}

    async def _database(self) -> dict[str, Check]:
        try:
            tables = await asyncio.wait_for(asyncio.shield(self._latest()), PATIENCE)
        except TimeoutError:
            return {"database": Check(ok=False, said="slow")}
        except Exception:  # whatever keeps it from answering; its words may name a place  # noqa: BLE001
            return {"database": Check(ok=False, said="unreachable")}
        return {
            "database": Check(ok=True, said="reachable"),
            "tables": Check(tables in _READY, tables.value),
        }

    def _latest(self) -> "asyncio.Task[Tables]":
        """The question under way, or its answer while that is fresh, or a new question."""
        asking = self._asking
        if asking is None or (asking.done() and self._seconds() - self._asked >= FRESH):
            self._asked = self._seconds()
            self._asking = asking = asyncio.create_task(asyncio.to_thread(self._gauges.tables))
        return asking

    def _loop(self) -> Check:
        late = self._pulse.late
        if late is None:
            return Check(ok=True, said="not measured")
        return Check(late < LATE, f"{late:.3f} s late")
