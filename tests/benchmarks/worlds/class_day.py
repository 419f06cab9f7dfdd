"""Plays a day of a class through the real desk, and writes down what staff and customers are told."""

import heapq
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from random import Random

from bot.desk.desk import Desk
from bot.model.effect import Effect, Notice, Proposal, Reply, StaffAlert
from bot.model.event import Approved, Baseline, Event, MessageReceived, Opened, Tick
from bot.store.sql import SqlStore
from tests.benchmarks.worlds.days import ANSWERS, Day, Shared, Word
from tests.benchmarks.worlds.measure import SEEN_AFTER, found_at
from tests.benchmarks.worlds.play import APPROVED_AFTER, knowledge
from tests.benchmarks.worlds.record import Alarm, Played, Report, Said
from tests.benchmarks.worlds.scribe import suspected_in
from tests.builders import JST

START = datetime(2026, 11, 25, 9, 0, tzinfo=JST)
ALERTING = ("raised", "updated")
# Headings of causes that accuse a product.
INNOCENT = ("plugin:", "connected:", "idp:", "isp:", "infra:", "home:")


@dataclass(frozen=True)
class Result:
    """One day, played. ``seen``: minutes of the first alert by fault; ``early``: false ends."""

    name: str
    played: Played
    seen: tuple[float | None, ...]
    fair: int
    early: int
    named: tuple[str, ...]


class Stage:
    """One day, one desk."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self._store = SqlStore.open("sqlite://")
        self._desk = Desk(self._store, knowledge())
        self._products = tuple(knowledge().catalogue.products.values())
        self._due: list[tuple[float, int, Event | Word]] = []
        self._order, self._lots = count(), Random(f"answers {day.name} {day.seed}")
        self._wrote: dict[str, list[Word]] = {}
        self._answered: set[tuple[str, str]] = set()
        self.said: list[Said] = []
        self.alarms: list[Alarm] = []
        self.named: list[str] = []

    def played(self) -> Result:
        day, began = self.day, time.process_time()
        usual = Baseline(day.customers, 3 * day.told, day.told)
        self._tell(0.0, Opened(_at(0), catalogue=self._products, baseline=usual))
        for minute in range(1, day.minutes, 2):
            self._later(minute, Tick(_at(minute)))
        for word in day.words:
            self._later(word.at, word)
        while self._due:
            at, _, what = heapq.heappop(self._due)
            self._tell(at, what)
        self._store.close()
        return self._result(time.process_time() - began)

    def _later(self, at: float, what: Event | Word) -> None:
        if at < self.day.minutes:
            heapq.heappush(self._due, (at, next(self._order), what))

    def _tell(self, at: float, what: Event | Word) -> None:
        event = what
        if isinstance(what, Word):
            self._wrote.setdefault(what.tenant, []).append(what)
            ident, who = f"m{next(self._order)}", f"c-{what.tenant}"
            event = MessageReceived(_at(at), ident, who, what.tenant, "chat", what.text, lang=what.lang, installed_plugins=what.uses)  # fmt: skip
        assert not isinstance(event, Word)
        for effect in self._desk.handle(event):
            self._note(at, effect, what if isinstance(what, Word) else None)

    def _note(self, at: float, effect: Effect, word: Word | None) -> None:
        match effect:
            case StaffAlert():
                alarm = Alarm(at, effect.incident, effect.action, effect.suspects, effect.tenants)
                self.alarms.append(alarm)
                if effect.action in ALERTING and effect.suspects[:1]:
                    self._accused(
                        at, effect.suspects[0], {effect.suspects[0].partition(":")[2]}, "alert"
                    )
            case Proposal():
                self._later(
                    at + APPROVED_AFTER, Approved(_at(at + APPROVED_AFTER), effect.proposal)
                )
            case Notice():
                self._accused(
                    at,
                    effect.cause,
                    set(suspected_in(effect.text, effect.cause, self._products)),
                    "notice",
                )
            case Reply() if word is not None:
                self._heard(at, effect, word)
            case _:
                pass

    def _heard(self, at: float, reply: Reply, word: Word) -> None:
        told = " ".join(w.text for w in self._wrote[word.tenant])
        uttered = {p.id for p in self._products if any(n in told for n in (p.name, *p.names))}
        self._accused(
            at,
            reply.cause,
            set(suspected_in(reply.text, reply.cause, self._products)) - uttered,
            "reply",
        )
        if word.fault is None or word.cured:
            return
        of = self.day.faults[word.fault]
        self.said.append(Said(at, "first", _truth(reply.cause, of), "", word.fault, reply.cause, reply.confidence, 0, 0, (), (), ()))  # fmt: skip
        for question in reply.questions:
            key = word.tenant, question
            if (
                question in of.answers
                and key not in self._answered
                and self._lots.random() < ANSWERS
            ):
                self._answered.add(key)
                text, later = (
                    self._lots.choice(of.answers[question][word.lang]),
                    at + self._lots.uniform(1, 3),
                )
                self._later(later, replace(word, at=later, text=text))
                return

    def _accused(self, at: float, cause: str, shown: set[str], where: str) -> None:
        """Notes a product that is at fault nowhere, held as the cause and named."""
        going_on = [
            f for f in self.day.faults if f.failing.onset <= at <= f.failing.ends + SEEN_AFTER
        ]
        ident = cause.partition(":")[2]
        guilty = {g for f in going_on for g in f.guilty}
        if cause.startswith(INNOCENT) and ident in shown and ident not in guilty | {"any", ""}:
            self.named.append(f"{where} {cause}")

    def _result(self, seconds: float) -> Result:
        day = self.day
        first: dict[tuple[int, str], float] = {}
        for w in day.words:
            if not w.cured and (w.fault is not None or w.tenant.startswith("own")):
                first.setdefault((-1 if w.fault is None else w.fault, w.tenant), w.at)
        reports = tuple(Report(at, who, "", None if n < 0 else n) for (n, who), at in sorted(first.items(), key=lambda i: i[1]))  # fmt: skip
        faults = tuple(f.failing for f in day.faults)
        expected = (day.rate / 60,) * day.minutes
        played = Played(day.seed, day.minutes, faults, reports, tuple(self.said), tuple(self.alarms), (), expected, (), len(day.words), seconds)  # fmt: skip
        return Result(day.name, played, *_judged(day, played), tuple(self.named))


def _at(minute: float) -> datetime:
    return START + timedelta(seconds=round(minute * 60))


def _truth(cause: str, of: Shared) -> str:
    """The cause that a reply holds where that is right, or else the first that is."""
    return next((r for r in of.right if cause.startswith(r)), of.right[0])


def _is_open(played: Played, at: float) -> tuple[str, ...]:
    """The first suspects of the incidents that are open at a moment."""
    found: dict[str, str] = {}
    for alarm in played.alarms:
        if alarm.at <= at and alarm.action in ALERTING:
            found[alarm.incident] = alarm.suspects[0]
        elif alarm.at <= at:
            found.pop(alarm.incident, None)
    return tuple(found.values())


def _judged(day: Day, played: Played) -> tuple[tuple[float | None, ...], int, int]:
    """When each fault was seen, how many by a fair first suspect at last, and how many false ends."""
    seen, fair, early = list[float | None](), 0, 0
    for n, of in enumerate(day.faults):
        headings = tuple(of.of["fair"])
        still = any(lead.startswith(headings) for lead in _is_open(played, of.failing.onset))
        came_back = still and day.faults[0].failing.cause == of.failing.cause and n > 0
        first = of.failing.onset if came_back else found_at(played, n, lambda *_: True)
        seen.append(first)
        leads = _is_open(played, of.failing.ends + 5)
        fair += any(lead.startswith(headings) for lead in leads)
        early += any(
            a.action == "recovered" and of.failing.onset + 5 < a.at < of.failing.ends
            for a in played.alarms
        )
    return tuple(seen), fair, early
