"""What one person posts one after the other is one request, in a room and in direct messages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.slack.api.places import ThreadAddress
from bot.desk.desk import Desk
from bot.desk.lines import PAUSE
from bot.desk.pauses import Pauses
from bot.model.conversation import Conversation, Speaker
from bot.model.effect import Effect
from bot.model.event import Event
from tests import shipped
from tests.cases import each
from tests.channels.slack.lobby import Lobby, visit
from tests.desk.quiet import Sleepers


class Waiting:
    """A real desk behind a lobby that waits for pauses, and the time in both."""

    def __init__(self, lobby: Lobby) -> None:
        self.lobby, self.time = lobby, Sleepers(lobby.clock())
        self._desk = Desk(lobby.store, shipped.knowledge())
        self.lines = Pauses(self, self.time.clock, self.time.sleep)
        lobby.starts(self, self.lines)

    async def handle(self, event: Event) -> tuple[Effect, ...]:
        return self._desk.handle(event)

    async def passes(self, seconds: float) -> None:
        self.lobby.clock.passes(seconds=seconds)
        await self.time.passes(timedelta(seconds=seconds))
        await self.lobby.works()

    def case(self) -> Conversation:
        with self.lobby.store.work() as work:
            found = work.conversations()
        assert len(found) == 1
        return found[0]


@pytest.mark.slow
@each("room", ["C1", "D1"])
def test_posts_of_one_person_are_answered_once_in_the_first_ones_thread(room: str) -> None:
    async def scenario(lobby: Lobby) -> None:
        house = Waiting(lobby)
        first = await lobby.says("kintoneが", room)
        for text in ("開かないんですが", "一覧だけです"):
            await house.passes(2)
            await lobby.says(text, room)
        assert [t.speaker for t in house.case().turns] == [Speaker.CUSTOMER] * 3
        await house.passes(PAUSE.total_seconds())
        case = house.case()
        assert [t.speaker for t in case.turns] == [Speaker.CUSTOMER, Speaker.DESK]
        assert case.turns[0].text == "kintoneが\n開かないんですが\n一覧だけです"
        assert case.thread == str(ThreadAddress("T1", room, first.ts))
        assert len(lobby.store.outgoing("slack")) == 1

    visit(scenario)


def test_a_sign_stays_until_the_answer_and_goes_where_there_is_none() -> None:
    async def scenario(lobby: Lobby) -> None:
        house = Waiting(lobby)
        first = await lobby.says("開きません")

        def signs() -> list[bool]:
            return [bool(sign) for _, _, at, sign in lobby.world.statuses if at == first.ts]

        assert signs() == [True]
        await house.passes(PAUSE.total_seconds())
        assert signs() == [True]  # Slack takes it away when the answer is posted
        taken = replace(house.case(), taken_over_by="hana")
        with lobby.store.work() as work:
            work.save_conversation(taken, house.time.now)
        await lobby.says("まだです", thread=first.ts)
        await house.passes(PAUSE.total_seconds())
        assert signs() == [True, True, False]

    visit(scenario)


def test_a_direct_message_later_is_a_case_of_its_own() -> None:
    async def scenario(lobby: Lobby) -> None:
        house = Waiting(lobby)
        await lobby.says("開きません", "D1")
        await house.passes(30)
        await lobby.says("別の話です", "D1")
        await house.passes(30)
        with lobby.store.work() as work:
            assert len(work.conversations()) == 2

    visit(scenario)


def test_a_process_that_died_leaves_lines_that_the_next_one_answers() -> None:
    async def scenario(lobby: Lobby) -> None:
        house = Waiting(lobby)
        await lobby.says("開きません")
        house.lines.close()
        again = Waiting(lobby)
        await lobby.says("一覧だけです")
        await again.passes(PAUSE.total_seconds() + 2)
        assert again.case().turns[0].text == "開きません\n一覧だけです"
        assert len(lobby.store.outgoing("slack")) == 1

    visit(scenario)
