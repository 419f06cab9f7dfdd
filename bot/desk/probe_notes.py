"""Notes to staff on our own measurements: a host that fails, a certificate that runs out, a cut line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from bot.desk.notes import BLIND_AFTER, STAFF_LANG, once
from bot.desk.ports import UnitOfWork
from bot.model.catalogue import Catalogue
from bot.model.effect import Effect
from bot.model.japan import JST
from bot.model.knowledge import Knowledge
from bot.model.probe import FRESH_FOR, Measure, MeasurementStep, ProbeRef, ProbeState, ServiceHealth
from bot.model.status import FeedState, all_fail
from bot.triage.evidence.probes import blind, measures
from bot.triage.reply.checks import clock_time

FAILING_AFTER = timedelta(minutes=5)
EXPIRES_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Probing:
    """What is measured and what was found, at one moment."""

    refs: tuple[ProbeRef, ...]
    states: tuple[ProbeState, ...]
    feeds: Sequence[FeedState]
    now: datetime

    @cached_property
    def blind(self) -> tuple[str, ...]:
        """The vantages that reach nothing."""
        return blind(self.states, self.now, feeds_fail=all_fail(self.feeds))

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """What the probes say, by service."""
        feeds_fail = all_fail(self.feeds)
        return measures(self.refs, self.states, self.now, feeds_fail=feeds_fail)

    @property
    def answers(self) -> bool:
        """Whether anything that we measure answers."""
        fresh = (s for s in self.states if self.now - s.at <= FRESH_FOR)
        return any(s.step is None for s in fresh)


def probe_notes(
    probing: Probing, work: UnitOfWork, catalogue: Catalogue, knowledge: Knowledge
) -> list[Effect]:
    """Tell staff once of each of these, however long it lasts."""
    effects: list[Effect] = []
    for vantage in probing.blind:
        since = max(s.since for s in probing.states if s.vantage == vantage)
        if probing.now - since >= BLIND_AFTER:
            text = knowledge.say(
                STAFF_LANG, "note.vantage_blind", vantage=vantage, since=clock_time(since)
            )
            effects += once(f"note:vantage:{vantage}", since, text, probing.now, work)
    for service, measure in probing.measures.items():
        long_enough = probing.now - measure.since >= FAILING_AFTER
        if measure.health is ServiceHealth.FAILING and long_enough:
            text = _failing(service, measure, catalogue, knowledge)
            effects += once(f"note:probe:{service}", measure.since, text, probing.now, work)
    for state in probing.states:
        if state.expires_at is not None and _expires_soon(state, probing.now):
            text = _expiring(state, catalogue, knowledge)
            key = f"note:cert:{state.probe}"
            effects += once(key, state.expires_at, text, probing.now, work)
    return effects


def _failing(service: str, measure: Measure, catalogue: Catalogue, knowledge: Knowledge) -> str:
    step = knowledge.say(STAFF_LANG, f"step.{measure.step or MeasurementStep.ANSWER}")
    return knowledge.say(
        STAFF_LANG,
        "note.probe_failing",
        name=_name(service, catalogue),
        hosts="、".join(measure.failing[:3]),
        since=clock_time(measure.since),
        step=step,
    )


def _expires_soon(state: ProbeState, now: datetime) -> bool:
    left = state.expires_at - now if state.expires_at is not None else None
    return left is not None and left <= EXPIRES_WITHIN and now - state.at <= FRESH_FOR


def _expiring(state: ProbeState, catalogue: Catalogue, knowledge: Knowledge) -> str:
    assert state.expires_at is not None  # noqa: S101 - told to mypy, not to the user
    until = state.expires_at.astimezone(JST)
    return knowledge.say(
        STAFF_LANG,
        "note.cert",
        host=state.probe.partition("/")[0],
        until=f"{until.month}月{until.day}日",
        name=_name(state.service, catalogue),
    )


def _name(service: str, catalogue: Catalogue) -> str:
    product = catalogue.get(service)
    return product.name if product is not None else service
