"""The kinds of work that are done beside answering, and who notices that there is some.

Part of the composition root. A job is a nudge: what is to be done stands in the store.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.desk.ports import Store
from bot.jobs.port import Jobs, Lock, Task

TICK = Task("tick", Lock.TASK, every=timedelta(minutes=1), priority=2)
LOOK = Task("look", Lock.TASK, every=timedelta(seconds=1), priority=2)
DELIVER = Task("deliver", Lock.NONE, priority=1)  # the subject is a channel
FAN_OUT = Task("fan-out")  # the subject is a broadcast
TIDY = Task("tidy", Lock.TASK, every=timedelta(days=1), limit=timedelta(hours=6))
FEEDS = Task("feeds", standing=True)
BACKUPS = Task("backups", standing=True)
SLACK_INBOX = Task("slack-inbox", Lock.TASK, every=timedelta(seconds=5), priority=1)
SLACK_STAFF = Task("slack-staff", Lock.TASK, every=timedelta(seconds=5), priority=1)
SLACK_BOARD = Task("slack-board", standing=True)
SLACK_ASTRAY = Task("slack-astray", standing=True)
MAIL_INBOX = Task("mail-inbox", Lock.TASK, every=timedelta(seconds=5), priority=1)
MAILBOX = Task("mailbox", standing=True)

logger = logging.getLogger(__name__)


def probes_from(vantage: str) -> Task:
    """Measuring from one place; one process there does it."""
    return Task(f"probes-{vantage}"[:40], standing=True)


class Prompter:
    """Sees what waits in the ledger and has it done, by whichever process takes it.

    It looks when it is nudged, which costs a few queries, and the task ``LOOK`` has it look every
    second for what nobody nudged about.
    """

    def __init__(self, store: Store, jobs: Jobs, clock: Callable[[], datetime]) -> None:
        self._store, self._jobs, self._clock = store, jobs, clock
        self._nudged = asyncio.Event()
        self._asked: dict[Task, None] = {}

    def nudge(self, task: Task | None = None) -> None:
        """Something was written down; ``task``: and this is to be done about it."""
        if task is not None:
            self._asked[task] = None
        self._nudged.set()

    async def run(self) -> None:
        """Look whenever it is nudged, until cancelled."""
        while True:
            await self._nudged.wait()
            self._nudged.clear()
            asked, self._asked = self._asked, {}
            for task in asked:
                await self._jobs.defer(task)
            try:
                await self.look()
            except Exception:  # the task LOOK finds it a second later
                logger.exception("what waits could not be looked at")

    async def look(self, _: str = "") -> None:
        """Have done what is due now."""
        channels, broadcasts = await asyncio.to_thread(self._waiting)
        for channel in channels:
            await self._jobs.defer(DELIVER, channel)
        for broadcast in broadcasts:
            await self._jobs.defer(FAN_OUT, broadcast)

    def _waiting(self) -> tuple[list[str], list[str]]:
        return self._store.ledger.due(self._clock()), self._store.ledger.running()
