"""One channel to the imitation of Slack, two customers with a thread each, and a reply."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import pytest

from bot.channels.slack.api.workspaces import OneWorkspace
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.send import SlackChannel
from bot.channels.slack.settings import SlackSettings
from bot.desk.ledger import Outgoing
from bot.model.effect import Effect
from bot.model.errors import DeliveryError
from bot.model.event import MessageReceived
from tests.channels.fakes import NOON, a_reply
from tests.channels.slack.imitation import ROOM, SECRET, TEAM, TOKEN, Slack
from tests.store.databases import in_memory

SATO, ITO = "slack:T1:USATO", "slack:T2:UITO"
FIRST = "1700000000.000100"
Scenario = Callable[[Slack, SlackChannel], Awaitable[None]]


@contextmanager
def a_book() -> Iterator[AddressBook]:
    """Addresses of two customers, each with a thread."""
    store = in_memory()
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
            channel = SlackChannel(client, addresses, frozenset())
            await scenario(slack, channel)
            return slack

    return asyncio.run(run())


def outgoing(effect: Effect, attempts: int = 0) -> Outgoing:
    return Outgoing(1, "reply:1", "slack", effect, NOON, attempts, may_be_there=attempts > 0)


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
