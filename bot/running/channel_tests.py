"""Tries the channels out for an admin: one mail, one question to Slack, one ping, one reading.

Part of the composition root. What speaks to the network is built when it is needed: a process of
pages has no connections of its own.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.channels.checkups import checkup
from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.relay import SmtpRelay
from bot.channels.mail.testing import send_test
from bot.channels.webhook.address import host_of
from bot.desk.channel_tests import ChannelTarget
from bot.desk.labels import shows
from bot.model.checkup import BilingualText, Checkup, CheckupHealth
from bot.model.errors import DeliveryError
from bot.model.event import FeedRead
from bot.model.status import FetchOutcome
from bot.running.app_context import AppContext
from bot.running.live_settings import LiveSettings
from bot.texts.loader import say

MOST_RECIPIENTS = 200  # webhooks among the recipients that are offered
AGAIN = timedelta(minutes=1)  # before one page of others is asked again, whoever asks

Test = Callable[[str, str], Awaitable[tuple[Checkup, ...]]]
Targets = tuple[ChannelTarget, ...]


@dataclass
class OwnChannels:
    """Fills ``ChannelTests`` for one process.

    ``offline``: it reads no status pages. ``prints``: nothing leaves the house, so nothing is tried.
    """

    live: LiveSettings
    house: AppContext
    offline: bool = False
    prints: bool = False
    _read_at: dict[str, datetime] = field(default_factory=dict)  # by address

    async def targets(self) -> Mapping[str, Targets]:
        settings, found = self.live.settings, dict[str, Targets]()
        if self.prints:
            return found
        if settings.mail is not None:
            found["mail"] = (ChannelTarget("", settings.mail.sender.spec),)
        if settings.slack is not None:
            found["slack"] = (ChannelTarget("", "Slack"),)
        if settings.webhook.keys and (receivers := await asyncio.to_thread(self._receivers)):
            found["webhook"] = tuple(ChannelTarget(i, name) for i, (name, _) in receivers.items())
        feeds = self.house.knowledge.feeds.values()
        if feeds and not self.offline:
            found["feeds"] = tuple(
                ChannelTarget(feed.id, self._feed_name(feed.id)) for feed in feeds
            )
        return found

    async def test(self, channel: str, target: str, lang: str) -> tuple[Checkup, ...]:
        tests: Mapping[str, Test] = {
            "mail": self._mail,
            "slack": self._slack,
            "webhook": self._webhook,
            "feeds": self._feed,
        }
        return await tests[channel](target, lang)

    async def _mail(self, target: str, lang: str) -> tuple[Checkup, ...]:
        settings = self.live.settings.mail
        if settings is None:
            raise KeyError("mail")
        host = f"{settings.smtp.host}:{settings.smtp.port}"
        try:
            to = Mailbox.of(target)
        except ValueError:
            return (checkup("channels.wrong.mail_address", "mail"),)
        relay = SmtpRelay(settings.smtp, settings.sender.domain, connections=1)
        try:
            await send_test(settings, relay, to, lang, self.house.clock())
        except DeliveryError as error:
            return (checkup("channels.wrong.mail", host, why=error),)
        finally:
            relay.close()
        return (checkup("channels.ok.mail", host, to=to.plain),)

    async def _slack(self, _: str, __: str) -> tuple[Checkup, ...]:
        settings = self.live.settings
        if settings.slack is None:
            raise KeyError("slack")
        from bot.channels.slack.doctor.examine import Patient, tokens  # noqa: PLC0415 - 30 MB
        from bot.running.installing import Installing  # noqa: PLC0415

        installing = Installing(settings.slack, settings.database_url, self.house.clock)
        with contextlib.closing(installing):
            places = installing.workspaces, installing.installations
            return tuple(await tokens(Patient(settings.slack, *places, self.house.clock)))

    async def _webhook(self, target: str, _: str) -> tuple[Checkup, ...]:
        receivers = await asyncio.to_thread(self._receivers)
        name, url = receivers[target]
        from bot.running.webhook import pinging  # noqa: PLC0415 - its client takes 14 MB

        try:
            async with pinging(self.live.settings.webhook, self.house) as ping:
                status = await ping(url, target)
        except DeliveryError as error:
            return (checkup("channels.wrong.webhook", name, why=error),)
        key = "channels.ok.webhook" if 200 <= status < 300 else "channels.wrong.webhook_status"
        return (checkup(key, name, status=status),)

    def _receivers(self) -> dict[str, tuple[str, str]]:
        """Name and URL by reader: the operator's own, other desks, then webhooks among the recipients."""
        own = [(e.recipient.id, (e.name, e.url)) for e in self.live.settings.webhook.endpoints]
        with self.house.store.look() as work:
            desks = [(p.reader, (p.name, p.url)) for p in work.peers() if p.url]
            others = work.active_recipients("webhook", MOST_RECIPIENTS)
        told = [(r.id, (f"{host_of(r.address)} ({r.id[-6:]})", r.address)) for r in others]
        return dict([*own, *desks, *told][:MOST_RECIPIENTS])

    async def _feed(self, target: str, _: str) -> tuple[Checkup, ...]:
        """Read a status page as the desk does, which hears of it; each page once a minute at most."""
        feed = self.house.knowledge.feeds[target]
        if self.offline:
            raise KeyError("feeds")
        now, name = self.house.clock(), self._feed_name(target)
        read_at = await asyncio.to_thread(self._last_tried, target)
        moments = [at for at in (self._read_at.get(feed.url), read_at) if at is not None]
        if any(now - at < AGAIN for at in moments):
            return (checkup("channels.note.feed_lately", name, seconds=AGAIN.seconds),)
        self._read_at[feed.url] = now
        heard: list[FeedRead] = []

        async def emit(reading: FeedRead) -> None:
            heard.append(reading)
            await self.house.door.handle(reading)

        from bot.running.watching import read_once  # noqa: PLC0415 - 14 MB

        known, contact = self.house.knowledge, self.live.settings.contact
        await read_once(known, feed.url, contact, emit, self.house.clock)
        return tuple(_read(reading, name) for reading in heard if reading.feed == target)

    def _last_tried(self, feed: str) -> datetime | None:
        with self.house.store.look() as work:
            state = work.feed(feed)
        return state.tried_at if state is not None else None

    def _feed_name(self, ident: str) -> str:
        feed = self.house.knowledge.feeds[ident]
        product = self.house.knowledge.catalogue.get(feed.service)
        return f"{product.name if product is not None else feed.service} ({ident})"


def _read(reading: FeedRead, name: str) -> Checkup:
    if reading.outcome is not FetchOutcome.OK or reading.shows is None:
        return checkup("channels.wrong.feed", name, why=reading.text or reading.outcome.value)
    ja, en = (say(x, "channels.ok.feed", shows=shows(reading.shows, x)) for x in ("ja", "en"))
    return Checkup("channels.ok.feed", CheckupHealth.OK, name, BilingualText(ja, en))
