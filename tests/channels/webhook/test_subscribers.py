"""Receivers that somebody signed up on the public page: asked first, posted to with care, off when they fail."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.channels.webhook.address import Exceptions
from bot.channels.webhook.challenge import MOST_TRIES, is_answered
from bot.channels.webhook.send import Posts, WebhookChannel
from bot.desk.ledger import Claimant, Outgoing
from bot.desk.subscription_outcomes import MOST_FAILURES
from bot.model.errors import DeliveryError
from bot.model.subscription import Confirmation, Subscription, SubscriptionState
from bot.store.sql import SqlStore
from tests.channels.fakes import NOON, Clock
from tests.channels.webhook.posting import HERE, ON_LOOPBACK, Sending, nobody, outgoing, sending
from tests.channels.webhook.subscribers import LINKS, subscribers
from tests.channels.webhook.test_reach import Wire, resolves_to
from tests.store.databases import in_memory
from tests.subscribers import a_subscription, some_news

HOOK = a_subscription(
    "hook",
    channel="webhook",
    address="https://hooks.example/x",
    state=SubscriptionState.REQUESTED,
)
ASKED = replace(outgoing(Confirmation("ja"), "confirmation:1"), reader=HOOK.id)
NEWS = replace(outgoing(some_news(), "notice:B1:hook"), reader=HOOK.id)
LOOPBACK = Exceptions(http=HERE, private=HERE)


def play(scene: Callable[[Sending, SqlStore], Awaitable[None]], one: Subscription = HOOK) -> None:
    """With a receiver on this machine, which no stranger could name."""
    store = in_memory()
    with store.work() as work:
        work.save_subscription(one)

    async def run() -> None:
        context = subscribers(LOOPBACK, store)
        async with sending(reader=HOOK.id, context=context) as stage:
            await scene(stage, store)

    asyncio.run(run())


def over(wire: Wire, *addresses: str) -> Posts:
    return Posts(wire, wire, resolves_to(*addresses))


def known(store: SqlStore) -> Subscription:
    with store.look() as work:
        found = work.subscription(HOOK.id)
    assert found is not None
    return found


async def error_of(stage: Sending, said: Outgoing) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await stage.deliver(said)
    return caught.value


def test_it_is_told_once_it_has_repeated_the_word_that_it_was_sent() -> None:
    async def scene(stage: Sending, store: SqlStore) -> None:
        await stage.deliver(ASKED)
        [body] = stage.receiver.bodies
        assert body["type"] == "subscription.challenge"
        assert body["data"]["manage"] == LINKS.of(HOOK.id)
        assert known(store).state is SubscriptionState.ACTIVE
        await stage.deliver(NEWS)
        data = stage.receiver.bodies[-1]["data"]
        assert stage.receiver.bodies[-1]["type"] == "post.incident"
        assert data["url"] == "https://desk.example/status/incidents/k3x9q2m7w1ab?lang=ja"
        assert data["manage"] == LINKS.of(HOOK.id)
        assert (data["status"], data["title"]) == ("investigating", "フォームが開かない不具合")
        assert data["starts_at"] is None

    play(scene)


def test_who_takes_every_post_has_not_asked_for_ours() -> None:
    async def scene(stage: Sending, store: SqlStore) -> None:
        stage.receiver.answers_challenges = False
        error = await error_of(stage, ASKED)
        assert error.permanent
        assert known(store).state is SubscriptionState.REQUESTED

    play(scene)


def test_nor_has_who_sends_it_back_as_it_came() -> None:
    body = {"type": "subscription.challenge", "data": {"challenge": "word"}}
    for answer in (body, ["word"], "word", {"challenge": ["word"]}, {"challenge": "other"}):
        assert not is_answered("word", json.dumps(answer).encode())
    assert not is_answered("word", b"word")
    assert not is_answered("word", b"[" * 1_000)
    assert is_answered("word", b'{"ok": true, "challenge": "word"}')


def test_a_stranger_is_asked_a_few_times_and_left_alone() -> None:
    async def scene(stage: Sending, store: SqlStore) -> None:
        for tries in range(MOST_TRIES):
            stage.receiver.answers_next(503)
            error = await error_of(stage, replace(ASKED, attempts=tries))
            assert error.permanent is (tries == MOST_TRIES - 1)
        assert known(store).state is SubscriptionState.REQUESTED

    play(scene)


def test_one_that_fails_for_long_is_off_and_nothing_waits_for_it() -> None:
    nearly = replace(HOOK, state=SubscriptionState.ACTIVE, failures=MOST_FAILURES - 2)

    async def scene(stage: Sending, store: SqlStore) -> None:
        with store.work() as work:
            work.send("confirmation:2", "webhook", Confirmation("ja"), NOON, reader=HOOK.id)
        stage.receiver.answers_next(500)
        assert not (await error_of(stage, NEWS)).permanent
        assert known(store).state is SubscriptionState.ACTIVE
        stage.receiver.answers_next(500)
        assert (await error_of(stage, replace(NEWS, attempts=1))).permanent
        assert known(store).state is SubscriptionState.OFF
        assert not store.ledger.claim("webhook", Claimant("me"), 9, NOON)

    play(scene, nearly)


def test_what_arrives_lets_failures_be_forgotten() -> None:
    nearly = replace(HOOK, state=SubscriptionState.ACTIVE, failures=MOST_FAILURES - 1)

    async def scene(stage: Sending, store: SqlStore) -> None:
        await stage.deliver(replace(NEWS, attempts=3))
        assert known(store).failures == 0

    play(scene, nearly)


def test_a_host_of_the_operator_s_own_network_is_not_reached_by_what_a_stranger_names() -> None:
    """Though the operator allows it for receivers of their own."""
    wire = Wire()
    channel = WebhookChannel(ON_LOOPBACK, over(wire, "8.8.8.8"), Clock(), nobody, subscribers())
    for address in ("http://127.0.0.1/x", "https://127.0.0.1/x", "http://hooks.example/"):
        with pytest.raises(DeliveryError):
            asyncio.run(channel.deliver(replace(ASKED, address=address)))
    inside = WebhookChannel(ON_LOOPBACK, over(wire, "10.1.2.3"), Clock(), nobody, subscribers())
    with pytest.raises(DeliveryError, match="private network"):
        asyncio.run(inside.deliver(replace(NEWS, address="https://hooks.example/x")))
    assert wire.posted == []


def test_no_error_names_the_host(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    refused = WebhookChannel(
        ON_LOOPBACK, over(Wire(OSError()), "8.8.8.8"), Clock(), nobody, subscribers()
    )
    with pytest.raises(DeliveryError) as caught:
        asyncio.run(refused.deliver(replace(NEWS, address="https://hooks.example/secret")))
    assert "hooks.example" not in f"{caught.value}{caplog.text}"
