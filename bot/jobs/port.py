"""What every engine of jobs offers, and the tasks it is told about."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Protocol

LONGEST_NAME = 40  # with the prefix of its channel, the 63 bytes that PostgreSQL gives a name
LONGEST_SUBJECT = 200
DAY = 86400
_NAME = re.compile(r"[a-z][a-z0-9_-]*")

Run = Callable[[str], Awaitable[object]]
"""Does one job, given its subject: an id, never a customer's words."""


class Lock(Enum):
    """Which jobs of one task never run at the same time, in any process."""

    SUBJECT = "subject"  # those of one subject
    TASK = "task"  # all of them; they run in the order in which they were deferred
    NONE = "none"  # any may: as many processes help as there are jobs


@dataclass(frozen=True, slots=True)
class Task:
    """A kind of work; every process that defers it or does it must describe it alike.

    ``every``: deferred by itself, with an empty subject, once per period over all processes.
    ``standing``: one run that never ends, in exactly one process; it is begun by itself, cancelled
    when its process must let go of it, and begun again elsewhere.
    ``limit``: the longest a run may take; one that takes longer is cancelled and has failed.
    ``priority``: among the jobs that wait, higher ones are taken up first.
    """

    name: str
    lock: Lock = Lock.SUBJECT
    every: timedelta | None = None
    standing: bool = False
    limit: timedelta = timedelta(minutes=5)
    priority: int = 0

    def __post_init__(self) -> None:
        """ValueError for a name or a period that an engine could not keep."""
        if len(self.name) > LONGEST_NAME or not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name of a task")
        if self.every is not None and (self.standing or not _divides(self.every)):
            raise ValueError(
                f"{self.name}: a period of {self.every} does not divide the day evenly"
            )

    def lock_of(self, subject: str) -> str | None:
        """What a job holds while it runs; None: nothing."""
        if self.standing or self.lock is Lock.TASK:
            return self.name
        return self.key_of(subject) if self.lock is Lock.SUBJECT else None

    def key_of(self, subject: str) -> str:
        """What at most one waiting job has; ValueError for a subject that is no id."""
        if len(subject) > LONGEST_SUBJECT or "\0" in subject:
            raise ValueError(
                f"{self.name}: a subject is an id of at most {LONGEST_SUBJECT} letters"
            )
        return f"{self.name}:{subject}"


def _divides(every: timedelta) -> bool:
    """Whether a period is one second, minute or hour, or a divisor of the next larger of them."""
    seconds = every.total_seconds()
    for unit, larger in ((1, 60), (60, 3600), (3600, DAY)):
        if unit <= seconds < larger:
            return seconds % unit == 0 and larger % seconds == 0
    return seconds == DAY


class Jobs(Protocol):
    """An engine of jobs. One event loop uses it.

    A job runs at least once after it was deferred, as long as the engine keeps it; a run may be
    cut short and begun again, so a task must bear being done twice. A run that raises is logged
    and tried again, with a pause that doubles up to a minute; meanwhile it holds up what is behind
    the same lock and nothing else. Threads that a run has started are not stopped with it.
    """

    def take(self, task: Task, run: Run) -> None:
        """Have this process do the jobs of a task; before ``run()``. ValueError when taken twice."""

    async def defer(self, task: Task, subject: str = "") -> None:
        """Have a job done soon, by any process that takes the task.

        Of the same task and subject one waits at most, besides one under way. Call it after the
        commit of what the job is to find. It does not raise when the engine is away: then a sweep
        finds the work. ValueError for a subject that is no id.
        """

    async def run(self) -> None:
        """Do jobs until cancelled; then finish or hand back what is under way, within seconds."""

    async def waiting(self) -> Mapping[str, int]:
        """How many jobs wait, by the name of their task, those that pause after a failure too.

        OSError when the engine is away.
        """

    async def close(self) -> None:
        """Let go of what ``defer`` and ``waiting`` hold open."""
