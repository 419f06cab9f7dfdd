"""The timeline of one incident: what is stored of reports, readings, decisions and notices, in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.desk.incident_lists import ToldReaders
from bot.desk.ports import UnitOfWork
from bot.model.broadcast import PROGRESS, Broadcast
from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation
from bot.model.incident import Incident
from bot.model.ticket import ProposalStatus, ProposedNotice
from bot.model.timeline import TimelineEntry, TimelineKind, subject_of
from bot.web.views import quotation

MOST_ENTRIES = 200  # of the log
MOST_LINES = 150
BEFORE = timedelta(minutes=30)  # what is seen of a product before anybody reports it


class LineSort(StrEnum):
    """What sort of line it is; each has a name and a colour."""

    REPORT = "report"
    WELL = "well"
    PAGE = "page"
    PROBE = "probe"
    STATE = "state"
    DECISION = "decision"
    NOTICE = "notice"
    NOTE = "note"
    PEER = "peer"


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line: what happened (``what``, a key of the texts with the values below), and to whom.

    ``staff`` "": nobody of the staff. ``words`` are quoted; ``until``: it went on until then. ``step``
    of a measurement: where it failed, "" where it did not.
    """

    at: datetime
    sort: LineSort
    what: str
    about: str = ""
    staff: str = ""
    words: str = ""
    number: int = 0
    href: str = ""
    until: datetime | None = None
    step: str = ""


Told = tuple[Sequence[ProposedNotice], Sequence[Broadcast], Sequence[ToldReaders]]


def happened(
    incident: Incident,
    members: Sequence[Conversation],
    said: Told,
    work: UnitOfWork,
    catalogue: Catalogue,
) -> tuple[TimelineLine, ...]:
    """Everything that is known of an incident, the latest first."""
    proposals, broadcasts, told = said
    lines = [
        *_reports(members),
        *_logged(incident, members, work, catalogue),
        *(_told(t, incident.id) for t in told),
        *(_sent(b) for b in broadcasts),
        *(line for p in proposals for line in _proposed(p)),
    ]
    lines.sort(key=lambda line: line.at, reverse=True)
    return tuple(lines[:MOST_LINES])


def _reports(members: Sequence[Conversation]) -> Iterator[TimelineLine]:
    for member in members:
        href = f"/staff/conversations/{member.id}"
        if member.reported_at is not None:
            at, who, words = member.reported_at, member.counts_as, quotation(member)
            yield TimelineLine(at, LineSort.REPORT, "report", who, words=words, href=href)
        if member.recovered_at is not None:
            at, who = member.recovered_at, member.counts_as
            yield TimelineLine(at, LineSort.WELL, "well", who, href=href)


def _logged(
    incident: Incident, members: Sequence[Conversation], work: UnitOfWork, catalogue: Catalogue
) -> Iterator[TimelineLine]:
    first = min((m.reported_at for m in members if m.reported_at), default=incident.raised_at)
    since = min(first, incident.raised_at) - BEFORE
    until = (incident.resolved_at or incident.changed_at) + timedelta(days=30)
    lead = incident.cause.partition(":")[2]
    products = [c.partition(":")[2] for c in incident.suspects]
    products += sorted(catalogue.foundations(lead))
    subjects = [incident.id, *(subject_of(p) for p in dict.fromkeys(products) if p)]
    over = (incident.resolved_at or until) + BEFORE
    for entry in work.timeline(subjects, since, until, MOST_ENTRIES):
        if entry.subject == incident.id or entry.at <= over:
            yield _entry(entry)


def _entry(entry: TimelineEntry) -> TimelineLine:
    service = entry.subject.removeprefix("service:")
    match entry.kind:
        case TimelineKind.PAGE:
            return TimelineLine(
                entry.at, LineSort.PAGE, entry.what, service, words=entry.text, href="/staff/feeds"
            )
        case TimelineKind.PROBE:
            return TimelineLine(entry.at, LineSort.PROBE, entry.what, service, step=entry.text)
        case TimelineKind.PEER:
            who, number = entry.about, int(entry.text or 0)
            sort, page = LineSort.PEER, "/staff/feeds"
            return TimelineLine(entry.at, sort, entry.what, service, who, number=number, href=page)
        case TimelineKind.STATE:
            return TimelineLine(entry.at, LineSort.STATE, entry.what, entry.about, words=entry.text)
        case TimelineKind.CAUSE:
            return TimelineLine(entry.at, LineSort.STATE, "cause", entry.about)
        case TimelineKind.DECISION:
            sort = LineSort.NOTE if entry.what == "note" else LineSort.DECISION
            what, about, staff = entry.what, entry.about, entry.staff
            return TimelineLine(entry.at, sort, what, about, staff, entry.text)


def _told(told: ToldReaders, incident: str) -> TimelineLine:
    reason = told.reason.partition(":")[0]
    until = told.last_at if told.last_at - told.first_at >= timedelta(minutes=1) else None
    page = f"/staff/incidents/{incident}?part=notices"  # in which words, and what became of it
    at, number = told.first_at, told.number
    return TimelineLine(at, LineSort.NOTICE, reason, number=number, href=page, until=until)


def _sent(broadcast: Broadcast) -> TimelineLine:
    return TimelineLine(
        broadcast.started_at,
        LineSort.NOTICE,
        "broadcast",
        broadcast.reason,
        broadcast.staff,
        broadcast.text,
        broadcast.total,
        f"/staff/broadcasts/{broadcast.id}",
    )


def _proposed(proposal: ProposedNotice) -> Iterator[TimelineLine]:
    href = f"/staff/proposals/{proposal.id}"
    at, reason = proposal.proposed_at, proposal.reason
    if reason != PROGRESS:  # that somebody drafted it stands in the log
        yield TimelineLine(at, LineSort.NOTICE, "proposed", reason, words=proposal.text, href=href)
    if proposal.decided_at is None:
        return
    if proposal.status is ProposalStatus.SET_ASIDE:
        at, words = proposal.decided_at, proposal.text
        yield TimelineLine(at, LineSort.NOTICE, proposal.status, reason, words=words)
    else:
        yield TimelineLine(
            proposal.decided_at,
            LineSort.DECISION,
            proposal.status,
            reason,
            proposal.staff or "",
        )
