"""The line before the desk: bounded, oldest first, left by who goes away."""

import asyncio
from itertools import count
from typing import Any

import httpx
import pytest

from bot.desk.door import DeskDoor
from bot.model.effect import Effect
from bot.model.errors import StoreUnavailableError
from bot.model.event import Event, MessageReceived
from bot.web.message_line import FullError, MessageLine, SenderGoneError
from tests.builders import MORNING
from tests.web.conftest import House
from tests.web.forms import hidden

pytestmark = pytest.mark.anyio
JSON = {"Accept": "application/json"}


def said(number: int) -> MessageReceived:
    return MessageReceived(MORNING, f"m{number}", "aoi", "", "web", f"{number}")


async def never() -> None:
    await asyncio.Event().wait()


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


class SlowDoor:
    """A desk that answers one after the other, each when it is told to."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.answered: list[str] = []
        self._turn, self._go_on = asyncio.Lock(), asyncio.Semaphore(0)

    async def handle(self, event: Event) -> tuple[Effect, ...]:
        assert isinstance(event, MessageReceived)
        async with self._turn:
            self.begun.append(event.text)
            await self._go_on.acquire()
            self.answered.append(event.text)
        return ()

    async def answers(self, number: int) -> None:
        for _ in range(number):
            self._go_on.release()
            await settled()


async def test_what_was_accepted_is_answered_oldest_first_and_the_rest_is_told_to_come_again() -> (
    None
):
    door = SlowDoor()
    line = MessageLine(door, most=12)
    tasks = [asyncio.create_task(line.hand_in(said(n), never)) for n in range(12 + 5)]
    await settled()
    refused = [t for t in tasks if t.done()]
    assert refused == tasks[12:]
    for task in refused:
        full = task.exception()
        assert isinstance(full, FullError)
        assert 1 <= full.retry_after <= 30
    await door.answers(12)
    await asyncio.gather(*tasks[:12])
    assert door.answered == [str(n) for n in range(12)]


async def test_who_goes_away_leaves_the_line_and_makes_room() -> None:
    door = SlowDoor()
    line = MessageLine(door, most=3, at_the_desk=1)
    leaves = asyncio.Event()
    first = asyncio.create_task(line.hand_in(said(1), never))
    gone = asyncio.create_task(line.hand_in(said(2), leaves.wait))
    last = asyncio.create_task(line.hand_in(said(3), never))
    await settled()
    with pytest.raises(FullError):
        await line.hand_in(said(4), never)
    leaves.set()
    with pytest.raises(SenderGoneError):
        await gone
    late = asyncio.create_task(line.hand_in(said(5), never))
    await door.answers(3)
    await asyncio.gather(first, last, late)
    assert door.answered == ["1", "3", "5"]


async def test_what_the_desk_has_begun_goes_on_though_nobody_waits() -> None:
    door = SlowDoor()
    leaves = asyncio.Event()
    task = asyncio.create_task(MessageLine(door).hand_in(said(1), leaves.wait))
    await settled()
    leaves.set()
    await settled()
    assert not task.done()
    await door.answers(1)
    await task
    assert door.answered == ["1"]


class Desk:
    """Notes what is at it at the same time, and waits in its thread until it may go on."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.fails: list[Exception] = []

    def handle(self, event: Event) -> tuple[Effect, ...]:
        assert isinstance(event, MessageReceived)
        if self.fails:
            raise self.fails.pop(0)
        self.heard.append(event.text)
        return ()


async def test_the_door_tries_again_what_a_loaded_machine_surely_did_not_do() -> None:
    desk = Desk()
    door = DeskDoor(desk)  # type: ignore[arg-type]  # a desk that only hears
    desk.fails = [StoreUnavailableError("too long", lost=True)]
    await door.handle(said(1))
    assert desk.heard == ["1"]
    desk.fails = [StoreUnavailableError("locked")]
    with pytest.raises(StoreUnavailableError):
        await door.handle(said(2))


async def test_who_is_cancelled_before_their_turn_was_never_there() -> None:
    desk, after = Desk(), list[object]()
    door = DeskDoor(desk, after.append)  # type: ignore[arg-type]
    first = asyncio.create_task(door.handle(said(1)))
    second = asyncio.create_task(door.handle(said(2)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    second.cancel()
    first.cancel()  # it has begun
    await asyncio.gather(first, second, return_exceptions=True)
    await door.handle(said(3))
    assert desk.heard == ["1", "3"]
    assert len(after) == 2


async def test_a_full_line_is_an_honest_503_and_the_same_form_counts_once(
    house: House, browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (await browser.get("/chat")).text
    form = {"token": hidden(page, "token"), "once": hidden(page, "once"), "text": "開きません"}
    real, calls = MessageLine.hand_in, count()

    async def full_at_first(
        line: MessageLine, message: MessageReceived, *how: Any
    ) -> tuple[Effect, ...]:
        if next(calls) < 2:
            raise FullError(7)
        return await real(line, message, *how)

    monkeypatch.setattr(MessageLine, "hand_in", full_at_first)
    told = await browser.post("/messages", data=form, headers=JSON)
    assert (told.status_code, told.headers["retry-after"]) == (503, "7")
    assert "混み合っています" in told.json()["problem"]
    refused = await browser.post("/messages", data=form)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "7")
    assert ">開きません</textarea>" in refused.text
    assert hidden(refused.text, "once") == form["once"]
    for _ in range(2):
        assert (await browser.post("/messages", data=form, follow_redirects=True)).is_success
    assert [message.text for message in house.door.messages] == ["開きません"]
