"""What was posted already, and what landed in the open."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.channels.slack.api.places import ThreadAddress
from bot.channels.slack.api.workspaces import OneWorkspace
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.send import SlackChannel
from bot.channels.slack.settings import SlackSettings
from bot.model.effect import StaffReply
from bot.model.errors import DeliveryError
from bot.model.event import MessageReceived
from tests.channels.fakes import NOON
from tests.channels.slack.imitation import ROOM, SECRET, TEAM, TOKEN, Slack
from tests.channels.slack.sending import FIRST, REPLY, SATO, a_book, failure_of, outgoing, play


@pytest.fixture
def addresses() -> Iterator[AddressBook]:
    with a_book() as book:
        yield book


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
    async def scenario(slack: Slack, channel: SlackChannel) -> None:
        await channel.deliver(outgoing(REPLY))
        workspace = OneWorkspace(SlackSettings(TOKEN, SECRET, api_url=slack.url))
        successor = SlackChannel(workspace, addresses, frozenset())
        await successor.deliver(outgoing(REPLY, attempts=1))

    assert len(play(addresses, scenario).ours()) == 1


def test_a_first_attempt_does_not_ask_slack_for_history(addresses: AddressBook) -> None:
    async def scenario(_: Slack, channel: SlackChannel) -> None:
        await channel.deliver(outgoing(REPLY))

    assert play(addresses, scenario).calls == ["chat.postMessage"]


def test_a_reply_that_would_stand_in_the_open_is_taken_back(addresses: AddressBook) -> None:
    error, slack = failure_of(addresses, lambda slack: slack.somebody_deletes(FIRST))
    assert error.permanent
    assert slack.ours() == []
    assert not addresses.is_ours(str(ThreadAddress(TEAM, ROOM, FIRST)))


def test_who_deletes_what_was_asked_waits_for_no_answer(addresses: AddressBook) -> None:
    error, slack = failure_of(addresses, lambda slack: slack.somebody_deletes(FIRST))
    assert (error.permanent, error.unwanted) == (True, True)
    assert slack.ours() == []


@pytest.mark.parametrize("remembered", ["who", "deleted", ""])
def test_who_answers_in_a_thread_that_somebody_else_deletes_waits_all_the_same(
    addresses: AddressBook, remembered: str
) -> None:
    """A reply in a thread is answered in it; only who owns the thread has taken it back."""
    asked = f"slack:T1:{ROOM}:1700000009.000100"
    thread = ThreadAddress(TEAM, ROOM, FIRST)
    addresses.note(MessageReceived(NOON, asked, SATO, "acme", "slack", "x", thread=str(thread)))
    with addresses._store.work() as work:
        if remembered == "who":
            work.remember(f"slack:who:{thread}", SATO)
        elif remembered == "deleted":
            work.remember(f"slack:deleted:{asked}", "2026-01-05")
    reply = replace(REPLY, in_reply_to=asked)
    error, _ = failure_of(addresses, lambda slack: slack.somebody_deletes(FIRST), reply)
    assert (error.permanent, error.unwanted) == (True, bool(remembered))


def test_an_answer_of_staff_that_cannot_be_posted_is_told_to_them(addresses: AddressBook) -> None:
    answer = StaffReply(SATO, "承りました。", "t")
    error, _ = failure_of(addresses, lambda slack: slack.somebody_deletes(FIRST), answer)
    assert (error.permanent, error.unwanted) == (True, False)


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


def test_a_reply_whose_thread_is_gone_stands_under_the_message_itself(
    addresses: AddressBook,
) -> None:
    second = "1700000009.000100"
    addresses.note(  # a second post of one case, whose first post was deleted meanwhile
        MessageReceived(
            NOON,
            f"slack:T1:{ROOM}:{second}",
            SATO,
            "acme",
            "slack",
            "x",
            thread=f"{TEAM}/{ROOM}:{FIRST}",
        )
    )

    async def scenario(slack: Slack, channel: SlackChannel) -> None:
        slack.somebody_posts(second)
        slack.somebody_deletes(FIRST)
        await channel.deliver(outgoing(replace(REPLY, in_reply_to=f"slack:T1:{ROOM}:{second}")))
        await channel.deliver(replace(outgoing(StaffReply(SATO, "承りました。", "t")), key="2"))

    assert [p["thread_ts"] for p in play(addresses, scenario).ours()] == [second, second]


def test_a_post_in_the_open_whose_answer_was_lost_is_found_and_taken_back(
    addresses: AddressBook,
) -> None:
    async def scenario(slack: Slack, channel: SlackChannel) -> None:
        slack.somebody_deletes(FIRST)
        slack.breaks_the_connection_after_posting()
        with pytest.raises(DeliveryError) as error:
            await channel.deliver(outgoing(REPLY))
        assert error.value.unknown
        assert len(slack.ours()) == 1
        with pytest.raises(DeliveryError) as error:
            await channel.deliver(outgoing(REPLY, attempts=1))
        assert error.value.permanent

    slack = play(addresses, scenario)
    assert slack.ours() == []
    assert slack.calls.count("chat.postMessage") == 1


def test_what_cannot_be_taken_back_now_is_taken_back_later(addresses: AddressBook) -> None:
    async def scenario(slack: Slack, channel: SlackChannel) -> None:
        slack.somebody_deletes(FIRST)
        slack.is_busy_with("chat.delete", times=2)
        with pytest.raises(DeliveryError):
            await channel.deliver(outgoing(REPLY))
        assert len(slack.ours()) == 1
        assert len(addresses.astray()) == 1

        async def once(_: float) -> None:
            raise asyncio.CancelledError

        with pytest.raises(asyncio.CancelledError):
            await channel.run(once)
        assert addresses.astray() == []

    assert play(addresses, scenario).ours() == []


def test_a_post_on_a_later_page_is_found(addresses: AddressBook) -> None:
    async def scenario(slack: Slack, channel: SlackChannel) -> None:
        slack.gives_pages_of(2)
        for n in range(5):
            slack.posts.append({"room": ROOM, "ts": f"{n}", "thread_ts": FIRST, "text": "…"})
        slack.breaks_the_connection_after_posting()
        with pytest.raises(DeliveryError):
            await channel.deliver(outgoing(REPLY))
        slack.calls.clear()
        await channel.deliver(outgoing(REPLY, attempts=1))

    slack = play(addresses, scenario)
    assert len(slack.ours()) == 1
    assert set(slack.calls) == {"conversations.replies"}
