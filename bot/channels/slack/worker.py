"""Inbox rows to the desk, in the order in which Slack told us; a restart takes up where it was."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.channels.slack.addresses import AddressBook
from bot.channels.slack.inbox import Ignored, Rules, translate
from bot.desk.ports import Door, Store
from bot.model.event import MessageReceived

CHANNEL = "slack"
BATCH = 100
RETRY_AFTER = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=5))
PATIENCE = 4

logger = logging.getLogger(__name__)


class InboxWorker:
    """Hands every row to the door and marks it handled afterwards.

    A crash in between hands it over again; the desk knows a message by its id. When the desk
    fails, that conversation waits and the others go on. The row stays until it is handled, but
    after ``PATIENCE`` failures later messages of the conversation no longer wait for it.
    """

    def __init__(
        self,
        store: Store,
        door: Door,
        rules: Rules,
        addresses: AddressBook,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._door = door
        self._rules = rules
        self._addresses = addresses
        self._clock = clock
        self._waiting: dict[str, tuple[int, datetime]] = {}  # row -> failures, not before
        self._nudged = asyncio.Event()

    def nudge(self) -> None:
        """There is a new row."""
        self._nudged.set()

    async def run(self, poll_every: timedelta = timedelta(seconds=1)) -> None:
        """Work until cancelled; one task in ``app.py``."""
        while True:
            try:
                await self.drain()
            except Exception:  # a store that is busy must not take the process with it
                logger.exception("the Slack inbox could not be worked on")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._nudged.wait(), poll_every.total_seconds())
            self._nudged.clear()

    async def drain(self) -> int:
        """Handle what has come in; answer how many rows are done."""
        done = 0
        held: set[str | None] = set()  # conversations that wait for an earlier row
        for key, stored in self._store.received(CHANNEL, BATCH + len(self._waiting)):
            event = self._event(stored)
            if isinstance(event, MessageReceived):
                if event.thread in held:
                    continue
                if not await self._hand_over(key, event):
                    if self._waiting[key][0] <= PATIENCE:
                        held.add(event.thread)
                    continue
            else:
                logger.info("Slack %s is nothing for the desk: %s", key, event)
            self._store.handled(key)
            self._waiting.pop(key, None)
            done += 1
        return done

    def _event(self, stored: str) -> MessageReceived | Ignored:
        try:
            at, payload = unpack(stored)
        except (ValueError, KeyError, TypeError):
            return Ignored.MALFORMED
        return translate(payload, at, self._rules)

    async def _hand_over(self, key: str, event: MessageReceived) -> bool:
        """Give one message to the desk; False: not now."""
        failures, not_before = self._waiting.get(key, (0, event.at))
        if failures and self._clock() < not_before:
            return False
        try:
            self._addresses.note(event)
            await self._door.handle(event)
        except Exception:  # whatever it was: the row stays, the next conversation has its turn
            logger.exception("the desk failed on %s, try %d", key, failures + 1)
            pause = RETRY_AFTER[min(failures, len(RETRY_AFTER) - 1)]
            self._waiting[key] = (failures + 1, self._clock() + pause)
            return False
        return True


def pack(payload: object, at: datetime) -> str:
    """An inbox row: the payload and the moment it came in."""
    return json.dumps({"at": at.isoformat(), "payload": payload})


def unpack(stored: str) -> tuple[datetime, dict[str, object]]:
    """What ``pack`` packed. Raises ``ValueError``, ``KeyError`` or ``TypeError``."""
    row = json.loads(stored)
    payload = row["payload"]
    if not isinstance(payload, dict):
        raise TypeError("no payload")
    return datetime.fromisoformat(row["at"]), payload
