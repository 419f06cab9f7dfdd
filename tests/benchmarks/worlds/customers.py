"""The people of a world while it is played: they write, answer, try what they are advised, recover."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from random import Random
from typing import Protocol

from bot.model.effect import Effect, Notice, Reply
from bot.model.event import MessageReceived
from tests.benchmarks.worlds.people import Person
from tests.benchmarks.worlds.scribe import Scribe
from tests.benchmarks.worlds.troubles import Trouble
from tests.benchmarks.worlds.world import Arrival, World
from tests.benchmarks.worlds.writing import Writer, texts

MOST_EXCHANGES = 5  # after that people wait for a person
# Advice that can be tried at once and whose effect shows; the rest is waiting, or for somebody else.
TRIABLE = frozenset(
    (
        *("disable_plugin", "isolate_by_disabling_plugins", "disable_own_js", "disable_extension"),
        *("rollback", "incognito", "other_browser", "clear_cache", "hard_reload", "reload"),
        *("use_mobile_data", "check_other_network", "restart_pc", "restart_mobile_app"),
        *("use_pc_instead_of_mobile", "reset_password", "unlock_by_admin", "check_config"),
    )
)
_CLAIMS = ("trouble", "lie", "flood")  # what a rule that counts would count


class Clock(Protocol):
    """Where happenings wait for their minute, and the way to the desk."""

    def later(self, at: float, happen: Callable[[float], None]) -> None: ...
    def tell(self, event: MessageReceived, at: float) -> tuple[Effect, ...]: ...


@dataclass
class _Case:
    """One person and what they have written about."""

    person: Person
    writer: Writer
    lots: Random
    trouble: Trouble | None
    answers: int = 0
    exchanges: int = 0
    over: bool = False
    tried: set[str] = field(default_factory=set)


class Customers:
    """Everybody who writes in one world."""

    def __init__(self, world: World, clock: Clock, scribe: Scribe) -> None:
        self._world, self._clock, self._scribe = world, clock, scribe
        self._ids = count(1)
        self._cases: dict[str, _Case] = {}
        self.messages = 0

    def arrive(self, arrival: Arrival, at: float) -> None:
        """Somebody starts to write, or a flood goes on."""
        case = self._cases.get(arrival.person.id)
        if case is None:
            case = self._cases[arrival.person.id] = self._case(arrival)
            if arrival.what in _CLAIMS:
                self._scribe.report(at, arrival.person.organisation.id, case.trouble)
        what = "first" if arrival.what == "trouble" else arrival.what
        self._write(at, case, self._opening(arrival, case, at), what)

    def _case(self, arrival: Arrival) -> _Case:
        lots = Random(f"person {self._world.seed} {arrival.person.id}")
        writer = Writer(arrival.person, self._world.market, lots)
        return _Case(arrival.person, writer, lots, arrival.trouble)

    def _opening(self, arrival: Arrival, case: _Case, at: float) -> str:
        match arrival.what:
            case "trouble":
                assert case.trouble is not None
                self._plan_recovery(at, case)
                ago = case.lots.randint(5, 30)
                return case.writer.first(case.trouble, self._time(at, case), ago)
            case "lie":
                return case.writer.lie(arrival.product)
            case "flood":
                return case.writer.flood(arrival.product)
            case what:
                return case.writer.no_trouble(what, arrival.product)

    def _time(self, at: float, case: _Case) -> str:
        return f"{self._world.at(at - case.lots.uniform(3, 25)):%H:%M}"

    def _plan_recovery(self, at: float, case: _Case) -> None:
        """Some say so when a fault is over."""
        assert case.trouble is not None
        if case.trouble.fault is not None and case.lots.random() < 0.3:
            moment = max(at, case.trouble.ends) + case.lots.expovariate(1 / 12)
            self._clock.later(moment, partial(self._recover, case))

    def _recover(self, case: _Case, at: float) -> None:
        if not case.over:
            case.over = True
            self._write(at, case, case.writer.recovered(), "recovered")

    def _write(
        self, at: float, case: _Case, text: str, what: str, button: str | None = None
    ) -> None:
        person = case.person
        event = MessageReceived(
            at=self._world.at(at),
            message_id=f"m{next(self._ids)}",
            customer=person.id,
            tenant=person.organisation.id,
            channel="chat",
            text=text,
            installed_plugins=person.organisation.listed,
            button=button,
        )
        self.messages += 1
        for effect in self._clock.tell(event, at):
            if isinstance(effect, Reply) and effect.in_reply_to == event.message_id:
                self._scribe.reply(at, what, case.trouble, case.answers, effect)
                self._react(at, case, effect)

    def _react(self, at: float, case: _Case, reply: Reply) -> None:
        """Answer, or try what was advised, or leave it."""
        lots = case.lots
        if case.trouble is None or case.over or case.exchanges >= MOST_EXCHANGES:
            return
        case.exchanges += 1
        pause = case.person.slow * lots.lognormvariate(0, 0.7)
        if reply.questions and lots.random() < case.person.answers:
            self._clock.later(at + pause, partial(self._answer, case, reply.questions))
        elif lots.random() < case.person.follows:
            self._try_later(at + pause + lots.uniform(1, 12), case, reply.advice)

    def _answer(self, case: _Case, asked: tuple[str, ...], at: float) -> None:
        assert case.trouble is not None
        if case.over or at > case.trouble.ends:
            return
        clock, ago = self._time(at, case), case.lots.randint(10, 60)
        given = [case.writer.answer(q, case.trouble, clock, ago) for q in asked]
        said = [g for g in given if g]
        if said:
            case.answers += len(said)
            between = "。" if case.person.lang == "ja" else ". "
            self._write(at, case, between.join(said), "answer")

    def heed(self, notice: Notice, at: float) -> None:
        """Those who read a notice may do what it advises."""
        for customer in notice.to:
            case = self._cases.get(customer)
            if case is None or case.trouble is None or case.over:
                continue
            if case.lots.random() < case.person.follows:
                self._try_later(at + case.lots.uniform(2, 15), case, notice.advice)

    def _try_later(self, at: float, case: _Case, advice: tuple[str, ...]) -> None:
        for one in advice:
            if one.partition(":")[0] in TRIABLE and one not in case.tried:
                case.tried.add(one)
                self._clock.later(at, partial(self._try, case, one))
                return

    def _try(self, case: _Case, advice: str, at: float) -> None:
        trouble, person = case.trouble, case.person
        assert trouble is not None
        if case.over or at > trouble.ends:
            return
        what, _, ident = advice.partition(":")
        off, helps = (ident if what == "disable_plugin" else ""), advice in trouble.cures
        if off and off not in person.organisation.uses:
            self._write(at, case, case.writer.not_used(off), "result")
            return
        if what == "isolate_by_disabling_plugins":
            helps = f"disable_plugin:{trouble.front}" in trouble.cures
            off = trouble.front if helps else ""
        # who forgets to update the app, or does something else, sees no change
        worked = case.over = helps and case.lots.random() >= person.errs * 2
        if case.lots.random() < 0.25:
            which = "worked" if worked else "failed"
            self._write(at, case, texts(person.lang).PRESSED[which], "result", which)
        else:
            self._write(at, case, case.writer.result(worked=worked, off=off), "result")
