"""Inbox rows to the desk, in the order in which Slack told us; a restart takes up where it was."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.channels.slack.api.places import RoomRules
from bot.channels.slack.home.modal import answers
from bot.channels.slack.incoming.commands import CaseRequest, Form, conversation
from bot.channels.slack.incoming.fetching import Fetching
from bot.channels.slack.incoming.files import FileRef
from bot.channels.slack.incoming.grouping import WINDOW, Grouping
from bot.channels.slack.incoming.handlers import CommandPorts, Handlers
from bot.channels.slack.incoming.inbox import Command, IgnoredPayload, translate
from bot.channels.slack.incoming.posts import is_direct, is_first
from bot.channels.slack.incoming.remembered import Remembered
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.desk.lines import LONGEST
from bot.desk.ports import Door, Store
from bot.model.event import MessageReceived

CHANNEL = "slack"
BATCH = 100
SETTLED_AT_ONCE = 10  # rows marked as done together, for each mark waits for the disk
RETRY_AFTER = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=5))
PATIENCE = 4

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the inbox, opened."""

    key: str
    at: datetime
    payload: Mapping[str, Any]
    command: Command
    heard: MessageReceived | None = (
        None  # as it was posted, where its case goes on in another thread
    )

    @property
    def team(self) -> str:
        """The workspace where we are installed."""
        told = self.payload.get("team_id") or (self.payload.get("team") or {}).get("id")
        match self.command:
            case CaseRequest(by=by) | Form(by=by):
                return by.team
            case _:
                return str(told or "")


class InboxWorker:
    """Hands every row to the desk and marks some together as handled afterwards.

    A crash in between hands them over again; the desk knows a message by its id. When the desk
    fails, or while a file is being fetched, that conversation waits and the others go on. The row
    stays until it is handled, but after ``PATIENCE`` failures later messages of the conversation
    no longer wait for it.
    """

    def __init__(
        self,
        store: Store,
        door: Door,
        rules: RoomRules,
        addresses: AddressBook,
        clock: Callable[[], datetime],
        ways: CommandPorts,
    ) -> None:
        self._store = store
        self._grouping = Grouping(store)
        self._rules = self._grouping.over(rules)
        self._clock = clock
        self._ways = ways
        remembered = Remembered(store, addresses, self._grouping)
        self._handlers = Handlers(door, self._rules, remembered, ways)
        self._fetching = Fetching(ways.files, ways.nudge)
        self._waiting: dict[str, tuple[int, datetime]] = {}  # row -> failures, not before

    async def run_background_tasks(self) -> None:
        """Run the background tasks of this process, until cancelled; one task of the server."""
        try:
            await self._ways.background_tasks.run()
        finally:
            self._fetching.cancel()

    async def settle(self) -> None:
        """Wait for the files that are on their way and for the background tasks."""
        await self._fetching.settle()
        await self._ways.background_tasks.finish()

    async def drain(self) -> int:
        """Handle what has come in until nothing more can be done; answer how many rows are done.

        Only one at a time, of all processes: each conversation keeps its order.
        """
        in_all = 0
        while done := await self._drain_once():
            in_all += done
        return in_all

    async def _drain_once(self) -> int:
        in_all, done = 0, list[str]()
        held: set[str] = set()  # conversations that wait for an earlier row
        most = BATCH + len(self._waiting) + len(self._fetching)
        for key, stored in await asyncio.to_thread(self._store.received, CHANNEL, most):
            row = await asyncio.to_thread(self._opened, key, stored)
            if row is not None:
                subject = conversation(row.command)
                if subject in held:
                    continue
                if not await self._taken(row):
                    if self._waiting.get(key, (0,))[0] <= PATIENCE:
                        held.add(subject)
                    continue
            self._waiting.pop(key, None)
            self._fetching.forget(key)
            done.append(key)
            if len(done) == SETTLED_AT_ONCE:
                await asyncio.to_thread(self._store.handled, *done)
                in_all += len(done)
                done.clear()
        if done:
            await asyncio.to_thread(self._store.handled, *done)
        return in_all + len(done)

    def _opened(self, key: str, stored: str) -> _Row | None:
        """A row as a command; None when it is nothing for the desk."""
        command: Command | IgnoredPayload = IgnoredPayload.MALFORMED
        try:
            at, payload = unpack(stored)
            command = translate(payload, at, self._rules)
        except (ValueError, KeyError, TypeError):
            logger.warning("the row %s cannot be read", key)
            return None
        if isinstance(command, IgnoredPayload):
            logger.info("Slack %s is nothing for the desk: %s", key, command)
            return None
        heard = None
        if isinstance(command, MessageReceived) and (window := _groups_within(payload)):
            posted, command = command, self._grouping.placed(command, window)
            heard = posted if posted.thread != command.thread else None
        return _Row(key, at, payload, command, heard)

    async def _taken(self, row: _Row) -> bool:
        """Do what one row asks for; False: not now."""
        failures, not_before = self._waiting.get(row.key, (0, row.at))
        if failures and self._clock() < not_before:
            return False
        try:
            team, files = _files(row)
            read = self._fetching.readings(row.key, team, files)
            if read is None:
                return False
            await self._handlers.take(row.command, row.payload, read, failures)
            if row.heard is not None:
                self._handlers.rest(row.heard)  # the answer comes in another thread
        except Exception:  # whatever it was: the row stays, the next conversation has its turn
            which = {"message_id": row.key, "channel": CHANNEL}
            logger.exception("the desk failed on %s, try %d", row.key, failures + 1, extra=which)
            pause = RETRY_AFTER[min(failures, len(RETRY_AFTER) - 1)]
            self._waiting[row.key] = (failures + 1, self._clock() + pause)
            return False
        return True


def _groups_within(payload: Mapping[str, Any]) -> float:
    """Seconds within which a post at top level is one case with the author's post before; 0: it is none.

    In direct messages only lines of one request are.
    """
    event: Mapping[str, Any] = payload.get("event") or {}
    if not event or not is_first(event):
        return 0.0
    return LONGEST.total_seconds() if is_direct(event) else WINDOW


def _files(row: _Row) -> tuple[str, tuple[FileRef, ...]]:
    """The files that came with a row, and the workspace whose token fetches them."""
    told: Any = ()
    match row.payload.get("type"):
        case "event_callback" if isinstance(row.command, MessageReceived):
            told = row.payload["event"].get("files") or ()
        case "message_action":
            told = row.payload["message"].get("files") or ()
        case "view_submission":
            told = answers(row.payload["view"]).files
        case _:
            pass
    refs = tuple(FileRef.of(f) for f in told if isinstance(f, Mapping))
    return row.team, refs


def pack(payload: object, at: datetime) -> str:
    """An inbox row: the payload and the moment it came in."""
    return json.dumps({"at": at.isoformat(), "payload": payload})


def unpack(stored: str) -> tuple[datetime, dict[str, Any]]:
    """What ``pack`` packed. Raises ``ValueError``, ``KeyError`` or ``TypeError``."""
    row = json.loads(stored)
    payload = row["payload"]
    if not isinstance(payload, dict):
        raise TypeError("no payload")
    return datetime.fromisoformat(row["at"]), payload
