"""The line before the desk: so many wait, the oldest is next, and who has left waits no more.

The desk takes one event after the other. When more is written than it can answer, a line without
bounds would answer everybody too late; so what finds the line full is refused at once, with the
seconds after which it is worth trying again. Staff and what works by itself do not stand in it: they
wait for the few messages that are at the desk, and for nothing behind those.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable

from starlette.requests import Request

from bot.desk.ports import Door
from bot.model.effect import Effect
from bot.model.errors import JitabataError
from bot.model.event import MessageReceived

MOST, FEWEST = 100, 8  # places in the line, on a quick machine and on a slow one
WAIT = 6.0  # seconds from joining the line to the answer, as far as can be told; people wait ten
AT_THE_DESK = 4  # that the desk has been given at once
LONGEST = 30  # seconds after which somebody is asked to try again
_SMOOTH = 0.1  # how much the latest message says about how long one takes

Gone = Callable[[], Awaitable[object]]
Way = Callable[[MessageReceived], Awaitable[tuple[Effect, ...]]]


def gone_from(request: Request) -> Callable[[], Awaitable[None]]:
    """Ends when the browser has closed the connection on which it waits for its answer."""

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    return gone


class FullError(JitabataError):
    """Too many wait. ``retry_after``: seconds until about half of them have been answered."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__("too many messages wait for the desk")


class SenderGoneError(JitabataError):
    """Who sent a message has gone away before its turn; nothing of it happened."""


class MessageLine:
    """Hands messages to the desk in the order in which they came."""

    def __init__(self, door: Door, most: int = MOST, at_the_desk: int = AT_THE_DESK) -> None:
        self._door, self._most = door, most
        self._places, self._at_the_desk = asyncio.Semaphore(at_the_desk), at_the_desk
        self._waiting = 0
        self._takes = 0.1  # seconds that one message takes, smoothed

    async def hand_in(
        self, message: MessageReceived, gone: Gone, by: Way | None = None
    ) -> tuple[Effect, ...]:
        """What the desk did about a message. Raises FullError, and what the desk raises.

        ``by``: how the message is given to the desk; None: as it is.
        ``gone`` ends when nobody waits for the answer any more: GoneError, if the desk had not
        begun; otherwise it goes on, and the answer stands in the transcript.
        """
        if self._is_full:
            raise FullError(self._retry_after())
        self._waiting += 1
        begun = asyncio.Event()
        handing = asyncio.ensure_future(self._in_turn(message, begun, by))
        handing.add_done_callback(self._left)
        leaving = asyncio.ensure_future(gone())
        try:
            await asyncio.wait({handing, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not handing.done() and not begun.is_set():
                raise SenderGoneError
            return await asyncio.shield(handing)
        finally:
            leaving.cancel()
            if not begun.is_set():
                handing.cancel()

    async def _in_turn(
        self, message: MessageReceived, begun: asyncio.Event, by: Way | None
    ) -> tuple[Effect, ...]:
        clock = asyncio.get_running_loop().time
        async with self._places:
            begun.set()
            began = clock()
            try:
                return await (by or self._door.handle)(message)
            finally:
                self._takes += _SMOOTH * ((clock() - began) / self._at_the_desk - self._takes)

    @property
    def _is_full(self) -> bool:
        too_long = (self._waiting + 1) * self._takes > WAIT
        return self._waiting >= self._most or (self._waiting >= FEWEST and too_long)

    def _left(self, _: object) -> None:
        self._waiting -= 1

    def _retry_after(self) -> int:
        return max(1, min(LONGEST, math.ceil(self._waiting * self._takes / 2)))
