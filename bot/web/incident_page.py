"""Everything on the page of one incident, read from what is stored now. Nothing here writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.desk.case_summary import said_in
from bot.desk.gather import feeds_by_service, furnished
from bot.desk.inbox import WaitsFor
from bot.desk.incident_lists import ToldReaders
from bot.desk.learned_rates import rhythm_of
from bot.desk.organisations import names_of
from bot.desk.ports import UnitOfWork
from bot.incidents.decisions import can_be_named, possible
from bot.incidents.growth import Growth, growth
from bot.incidents.usage import UsageTable, explained_by, usage_table
from bot.model.broadcast import Broadcast
from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation
from bot.model.decision import IncidentDecision
from bot.model.event import Baseline
from bot.model.incident import Incident, IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.probe import ProbeState
from bot.model.status import FeedState
from bot.model.ticket import ProposalStatus, ProposedNotice, Ticket
from bot.web.incident_timeline import TimelineLine, happened
from bot.web.peer_views import PeerView, heard
from bot.web.views import quotation

MOST_MEMBERS = 60  # reports that are shown one by one
MOST_CASES = 50
MOST_ABOVE = 12  # products on top of what fails


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report, with its open case if it has one; ``waits_since``: for an answer of staff, as in the inbox."""

    conversation: Conversation
    ticket: Ticket | None
    first_words: str
    waits_since: datetime | None


@dataclass(frozen=True, slots=True)
class SuspectRow:
    """One cause: how many organisations it explains, what is seen of it."""

    cause: str
    organisations: int
    feed: FeedState | None
    probes: tuple[ProbeState, ...]
    can_be_named: bool
    told: tuple[PeerView, ...] = ()  # by other desks


@dataclass(frozen=True, slots=True)
class PartRow:
    """One product of the map: what is seen of it, and how many of the reporters have it."""

    ident: str
    feed: FeedState | None
    probes: tuple[ProbeState, ...]
    told: tuple[PeerView, ...] = ()
    users: int = 0


@dataclass(frozen=True, slots=True)
class PartsMap:
    """What the failing product stands on, itself, and what stands on it (``more``: and so many)."""

    below: tuple[PartRow, ...]
    failing: PartRow
    above: tuple[PartRow, ...]
    more: int = 0


class ConfirmedBy(StrEnum):
    """What made an incident one that is confirmed."""

    PERSON = "person"  # who named its cause
    NOTICE = "notice"  # that was approved
    DECISION = "decision"  # of a person on where it stands
    PAGE = "page"  # of the vendor, which agrees with the reports


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One incident as its lead sees it."""

    incident: Incident
    possible: frozenset[IncidentDecision]
    suspects: tuple[SuspectRow, ...]
    growth: Growth
    organisations: int  # that reported it, as the reports have it now
    explained: Mapping[str, int]
    shown: int  # organisations whose reports are shown one by one
    usage: UsageTable
    parts: PartsMap | None
    reports: tuple[ReportRow, ...]
    proposals: tuple[ProposedNotice, ...]
    broadcasts: tuple[Broadcast, ...]
    told: tuple[ToldReaders, ...]
    lines: tuple[TimelineLine, ...]
    others: tuple[Incident, ...]  # into which it may be merged
    confirmed_by: ConfirmedBy | None
    called: Mapping[str, str]  # what organisations of it are called, by their keys

    @property
    def waiting(self) -> list[ReportRow]:
        """Who waits for an answer, the longest first."""
        return [r for r in self.reports if r.waits_since is not None]

    @property
    def cases(self) -> list[ReportRow]:
        return [r for r in self.reports if r.ticket is not None]

    def can(self, what: str) -> bool:
        return what in self.possible


def page_of(
    ident: str, work: UnitOfWork, knowledge: Knowledge, now: datetime
) -> IncidentPage | None:
    """The page of an incident, open or over; None when there is none of this id."""
    incident = work.incident(ident)
    if incident is None:
        return None
    opened = work.opened()
    catalogue = furnished(opened, knowledge).catalogue
    members = list(work.members(ident, limit=MOST_MEMBERS))
    reports = _reports(members, work.cases_of(ident, MOST_CASES))
    seen = _Seen(work, catalogue, now)
    firsts = work.first_reports(ident)
    rhythm, baseline = rhythm_of(work), opened.baseline if opened else Baseline()
    causes = (*incident.suspects, *incident.ruled_out)
    usage = usage_table(members, causes, catalogue)
    until = incident.resolved_at or now
    proposals = work.proposals_of(ident)
    broadcasts = tuple(work.broadcasts(incident=ident, under_way_only=False))
    told = work.told_readers(ident)
    return IncidentPage(
        incident,
        possible(incident),
        _suspects(incident, explained_by(members, incident.suspects), seen),
        growth(firsts, until, lambda at: rhythm.rate(at, baseline)),
        len(firsts),
        explained_by(members, causes),
        len({m.counts_as for m in members}),
        usage,
        _parts(incident, usage, catalogue, seen),
        reports,
        tuple(p for p in proposals if p.status is ProposalStatus.WAITING),
        broadcasts,
        tuple(told),
        happened(incident, members, (proposals, broadcasts, told), work, catalogue),
        tuple(i for i in work.incidents() if i.id != ident),
        _confirmed_by(incident, proposals),
        names_of({*incident.tenants, *(m.tenant for m in members)}, work),
    )


def _confirmed_by(incident: Incident, proposals: Sequence[ProposedNotice]) -> ConfirmedBy | None:
    """Why an incident is confirmed; None: it is not, or not any more."""
    if incident.status is not IncidentStatus.CONFIRMED:
        return None
    if incident.chosen == incident.cause:
        return ConfirmedBy.PERSON
    if any(p.status is ProposalStatus.APPROVED for p in proposals):
        return ConfirmedBy.NOTICE
    return ConfirmedBy.DECISION if incident.decided_at is not None else ConfirmedBy.PAGE


class _Seen:
    """What pages and measurements show of products, and what other desks tell."""

    def __init__(self, work: UnitOfWork, catalogue: Catalogue, now: datetime) -> None:
        self._feeds = feeds_by_service(work.feeds(), catalogue, now)
        self._probes = work.probes()
        self._told = [view for view in heard(work, now) if view.goes_on]

    def feed(self, product: str) -> FeedState | None:
        return self._feeds.get(product)

    def probes(self, product: str) -> tuple[ProbeState, ...]:
        return tuple(p for p in self._probes if p.service == product)

    def told(self, product: str) -> tuple[PeerView, ...]:
        return tuple(view for view in self._told if view.kept.sighting.product == product)


def _reports(
    members: Sequence[Conversation], cases: Sequence[tuple[Ticket, Conversation]]
) -> tuple[ReportRow, ...]:
    """The reports that are shown: those with an open case are, however many came before them.

    Who waits for an answer comes first, the longest of all; the others as they came.
    """
    tickets = {conversation.id: ticket for ticket, conversation in cases}
    shown = {c.id: c for c in (*members, *(conversation for _, conversation in cases))}
    rows = [_report(c, tickets.get(c.id)) for c in shown.values()]
    waiting = sorted(
        (r for r in rows if r.waits_since is not None),
        key=lambda r: r.waits_since or r.conversation.opened_at,
    )
    return (*waiting, *(r for r in rows if r.waits_since is None))


def _report(conversation: Conversation, ticket: Ticket | None) -> ReportRow:
    said, words = said_in(conversation), quotation(conversation)
    waits = ticket is not None and said.waits_for is WaitsFor.US
    return ReportRow(conversation, ticket, words, said.since if waits else None)


def _suspects(
    incident: Incident, explained: Mapping[str, int], seen: _Seen
) -> tuple[SuspectRow, ...]:
    return tuple(
        SuspectRow(
            cause,
            explained[cause],
            seen.feed(cause.partition(":")[2]),
            seen.probes(cause.partition(":")[2]),
            can_be_named(cause),
            seen.told(cause.partition(":")[2]),
        )
        for cause in incident.suspects
    )


def _parts(
    incident: Incident, usage: UsageTable, catalogue: Catalogue, seen: _Seen
) -> PartsMap | None:
    """What depends on what around the likeliest cause; None where it is no product of the catalogue."""
    product = catalogue.of_cause(incident.cause)
    if product is None:
        return None

    def part(ident: str) -> PartRow:
        known = seen.feed(ident), seen.probes(ident), seen.told(ident)
        return PartRow(ident, *known, _users(ident, usage))

    above = [part(ident) for ident in sorted(catalogue.dependants(product.id))]
    above.sort(key=lambda p: (-p.users, p.ident))
    below = tuple(part(ident) for ident in sorted(catalogue.foundations(product.id)))
    return PartsMap(
        below, part(product.id), tuple(above[:MOST_ABOVE]), max(0, len(above) - MOST_ABOVE)
    )


def _users(product: str, usage: UsageTable) -> int:
    if product not in usage.products:
        return 0
    return usage.having(product)[0]
