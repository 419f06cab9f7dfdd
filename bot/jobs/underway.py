"""The runs of this process that are under way: bounded, logged, and stopped when they must be."""

import asyncio
import logging
from dataclasses import dataclass

from bot.jobs.port import Run, Task

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunningTask:
    """A task together with what does it here."""

    task: Task
    run: Run


class Underway:
    """Every run goes through here, whatever the engine."""

    def __init__(self) -> None:
        self._runs: dict[asyncio.Task[object], Task] = {}
        self._ends = False

    async def do(self, work: RunningTask, subject: str) -> bool:
        """Run one job in the task that awaits this; whether it went well.

        Standing work that ends has not gone well. CancelledError passes; it is raised at once for
        standing work that comes back while this process lets go of it.
        """
        runner = asyncio.current_task()
        if runner is None:
            raise RuntimeError("a run needs an asyncio task of its own")
        task = work.task
        if task.standing and self._ends:
            raise asyncio.CancelledError
        limit = None if task.standing else task.limit.total_seconds()
        self._runs[runner] = task
        try:
            async with asyncio.timeout(limit):
                await work.run(subject)
        except Exception:  # a fault in one job; the others go on
            logger.exception("%s %s failed", task.name, subject)
            return False
        finally:
            self._runs.pop(runner, None)
        if task.standing:
            logger.warning("%s ended though it should go on for ever", task.name)
        return not task.standing

    def stop(self, *, standing: bool = False) -> None:
        """Cancel every run, or for good the standing ones only, so that another process takes them."""
        self._ends = self._ends or standing
        for runner, task in list(self._runs.items()):
            if task.standing or not standing:
                runner.cancel()
