"""What is worth a word while the day goes by: found in what the desk does, never scripted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.day import Day
from bot.desk.player import PlayedStep
from bot.incidents.declare import IncidentAction
from bot.model.conversation import AdviceOutcome, Conversation
from bot.model.effect import Notice, Reply, StaffAlert
from bot.model.event import FeedRead, MessageReceived, Opened
from bot.model.incident import Incident, IncidentStatus
from bot.model.status import TROUBLE


@dataclass(frozen=True, slots=True)
class DemoMoment:
    """Something worth a word. ``values`` fill in the sentence of ``key``.

    ``person``, ``cause``, ``question`` and ``feed`` are ids, for the page to put into words.
    """

    key: str
    at: datetime
    person: str = ""
    cause: str = ""
    question: str = ""
    feed: str = ""
    values: Mapping[str, int] = field(default_factory=dict)


class Narrator:
    """Watches the steps and tells each moment once. It changes nothing."""

    def __init__(self, day: Day) -> None:
        self._day = day
        self.moments: list[DemoMoment] = []

    def of(self, key: str) -> DemoMoment | None:
        """The moment of this key, once it has come."""
        return next((m for m in self.moments if m.key == key), None)

    def hear(
        self, step: PlayedStep, conversations: list[Conversation], incidents: list[Incident]
    ) -> list[DemoMoment]:
        """The new moments of a step, given how things stand after it."""
        found = [
            m
            for m in (
                *self._said(step),
                *self._done(step),
                *self._standing(step, conversations, incidents),
            )
            if self.of(m.key) is None
        ]
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

    def _done(self, step: PlayedStep) -> Iterator[DemoMoment]:
        at = step.event.at
        for effect in step.effects:
            match effect:
                case Reply(is_report=True, customer=customer, questions=questions):
                    asked = questions[0] if questions else ""
                    yield DemoMoment("first", at, person=customer, question=asked)
                case StaffAlert(action=IncidentAction.RAISED, suspects=suspects, tenants=tenants):
                    values = {"tenants": tenants, "minutes": self._since_first(at)}
                    yield DemoMoment("raised", at, cause=suspects[0], values=values)
                case StaffAlert(action=IncidentAction.RECOVERED, suspects=suspects):
                    yield DemoMoment("recovered", at, cause=suspects[0], values=_notices(step))
                case _:
                    pass
            if isinstance(effect, Reply | Notice) and _switches_off(effect):
                reader = effect.customer if isinstance(effect, Reply) else effect.to[0]
                yield DemoMoment("way_round", at, person=reader, cause=effect.cause)

    def _standing(
        self, step: PlayedStep, conversations: list[Conversation], incidents: list[Incident]
    ) -> Iterator[DemoMoment]:
        at = step.event.at
        for conversation in conversations:
            if conversation.switched_off():
                yield DemoMoment("worked", at, person=conversation.customer)
            if conversation.recovered_at is not None and not _found_a_way(conversation):
                yield DemoMoment("well_again", at, person=conversation.customer)
        for incident in incidents:
            if incident.status is IncidentStatus.CONFIRMED:
                yield DemoMoment("confirmed", at, cause=incident.cause)

    def _since_first(self, at: datetime) -> int:
        first = self.of("first")
        return round((at - first.at).total_seconds() / 60) if first is not None else 0


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
