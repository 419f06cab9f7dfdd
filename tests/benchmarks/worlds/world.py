"""One random world: its market, its people, its faults and everything that will be written first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log
from random import Random

from bot.model.event import Baseline
from tests.benchmarks.worlds.faults import (
    Blind,
    Fault,
    Published,
    a_fault,
    a_shared_trouble,
    blind_spots,
    hit_through,
    pages,
)
from tests.benchmarks.worlds.market import INSTALLED, PLATFORM, Market, a_market
from tests.benchmarks.worlds.people import Organisation, Person, a_person, organisations
from tests.benchmarks.worlds.troubles import Trouble, a_local_trouble
from tests.builders import JST

# Share of an average office hour's traffic by hour of the day; a weekend has a tenth of it.
_BY_HOUR = {7: 0.3, 8: 0.8, 9: 1.5, 10: 1.4, 11: 1.1, 12: 0.5, 13: 1.1, 14: 1.1, 15: 1.0, 16: 1.0}
_BY_HOUR |= {17: 0.9, 18: 0.5, 19: 0.3, 20: 0.2, 21: 0.1}
_WEEKEND = 0.1
_MONDAY = datetime(2026, 1, 5, tzinfo=JST)
_TALK = {"howto": 55, "small_talk": 20, "billing": 10, "request": 10, "query": 5}


@dataclass(frozen=True)
class Arrival:
    """Somebody starts to write. ``what``: trouble, lie, flood, or a word of ``NOT_TROUBLE``."""

    at: float
    person: Person
    what: str
    trouble: Trouble | None = None
    product: str = ""


@dataclass(frozen=True)
class World:
    """Everything that is settled before the desk says its first word. Times in minutes."""

    seed: int
    start: datetime
    minutes: int
    market: Market
    baseline: Baseline
    faults: tuple[Fault, ...]
    pages: tuple[Published, ...]
    blind: tuple[Blind, ...]
    arrivals: tuple[Arrival, ...]
    posts: tuple[tuple[float, str], ...]  # of social media
    expected: tuple[float, ...]  # true mean of local problem reports in each minute
    tricks: frozenset[str]  # flood, accusers, rumour, wave

    def at(self, minute: float) -> datetime:
        return self.start + timedelta(seconds=round(minute * 60))


def a_world(seed: int) -> World:
    """The world of a seed; the same one every time."""
    lots = Random(f"world {seed}")
    market = a_market(lots)
    everybody = organisations(market, round(100 * 5 ** lots.random()), lots)
    faults = _faults(market, lots)
    minutes = round(min(480.0, max((f.ends for f in faults), default=210.0) + 75))
    day = lots.choice((0, 1, 2, 3, 4)) if lots.random() < 0.9 else lots.choice((5, 6))
    start = _MONDAY + timedelta(days=day, hours=lots.randint(7, 14), minutes=lots.randint(0, 59))
    rate = 0.3 * 10 ** lots.random()  # problem reports in an average office hour
    expected = tuple(rate / 60 * _share_at(start, m) for m in range(minutes))
    told = rate * exp(lots.gauss(0, 0.2))  # what the operator believes it to be
    talk = rate * lots.uniform(0.8, 3)
    baseline = Baseline(len(everybody), round(told + talk, 2), round(told, 2))
    crowd = _Crowd(market, everybody, minutes, lots)
    arrivals = [*crowd.local(expected), *crowd.talk(talk / rate, expected)]
    for number, fault in enumerate(faults):
        arrivals += crowd.of_fault(number, fault)
    tricks, more, posts = crowd.tricks(faults)
    arrivals = sorted((a for a in (*arrivals, *more) if a.at < minutes), key=lambda a: a.at)
    return World(
        seed,
        start,
        minutes,
        market,
        baseline,
        faults,
        pages(faults, market, minutes, lots),
        blind_spots(market, minutes, lots),
        tuple(arrivals),
        posts,
        expected,
        tricks,
    )


def _share_at(start: datetime, minute: int) -> float:
    at = start + timedelta(minutes=minute)
    return _BY_HOUR.get(at.hour, 0.05) * (_WEEKEND if at.weekday() >= 5 else 1.0)


def _faults(market: Market, lots: Random) -> tuple[Fault, ...]:
    """None, one, or two at once."""
    count = lots.choices((0, 1, 2), (35, 45, 20))[0]
    if not count:
        return ()
    first = a_fault(market, lots.uniform(30, 120), lots)
    if count == 1:
        return (first,)
    second = a_fault(market, max(20.0, first.onset + lots.uniform(-60, first.lasts)), lots)
    return (first,) if second.product == first.product else (first, second)


class _Crowd:
    """Who writes when, and why."""

    def __init__(
        self, market: Market, everybody: tuple[Organisation, ...], minutes: int, lots: Random
    ) -> None:
        self._market, self._everybody = market, everybody
        self._minutes, self._lots = minutes, lots
        self._people = 0

    def _person(self, organisation: Organisation | None = None) -> Person:
        self._people += 1
        chosen = organisation or self._lots.choice(self._everybody)
        return a_person(f"p{self._people}", chosen, self._lots)

    def _moments(self, expected: tuple[float, ...], times: float) -> list[float]:
        """A Poisson process whose rate follows the day."""
        lots = self._lots
        return [
            m + lots.random() for m, mean in enumerate(expected) if lots.random() < mean * times
        ]

    def local(self, expected: tuple[float, ...]) -> list[Arrival]:
        found = []
        for at in self._moments(expected, 1.0):
            person = self._person()
            trouble = a_local_trouble(person, self._market, self._lots)
            found.append(Arrival(at, person, "trouble", trouble))
        return found

    def talk(self, times: float, expected: tuple[float, ...]) -> list[Arrival]:
        return [self._word(at) for at in self._moments(expected, times)]

    def _word(self, at: float, what: str = "", product: str = "") -> Arrival:
        person = self._person()
        used = [p.id for p in self._market.kind(*INSTALLED) if p.id in person.organisation.uses]
        spoken_of = product or (self._lots.choice(used) if used else "")
        what = what or self._lots.choices(list(_TALK), list(_TALK.values()))[0]
        return Arrival(at, person, what, product=spoken_of)

    def of_fault(self, number: int, fault: Fault) -> list[Arrival]:
        """Those whom the fault hits and who write about it while it lasts."""
        lots, found = self._lots, []
        for organisation in self._everybody:
            front = hit_through(fault, organisation, self._market, lots)
            if not front or lots.random() > fault.reach:
                continue
            for _ in range(2 if lots.random() < 0.12 else 1):
                delay = exp(lots.gauss(log(fault.delay), 0.8))
                if lots.random() > fault.reports or delay > fault.lasts:
                    continue
                person = self._person(organisation)
                trouble = a_shared_trouble(number, fault, front, person, self._market, lots)
                found.append(Arrival(fault.onset + delay, person, "trouble", trouble))
        return found

    def tricks(
        self, faults: tuple[Fault, ...]
    ) -> tuple[frozenset[str], list[Arrival], tuple[tuple[float, str], ...]]:
        """What a desk may fall for: a flood, false accusers, a rumour, a wave of questions."""
        lots, found, posts = self._lots, [], []
        played = {t for t, chance in _TRICKS.items() if lots.random() < chance}
        innocent = self._innocent(faults)
        start = lots.uniform(10, self._minutes * 0.7)
        if "flood" in played:
            person, at = self._person(), start
            for _ in range(lots.randint(5, 15)):
                found.append(Arrival(at, person, "flood", product=innocent))
                at += lots.expovariate(1 / 2.5)
        if "accusers" in played:
            for n in range(lots.randint(3, 6)):
                stranger = Organisation(
                    f"new{n}", lots.choice(("ja", "en")), frozenset(), None, own_js=False
                )
                at = start + lots.uniform(0, 30)
                found.append(Arrival(at, self._person(stranger), "lie", product=innocent))
        if "rumour" in played:
            posts = [(start + lots.uniform(0, 40), innocent) for _ in range(lots.randint(5, 20))]
            found += [
                self._word(start + lots.uniform(5, 60), "query", innocent)
                for _ in range(lots.randint(1, 5))
            ]
        if "wave" in played:
            found += [
                self._word(start + lots.uniform(0, 40), "howto") for _ in range(lots.randint(4, 8))
            ]
        return frozenset(played), found, tuple(sorted(posts))

    def _innocent(self, faults: tuple[Fault, ...]) -> str:
        guilty = {f.product for f in faults}
        guilty |= {p.id for f in faults for p in self._market.above(f.product)}
        others = [p.id for p in self._market.kind(*INSTALLED) if p.id not in guilty]
        return self._lots.choice(others) if others else PLATFORM


_TRICKS = {"flood": 0.1, "accusers": 0.1, "rumour": 0.12, "wave": 0.08}
