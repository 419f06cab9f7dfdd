"""The running process: web pages, Slack, and the work of the desk in one loop, one task group.

Part of the composition root: ``app.py`` hands it the clock. Nothing here decides.
"""

import asyncio
import gc
import logging
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.channels.mail.incoming_pages import PATH as MAIL
from bot.channels.mail.reading.opened import MOST_BYTES as MOST_OF_A_MAIL
from bot.channels.mail.unsubscribe_pages import PATH as UNSUBSCRIBE
from bot.delivery.pump import Outlet
from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.desk.lines import left_waiting
from bot.desk.pauses import Pauses
from bot.desk.pictures import StoreShelf
from bot.desk.ports import Store
from bot.desk.reweighing import Reweighing
from bot.jobs.port import Task
from bot.model.effect import Effect
from bot.model.event import MessageReceived
from bot.model.knowledge import Knowledge
from bot.running.app_context import AppContext
from bot.running.channel_tests import OwnChannels
from bot.running.csv_lists import csv_lists
from bot.running.engine import jobs_of
from bot.running.live_settings import LiveSettings
from bot.running.mail import MailSide
from bot.running.notice_previews import channel_messages
from bot.running.opening import begun, opening
from bot.running.peers import peer_setup
from bot.running.printing import printing_outlets
from bot.running.publishing import publishing
from bot.running.replaying import desk_in_memory
from bot.running.rewording import proposals
from bot.running.subscribing import contacts, subscriber_links, subscribing
from bot.running.tasks import Prompter
from bot.running.vital_signs import VitalSigns
from bot.running.web_server import (
    WebServer,
    announce,
    begin_of,
    remember_address,
    sockets_of,
    told_to_stop,
    way_in,
)
from bot.running.webhook import own_receivers, posting
from bot.running.working import own_outlets, take_upkeep, take_watching, take_work
from bot.settings import Settings
from bot.store.pubsub import EVERYBODY, PubSub
from bot.triage.reply.proposed import vocabulary
from bot.uploads.read import UploadReader
from bot.web.hub import Hub, topics_of, topics_of_arrivals
from bot.web.site import Site, create_app
from bot.web.staff_token import OneTimeLinks

if TYPE_CHECKING:
    from bot.running.slack import SlackSide

# Wait for the database or work beside the loop; the database has 15 connections for us.
THREADS = 12

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Roles:
    """What a process is for: to take in and show (``web``), to work (``work``), or both.

    ``offline``: it asks no status page and measures nothing. ``prints``: what would be sent out of
    the house is printed. ``trusts_claims``: whatever organisation somebody types is believed.
    """

    web: bool = True
    work: bool = True
    offline: bool = False
    prints: bool = False
    trusts_claims: bool = False


class DeskServer:
    """One process of the desk, built once, run once."""

    def __init__(
        self,
        settings: Settings,
        knowledge: Knowledge,
        store: Store,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._live = live = LiveSettings(settings, knowledge, store.settings)
        settings, knowledge = live.settings, live.knowledge
        self._settings, self._new_id = settings, new_id
        self._process = new_id()
        self._echo = PubSub(settings.database_url, self._process)
        self._hub = Hub()
        self._hub.echo = self._echo.tell
        self._jobs = jobs_of(settings.database_url)
        self._prompter = Prompter(store, self._jobs, clock)
        self._vitals = VitalSigns(settings, clock, self._jobs.waiting)
        desk = Desk(store, knowledge, own_receivers(settings.webhook))
        door = DeskDoor(desk, self._after, self._vitals.timed)
        uploads = UploadReader(knowledge.catalogue, StoreShelf(store.work, clock))
        acts = vocabulary(knowledge.answers)
        proposed = proposals(settings.wording, door.rehearse, clock, acts)
        self._pauses = Pauses(door, clock, proposed=proposed)
        self._house = AppContext(
            *(store, door, knowledge, uploads, clock),
            *(lambda: live.settings.quiet, self._pauses, settings.checks),
            subscriber_links(settings),
            subscribing(settings, store, clock, new_id),
            live.turned_off,
        )
        self._mail = MailSide(
            settings.mail, settings.receiving, self._house, settings.secret, self._prompter.nudge
        )
        self._slack = _slack_side(settings, self._house, self._prompter.nudge)
        live.tell(desk.know, lambda _: self._mail.sign(live.settings.mail))

    def _after(self, effects: tuple[Effect, ...]) -> None:
        """Pages show what came of an event, and what is to be delivered is."""
        self._hub.publish_all(topics_of(effects))
        if effects:
            self._prompter.nudge()

    def _heard(self, topics: Sequence[str]) -> None:
        """Pages show something else, by what happened in another process."""
        if EVERYBODY in topics:
            self._hub.resync()
        else:
            self._hub.hear(topics)

    async def run(
        self, host: str, port: int, roles: Roles, taken: socket.socket | None = None
    ) -> None:
        """Serve until told to stop (SIGINT, SIGTERM); then end every task and every open page.

        A worker listens on ``port`` for those who watch it; 0: nobody does. ``taken``: a socket at
        this address already, so that it is free for certain.
        """
        house = self._house
        threads = ThreadPoolExecutor(THREADS, "jitabata")
        asyncio.get_running_loop().set_default_executor(threads)
        first = partial(opening, self._settings, house.knowledge)
        await begun(lambda: house.door.handle(first(house.clock())))
        gc.freeze()  # what was built by now stays, and need not be looked through again
        self._pauses.take_over(await asyncio.to_thread(_left_waiting, house.store))
        async with AsyncExitStack() as stack:
            if roles.work:
                outlets = await stack.enter_async_context(self._outlets(prints=roles.prints))
                self._take_work(outlets, offline=roles.offline)
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(work) for work in self._background(roles)]
                if roles.web:
                    await self._web(host, port, taken, roles)
                else:
                    if port:
                        tasks.append(group.create_task(self._vitals.listen(host, port, taken)))
                    await told_to_stop()
                self._vitals.stop()
                self._pauses.close()
                for task in tasks:
                    task.cancel()
        await self.close()

    async def close(self) -> None:
        """Let go of what this process holds open; the store is its caller's."""
        await self._jobs.close()
        self._mail.close()
        self._vitals.close()
        if self._slack is not None:
            self._slack.close()

    @asynccontextmanager
    async def _outlets(self, *, prints: bool) -> AsyncIterator[dict[str, Outlet]]:
        """The ways out that there are, with their connections for as long as they are open."""
        if prints:
            yield own_outlets() | printing_outlets(self._mail, self._settings.webhook, self._house)
            return
        outlets = own_outlets() | self._mail.outlets
        if self._slack is not None:
            outlets |= {n: Outlet(n, channel) for n, channel in self._slack.channels.items()}
        async with posting(self._settings.webhook, self._house) as webhook:
            yield outlets | {"webhook": webhook}

    def _take_work(self, outlets: Mapping[str, Outlet], *, offline: bool) -> None:
        """Have this process do every task that there is."""
        take_work(
            *(self._jobs, self._house, outlets, self._process, self._prompter),
            lambda outcomes: self._hub.publish_all(topics_of_arrivals(outcomes)),
        )
        take_upkeep(self._jobs, self._live, self._house)
        self._mail.take(self._jobs)
        if self._slack is not None:
            self._slack.take(self._jobs)
        if not offline:
            take_watching(self._jobs, self._settings, self._house)

    def _background(self, roles: Roles) -> Iterator[Coroutine[None, None, None]]:
        """What runs beside the pages for as long as the process does."""
        yield from (self._prompter.run(), self._vitals.run(), self._echo.run(self._heard))
        yield self._live.run()
        if roles.work:
            yield self._jobs.run()
            yield from publishing(self._live, self._house)
        if self._slack is not None:
            yield self._slack.run(listens=roles.web)

    async def _web(self, host: str, port: int, taken: socket.socket | None, roles: Roles) -> None:
        begin = begin_of(host, port)
        await asyncio.to_thread(remember_address, self._house.store, host, port)
        links = OneTimeLinks(lambda path: announce(f"{begin}{path}", "web.login.link"))
        app = self.pages(links, roles)
        logger.info("public page on http://%s:%s/, chat on /chat, console on /staff", host, port)
        started = None
        if self._settings.staff_token is None and begin:
            told = partial(way_in, has_provider=self._settings.sso is not None)
            started = await asyncio.to_thread(told, self._house.store.staff, begin, links)
        proxies = self._settings.trusted_proxies
        await WebServer(app, host, port, self._hub, proxies, started).serve(sockets_of(taken))

    def pages(self, links: OneTimeLinks, roles: Roles = Roles()) -> Starlette:
        """Every address that this process answers."""
        more: list[BaseRoute] = [*self._vitals.routes, *self._mail.routes]
        bounds = {MAIL: MOST_OF_A_MAIL}
        if self._slack is not None:
            more += self._slack.routes
            bounds |= self._slack.bounds
        return create_app(self._site(links, roles), more, bounds, (UNSUBSCRIBE,))

    def _site(self, links: OneTimeLinks, roles: Roles) -> Site:
        house, settings, live = self._house, self._live.settings, self._live
        return Site(
            door=house.door,
            lines=house.lines,
            views=house.store,
            staff=house.store.staff,
            api=house.store.api,
            sso=settings.sso,
            counters=house.store.slate,
            hub=self._hub,
            knowledge=live.knowledge,
            clock=house.clock,
            secret=settings.secret,
            staff_token=settings.staff_token,
            lead_token=settings.lead_token,
            new_id=self._new_id,
            uploads=house.uploads,
            quiet=house.quiet,
            public_urls=settings.public_urls,
            links=links,
            operator=settings.operator,
            trusts_claims=roles.trusts_claims,
            control_url=settings.control_url,
            subscribing=house.subscribing,
            contacts=contacts(settings, lambda: live.settings.retention.transcripts),
            widgets=settings.widgets,
            settings=live,
            lists=csv_lists(house.store, house.knowledge, settings.webhook.exceptions),
            replays=desk_in_memory,
            reweighing=Reweighing(),
            messages=channel_messages(live.knowledge.catalogue),
            channels=OwnChannels(live, house, offline=roles.offline, prints=roles.prints),
            peers=peer_setup(settings),
        )


def _slack_side(
    settings: Settings, house: AppContext, nudge: Callable[[Task], None]
) -> "SlackSide | None":
    if settings.slack is None:
        return None
    from bot.running import slack  # noqa: PLC0415 - 30 MB, for a process that is in Slack

    return slack.SlackSide(settings.slack, settings.database_url, house, nudge)


def _left_waiting(store: Store) -> tuple[MessageReceived, ...]:
    """Lines that a process which has died waited for."""
    with store.work() as work:
        return left_waiting(work)
