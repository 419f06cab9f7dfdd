"""A channel that posts to a receiver on this machine, and what it is given to post."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bot.channels.webhook.address import Exceptions
from bot.channels.webhook.send import Posts, WebhookChannel
from bot.channels.webhook.settings import WebhookSettings
from bot.channels.webhook.subscribers import SubscriberContext
from bot.desk.ledger import Outgoing, Sent
from bot.model.effect import Notice
from bot.net.client import Polling
from tests.channels.fakes import NOON, Clock
from tests.channels.webhook.receiver import Receiver
from tests.channels.webhook.subscribers import subscribers

KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
READER = "webhook:0123456789abcdef01234567"
HERE = frozenset({"127.0.0.1"})
ON_LOOPBACK = WebhookSettings(keys=(KEY,), exceptions=Exceptions(http=HERE, private=HERE))


async def nobody(_: str) -> None:
    """Hears that a receiver is gone, and does nothing about it."""


def a_notice(text: str = "復旧しました。", reason: str = "recovered") -> Notice:
    cause, advice = "plugin:kumo_sheet", ("enable_plugin:kumo_sheet",)
    return Notice("I1", (READER, "somebody-else"), reason, text, "ja", cause, advice)


def outgoing(effect: Sent | None = None, key: str = "I1:recovered") -> Outgoing:
    return Outgoing(
        id=1,
        key=key,
        channel="webhook",
        effect=effect or a_notice(),
        decided_at=NOON,
        reader=READER,
        address="https://hooks.example.com/x",
    )


@dataclass
class Sending:
    """A receiver and the channel that posts to it."""

    receiver: Receiver
    channel: WebhookChannel
    clock: Clock
    gone: list[str] = field(default_factory=list)

    def to_it(self, said: Outgoing | None = None) -> Outgoing:
        return replace(said or outgoing(), address=self.receiver.url)

    async def deliver(self, said: Outgoing | None = None) -> str:
        return await self.channel.deliver(self.to_it(said))


@asynccontextmanager
async def sending(
    settings: WebhookSettings = ON_LOOPBACK,
    *,
    total: float = 5.0,
    asymmetric: bool = False,
    reader: str = READER,
    context: SubscriberContext | None = None,
) -> AsyncIterator[Sending]:
    clock, gone = Clock(), list[str]()

    async def noted(recipient: str) -> None:
        gone.append(recipient)

    signer = settings.signer()
    public_key = signer.public_keys(reader)[-1] if asymmetric else ""
    receiver = Receiver(clock, signer.secrets(reader)[-1], public_key)
    async with receiver.open(), Polling() as public, Polling(allow_private=True) as private:
        posts = Posts(public, private)
        channel = WebhookChannel(settings, posts, clock, noted, context or subscribers(), total)
        yield Sending(receiver, channel, clock, gone)


def play(scene: Callable[[Sending], Awaitable[None]], **how: Any) -> None:
    async def run() -> None:
        async with sending(**how) as stage:
            await scene(stage)

    asyncio.run(run())
