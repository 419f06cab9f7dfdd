"""The part of ``UnitOfWork`` that deals with many reports at once: members, testimonies, the ledger."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, bindparam, delete, func, or_, select, update

from bot.model.conversation import Conversation
from bot.model.incident import ENDINGS, OF_ONE_LIFE, ToldNotice, Voices
from bot.model.tenant_report import NO_INCIDENT, Statement, TenantReport
from bot.store import rows, tables
from bot.store.connect import saving

Value = TypeVar("Value")

PAGE = 500  # conversations fetched at a time
_TAKES_BACK, _COUNTS, _COUNTED = 0, 1, 2  # states of a testimony

# What every message asks is built once: building a statement takes four times as long as running it.
_C, _T, _L = tables.conversations.c, tables.testimonies.c, tables.told.c
_OWN = (
    select(_C.body)
    .where(_C.tenant == bindparam("tenant"), _C.changed_at >= bindparam("since"))
    .order_by(_C.changed_at.desc(), _C.seq)
    .limit(bindparam("limit"))
)
_OWN_EXPLAINED = _OWN.where(_C.incident == bindparam("incident"))
_OWN_UNEXPLAINED = _OWN.where(_C.incident.is_(None))
# SQLite would rather go by the index of incidents or tenants than by time, through all conversations of all years.
_ALONE, _TENANT = func.coalesce(_C.incident, "") == "", func.coalesce(_C.tenant, "")
_SAID = select(_T.id, _T.body).where(
    _T.tenant == bindparam("tenant"), _T.group == bindparam("group"), _T.state == _COUNTS
)
_SAYING = tables.testimonies.insert()
_SUPERSEDING = update(tables.testimonies).where(_T.id == bindparam("number")).values(state=_COUNTED)
_LOG = select(_T.id, _T.group, _T.state, _T.body).where(_T.id > bindparam("after")).order_by(_T.id)
_TELLING = tables.told.insert()
_TOLD = select(_L.customer, _L.reason).where(
    _L.incident == bindparam("incident"),
    or_(_L.life == bindparam("life"), _L.reason.not_in(sorted(OF_ONE_LIFE))),
)
_READ = (
    select(_L.reason, _L.content)
    .where(_L.customer == bindparam("customer"), _L.at >= bindparam("since"))
    .order_by(_L.id.desc())
)
_TOLD_ONE = _TOLD.where(_L.customer == bindparam("customer"))


@cache
def _finding(table: Table) -> Select[Any]:
    return select(table.c.body).where(table.c.id == bindparam("id"))


class Crowds:
    """Queries over one open transaction whose cost may grow with those concerned, never with others."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name

    def conversations_of(
        self, tenant: str, incident: str | None, since: datetime, limit: int = 20
    ) -> list[Conversation]:
        given = {"tenant": tenant, "since": since, "limit": limit}
        if incident is None:
            return self._values(Conversation, _OWN_UNEXPLAINED, given)
        return self._values(Conversation, _OWN_EXPLAINED, given | {"incident": incident})

    def witness_at(self, address: str, since: datetime) -> str | None:
        newest = select(_C.tenant, _C.changed_at).where(_C.address == address)
        found = self._connection.execute(newest.order_by(_C.seq.desc()).limit(1)).first()
        return found.tenant if found is not None and found.changed_at >= since else None

    def voices(self, incident: str, since: datetime) -> Voices:
        counts = func.count(), func.count(_C.address), func.count(_C.address.distinct())
        own = select(*counts).where(_C.incident == incident, _C.changed_at >= since)
        return Voices(*self._connection.execute(own).one())

    def unexplained(self, since: datetime) -> list[Conversation]:
        c = tables.conversations.c
        left = select(c.body).where(c.changed_at >= since, c.reported_at.is_not(None), _ALONE)
        return self._values(Conversation, left.order_by(c.opened_at, c.seq))

    def unexplained_tenants(self, since: datetime, until: datetime) -> int:
        c = tables.conversations.c
        own = c.reported_at >= since, c.reported_at < until, _ALONE
        found = select(func.count(_TENANT.distinct())).where(c.changed_at >= since, *own)
        return int(self._connection.scalar(found) or 0)

    def members(
        self, incident: str, since: datetime | None = None, limit: int | None = None
    ) -> Iterator[Conversation]:
        last, left = 0, limit
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            found = self.members_behind(incident, last, size, since)
            for last, conversation in found:  # noqa: B007 - where the next page begins
                yield conversation
            if len(found) < size:
                return
            left = None if left is None else left - len(found)

    def members_behind(
        self, incident: str, number: int, limit: int, since: datetime | None = None
    ) -> list[tuple[int, Conversation]]:
        c = tables.conversations.c
        which = select(c.seq).where(c.incident == incident, c.seq > number)
        if since is not None:
            which = which.where(c.changed_at >= since)
        # Numbers are sorted, and the conversations of one page read: not those of all, for each page.
        page = c.seq.in_(which.order_by(c.seq).limit(limit))
        read = select(c.seq, c.body).where(page).order_by(c.seq)
        found = self._connection.execute(read).all()
        return [(seq, rows.value_of(Conversation, body)) for seq, body in found]

    def tell(self, incident: str, entries: Iterable[ToldNotice]) -> None:
        given = [rows.told_row(incident, e) for e in entries]
        if given:
            self._connection.execute(_TELLING, given)

    def told(
        self, incident: str, life: int, customer: str | None = None
    ) -> dict[str, frozenset[str]]:
        given = {"incident": incident, "life": life, "customer": customer}
        query = _TOLD if customer is None else _TOLD_ONE
        found: dict[str, set[str]] = {}
        for reader, reason in self._connection.execute(query, given):
            found.setdefault(reader, set()).add(reason)
        return {reader: frozenset(reasons) for reader, reasons in found.items()}

    def has_read(self, customer: str, content: str, since: datetime) -> bool:
        given = {"customer": customer, "since": since}
        for reason, told in self._connection.execute(_READ, given):
            if reason in ENDINGS:
                return False
            if told == content:
                return True
        return False

    def testify(self, group: str, tenant: str, testimony: TenantReport | None) -> bool:
        given, is_news = {"tenant": tenant, "group": group}, testimony is not None
        for number, body in self._connection.execute(_SAID, given).all():
            old = rows.value_of(TenantReport, body)
            if old == testimony:
                return False
            is_news = True
            self._log(group, old, _TAKES_BACK)
            self._connection.execute(_SUPERSEDING, {"number": number})
        if testimony is not None:
            self._log(group, testimony, _COUNTS)
        return is_news

    def _log(self, group: str, testimony: TenantReport, state: int) -> None:
        self._connection.execute(_SAYING, rows.row_of(testimony, group=group, state=state))

    def testimony(self, group: str, tenant: str) -> TenantReport | None:
        given = {"tenant": tenant, "group": group}
        found = self._connection.execute(_SAID, given).first()
        return None if found is None else rows.value_of(TenantReport, found.body)

    def testimonies(self, group: str) -> list[TenantReport]:
        t = tables.testimonies.c
        counting = select(t.body).where(t.group == group, t.state == _COUNTS)
        return self._values(TenantReport, counting.order_by(t.id))

    def statements(self, after: int) -> Iterator[Statement]:
        for number, group, state, body in self._connection.execute(_LOG, {"after": after}):
            yield Statement(number, group, state != _TAKES_BACK, rows.value_of(TenantReport, body))

    def disband(self, group: str) -> None:
        t = tables.testimonies
        self._connection.execute(delete(t).where(t.c.group == group))

    def forget_testimonies(self, before: datetime) -> None:
        t = tables.testimonies
        stale = or_(t.c.group == NO_INCIDENT, t.c.state != _COUNTS)
        self._connection.execute(delete(t).where(t.c.at < before, stale))

    def _by_id(self, table: Table, kind: type[Value], ident: str) -> Value | None:
        body = self._connection.scalar(_finding(table), {"id": ident})
        return None if body is None else rows.value_of(kind, body)

    def _save(self, table: Table, row: rows.Row | list[rows.Row]) -> None:
        self._connection.execute(saving(table, self._dialect), row)

    def _values(
        self, kind: type[Value], query: Select[Any], given: Mapping[str, object] | None = None
    ) -> list[Value]:
        return [rows.value_of(kind, body) for body in self._connection.scalars(query, given)]
