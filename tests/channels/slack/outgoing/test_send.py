"""Posting against an imitation of Slack's Web API."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.channels.slack.api.places import ThreadAddress
from bot.channels.slack.api.workspaces import OneWorkspace
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.send import SlackChannel
from bot.channels.slack.settings import SlackSettings
from bot.model.effect import Notice, StaffAlert, StaffReply
from bot.model.errors import DeliveryError
from bot.model.event import MessageReceived
from tests.builders import a_conversation
from tests.channels.fakes import NOON
from tests.channels.slack.imitation import ROOM, SECRET, TEAM, TOKEN, Slack
from tests.channels.slack.sending import FIRST, ITO, REPLY, SATO, a_book, failure_of, outgoing, play


@pytest.fixture
def addresses() -> Iterator[AddressBook]:
    with a_book() as book:
        yield book


def test_a_reply_lands_in_its_thread_and_makes_the_thread_ours(addresses: AddressBook) -> None:
    answers: list[str] = []

    async def scenario(_: Slack, channel: SlackChannel) -> None:
        answers.append(await channel.deliver(outgoing(REPLY)))

    assert not addresses.is_ours(str(ThreadAddress(TEAM, ROOM, FIRST)))
    [post] = play(addresses, scenario).ours()
    assert (post["thread_ts"], post["text"]) == (FIRST, "確認しました。")
    assert answers == [post["ts"]]
    assert addresses.is_ours(str(ThreadAddress(TEAM, ROOM, FIRST)))


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


def test_nothing_goes_to_everybody(addresses: AddressBook) -> None:
    async def scenario(_: Slack, channel: SlackChannel) -> None:
        await channel.deliver(outgoing(replace(REPLY, text="<!channel> @here <!everyone>")))

    [post] = play(addresses, scenario).ours()
    assert "reply_broadcast" not in post
    assert "<!" not in str(post["blocks"]) + post["text"]


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
        channel = SlackChannel(client, addresses, frozenset())
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
    assert ThreadAddress.of(str(ThreadAddress(TEAM, ROOM, FIRST))) == ThreadAddress(
        TEAM, ROOM, FIRST
    )


def test_the_answer_to_a_check_stands_in_the_thread_of_its_case(addresses: AddressBook) -> None:
    thread = f"{TEAM}/{ROOM}:{FIRST}"
    with addresses._store.work() as work:
        work.save_conversation(a_conversation("C7", customer=SATO, thread=thread), NOON)
    answer = replace(REPLY, in_reply_to="check:C7:1")

    async def scenario(_: Slack, channel: SlackChannel) -> None:
        await channel.deliver(outgoing(answer))

    assert [post["thread_ts"] for post in play(addresses, scenario).ours()] == [FIRST]
    astray = replace(REPLY, in_reply_to="check:C8:1")
    error, _ = failure_of(addresses, lambda _: None, astray)
    assert error.permanent
