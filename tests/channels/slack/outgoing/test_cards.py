"""The card of a case: opened by the first message, kept up to date in place."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.channels.slack.api.pace import CallPace
from bot.channels.slack.api.places import ThreadAddress
from bot.channels.slack.api.workspaces import OneWorkspace
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.case_card import CaseCard
from bot.channels.slack.outgoing.send import SlackChannel
from bot.channels.slack.settings import SlackSettings
from bot.delivery.dispatch import Dispatch
from bot.delivery.pump import Outlet
from bot.desk.ledger import Outgoing
from bot.model.conversation import Conversation
from bot.model.effect import Effect, Notice, StaffReply
from bot.model.errors import DeliveryError
from bot.model.event import MessageReceived
from bot.model.incident import Incident, IncidentStatus
from tests.channels.fakes import NOON, Clock, a_reply
from tests.channels.slack.imitation import ROOM, SECRET, TEAM, TOKEN, Slack
from tests.store.databases import in_memory

SATO, ITO = "slack:T1:USATO", "slack:T1:UITO"
FIRST = "1700000000.000100"
THREAD = ThreadAddress(TEAM, ROOM, FIRST)
REPORT = replace(a_reply("確認しています。", SATO, f"slack:T1:{ROOM}:{FIRST}"), is_report=True)
NEWS = Notice("i1", (SATO,), "update", "公式の掲載が出ました。", "ja", "plugin:kumo")
OVER = Notice(
    "i1", (SATO,), "recovered", "復旧しました。", "ja", "plugin:kumo", ("no_action_needed",)
)


class House:
    """Our side: a store, a clock that is moved by hand, and what the desk decides."""

    def __init__(self, slack: Slack) -> None:
        self.slack, self.clock = slack, Clock()
        self.store = in_memory()
        self.book = AddressBook(self.store)
        self.decided = 0
        self.restarts()
        for customer in (SATO, ITO):
            self.writes(customer)

    def restarts(self) -> None:
        settings = SlackSettings(TOKEN, SECRET, api_url=self.slack.url)
        pace = CallPace(lambda: self.clock().timestamp(), self.sleep, self.store.slate)
        self.channel = SlackChannel(OneWorkspace(settings), self.book, frozenset(), pace)

    async def sleep(self, seconds: float) -> None:
        self.clock.passes(seconds=seconds)
        await asyncio.sleep(0)

    def writes(self, customer: str, ts: str = FIRST) -> None:
        where = str(replace(THREAD, thread=ts))
        message = f"slack:T1:{ROOM}:{ts}"
        self.book.note(MessageReceived(NOON, message, customer, "a", "slack", "x", thread=where))

    async def says(
        self, effect: Effect, attempts: int = 0, key: str = "", *, after: float = 2
    ) -> str:
        """Deliver an effect that the desk decides ``after`` so many seconds."""
        self.decided += 1
        self.clock.passes(seconds=after)
        key = key or f"effect:{self.decided}"
        at = NOON + timedelta(seconds=2) if attempts else self.clock()
        outgoing = Outgoing(
            self.decided, key, "slack", effect, at, attempts, may_be_there=attempts > 0
        )
        posted = await self.channel.deliver(outgoing)
        if after:
            await self.edits()
        return posted

    async def edits(self) -> None:
        """Do what the ledger has for the screen by now."""
        self.clock.passes(seconds=1)
        outlets = {"slack": Outlet("slack", self.channel)}
        await Dispatch(self.store.ledger, outlets, "test", self.clock).deliver("slack")

    def card(self) -> CaseCard:
        card = self.book.card(THREAD)
        assert card is not None
        return card


def play(scenario: Callable[[House], Awaitable[None]]) -> Slack:
    async def run() -> Slack:
        async with Slack().open() as slack:
            slack.somebody_posts(FIRST)
            house = House(slack)
            await scenario(house)
            house.store.close()
            return slack

    return asyncio.run(run())


def kinds(post: dict[str, object]) -> list[str]:
    blocks = post["blocks"]
    assert isinstance(blocks, list)
    return [block["type"] for block in blocks]


def test_the_first_message_is_the_card_and_alone_asks_whether_it_helped() -> None:
    async def scenario(house: House) -> None:
        await house.says(REPORT)
        await house.says(replace(REPORT, text="続きです。"))

    card, reply = play(scenario).ours()
    assert kinds(card)[-1] == "context_actions"
    assert "context_actions" not in kinds(reply)
    assert "edits" not in card


def test_what_is_only_good_to_know_is_written_on_the_card_and_notifies_nobody() -> None:
    async def scenario(house: House) -> None:
        posted = await house.says(REPORT)
        assert await house.says(NEWS) == posted

    slack = play(scenario)
    [card] = slack.ours()
    assert card["text"].startswith("状態：調査中\n\n公式の掲載が出ました。")
    assert "確認しています。" in card["text"]
    assert kinds(card)[-2:] == ["actions", "context_actions"]
    assert slack.calls == ["chat.postMessage", "chat.update"]


def test_what_the_reader_waits_for_is_a_message_and_the_card_says_so_too() -> None:
    async def scenario(house: House) -> None:
        await house.says(REPORT)
        await house.says(OVER)

    card, told = play(scenario).ours()
    assert told["text"] == "復旧しました。"
    assert card["text"].startswith("状態：復旧\n\n")
    assert "状態：復旧" in str(card["blocks"][0])
    assert "確認しています。" not in str(card)


def test_two_readers_of_one_thread_cost_one_edit() -> None:
    async def scenario(house: House) -> None:
        await house.says(REPORT)
        await house.says(NEWS)
        await house.says(replace(NEWS, to=(ITO,)))

    assert play(scenario).calls.count("chat.update") == 1


@pytest.mark.slow
def test_of_many_changes_at_once_the_last_one_stays_and_few_are_sent() -> None:
    async def scenario(house: House) -> None:
        await house.says(REPORT)
        many = [replace(NEWS, text=f"続報{n}") for n in range(8)]
        told = [house.says(n, after=0, key=n.text) for n in many]
        put_off = [
            many[n]
            for n, said in enumerate(await asyncio.gather(*told, return_exceptions=True))
            if isinstance(said, DeliveryError) and said.retry_after
        ]
        assert len(put_off) == 7
        house.clock.passes(seconds=2)
        for number, news in enumerate(put_off):
            house.decided = number + 2
            await house.says(news, attempts=1, key=news.text, after=0)

    slack = play(scenario)
    [card] = slack.ours()
    assert "続報7" in card["text"]
    assert slack.calls.count("chat.update") <= 2


def test_a_restart_goes_on_with_the_same_card() -> None:
    async def scenario(house: House) -> None:
        posted = await house.says(REPORT)
        house.restarts()
        assert await house.says(NEWS) == posted

    assert len(play(scenario).ours()) == 1


def test_an_edit_of_which_nobody_knows_the_end_is_repeated() -> None:
    async def scenario(house: House) -> None:
        await house.says(REPORT)
        house.slack.breaks_the_connection_after_posting()
        with pytest.raises(DeliveryError) as error:
            await house.says(NEWS, key="news")
        assert (error.value.unknown, error.value.permanent) == (False, False)
        await house.says(NEWS, attempts=1, key="news")

    slack = play(scenario)
    assert "conversations.replies" not in slack.calls
    assert "公式の掲載" in slack.ours()[0]["text"]


def test_news_of_a_card_that_somebody_deleted_opens_another_one() -> None:
    async def scenario(house: House) -> None:
        posted = await house.says(REPORT)
        house.slack.somebody_deletes(posted)
        assert await house.says(NEWS) != posted
        assert "公式の掲載が出ました。" in house.slack.ours()[0]["text"]
        await house.says(OVER)

    card, told = play(scenario).ours()
    assert card["text"].startswith("状態：復旧")
    assert told["text"] == "復旧しました。"


def test_a_state_that_cannot_be_shown_now_keeps_nobody_waiting_and_is_shown_later() -> None:
    async def scenario(house: House) -> None:
        await house.says(REPORT)
        await house.says(NEWS)
        await house.says(replace(NEWS, text="続報"), after=0)
        with pytest.raises(DeliveryError):
            await house.says(replace(NEWS, text="もう一つ"), after=0)
        await house.says(StaffReply(SATO, "承りました。", "tanaka"), after=0)
        assert house.slack.ours()[0]["text"].startswith("状態：調査中")
        await house.edits()

    card, told = play(scenario).ours()
    assert card["text"].startswith("状態：担当者が対応中\n\nもう一つ")
    assert told["text"] == "承りました。"


def test_a_card_whose_blocks_are_refused_is_edited_as_text() -> None:
    async def scenario(house: House) -> None:
        await house.says(REPORT)
        house.slack.answers_next_with("invalid_blocks")
        house.slack.answers_next_with("invalid_blocks")
        await house.says(NEWS, after=10)

    [card] = play(scenario).ours()
    assert "blocks" not in card
    assert "公式の掲載" in card["text"]


def test_a_question_and_a_retraction_are_messages_though_they_are_called_updates() -> None:
    async def scenario(house: House) -> None:
        await house.says(REPORT)
        asked_at = house.clock() + timedelta(seconds=2)
        with house.store.work() as work:
            conversation = Conversation(
                "C1", SATO, "a", "slack", "ja", NOON, asked_if_over=asked_at
            )
            work.save_conversation(conversation, asked_at)
        await house.says(replace(NEWS, text="まだ続いていますか。"))
        with house.store.work() as work:
            work.save_incident(an_incident(IncidentStatus.WITHDRAWN, house.clock()))
        await house.says(replace(NEWS, text="お知らせを取り下げます。"))

    card, question, retraction = play(scenario).ours()
    assert question["text"] == "まだ続いていますか。"
    assert retraction["text"] == "お知らせを取り下げます。"
    assert card["text"].startswith("状態：お知らせを取り下げ")


def an_incident(status: IncidentStatus, at: datetime) -> Incident:
    return Incident("i1", status, ("plugin:kumo",), at, at)
