"""The poller: who is asked when, what the desk is told, and that nobody stops anybody else."""

import asyncio
import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.feeds.fetch import FetchError
from bot.feeds.poll import UNPROVEN, Poller
from bot.model.errors import FeedError
from bot.model.event import FeedRead
from bot.model.knowledge import FeedEntry
from bot.model.status import Component, FeedIncident, FeedReading, FetchOutcome, Shows, State
from bot.net.rounds import Rounds
from bot.net.timetable import PollPace, Timetable
from tests.cases import each

START = datetime(2026, 5, 1, tzinfo=UTC)
GREEN = FeedReading("statuspage", State.OPERATIONAL)
RED = FeedReading("statuspage", State.MAJOR_OUTAGE)
EVEN = PollPace(interval=60, jitter=0, gap=0, seed=1)


def feed(name: str, host: str = "") -> FeedEntry:
    return FeedEntry(
        name, f"{name}-service", f"https://{host or name}.example/{name}", "statuspage"
    )


@dataclass
class World:
    """A simulated clock on which sleepers wake in order, and feeds that answer from a script."""

    answers: dict[str, list[FeedReading | Exception]] = field(default_factory=dict)
    seconds: float = 0.0
    told: list[FeedRead] = field(default_factory=list)
    asked: list[tuple[str, float]] = field(default_factory=list)
    busy: dict[str, int] = field(default_factory=dict)
    busiest: int = 0
    takes: float = 0.0
    _sleepers: list[tuple[float, int, asyncio.Event]] = field(default_factory=list)

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            return
        woken = asyncio.Event()
        self._sleepers.append((self.seconds + seconds, len(self._sleepers), woken))
        await woken.wait()

    async def fetch(self, source: FeedEntry) -> FeedReading:
        self.asked.append((source.id, self.seconds))
        self.busy[source.host] = self.busy.get(source.host, 0) + 1
        self.busiest = max(self.busiest, sum(self.busy.values()))
        assert self.busy[source.host] == 1, f"two requests at once to {source.host}"
        try:
            await self.sleep(self.takes)
        finally:
            self.busy[source.host] -= 1
        script = self.answers.get(source.id, [GREEN])
        answer = script.pop(0) if len(script) > 1 else script[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def emit(self, event: FeedRead) -> None:
        self.told.append(event)

    async def _until(self, seconds: float) -> None:
        while True:
            for _ in range(50):
                await asyncio.sleep(0)
            due = min(self._sleepers, default=None, key=lambda sleeper: sleeper[:2])
            if due is None or due[0] > seconds:
                return
            self._sleepers.remove(due)
            self.seconds = due[0]
            due[2].set()

    def run(self, *feeds: FeedEntry, pace: PollPace = EVEN, seconds: float = 600) -> "World":
        async def play() -> None:
            poller = Poller(feeds, self.fetch, self.emit, self.now)
            timetable = Timetable(poller.hosts, pace, self.seconds)
            rounds = Rounds(timetable, poller.visit, lambda: self.seconds, self.sleep)
            running = asyncio.create_task(rounds.run())
            await self._until(seconds)
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running

        asyncio.run(play())
        return self

    def gaps(self, name: str) -> list[float]:
        times = [at for asked, at in self.asked if asked == name]
        return [round(b - a, 3) for a, b in pairwise(times)]

    def words(self, name: str) -> list[tuple[FetchOutcome, Shows | None]]:
        return [(e.outcome, e.shows) for e in self.told if e.feed == name]


def test_every_attempt_is_told_with_its_time_and_service() -> None:
    world = World({"a": [GREEN, RED]}).run(feed("a"), seconds=150)
    first, second = world.told[:2]
    assert (first.outcome, first.shows) == (FetchOutcome.OK, Shows.OPERATIONAL)
    assert (second.shows, second.service) == (Shows.MAJOR_OUTAGE, "a-service")
    assert second.at - first.at == timedelta(seconds=60)


def test_a_feed_that_says_nothing_is_read_all_the_same() -> None:
    world = World({"a": [FeedReading("feed", State.UNKNOWN)]}).run(feed("a"), seconds=70)
    assert world.words("a")[0] == (FetchOutcome.OK, None)


def test_failures_are_told_as_what_they_are() -> None:
    world = World(
        {
            "a": [FeedError("gone", reachable=False)],
            "b": [FeedError("html", reachable=True)],
            "c": [ValueError("a flaw of ours")],
            "d": [GREEN],
        }
    ).run(*map(feed, "abcd"), seconds=70)
    assert world.words("a")[0] == (FetchOutcome.UNREACHABLE, None)
    assert world.words("b")[0] == (FetchOutcome.UNREADABLE, None)
    assert world.words("c")[0] == (FetchOutcome.UNREADABLE, None)
    assert world.words("d")[0] == (FetchOutcome.OK, Shows.OPERATIONAL)


@pytest.mark.slow
def test_one_feed_failing_never_stops_another() -> None:
    world = World({"a": [RuntimeError("a flaw")], "b": [GREEN]})
    world.run(feed("a"), feed("b"), seconds=600)
    assert len(world.words("b")) >= 9


@pytest.mark.slow
def test_a_feed_that_keeps_failing_is_asked_ever_more_rarely_up_to_a_limit() -> None:
    world = World({"a": [FeedError("gone", reachable=False)]})
    world.run(feed("a"), pace=PollPace(interval=60, jitter=0, gap=0, longest=300), seconds=1500)
    assert world.gaps("a")[:5] == [60, 120, 240, 300, 300]


@pytest.mark.slow
def test_after_a_success_the_pace_is_the_usual_one() -> None:
    gone = FeedError("gone", reachable=False)
    world = World({"a": [gone, gone, gone, GREEN]}).run(feed("a"), seconds=700)
    assert world.gaps("a")[:5] == [60, 120, 240, 60, 60]


@pytest.mark.slow
@each(("asked_for", "waits"), [(200.0, 200.0), (10.0, 60.0), (9e9, 600.0)])
def test_retry_after_is_honoured_up_to_its_cap(asked_for: float, waits: float) -> None:
    busy = FetchError("HTTP 429", reachable=True, retry_after=asked_for)
    world = World({"a": [busy, GREEN]}).run(feed("a"), seconds=900)
    assert world.gaps("a")[0] == waits


def test_requests_to_one_host_wait_for_each_other_and_keep_a_gap() -> None:
    world = World(takes=5.0)
    feeds = [feed(name, host="shared") for name in "abc"]
    world.run(*feeds, pace=PollPace(interval=60, jitter=0, gap=2, seed=3), seconds=300)
    times = sorted(at for _, at in world.asked)
    assert min(b - a for a, b in pairwise(times)) >= 7
    assert {asked for asked, _ in world.asked} == {"a", "b", "c"}


@pytest.mark.slow
def test_only_so_many_requests_run_at_once() -> None:
    world = World(takes=50.0)
    feeds = [feed(f"f{n}") for n in range(20)]
    world.run(*feeds, pace=PollPace(interval=60, jitter=0, gap=0, at_once=4), seconds=300)
    assert world.busiest == 4


@pytest.mark.slow
def test_the_same_seed_spreads_the_requests_the_same_way_and_another_does_not() -> None:
    def times(seed: int) -> list[tuple[str, float]]:
        pace = PollPace(interval=60, jitter=0.2, gap=0, seed=seed)
        return World().run(feed("a"), feed("b"), pace=pace).asked

    assert times(1) == times(1)
    assert times(1) != times(2)
    starts = [at for _, at in times(1)]
    assert all(0 <= at <= 60 for at in starts[:2])


@pytest.mark.slow
def test_jitter_only_ever_makes_an_interval_longer() -> None:
    world = World().run(
        feed("a"), pace=PollPace(interval=60, jitter=0.2, gap=0, seed=5), seconds=3000
    )
    assert all(60 <= gap <= 73 for gap in world.gaps("a"))
    assert len(set(world.gaps("a"))) > 10


@pytest.mark.slow
def test_going_and_coming_back_are_logged_once_each(caplog: pytest.LogCaptureFixture) -> None:
    gone = FeedError("gone", reachable=False)
    with caplog.at_level(logging.INFO):
        World({"a": [gone, gone, gone, GREEN, GREEN]}).run(feed("a"), seconds=900)
    assert [r.message for r in caplog.records if r.name == "bot.feeds.poll"] == [
        "feed a is unreachable: gone",
        "feed a is back",
    ]


def test_an_incident_that_ends_in_a_feed_without_a_roll_up_reads_resolved_once() -> None:
    before = FeedReading("feed", State.UNKNOWN, incidents=(FeedIncident("Errors", "active"),))
    after = FeedReading("feed", State.UNKNOWN, closed=("Errors",))
    world = World({"a": [before, after, after]}).run(feed("a"), seconds=250)
    assert [word for _, word in world.words("a")][:3] == [Shows.NOTICE, Shows.RESOLVED, None]


def test_one_address_is_fetched_once_for_all_products_on_it_and_read_for_each() -> None:
    page = FeedReading(
        "statuspage",
        State.MAJOR_OUTAGE,
        (Component("Forms", State.MAJOR_OUTAGE), Component("Views", State.OPERATIONAL)),
    )
    forms = replace(feed("forms"), url="https://one.example/", components=("Forms",))
    views = replace(feed("views"), url="https://one.example/", components=("Views",))
    world = World({"forms": [page]}).run(forms, views, seconds=70)
    assert {asked for asked, _ in world.asked} == {"forms"}
    assert world.words("forms")[0] == (FetchOutcome.OK, Shows.MAJOR_OUTAGE)
    assert world.words("views")[0] == (FetchOutcome.OK, Shows.OPERATIONAL)


def test_what_is_odd_about_a_page_and_its_own_time_are_told() -> None:
    page = replace(GREEN, updated_at=START, oddities=("odd",))
    world = World({"a": [page]}).run(replace(feed("a"), recorded=True), seconds=70)
    assert (world.told[0].page_at, world.told[0].oddities) == (START, ("odd",))


def test_staff_see_that_a_format_is_proven_on_no_recording() -> None:
    world = World({"a": [GREEN]}).run(feed("a"), seconds=70)
    assert world.told[0].oddities == (UNPROVEN,)


def test_the_addresses_of_products_are_found_by_their_services() -> None:
    async def never(_: object) -> FeedReading:
        raise AssertionError

    async def nobody(_: FeedRead) -> None:
        raise AssertionError

    poller = Poller([feed("a"), feed("b")], never, nobody, lambda: START)
    assert poller.of_services({"a-service", "c"}) == {"https://a.example/a"}
