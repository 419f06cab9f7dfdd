"""The lists of a desk to look at pages with."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.desk.attendance import Attendance
from bot.desk.broadcast_ports import LatestTalk
from bot.desk.case_summary import case_line
from bot.desk.inbox import (
    COUNTED,
    EVERYTHING,
    FIRST_PAGE,
    LATEST_FIRST,
    OWN,
    CaseChoices,
    CaseCounts,
    CaseFilter,
    CaseLine,
    CasePage,
    CasePlace,
    CaseRow,
    CaseSlice,
    CaseState,
    InboxView,
    WaitsFor,
)
from bot.desk.incident_lists import (
    IncidentFilter,
    NoticeDelivery,
    ToldReader,
    ToldReaders,
)
from bot.desk.lists import PAGE
from bot.desk.peer_ports import Way
from bot.desk.saved_views import SavedView
from bot.model.conversation import Conversation
from bot.model.incident import Incident, IncidentStatus
from bot.model.macro import Macro
from bot.model.peer import KeptSighting, Peer, PeerContact
from bot.model.publication import ComponentDay, Post
from bot.model.ticket import ProposedNotice, Ticket, TicketStatus
from bot.model.timeline import TimelineEntry
from bot.model.understanding import Urgency
from tests.web.organisations import FakeOrganisations


class FakeLists:
    """Lists what ``ticket_by_id`` and ``by_id`` hold."""

    ticket_by_id: dict[str, Ticket]
    by_id: dict[str, Conversation]
    macro_by_id: dict[str, Macro]
    known_peers: list[Peer]
    heard: list[KeptSighting]
    sent: list[KeptSighting]
    contacts: dict[str, PeerContact]
    views: list[SavedView]
    attended: dict[tuple[str, str], Attendance]

    def tickets_of(self, customer: str, limit: int = PAGE) -> list[Ticket]:
        own = [t for t in self.ticket_by_id.values() if t.customer == customer]
        return [t for t in own if t.status is not TicketStatus.CLOSED][:limit]

    def peers(self) -> list[Peer]:
        return self.known_peers

    def peer(self, ident: str) -> Peer | None:
        return next((p for p in self.known_peers if p.id == ident), None)

    def save_peer(self, peer: Peer) -> None:
        self.drop_peer(peer.id)
        self.known_peers.append(peer)

    def drop_peer(self, ident: str) -> bool:
        before = len(self.known_peers)
        self.known_peers[:] = [p for p in self.known_peers if p.id != ident]
        return len(self.known_peers) < before

    def peer_contacts(self) -> Mapping[str, PeerContact]:
        return self.contacts

    def sightings(self, way: Way) -> list[KeptSighting]:
        return self.heard if way is Way.HEARD else self.sent

    def macros(self) -> list[Macro]:
        return sorted(self.macro_by_id.values(), key=lambda macro: macro.name)

    def macro(self, ident: str) -> Macro | None:
        return self.macro_by_id.get(ident)

    def macro_names(self) -> tuple[str, ...]:
        return tuple(macro.name for macro in self.macros())

    def conversations(self, *, skip: int = 0, limit: int = PAGE) -> list[Conversation]:
        return list(reversed(self.by_id.values()))[skip : skip + limit]

    def cases(self, view: InboxView, staff: str, now: datetime, **how: Any) -> CasePage:
        narrow: CaseFilter = how.get("narrow", EVERYTHING)
        found = [c for c in self._lines() if view in _views_of(c, staff)]
        found = [c for c in found if narrow.words in c.first_words and narrow.tag in ("", *c.tags)]
        if view in LATEST_FIRST:
            found.sort(key=lambda c: c.last_at, reverse=True)
        else:
            found.sort(key=lambda c: (list(Urgency).index(c.urgency), c.opened_at))
        part: CaseSlice = how.get("part", FIRST_PAGE)
        start = int(part.after) if part.after.isascii() and part.after.isdecimal() else 0
        end = start + part.limit
        rows = tuple(CaseRow(line, str(n)) for n, line in enumerate(found[start:end], start + 1))
        more = str(end) if len(found) > end else ""
        return CasePage(rows, more, part.after if start else "")

    def case_place(self, view: InboxView, staff: str, start: str, _: object = None) -> CasePlace:
        return CasePlace(int(start or 0), sum(view in _views_of(c, staff) for c in self._lines()))

    def case(self, ident: str) -> CaseLine | None:
        return next((c for c in self._lines() if c.id == ident), None)

    def case_counts(self, staff: Sequence[str]) -> CaseCounts:
        def number(view: InboxView, name: str = "") -> int:
            return sum(view in _views_of(c, name) for c in self._lines())

        alike: dict[InboxView, int] = {view: number(view) for view in COUNTED if view not in OWN}
        mine, followed = (
            {n: number(v, n) for n in staff} for v in (InboxView.MINE, InboxView.FOLLOWED)
        )
        return CaseCounts(alike, mine, followed)

    def cases_read(self, *_: object) -> frozenset[tuple[str, int]]:
        return frozenset()

    def case_choices(self) -> CaseChoices:
        return CaseChoices()

    def case_staff(self) -> tuple[str, ...]:
        return tuple(sorted({t.staff for t in self.ticket_by_id.values() if t.staff}))

    def cases_beside(
        self, tenant: str, but: str, limit: int = PAGE, customer: str = ""
    ) -> list[CaseLine]:
        own = [c for c in self._lines() if c.tenant == tenant and c.id != but]
        return [c for c in own if customer in ("", c.customer)][:limit]

    def case_seen(self, conversation: str, staff: str, at: datetime) -> None:
        pass

    def latest_talks(self, readers: Sequence[str]) -> dict[str, LatestTalk]:
        of = {c.customer: c for c in self.by_id.values()}
        return {r: LatestTalk(of[r].channel, of[r].lang, of[r].tenant) for r in readers if r in of}

    def attendance(self, ticket: str, staff: str) -> Attendance | None:
        return self.attended.get((ticket, staff))

    def attendances_of(self, tickets: Sequence[str], staff: str) -> dict[str, Attendance]:
        return {t: self.attended[t, staff] for t in tickets if (t, staff) in self.attended}

    def attendances(self, ticket: str, since: datetime) -> list[Attendance]:
        return [p for p in self.attended.values() if p.ticket == ticket and p.at >= since]

    def save_attendance(self, place: Attendance) -> None:
        self.attended[place.ticket, place.staff] = place

    def saved_views(self, staff: str) -> list[SavedView]:
        return [view for view in self.views if view.staff == staff]

    def save_view(self, view: SavedView) -> None:
        self.views.append(view)

    def posts(self, *_: object, **__: object) -> list[Post]:
        return []

    def running_maintenance(self) -> None:
        """Nothing is published."""

    def component_days(self, _: str) -> list[ComponentDay]:
        return []

    def _lines(self) -> list[CaseLine]:
        """Tickets stand for their conversations, several of which may be the same here."""
        tickets = list(self.ticket_by_id.values())
        lines = [
            replace(
                case_line(n, self.by_id.get(t.conversation or ""), t), id=t.conversation or t.id
            )
            for n, t in enumerate(tickets)
        ]
        known = {t.conversation for t in tickets}
        alone = [c for c in self.by_id.values() if c.id not in known]
        return [*lines, *(case_line(len(lines) + n, c, None) for n, c in enumerate(alone))]


def _views_of(line: CaseLine, staff: str) -> set[InboxView]:
    if line.conversation is None and not line.customer:
        return {InboxView.NOTES} if line.state is not CaseState.CLOSED else set()
    found = {InboxView.ALL}
    if line.state is CaseState.CLOSED:
        return found | {InboxView.RESOLVED}
    if line.state is CaseState.SNOOZED:
        return found | {InboxView.SNOOZED}
    if line.state is CaseState.DESK:
        return found
    found |= {InboxView.WAITING} if line.waits_for is WaitsFor.US else {InboxView.ANSWERED}
    found |= {InboxView.UNASSIGNED} if line.staff is None else set()
    found |= {InboxView.MINE} if line.staff == staff else set()
    return found | ({InboxView.URGENT} if line.urgency is Urgency.HIGH else set())


class FakeIncidentLists(FakeOrganisations, FakeLists):
    """Lists what ``incident_by_id`` holds, and remembers what happened."""

    incident_by_id: dict[str, Incident]
    proposal_by_id: dict[str, ProposedNotice]

    def __init__(self) -> None:
        self.entries: list[TimelineEntry] = []

    def incidents_in(
        self, which: IncidentFilter, *, after: str = "", limit: int = PAGE
    ) -> list[Incident]:
        found = [
            i
            for i in reversed(self.incident_by_id.values())
            if (not which.statuses or i.status in which.statuses)
            and which.product in ("", i.cause.partition(":")[2])
            and all(
                t.word in repr(i).casefold() or i.cause.endswith(t.products) for t in which.terms
            )
        ]
        ids = [i.id for i in found]
        return found[ids.index(after) + 1 if after in ids else 0 :][:limit]

    def tag_counts(self) -> dict[str, int]:
        return {}

    def pictures_of(self, conversation: str) -> frozenset[str]:
        return frozenset()

    def picture(self, conversation: str, ident: str, *, small: bool) -> bytes | None:
        return None

    def incident_counts(self) -> dict[IncidentStatus, int]:
        return dict(Counter(i.status for i in self.incident_by_id.values()))

    def incident_products(self) -> list[str]:
        return sorted({i.cause.partition(":")[2] for i in self.incident_by_id.values()})

    def open_cases(self, incidents: Sequence[str]) -> dict[str, int]:
        return {i: n for i in incidents if (n := len(self.cases_of(i, PAGE)))}

    def cases_of(self, incident: str, limit: int) -> list[tuple[Ticket, Conversation]]:
        return [
            (t, self.by_id[t.conversation])
            for t in self.ticket_by_id.values()
            if t.status is not TicketStatus.CLOSED
            and t.conversation in self.by_id
            and self.by_id[t.conversation].incident == incident
        ][:limit]

    def conversations_of(
        self, tenant: str, incident: str | None, since: datetime, limit: int = 20
    ) -> list[Conversation]:
        own = (c for c in self.by_id.values() if (c.counts_as, c.incident) == (tenant, incident))
        return list(own)[:limit]

    def proposals_of(self, incident: str) -> list[ProposedNotice]:
        return [p for p in self.proposal_by_id.values() if p.incident == incident]

    def told_readers(self, incident: str) -> list[ToldReaders]:
        return []

    def told_of(self, incident: str, most: int) -> list[ToldReader]:
        return []

    def notices_to(self, *_: object) -> list[NoticeDelivery]:
        return []

    def first_reports(self, incident: str) -> list[datetime]:
        found = {c.tenant: c.reported_at for c in self.by_id.values() if c.incident == incident}
        return sorted(at for at in found.values() if at is not None)

    def logged(self, key: str) -> TimelineEntry | None:
        return next((e for e in self.entries if e.key == key), None)

    def log(self, entry: TimelineEntry) -> bool:
        self.entries.append(entry)
        return True

    def timeline(
        self, subjects: Sequence[str], since: datetime, until: datetime, limit: int
    ) -> list[TimelineEntry]:
        found = [e for e in self.entries if e.subject in subjects and since <= e.at <= until]
        return found[::-1][:limit]
