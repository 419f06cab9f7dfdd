"""The desk is told when a sender has paused; time passes only as the test lets it."""

from datetime import datetime, timedelta

import pytest

from bot.desk.lines import LONGEST, PAUSE, TYPING
from bot.desk.pauses import Pauses
from bot.model.effect import Effect, Reply
from bot.model.errors import StoreUnavailableError
from bot.model.event import Event, MessageReceived, Paused
from tests.builders import MORNING, a_message
from tests.desk.quiet import Sleepers

pytestmark = pytest.mark.anyio
SECOND = timedelta(seconds=1)
ANSWER = Reply("aoi", "m1", "はい", "ja", "unknown", 0.5)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Quiet(Sleepers):
    """A desk that answers pauses."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Event] = []
        self.is_away = False
        self.pauses = Pauses(self, self.clock, self.sleep)

    async def handle(self, event: Event) -> tuple[Effect, ...]:
        if self.is_away:
            raise StoreUnavailableError("the database is away")
        self.heard.append(event)
        return (ANSWER,) if isinstance(event, Paused) else ()

    @property
    def ends(self) -> list[datetime]:
        return [e.at for e in self.heard if isinstance(e, Paused)]


async def test_a_line_is_written_down_at_once_and_answered_after_a_pause() -> None:
    desk, told = Quiet(), list[tuple[Effect, ...]]()
    await desk.pauses.hand_in(a_message(), told.append)
    (line,) = desk.heard
    assert isinstance(line, MessageReceived)
    assert line.more_may_follow
    await desk.passes(PAUSE - SECOND)
    assert (desk.ends, told) == ([], [])
    await desk.passes(SECOND)
    assert (desk.ends, told) == ([MORNING + PAUSE], [(ANSWER,)])


async def test_each_line_and_typing_put_it_off_but_not_for_ever() -> None:
    desk, told = Quiet(), list[tuple[Effect, ...]]()
    await desk.pauses.hand_in(a_message("m1"), told.append)
    await desk.passes(3 * SECOND)
    await desk.pauses.hand_in(a_message("m2"), told.append)
    await desk.passes(3 * SECOND)
    desk.pauses.is_typing("aoi")
    desk.pauses.is_typing("ben")
    await desk.passes(TYPING - SECOND)
    assert desk.ends == []
    for _ in range(5):
        desk.pauses.is_typing("aoi")
        await desk.passes(SECOND)
    assert desk.ends == [MORNING + LONGEST]
    assert told == [(ANSWER,)] * 2


async def test_buttons_do_not_wait() -> None:
    desk, told = Quiet(), list[tuple[Effect, ...]]()
    pressed = MessageReceived(MORNING, "m1", "aoi", "", "web", "", button="human")
    await desk.pauses.hand_in(pressed, told.append)
    assert desk.heard == [pressed]
    assert told == [()]
    await desk.passes(LONGEST)
    assert desk.ends == []


async def test_two_people_and_two_threads_pause_by_themselves() -> None:
    desk = Quiet()
    await desk.pauses.hand_in(a_message("m1"))
    await desk.passes(SECOND)
    await desk.pauses.hand_in(a_message("m2", customer="ben"))
    await desk.passes(PAUSE)
    assert [(e.customer, e.at) for e in desk.heard if isinstance(e, Paused)] == [
        ("aoi", MORNING + PAUSE),
        ("ben", MORNING + PAUSE + SECOND),
    ]


async def test_a_new_process_goes_on_waiting_for_whom_another_waited() -> None:
    desk = Quiet()
    desk.pauses.take_over([a_message("m1")])
    await desk.passes(PAUSE)
    assert desk.ends == [MORNING + PAUSE]


async def test_a_desk_that_is_away_at_the_pause_breaks_nothing() -> None:
    desk = Quiet()
    await desk.pauses.hand_in(a_message("m1"))
    desk.is_away = True
    await desk.passes(PAUSE)
    desk.is_away = False
    await desk.pauses.hand_in(a_message("m2"))
    await desk.passes(PAUSE)
    assert len(desk.ends) == 1


async def test_a_desk_that_is_away_refuses_the_line() -> None:
    desk = Quiet()
    desk.is_away = True
    with pytest.raises(StoreUnavailableError):
        await desk.pauses.hand_in(a_message())
    await desk.passes(LONGEST)
    assert desk.heard == []


async def test_five_thousand_senders_are_waited_for() -> None:
    """Each is a task and a few lines in memory; more would be a flood, which is answered at once."""
    desk = Quiet()
    desk.pauses.take_over([a_message(customer=f"c{n}") for n in range(4_999)])
    for customer, waits in (("last", True), ("one more", False), ("last", True)):
        await desk.pauses.hand_in(a_message(customer=customer))
        taken = desk.heard.pop()
        assert isinstance(taken, MessageReceived)
        assert taken.more_may_follow is waits, customer
    desk.pauses.close()
