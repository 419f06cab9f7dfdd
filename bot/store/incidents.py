"""The part of ``UnitOfWork`` that lists incidents and what belongs to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select

from bot.desk.inbox import CaseState
from bot.desk.incident_lists import (
    PAGE,
    IncidentFilter,
    NoticeDelivery,
    SearchTerm,
    ToldReader,
    ToldReaders,
)
from bot.desk.ledger import DeliveryState
from bot.model.broadcast import Broadcast
from bot.model.conversation import Conversation
from bot.model.effect import Notice
from bot.model.incident import Incident, IncidentStatus
from bot.model.ticket import ProposedNotice, Ticket
from bot.model.timeline import TimelineEntry
from bot.store import rows, tables
from bot.store.bulk import among
from bot.store.case_tables import cases
from bot.store.cases import STAGES
from bot.store.connect import insert_into
from bot.store.failed import FailedDeliveries
from bot.store.ledger.statements import told_to

_I, _T, _C = tables.incidents.c, tables.tickets.c, tables.conversations.c
_P, _L, _E = tables.proposals.c, tables.told.c, tables.timeline.c
_O, _B = tables.outbox.c, tables.broadcasts.c
_CASE = cases.c
_IS_OPEN = _CASE.stage.in_(sorted({STAGES[s] for s in (CaseState.OPEN, CaseState.SNOOZED)}))


class SqlIncidents(FailedDeliveries):
    """Fills ``bot.desk.incident_lists.IncidentLists`` over one open transaction."""

    def incidents_in(
        self, which: IncidentFilter, *, after: str = "", limit: int = PAGE
    ) -> list[Incident]:
        query = select(_I.body).order_by(_I.raised_at.desc(), _I.seq.desc()).limit(limit)
        if which.statuses:
            query = query.where(_I.status.in_([s.value for s in which.statuses]))
        if which.product:
            query = query.where(_I.product == which.product)
        for term in which.terms:
            query = query.where(_speaks_of(term))
        if after:
            mark = select(_I.raised_at, _I.seq).where(_I.id == after)
            last = self._connection.execute(mark).first()
            if last is None:
                return []
            earlier = and_(_I.raised_at == last.raised_at, _I.seq < last.seq)
            query = query.where(or_(_I.raised_at < last.raised_at, earlier))
        return self._values(Incident, query)

    def incident_counts(self) -> Mapping[IncidentStatus, int]:
        query = select(_I.status, func.count()).group_by(_I.status)
        return {IncidentStatus(s): n for s, n in self._connection.execute(query)}

    def incident_products(self) -> list[str]:
        query = select(_I.product).where(_I.product != "").distinct().order_by(_I.product)
        return [str(product) for product in self._connection.scalars(query)]

    def open_cases(self, incidents: Sequence[str]) -> Mapping[str, int]:
        query = (
            select(_CASE.incident, func.count())
            .where(_CASE.incident.in_(list(incidents)), _IS_OPEN)
            .group_by(_CASE.incident)
        )
        return {str(ident): int(number) for ident, number in self._connection.execute(query)}

    def cases_of(self, incident: str, limit: int) -> list[tuple[Ticket, Conversation]]:
        query = (
            select(_T.body, _C.body)
            .select_from(cases)
            .join(tables.tickets, _T.id == _CASE.ticket)
            .join(tables.conversations, _C.id == _CASE.conversation)
            .where(_CASE.incident == incident, _IS_OPEN)
            .order_by(_CASE.ticket_at, _CASE.seq)
        )
        found = self._connection.execute(query.limit(limit))
        return [(rows.value_of(Ticket, t), rows.value_of(Conversation, c)) for t, c in found]

    def proposals_of(self, incident: str) -> list[ProposedNotice]:
        query = select(_P.body).where(_P.incident == incident)
        return self._values(ProposedNotice, query.order_by(_P.proposed_at, _P.seq))

    def told_readers(self, incident: str) -> list[ToldReaders]:
        first, last = func.min(_L.at), func.max(_L.at)
        number = func.count(_L.customer.distinct())
        query = (
            select(_L.reason, _L.life, first, last, number)
            .where(_L.incident == incident, _L.reason != "proposed")
            .group_by(_L.reason, _L.life)
            .order_by(first)
        )
        return [ToldReaders(*row) for row in self._connection.execute(query)]

    def told_of(self, incident: str, most: int) -> list[ToldReader]:
        place = func.row_number().over(partition_by=(_L.reason, _L.life), order_by=_L.id)
        named = (_L.id, _L.customer, _L.reason, _L.life, _L.at)
        of_it = _L.incident == incident, _L.reason != "proposed"
        placed = select(*named, place.label("place")).where(*of_it).subquery()
        first = select(placed).where(placed.c.place <= most).order_by(placed.c.id)
        return [
            ToldReader(row.customer, row.reason, row.life, row.at)
            for row in self._connection.execute(first)
        ]

    def notices_to(
        self, readers: Sequence[str], broadcasts: Sequence[str], since: datetime, until: datetime
    ) -> list[NoticeDelivery]:
        named = among(_O.reader, "readers", self._dialect, list(readers))
        own = _OWN_NOTICES.where(named, _O.decided_at >= since, _O.decided_at <= until)
        found = [
            _delivery(row, rows.value_of(Notice, row.body)) for row in self._connection.execute(own)
        ]
        keys = [told_to(broadcast, reader) for broadcast in broadcasts for reader in readers]
        told = _BROADCAST.where(among(_O.key, "keys", self._dialect, keys))
        return found + [
            _delivery(row, rows.value_of(Broadcast, row.said))
            for row in self._connection.execute(told)
        ]

    def first_reports(self, incident: str) -> list[datetime]:
        query = (
            select(func.min(_C.reported_at))
            .where(_C.incident == incident, _C.reported_at.is_not(None))
            .group_by(_C.tenant)
        )
        return sorted(self._connection.scalars(query))

    def log(self, entry: TimelineEntry) -> bool:
        row = rows.flat_row(entry, tables.timeline, key=entry.key or None)
        insert = insert_into(tables.timeline, self._dialect).values(row)
        once = insert.on_conflict_do_nothing(index_elements=["key"]).returning(_E.id)
        return self._connection.execute(once).first() is not None

    def logged(self, key: str) -> TimelineEntry | None:
        found = self._connection.execute(_ENTRIES.where(_E.key == key)).first()
        return _entry(found) if found is not None else None

    def timeline(
        self, subjects: Sequence[str], since: datetime, until: datetime, limit: int
    ) -> list[TimelineEntry]:
        query = _ENTRIES.where(_E.subject.in_(list(subjects)), _E.at >= since, _E.at <= until)
        latest = query.order_by(_E.at.desc(), _E.id.desc()).limit(limit)
        return [_entry(row) for row in self._connection.execute(latest)]


_ENTRIES = select(tables.timeline)
_DELIVERY = (
    *(_O.reader, _O.channel, _O.state, _O.decided_at, _O.settled_at),
    *(_O.unsure, _O.told, _O.broadcast, _O.body),
)
_OWN_NOTICES = (  # no parameters where an index of its own asks for it
    select(*_DELIVERY)
    .where(_O.kind == literal_column("'notice'"), _O.broadcast.is_(None))
    .order_by(_O.decided_at, _O.id)
)
_BROADCAST = (
    select(*_DELIVERY, _B.body.label("said"))
    .join_from(tables.outbox, tables.broadcasts, _B.id == _O.broadcast)
    .order_by(_O.id)
)


def _delivery(row: Any, said: Notice | Broadcast) -> NoticeDelivery:
    return NoticeDelivery(
        reader=row.reader,
        channel=row.channel,
        state=DeliveryState(row.state),
        decided_at=row.decided_at,
        text=_text(row, said),
        lang=said.lang,
        settled_at=row.settled_at,
        may_be_there=bool(row.unsure),
        broadcast=row.broadcast or "",
    )


def _text(row: Any, said: Notice | Broadcast) -> str:
    """In which words; what has not been handed over yet goes out as the broadcast says it now."""
    if isinstance(said, Broadcast):
        return said.said(row.told or said.edition, row.channel)
    return said.text


def _entry(row: Any) -> TimelineEntry:
    return rows.flat_value(TimelineEntry, row, key=row.key or "")


def _speaks_of(term: SearchTerm) -> ColumnElement[bool]:
    said = _I.words.contains(term.word.casefold(), autoescape=True)
    shown = (_I.words.contains(f"{rows.SHOWS}{s}", autoescape=True) for s in term.symptoms)
    of = (_I.words.contains(tenant.casefold(), autoescape=True) for tenant in term.tenants)
    about = (_I.product.in_(term.products),) if term.products else ()
    return or_(said, *shown, *of, *about)
