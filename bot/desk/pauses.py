"""Tells the desk when whoever writes to it has paused, so that several lines get one answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from bot.desk.lines import due
from bot.desk.ports import Door
from bot.model.effect import Effect
from bot.model.event import MessageReceived, Paused

Effects = tuple[Effect, ...]
Then = Callable[[Effects], None]
_Sender = tuple[str, str | None]  # customer, thread

MOST_AT_ONCE = 5_000  # senders who are waited for; who comes beyond is answered line by line

logger = logging.getLogger(__name__)


@dataclass
class _Lines:
    """What one sender wrote that is not answered yet."""

    first: datetime
    last: datetime
    typed: datetime | None = None
    then: list[Then] = field(default_factory=list)

    @property
    def due(self) -> datetime:
        return due(self.first, self.last, self.typed)


class Lines(Protocol):
    """Takes the messages of customers; how ``Pauses`` and ``AtOnce`` look from a channel."""

    async def hand_in(self, message: MessageReceived, then: Then = ...) -> Effects:
        """Hand a message to the desk; ``then`` hears what its answer brought, now or later."""
        ...

    def is_typing(self, customer: str) -> None:
        """A customer is writing more."""
        ...

    async def settle(self) -> None:
        """Wait until all that was handed in is answered."""
        ...


class Pauses:
    """Hands messages to the desk and says when a sender has paused; one for a process and its loop.

    Nothing is lost with the process: the desk has every line, and a tick has it answer them.
    """

    def __init__(
        self,
        door: Door,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        proposed: Callable[[Paused], Awaitable[Paused]] | None = None,
    ) -> None:
        """``proposed`` adds other words for the answer to a pause; None: nobody does."""
        self._door, self._clock, self._sleep = door, clock, sleep
        self._proposed = proposed
        self._open: dict[_Sender, _Lines] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def hand_in(self, message: MessageReceived, then: Then = lambda _: None) -> Effects:
        """Hand a message to the desk, and answer what that caused at once.

        ``then`` hears the effects of its answer, now or when its sender has paused. Buttons and files
        do not wait. Raises what the desk raises.
        """
        sender = message.customer, message.thread
        waits = message.button is None and message.upload is None and message.check is None
        if not waits or (sender not in self._open and len(self._open) >= MOST_AT_ONCE):
            effects = await self._door.handle(message)
            then(effects)
            return effects
        effects = await self._door.handle(replace(message, more_may_follow=True))
        self._waiting_for(sender).then.append(then)
        return effects

    def take_over(self, lines: Iterable[MessageReceived]) -> None:
        """Wait for senders whom a process was waiting for that has died."""
        for line in lines:
            self._waiting_for((line.customer, line.thread))

    def _waiting_for(self, sender: _Sender) -> _Lines:
        """What a sender wrote, one line more now."""
        now = self._clock()
        lines = self._open.get(sender)
        if lines is None:
            lines = self._open[sender] = _Lines(now, now)
            task = asyncio.create_task(self._wait(sender, lines))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        lines.last = now
        return lines

    def is_typing(self, customer: str) -> None:
        """A sender whose lines wait is typing more."""
        for (who, _), lines in self._open.items():
            if who == customer:
                lines.typed = self._clock()

    async def settle(self) -> None:
        """Wait until all that was handed in is answered."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def close(self) -> None:
        """Stop waiting; what is not answered yet is answered at the next tick of any process."""
        for task in self._tasks:
            task.cancel()

    async def _wait(self, sender: _Sender, lines: _Lines) -> None:
        try:
            while (left := (lines.due - self._clock()).total_seconds()) > 0:
                await self._sleep(left)
        finally:
            del self._open[sender]
        try:
            event = Paused(self._clock(), *sender)
            if self._proposed is not None:
                event = await self._proposed(event)
            effects = await self._door.handle(event)
        except Exception:  # whatever it was: the next tick has the lines answered
            logger.exception("the lines of %s wait for the next tick", sender[0])
            return
        for then in lines.then:
            then(effects)


class AtOnce:
    """Hands messages to the desk one by one, each answered at once: for who does not wait."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def hand_in(self, message: MessageReceived, then: Then = lambda _: None) -> Effects:
        """As ``Pauses`` does; ``then`` hears of the answer before this returns."""
        effects = await self._door.handle(message)
        then(effects)
        return effects

    def is_typing(self, customer: str) -> None:
        """Nobody waits for them."""

    async def settle(self) -> None:
        """All is answered already."""
