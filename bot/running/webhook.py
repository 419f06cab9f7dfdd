"""Webhooks' side of the running process. Part of the composition root."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from bot.channels.webhook.settings import WebhookSettings
from bot.delivery.pump import Outlet
from bot.desk.broadcast_ports import DeliveryPlace
from bot.desk.send import Copies
from bot.desk.subscription_outcomes import SubscriptionOutcomes
from bot.model.effect import Effect
from bot.running.app_context import AppContext
from bot.running.recipients import cannot_be_reached

if TYPE_CHECKING:
    from bot.channels.webhook.subscribers import SubscriberContext

Ping = Callable[[str, str], Awaitable[int]]

AT_ONCE = 64  # posts under way in one process; a host has a few of them


def own_receivers(settings: WebhookSettings) -> Copies:
    """Who besides gets an effect: the operator's own receivers that asked for its kind."""

    def places(effect: Effect) -> Iterable[DeliveryPlace]:
        for endpoint in settings.endpoints_for(effect):
            recipient = endpoint.recipient
            yield DeliveryPlace(recipient.id, "webhook", recipient.destination)

    return places


def subscribers(house: AppContext) -> "SubscriberContext":
    """What webhooks know of those who follow the public page."""
    from bot.channels.webhook.subscribers import SubscriberContext  # noqa: PLC0415

    return SubscriberContext(house.subscriber_links, SubscriptionOutcomes(house.store, house.clock))


@asynccontextmanager
async def posting(settings: WebhookSettings, house: AppContext) -> AsyncIterator[Outlet]:
    """The way out to webhooks, with its connections for as long as it is open."""
    # Late, because its client takes 14 MB, and a process of pages posts nothing.
    from bot.channels.webhook.send import open_webhooks  # noqa: PLC0415

    unreachable = partial(cannot_be_reached, house.store)
    async with open_webhooks(settings, house.clock, unreachable, subscribers(house)) as channel:
        yield Outlet("webhook", channel, AT_ONCE, settings.rate)


@asynccontextmanager
async def pinging(settings: WebhookSettings, house: AppContext) -> AsyncIterator[Ping]:
    """Posts a signed ping to a URL for a reader, and answers the status."""
    from bot.channels.webhook.send import open_webhooks  # noqa: PLC0415

    async def stays(_: str) -> None:
        """A receiver that refuses a ping is told of incidents all the same."""

    async with open_webhooks(settings, house.clock, stays, subscribers(house)) as channel:
        yield channel.ping
