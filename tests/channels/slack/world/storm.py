"""One storm: customers write, Slack misbehaves, our process dies; then it calms down.

Virtual time: what waits is found by looking at what is due next, nobody sleeps. What two simultaneous
calls of one pass of the pump meet first is left to the sockets; everything else follows the seed.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any

from bot.channels.slack.outgoing.addresses import AddressBook
from bot.model.event import MessageReceived
from tests.channels.fakes import Clock
from tests.channels.slack.world import granting, payloads
from tests.channels.slack.world.crowd import ROOMS, Crowd
from tests.channels.slack.world.delivery import Chaos, Delivery, Headers, into
from tests.channels.slack.world.mortal import Fate, Killed, MortalStore, log_unless_killed
from tests.channels.slack.world.readers import betrayals, doubles, leaks
from tests.channels.slack.world.server import Doors
from tests.channels.slack.world.side import Scribe, Side, a_side
from tests.channels.slack.world.state import Post
from tests.channels.slack.world.world import World

LASTS = 60.0  # seconds in which things go wrong
STEP = 2.0
RESTART = 3.0
LONGEST = 7_200.0  # of virtual time until everything must have drained
CHAOS = Chaos(lost=0.15, unheard=0.1, twice=0.15, renamed=0.15, late=0.3, latest=60.0)


@dataclass(frozen=True)
class Weather:
    """What a storm is made of, each a share of calls, commits or posts."""

    faults: float = 0.3
    killed: float = 0.01
    busy: float = 0.02
    deletes: float = 0.0
    is_rationed: bool = False
    refuses: str = ""  # the word with which our token is refused for a while
    chaos: Chaos = CHAOS


class Storm:
    """A world, a crowd and a process that is replaced when it dies."""

    def __init__(self, doors: Doors, store: MortalStore, seed: int, weather: Weather) -> None:
        self.clock = Clock()
        self.world = World(self.clock)
        doors.show(self.world)
        self._calm_at = self.world.now + LASTS
        self.fate = Fate(seed, lambda: self.world.now, self._calm_at, weather.killed, weather.busy)
        self.delivery = Delivery(self.world, self._knock, seed, weather.chaos)
        self.crowd = Crowd(self.world, self.delivery, seed, LASTS, weather.deletes)
        self._refuses = weather.refuses
        self.world.faults.by_chance(seed, weather.faults, self._calm_at)
        self.world.rates.history_is_rationed = weather.is_rationed
        self.world.when_posted = self._comes_back
        self.world.when_killed = self._kill
        self.store = store
        store.fate = self.fate
        self._running: asyncio.Task[Any] | None = None
        self.side = self._a_process()

    def _a_process(self) -> Side:
        return a_side(self.world, self.store, self.clock, Scribe(self.store), ROOMS)

    async def run(self) -> None:
        """Until the storm is over and nothing waits any more."""
        asyncio.get_running_loop().set_exception_handler(log_unless_killed)
        end = self.world.now + LONGEST
        while self.world.now < end:
            self._upset()
            self.crowd.act()
            await self.delivery.deliver_due()
            await self._alive(self._background_tasks)
            await self._alive(self.side.worker.drain)
            await self._alive(self._background_tasks)
            await self._alive(lambda: self.side.dispatch.deliver("slack"))
            await self._alive(self._tidy)
            if not self._passes():
                return
        raise AssertionError(f"not drained after {LONGEST} s: {self._waiting()}")

    async def _background_tasks(self) -> None:
        await self.side.background_tasks()

    async def _tidy(self) -> None:
        await self.side.tidy()

    def _upset(self) -> None:
        """In the middle third our token is refused, if it is that kind of storm."""
        if self._refuses:
            since = self.world.now - self._calm_at + LASTS
            granting.restore(self.world, "T1")
            if LASTS / 3 <= since < LASTS * 2 / 3:
                granting.refuse(self.world, "T1", self._refuses)

    def _passes(self) -> bool:
        """Let time pass until something may happen; False: nothing will."""
        waiting = self._waiting()
        due = [at for at in (self.crowd.next_at, self.delivery.next_at) if at is not None]
        if not waiting and not due:
            return self.crowd.is_waiting
        step = max(0.001, min(due) - self.world.now) if due else STEP
        if waiting:
            step = min(step, STEP if self.world.now < self._calm_at else 5 * STEP)
        self.clock.passes(seconds=step)
        return True

    def _waiting(self) -> list[str]:
        """What is still on its way through our house, and posts that must still be taken back."""
        fate, self.store.fate = self.store.fate, None
        inbox = [key for key, _ in self.store.received("slack")]
        outbox = [o.key for o in self.store.outgoing("slack")]
        astray = [str(post) for post in AddressBook(self.store).astray()]
        self.store.fate = fate
        return inbox + outbox + astray

    # the process

    async def _alive(self, work: Callable[[], Coroutine[Any, Any, Any]]) -> bool:
        """Let our process do something; False: it died of it, and another one has begun."""
        self._running = asyncio.ensure_future(work())
        outcome = (await asyncio.gather(self._running, return_exceptions=True))[0]
        self._running = None
        if self.fate.is_dead:
            self.clock.passes(seconds=RESTART)
            self.fate.revive()
            self.world.rates.forget()
            self.side = self._a_process()
            return False
        if isinstance(outcome, BaseException) and not isinstance(outcome, Exception):
            raise outcome
        return not isinstance(outcome, Exception)  # the loops of the house go on after those

    def _kill(self) -> None:
        self.fate.die()
        if self._running is not None:
            self._running.cancel()

    async def _knock(self, body: str, headers: Headers) -> int:
        """A delivery at our door; 0 when the process died of it."""
        statuses: list[int] = []

        async def answer() -> None:
            statuses.append(await into(lambda: self.side.app)(body, headers))

        try:
            is_answered = await self._alive(answer)
        except Killed:
            return 0
        return statuses[0] if is_answered else 0

    def _comes_back(self, post: Post) -> None:
        """Our own posts come back as events."""
        self.delivery.send(*payloads.posted(self.world, post))

    # what must hold afterwards

    def wrongs(self) -> Iterator[str]:
        """Everything that must not be; empty after a storm that was weathered."""
        yield from self._lost()
        yield from (f"double: {d}" for d in doubles(self.world))
        yield from (f"open: {p.room} {p.text[:60]!r} at {p.ts}" for p in leaks(self.world))
        yield from (f"betrayed: {b}" for b in betrayals(self.world))
        excused = ("answered-error",) if self.fate.times_busy else ()
        yield from (f"finding: {f}" for f in self.world.findings.besides(*excused))

    def _lost(self) -> Iterator[str]:
        self.store.fate = None
        events = [e for _, e in self.store.events() if isinstance(e, MessageReceived)]
        for report in self.crowd.reports:
            times = sum(report.mark in event.text for event in events)
            root = self.world.posts[report.post.room, report.post.thread or report.post.ts]
            is_withdrawn = not root.is_there  # then there is no thread to answer in
            if times != 1 and not (is_withdrawn and times == 0):
                yield f"lost: {report.mark} in {report.post.room} is {times} events"
            elif not is_withdrawn and not self._is_read(report.mark):
                yield f"unanswered: {report.mark} in {report.post.room}"
        for press in self.crowd.pressed:
            ts = press["actions"][0]["action_ts"]
            times = sum(event.message_id.endswith(ts) for event in events)
            if self.delivery.status_of(press) == 200 and times != 1:
                yield f"lost: a press at {ts} is {times} events"
        for mark, form in self.crowd.forms.handed_in:
            times = sum(mark in event.text for event in events)
            if self.delivery.status_of(form) == 200 and times != 1:
                yield f"lost: the form {mark} is {times} events"
        if any("お昼" in event.text for event in events):
            yield "heard: what people said to each other"

    def _is_read(self, mark: str) -> bool:
        """Whether an answer could be read, though it may have been edited since."""
        said = self.world.ours()
        return any(mark in text for p in said for text in (p.text, *(t for _, t in p.edits)))
