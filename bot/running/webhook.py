"""Webhooks' side of the running process. Part of the composition root."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import partial

from bot.channels.webhook.settings import WebhookSettings
from bot.delivery.pump import Outlet
from bot.desk.reach import Place
from bot.desk.send import Copies
from bot.model.effect import Effect
from bot.running.house import House
from bot.running.recipients import cannot_be_reached

AT_ONCE = 64  # posts under way in one process; a host has a few of them


def own_receivers(settings: WebhookSettings) -> Copies:
    """Who besides gets an effect: the operator's own receivers that asked for its kind."""

    def places(effect: Effect) -> Iterable[Place]:
        for endpoint in settings.endpoints_for(effect):
            recipient = endpoint.recipient
            yield Place(recipient.id, "webhook", recipient.destination)

    return places


@asynccontextmanager
async def posting(settings: WebhookSettings, house: House) -> AsyncIterator[Outlet]:
    """The way out to webhooks, with its connections for as long as it is open."""
    # Late, because its client takes 14 MB, and a process of pages posts nothing.
    from bot.channels.webhook.send import open_webhooks  # noqa: PLC0415

    unreachable = partial(cannot_be_reached, house.store)
    async with open_webhooks(settings, house.clock, unreachable) as channel:
        yield Outlet("webhook", channel, AT_ONCE, settings.rate)
