"""The one door for everything that runs in an event loop."""

import asyncio
import time
from collections.abc import Callable

from bot.desk.desk import Desk
from bot.model.effect import Effect
from bot.model.errors import StoreUnavailableError
from bot.model.event import Event


class _RehearsedError(Exception):
    """A rehearsal is over, and all of it undone."""

    def __init__(self, effects: tuple[Effect, ...]) -> None:
        super().__init__()
        self.effects = effects


def _over(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    raise _RehearsedError(effects)


class DeskDoor:
    """Hands events to the desk one at a time, off the loop; tells ``after`` what came of each.

    ``timed`` hears, in the desk's thread, what came of an event and how many seconds that took; not
    of one that failed. The door decides nothing and keeps nothing.
    """

    def __init__(
        self,
        desk: Desk,
        after: Callable[[tuple[Effect, ...]], None] = lambda _: None,
        timed: Callable[[Event, tuple[Effect, ...], float], None] = lambda *_: None,
    ) -> None:
        self._desk = desk
        self._after = after
        self._timed = timed
        self._turn = asyncio.Lock()

    async def handle(self, event: Event) -> tuple[Effect, ...]:
        """What the event makes the desk do.

        Who is cancelled before their turn leaves the line and nothing happened; what has begun goes
        on to its end, and nothing else begins before.
        """
        await self._turn.acquire()
        begun = asyncio.ensure_future(self._begun(event))
        return await asyncio.shield(begun)

    async def rehearse(self, event: Event) -> tuple[Effect, ...]:
        """What the event would make the desk do now; nobody hears of it and nothing is kept."""
        async with self._turn:
            return await asyncio.to_thread(self._rehearsed, event)

    def _rehearsed(self, event: Event) -> tuple[Effect, ...]:
        try:
            return self._desk.handle(event, _over)
        except _RehearsedError as over:
            return over.effects

    async def _begun(self, event: Event) -> tuple[Effect, ...]:
        try:
            effects = await asyncio.to_thread(self._handled, event)
        finally:
            self._turn.release()
        self._after(effects)
        return effects

    def _handled(self, event: Event) -> tuple[Effect, ...]:
        began = time.perf_counter()
        try:
            effects = self._desk.handle(event)
        except StoreUnavailableError as error:
            if not error.lost:
                raise
            effects = self._desk.handle(event)
        self._timed(event, effects, time.perf_counter() - began)
        return effects
