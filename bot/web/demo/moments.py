"""What is worth a word while the day goes by: found in what the desk does, never scripted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.player import PlayedStep
from bot.incidents.declare import IncidentAction
from bot.model.conversation import AdviceOutcome, Conversation
from bot.model.effect import Notice, Reply, StaffAlert
from bot.model.event import FeedRead, MessageReceived, Opened
from bot.model.evidence import Evidence, EvidenceKind
from bot.model.incident import Incident, IncidentStatus
from bot.model.status import TROUBLE
from bot.model.ticket import Ticket

# Seconds that the clock stands still at a moment, so that its sentence can be read; 4 at any other.
_HOLDS = {
    "raised": 10.0,
    "turned": 10.0,
    "recovered": 7.0,
    "worked": 6.0,
    "first": 6.0,
    "start": 5.0,
}
_HOLD = 4.0
# What a newcomer takes as a reason: seen in a browser, tried, or told apart by what still works.
_SHOWN = frozenset({EvidenceKind.CONSOLE, EvidenceKind.TRIAL, EvidenceKind.CONTRAST})
_MOST_REASONS = 2


@dataclass(frozen=True, slots=True)
class DemoMoment:
    """Something worth a word. ``values`` fill in the sentence of ``key``.

    ``person``, ``cause``, ``was`` (the suspect before) and ``feed`` are ids, for the page to put into words; ``why``
    is the evidence that decided, the weightiest first.
    """

    key: str
    at: datetime
    person: str = ""
    cause: str = ""
    was: str = ""
    feed: str = ""
    values: Mapping[str, int] = field(default_factory=dict)
    why: tuple[Evidence, ...] = ()

    @property
    def hold(self) -> float:
        """Seconds that the clock stands still for it."""
        return _HOLDS.get(self.key, _HOLD)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """How things stand after a step."""

    conversations: tuple[Conversation, ...] = ()
    incidents: tuple[Incident, ...] = ()
    tickets: tuple[Ticket, ...] = ()


class Narrator:
    """Watches the steps and tells each moment once. It changes nothing."""

    def __init__(self) -> None:
        self.moments: list[DemoMoment] = []
        self._first_suspect = ""

    def of(self, key: str) -> DemoMoment | None:
        """The moment of this key, once it has come."""
        return next((m for m in self.moments if m.key == key), None)

    def hear(self, step: PlayedStep, around: Surroundings) -> list[DemoMoment]:
        """The new moments of a step, given how things stand after it; the weightiest last."""
        found = [
            m
            for m in (*self._said(step), *self._done(step, around), *self._standing(step, around))
            if self.of(m.key) is None
        ]
        found.sort(key=lambda m: m.hold)
        self.moments += found
        return found

    def end(self, at: datetime) -> DemoMoment:
        """The moment at which the day is over."""
        moment = self.of("end") or DemoMoment("end", at)
        if moment not in self.moments:
            self.moments.append(moment)
        return moment

    def _said(self, step: PlayedStep) -> Iterator[DemoMoment]:
        match step.event:
            case Opened(at=at):
                yield DemoMoment("start", at)
            case FeedRead(at=at, feed=feed, shows=shows) if shows in TROUBLE:
                yield DemoMoment("page", at, feed=feed, values={"minutes": self._since_first(at)})
            case MessageReceived(at=at, customer=customer) if step.about:
                yield DemoMoment(step.about, at, person=customer)
            case _:
                pass

    def _done(self, step: PlayedStep, around: Surroundings) -> Iterator[DemoMoment]:
        at = step.event.at
        for effect in step.effects:
            match effect:
                case Reply(is_report=True, customer=customer):
                    yield DemoMoment("first", at, person=customer)
                case StaffAlert(action=IncidentAction.RAISED | IncidentAction.UPDATED):
                    yield from self._suspected(step, effect, around.tickets)
                case StaffAlert(action=IncidentAction.RECOVERED, suspects=suspects):
                    yield DemoMoment("recovered", at, cause=suspects[0], values=_notices(step))
                case _:
                    pass
            if isinstance(effect, Reply | Notice) and _switches_off(effect):
                reader = effect.customer if isinstance(effect, Reply) else effect.to[0]
                yield DemoMoment("way_round", at, person=reader, cause=effect.cause)

    def _suspected(
        self, step: PlayedStep, alert: StaffAlert, tickets: Iterable[Ticket]
    ) -> Iterator[DemoMoment]:
        """Whom the desk suspects first, where staff hear it for the first time or it has changed."""
        at, event, cause = step.event.at, step.event, alert.suspects[0]
        was, self._first_suspect = self._first_suspect, cause
        if was == cause:
            return
        yield DemoMoment(
            "turned" if was else "raised",
            at,
            person=event.customer if isinstance(event, MessageReceived) else "",
            cause=cause,
            was=was,
            feed=event.feed if isinstance(event, FeedRead) else "",
            values={"tenants": alert.tenants, "minutes": self._since_first(at)},
            why=_reasons(cause, tickets),
        )

    def _standing(self, step: PlayedStep, around: Surroundings) -> Iterator[DemoMoment]:
        at = step.event.at
        for conversation in around.conversations:
            if conversation.switched_off():
                yield DemoMoment("worked", at, person=conversation.customer)
            if conversation.recovered_at is not None and not _found_a_way(conversation):
                yield DemoMoment("well_again", at, person=conversation.customer)
        for incident in around.incidents:
            if incident.status is IncidentStatus.CONFIRMED:
                yield DemoMoment("confirmed", at, cause=incident.cause)

    def _since_first(self, at: datetime) -> int:
        first = self.of("first")
        return round((at - first.at).total_seconds() / 60) if first is not None else 0


def _reasons(cause: str, tickets: Iterable[Ticket]) -> tuple[Evidence, ...]:
    """The weightiest evidence of any ticket for a cause, each sentence once."""
    diagnoses = (t.diagnosis.of(cause) for t in tickets if t.diagnosis is not None)
    shown = {e for h in diagnoses if h is not None for e in h.evidence if e.kind in _SHOWN}
    ranked = sorted(shown, key=lambda e: (-e.weight, e.says))
    return tuple(e for e in ranked if e.weight > 0)[:_MOST_REASONS]


def _switches_off(effect: Reply | Notice) -> bool:
    return any(a.startswith("disable_plugin:") for a in effect.advice)


def _found_a_way(conversation: Conversation) -> bool:
    """Whether something that they tried helped, so that "it works" is not the end of the trouble."""
    return any(t.outcome is AdviceOutcome.WORKED for t in conversation.trials)


def _notices(step: PlayedStep) -> dict[str, int]:
    """How many readers a step told to switch on again, and how many that it is over."""
    counts = {"reenable": 0, "recovered": 0}
    for effect in step.effects:
        if isinstance(effect, Notice) and effect.reason in counts:
            counts[effect.reason] += len(effect.to)
    return counts
