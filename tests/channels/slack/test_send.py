"""Posting against an imitation of Slack's Web API."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.slack.addresses import Address, AddressBook
from bot.channels.slack.send import SlackChannel
from bot.channels.slack.settings import SlackSettings
from bot.channels.slack.workspaces import OneWorkspace
from bot.desk.ports import Outgoing
from bot.model.effect import Effect, Notice, StaffAlert, StaffReply
from bot.model.errors import DeliveryError
from bot.model.event import MessageReceived
from bot.store.sql import SqlStore
from tests.channels.fakes import NOON, a_reply
from tests.channels.slack.imitation import ROOM, SECRET, TEAM, TOKEN, Slack

SATO, ITO = "slack:T1:USATO", "slack:T2:UITO"
FIRST = "1700000000.000100"
Scenario = Callable[[Slack, SlackChannel], Awaitable[None]]


@pytest.fixture
def addresses() -> Iterator[AddressBook]:
    store = SqlStore.open("sqlite://")
    book = AddressBook(store)
    for customer, ts in ((SATO, FIRST), (ITO, "1700000001.0")):
        book.note(
            MessageReceived(
                NOON,
                f"slack:T1:{ROOM}:{ts}",
                customer,
                "acme",
                "slack",
                "x",
                thread=f"{TEAM}/{ROOM}:{ts}",
            )
        )
    yield book
    store.close()


def play(addresses: AddressBook, scenario: Scenario, token: str = TOKEN) -> Slack:
    async def run() -> Slack:
        async with Slack().open() as slack:
            slack.somebody_posts(FIRST)
            slack.somebody_posts("1700000001.0")
            client = OneWorkspace(SlackSettings(token, SECRET, api_url=slack.url))
            channel = SlackChannel(client, addresses, frozenset(), since=NOON)
            await scenario(slack, channel)
            return slack

    return asyncio.run(run())


def outgoing(effect: Effect, attempts: int = 0) -> Outgoing:
    return Outgoing(1, "reply:1", "slack", effect, NOON, attempts)


REPLY = a_reply("確認しました。", customer=SATO, to=f"slack:T1:{ROOM}:{FIRST}")


def failure_of(
    addresses: AddressBook,
    prepare: Callable[[Slack], None],
    effect: Effect = REPLY,
    token: str = TOKEN,
) -> tuple[DeliveryError, Slack]:
    caught: list[DeliveryError] = []

    async def scenario(slack: Slack, channel: SlackChannel) -> None:
        prepare(slack)
        with pytest.raises(DeliveryError) as error:
            await channel.deliver(outgoing(effect))
        caught.append(error.value)

    slack = play(addresses, scenario, token)
    return caught[0], slack


def test_a_reply_lands_in_its_thread_and_makes_the_thread_ours(addresses: AddressBook) -> None:
    answers: list[str] = []

    async def scenario(_: Slack, channel: SlackChannel) -> None:
        answers.append(await channel.deliver(outgoing(REPLY)))

    assert not addresses.is_ours(str(Address(TEAM, ROOM, FIRST)))
    [post] = play(addresses, scenario).ours()
    assert (post["thread_ts"], post["text"]) == (FIRST, "確認しました。")
    assert answers == [post["ts"]]
    assert addresses.is_ours(str(Address(TEAM, ROOM, FIRST)))


def test_a_notice_goes_to_everyone_in_their_own_thread(addresses: AddressBook) -> None:
    notice = Notice("i1", (SATO, ITO), "recovered", "復旧しました。", "ja", "plugin:kumo")

    async def scenario(_: Slack, channel: SlackChannel) -> None:
        await channel.deliver(outgoing(notice))

    told = [post["thread_ts"] for post in play(addresses, scenario).ours()]
    assert told == [FIRST, "1700000001.0"]


def test_one_reader_who_cannot_be_reached_does_not_keep_it_from_the_others(
    addresses: AddressBook,
) -> None:
    notice = Notice("i1", ("web:x", ITO), "recovered", "復旧しました。", "ja", "plugin:kumo")
    error, slack = failure_of(addresses, lambda _: None, notice)
    assert error.permanent
    assert len(slack.ours()) == 1


def test_trying_a_notice_again_tells_only_those_who_were_not_told(addresses: AddressBook) -> None:
    notice = Notice("i1", (SATO, ITO), "recovered", "復旧しました。", "ja", "plugin:kumo")

    async def scenario(slack: Slack, channel: SlackChannel) -> None:
        slack.answers_next_with("internal_error")
        with pytest.raises(DeliveryError):
            await channel.deliver(outgoing(notice))
        await channel.deliver(outgoing(notice, attempts=1))

    told = [post["thread_ts"] for post in play(addresses, scenario).ours()]
    assert sorted(told) == [FIRST, "1700000001.0"]


def test_what_was_posted_before_the_connection_broke_is_not_posted_again(
    addresses: AddressBook,
) -> None:
    async def scenario(slack: Slack, channel: SlackChannel) -> None:
        slack.breaks_the_connection_after_posting()
        with pytest.raises(DeliveryError) as error:
            await channel.deliver(outgoing(REPLY))
        assert error.value.unknown
        assert not error.value.permanent
        assert len(slack.ours()) == 1
        found = await channel.deliver(outgoing(REPLY, attempts=1))
        assert found == slack.ours()[0]["ts"]

    slack = play(addresses, scenario)
    assert len(slack.ours()) == 1
    assert slack.calls == ["chat.postMessage", "conversations.replies"]


def test_what_a_killed_process_may_have_posted_is_looked_for(addresses: AddressBook) -> None:
    async def scenario(_: Slack, channel: SlackChannel) -> None:
        await channel.deliver(outgoing(REPLY))
        old = replace(outgoing(REPLY), decided_at=NOON - timedelta(seconds=1))
        await channel.deliver(old)

    assert len(play(addresses, scenario).ours()) == 1


def test_a_first_attempt_does_not_ask_slack_for_history(addresses: AddressBook) -> None:
    async def scenario(_: Slack, channel: SlackChannel) -> None:
        await channel.deliver(outgoing(REPLY))

    assert play(addresses, scenario).calls == ["chat.postMessage"]


def test_a_reply_that_would_stand_in_the_open_is_taken_back(addresses: AddressBook) -> None:
    error, slack = failure_of(addresses, lambda slack: slack.somebody_deletes(FIRST))
    assert error.permanent
    assert slack.ours() == []
    assert not addresses.is_ours(str(Address(TEAM, ROOM, FIRST)))


def test_a_reply_that_cannot_be_taken_back_is_not_posted_a_second_time(
    addresses: AddressBook, caplog: pytest.LogCaptureFixture
) -> None:
    def prepare(slack: Slack) -> None:
        slack.somebody_deletes(FIRST)
        slack.refuses_deleting()

    error, slack = failure_of(addresses, prepare)
    assert error.permanent
    assert len(slack.ours()) == 1
    assert "still to be seen" in caplog.text


def test_blocks_that_slack_refuses_become_plain_text(addresses: AddressBook) -> None:
    async def scenario(slack: Slack, channel: SlackChannel) -> None:
        slack.answers_next_with("invalid_blocks")
        slack.answers_next_with("invalid_blocks")
        await channel.deliver(outgoing(REPLY))

    [post] = play(addresses, scenario).ours()
    assert post["text"] == "確認しました。"
    assert "blocks" not in post


def test_the_wait_that_slack_asks_for_is_passed_on_whole(addresses: AddressBook) -> None:
    error, slack = failure_of(addresses, lambda slack: slack.is_busy("30"))
    assert (error.retry_after, error.permanent, error.unknown) == (30.0, False, False)
    assert slack.calls == ["chat.postMessage"]


@pytest.mark.parametrize(
    ("word", "permanent", "unknown"),
    [
        ("channel_not_found", True, False),
        ("is_archived", True, False),
        ("msg_too_long", True, False),
        ("token_revoked", False, False),
        ("a_word_of_next_year", False, False),
        ("fatal_error", False, True),
    ],
)
def test_a_failure_says_whether_trying_again_can_help(
    addresses: AddressBook, word: str, *, permanent: bool, unknown: bool
) -> None:
    error, _ = failure_of(addresses, lambda slack: slack.answers_next_with(word))
    assert (error.permanent, error.unknown) == (permanent, unknown)
    assert word in str(error)


def test_no_token_is_in_an_error_or_a_log(
    addresses: AddressBook, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        error, _ = failure_of(addresses, lambda _: None, token="xoxb-wrong-secret")
    assert "invalid_auth" in str(error)
    assert "xoxb" not in f"{error!r} {error.__cause__!r} {caplog.text}"


def test_slack_that_is_not_there_can_be_tried_again_without_looking(
    addresses: AddressBook,
) -> None:
    async def scenario() -> DeliveryError:
        async with Slack().open() as slack:
            url = slack.url
        client = OneWorkspace(SlackSettings(TOKEN, SECRET, api_url=url))
        channel = SlackChannel(client, addresses, frozenset(), since=NOON)
        with pytest.raises(DeliveryError) as error:
            await channel.deliver(outgoing(REPLY))
        return error.value

    error = asyncio.run(scenario())
    assert (error.permanent, error.unknown) == (False, False)


def test_what_is_for_staff_never_reaches_a_room_of_customers(addresses: AddressBook) -> None:
    alert = StaffAlert("i1", "raised", ("plugin:kumo",), 3, "社内向け")
    error, slack = failure_of(addresses, lambda _: None, alert)
    assert error.permanent
    assert slack.calls == []


def test_an_answer_of_staff_goes_to_the_customers_latest_thread(addresses: AddressBook) -> None:
    addresses.note(
        MessageReceived(
            NOON, "m9", SATO, "acme", "slack", "x", thread=f"{TEAM}/{ROOM}:1700000001.0"
        )
    )

    async def scenario(_: Slack, channel: SlackChannel) -> None:
        await channel.deliver(outgoing(StaffReply(SATO, "承りました。", "tanaka")))

    assert [post["thread_ts"] for post in play(addresses, scenario).ours()] == ["1700000001.0"]


def test_an_address_survives_as_text() -> None:
    assert Address.of(str(Address(TEAM, ROOM, FIRST))) == Address(TEAM, ROOM, FIRST)
