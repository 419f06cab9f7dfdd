"""What the desk believes and has done, gathered from its own store for the page. Changes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.desk.gather import DeskContext
from bot.desk.ports import UnitOfWork
from bot.incidents.prior import feed_weight, prior
from bot.model.conversation import AdviceOutcome, Conversation
from bot.model.evidence import Diagnosis, Evidence, EvidenceKind
from bot.model.facts import Watch
from bot.model.incident import Incident
from bot.model.status import FeedState
from bot.model.tenant_report import NO_INCIDENT
from bot.model.ticket import ProposedNotice, Ticket
from bot.triage.triage import Triage
from bot.web.demo.moments import Narrator
from bot.web.demo.story import Story

SHOWN_SUSPECTS = 4
LEAST = 0.005  # probability below which a suspect is not shown
_OWN_WORDS = frozenset(
    {EvidenceKind.WORDS, EvidenceKind.CLAIM, EvidenceKind.CONTRAST, EvidenceKind.ANSWER}
    | {EvidenceKind.CONSOLE, EvidenceKind.CHECK, EvidenceKind.TRIAL, EvidenceKind.CHANGE}
)


@dataclass(frozen=True, slots=True)
class DemoEvidence:
    """One piece of evidence and how many organisations give it."""

    evidence: Evidence
    organisations: int


@dataclass(frozen=True, slots=True)
class Belief:
    """One shared cause as the desk sees it over all reports; weights in decibans.

    ``crowd``: of all reports together; ``feed``: of the status pages; ``usual``: how common it is.
    """

    cause: str
    probability: float
    organisations: int
    crowd: float
    feed: float
    usual: float
    said: tuple[DemoEvidence, ...]


@dataclass(frozen=True, slots=True)
class Switched:
    """One customer who switched something off, and how that ended. Times None: not yet."""

    customer: str
    off_at: datetime
    told_at: datetime | None
    on_at: datetime | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The day in figures. Minutes None: it did not happen.

    ``saved``: minutes that ``working`` organisations worked on with the plug-in off, added up, until it was over.
    """

    raised_after: int | None  # minutes after the first report
    before_the_page: int | None  # minutes between our incident and the vendor's page
    reenable: int
    working: int
    saved: int


@dataclass(frozen=True, slots=True)
class DemoBoard:
    """Everything that the right side of the page shows."""

    beliefs: tuple[Belief, ...]
    nothing_shared: float | None  # probability; None: nobody reports trouble
    feeds: tuple[FeedState, ...]
    incidents: tuple[Incident, ...]
    proposals: tuple[ProposedNotice, ...]
    tickets: tuple[Ticket, ...]
    switched: tuple[Switched, ...]
    standing: dict[str, str]  # by customer: troubled, off, told, well or calm


def look(
    work: UnitOfWork, story: Story, around: DeskContext, triage: Triage, now: datetime
) -> DemoBoard:
    """The board at a moment; ``around`` reads anew, for another run may have begun."""
    around.start_anew()
    around.follow(work, now)
    watch = around.watch(work, now)
    everyone = work.active_conversations(story.day.start)
    troubled = [c for c in everyone if c.is_troubled and not _is_explained(c, watch)]
    group = next((i.group for i in reversed(watch.open)), NO_INCIDENT)
    found, tally = around.beliefs.of(group, watch), around.beliefs.tallies.of(group)
    diagnoses = {c.tenant: triage.diagnose(around.facts(c, watch, work)) for c in troubled}
    beliefs = tuple(
        Belief(
            cause,
            chance,
            tally.organisations(cause),
            found.weights[cause],
            feed_weight(cause, watch),
            prior(cause, watch, now),
            tuple(_said(cause, diagnoses.values())),
        )
        for cause, chance in found.ranked[:SHOWN_SUSPECTS]
        if chance >= LEAST and troubled
    )
    return DemoBoard(
        beliefs=beliefs,
        nothing_shared=found.none if troubled else None,
        feeds=tuple(sorted(work.feeds(), key=lambda f: _place(f, watch))),
        incidents=tuple(reversed(work.incidents(open_only=False))),
        proposals=tuple(work.proposals()),
        tickets=tuple(work.tickets(include_closed=True)),
        switched=tuple(_switched(everyone, story)),
        standing={c.customer: _standing(c, watch) for c in everyone},
    )


def _is_explained(conversation: Conversation, watch: Watch) -> bool:
    """Whether an incident that is over explains it, so that it says nothing of the present."""
    said, incident = conversation.last_report_at, watch.incident(conversation.incident)
    if incident is None or incident.resolved_at is None:
        return False
    return said is None or said <= incident.resolved_at


def _place(feed: FeedState, watch: Watch) -> int:
    """Pages stand in the order of the catalogue."""
    ids = list(watch.catalogue.products)
    return ids.index(feed.service) if feed.service in ids else len(ids)


def _said(cause: str, diagnoses: Iterable[Diagnosis]) -> Iterator[DemoEvidence]:
    """What the reports themselves say for and against a cause, each sentence once."""
    counted: dict[Evidence, int] = {}
    for diagnosis in diagnoses:
        hypothesis = diagnosis.of(cause)
        for evidence in hypothesis.evidence if hypothesis is not None else ():
            if evidence.kind in _OWN_WORDS:
                counted[evidence] = counted.get(evidence, 0) + 1
    for evidence, count in sorted(counted.items(), key=lambda i: (-i[0].weight, i[0].says)):
        yield DemoEvidence(evidence, count)


def _standing(conversation: Conversation, watch: Watch) -> str:
    if conversation.switched_off():
        return "off"
    if conversation.reported_at is None:
        return "calm"
    if not conversation.is_troubled or _is_round(conversation):
        return "well"
    return "told" if _is_explained(conversation, watch) else "troubled"


def _is_round(conversation: Conversation) -> bool:
    return any(t.outcome is AdviceOutcome.WORKED for t in conversation.trials)


def _switched(conversations: Iterable[Conversation], story: Story) -> Iterator[Switched]:
    told = {r: at for at, n in story.notices if n.reason == "reenable" for r in n.to}
    for conversation in conversations:
        worked = [t for t in conversation.trials if t.outcome is AdviceOutcome.WORKED]
        off = next((t.at for t in worked if t.advice.startswith("disable_plugin:")), None)
        on = next((t.at for t in worked if t.advice.startswith("reenable")), None)
        if off is not None:
            yield Switched(conversation.customer, off, told.get(conversation.customer), on)


def summary(story: Story, switched: Iterable[Switched]) -> Summary:
    """The day in figures, so far."""
    narrator = story.narrator
    over = narrator.of("recovered")
    saved = [over.at - s.off_at for s in switched if s.off_at < over.at] if over else []
    return Summary(
        raised_after=_minutes(narrator, "first", "raised"),
        before_the_page=_minutes(narrator, "raised", "page"),
        reenable=sum(len(n.to) for _, n in story.notices if n.reason == "reenable"),
        working=len(saved),
        saved=round(sum(s.total_seconds() for s in saved) / 60),
    )


def _minutes(narrator: Narrator, earlier: str, later: str) -> int | None:
    """Minutes from one moment to another; None unless both have come."""
    one, other = narrator.of(earlier), narrator.of(later)
    return round((other.at - one.at).total_seconds() / 60) if one and other else None
