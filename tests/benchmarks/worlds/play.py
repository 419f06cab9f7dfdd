"""Plays a world through the real desk, minute by minute."""

import heapq
import time
from collections.abc import Callable
from functools import cache, partial
from itertools import count
from random import Random

from bot.desk.desk import Desk
from bot.knowledge.load import load
from bot.model.effect import Effect, Notice, Proposal, StaffAlert
from bot.model.event import Approved, Event, FeedRead, Opened, SocialPost, Tick
from bot.model.knowledge import Knowledge
from bot.model.status import FeedRef, FetchOutcome
from bot.store.sql import SqlStore
from tests.benchmarks.worlds.customers import Customers
from tests.benchmarks.worlds.faults import Published
from tests.benchmarks.worlds.probing import Probing
from tests.benchmarks.worlds.record import Played
from tests.benchmarks.worlds.scribe import Scribe
from tests.benchmarks.worlds.world import World, a_world
from tests.benchmarks.worlds.writing import texts

READ_EVERY = 5  # minutes; a page that changes is read at once
APPROVED_AFTER = 3.0  # minutes; staff approve every notice, as in the replay protocol


@cache
def knowledge() -> Knowledge:
    """The shipped knowledge, loaded once a process."""
    return load()


def play(seed: int, *, probes: bool = False) -> Played:
    """The world of a seed through a new desk on a store in memory; with our own probes or without."""
    return Stage(a_world(seed), probes=probes).played()


class Stage:
    """One world, one desk, and what is due at which minute."""

    def __init__(self, world: World, *, probes: bool = False) -> None:
        self._world = world
        self._probing = Probing(world) if probes else None
        self._store = SqlStore.open("sqlite://")
        self._desk = Desk(self._store, knowledge())
        self._due: list[tuple[float, int, Callable[[float], None]]] = []
        self._order = count()
        self._scribe = Scribe(world)
        self._customers = Customers(world, self, self._scribe)
        self._services = dict(world.market.feeds)
        self._spent = 0.0

    def played(self) -> Played:
        world, scribe = self._world, self._scribe
        self._plan()
        while self._due:
            at, _, happen = heapq.heappop(self._due)
            if at <= world.minutes:
                happen(at)
        self._store.close()
        return Played(
            world.seed,
            world.minutes,
            scribe.failing(),
            tuple(scribe.reports),
            tuple(scribe.said),
            tuple(scribe.alarms),
            tuple(scribe.told),
            world.expected,
            tuple(sorted(world.tricks)),
            self._customers.messages,
            round(self._spent, 3),
        )

    def later(self, at: float, happen: Callable[[float], None]) -> None:
        """Let something happen at a minute, after what was planned for it before."""
        heapq.heappush(self._due, (at, next(self._order), happen))

    def tell(self, event: Event, at: float) -> tuple[Effect, ...]:
        """One event through the desk, and what follows from everything but its replies."""
        began = time.process_time()
        effects = self._desk.handle(event)
        self._spent += time.process_time() - began
        for effect in effects:
            match effect:
                case StaffAlert():
                    self._scribe.alarm(at, effect)
                case Proposal():
                    self.later(at + APPROVED_AFTER, partial(self._approve, effect.proposal))
                case Notice():
                    self._scribe.notice(at, effect)
                    self._customers.heed(effect, at)
                case _:
                    pass
        return effects

    def _plan(self) -> None:
        world = self._world
        feeds = tuple(FeedRef(feed, product, "statuspage") for feed, product in world.market.feeds)
        products, usual = world.market.products, world.baseline
        refs = self._probing.refs if self._probing else ()
        opened = Opened(world.at(0), catalogue=products, feeds=feeds, baseline=usual, probes=refs)
        self.tell(opened, 0.0)
        for published in world.pages:
            self.later(published.at, partial(self._publish, published))
        for minute in range(1, world.minutes + 1):
            self.later(minute, self._minute)
        for moment, product in world.posts:
            self.later(moment, partial(self._post, product))
        for arrival in world.arrivals:
            self.later(arrival.at, partial(self._customers.arrive, arrival))

    def _minute(self, at: float) -> None:
        if round(at) % READ_EVERY == 0:
            for feed in self._services:
                self._read(feed, at)
        for measured in self._probing.at(at) if self._probing else ():
            self.tell(measured, at)
        self.tell(Tick(self._world.at(at)), at)

    def _publish(self, published: Published, at: float) -> None:
        self._scribe.pages[published.feed] = published.shows, published.text
        self._read(published.feed, at)

    def _read(self, feed: str, at: float) -> None:
        service, when = self._services[feed], self._world.at(at)
        if any(b.feed == feed and b.start <= at <= b.end for b in self._world.blind):
            self.tell(FeedRead(when, feed, service, FetchOutcome.UNREACHABLE), at)
            return
        shows, text = self._scribe.pages[feed]
        self.tell(FeedRead(when, feed, service, FetchOutcome.OK, shows, text or None), at)

    def _post(self, product: str, at: float) -> None:
        form = Random(f"post {self._world.seed} {at}").choice(texts("ja").POSTS)
        text = form.format(product=self._world.market.of(product).name)
        self.tell(SocialPost(self._world.at(at), text), at)

    def _approve(self, proposal: str, at: float) -> None:
        self.tell(Approved(self._world.at(at), proposal), at)
