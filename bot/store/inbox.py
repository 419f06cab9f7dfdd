"""The part of ``UnitOfWork`` that lists, counts and finds the entries of the inbox."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    text,
    true,
)

from bot.desk.inbox import (
    COUNTED,
    EVERYTHING,
    FIRST_PAGE,
    OWN,
    PAGE,
    CaseChoices,
    CaseCounts,
    CaseFilter,
    CaseLine,
    CasePage,
    CasePlace,
    CaseSlice,
    CaseSort,
    CaseState,
    InboxView,
    WaitsFor,
)
from bot.model.ticket import Ticket
from bot.model.understanding import Urgency
from bot.store import tables
from bot.store.bulk import among
from bot.store.case_excerpts import with_excerpts
from bot.store.case_names import candidates_or_of, holds_or_is_of, named_in, tenants_called
from bot.store.case_order import LATEST, order_of, page_of
from bot.store.case_tables import case_marks, case_reads, cases
from bot.store.case_words import FEW, folded_terms
from bot.store.cases import CLOSED, FOLLOWER, NOTE, PRODUCT, STAGES, TAG
from bot.store.connect import replacing
from bot.store.lists import SqlLists

_E, _M, _S, _T = cases.c, case_marks.c, case_reads.c, tables.tickets.c
_URGENCIES = list(Urgency)
_ALIKE = tuple(view for view in COUNTED if view not in OWN)
_WITH_STAFF = _E.stage == STAGES[CaseState.OPEN]
MOST_CHOICES = 300
_SNOOZED = (
    select(_T.body)
    .join(cases, _E.ticket == _T.id)
    .where(_E.stage == STAGES[CaseState.SNOOZED])
    .order_by(_E.seq)
)


class SqlInbox(SqlLists):
    """Fills ``bot.desk.inbox.Inbox`` over one open transaction."""

    def cases(
        self,
        view: InboxView,
        staff: str,
        now: datetime,
        *,
        narrow: CaseFilter = EVERYTHING,
        part: CaseSlice = FIRST_PAGE,
    ) -> CasePage:
        is_search = view is InboxView.ALL and bool(narrow.words)
        within = true() if is_search else _in_view(view, staff)
        wanted = [within, *_narrowed(narrow, now), *self._found(narrow)]
        query = _lines(staff).where(*wanted)

        def found(more: Select[Any]) -> list[CaseLine]:
            return [_line(row) for row in self._connection.execute(more).mappings()]

        page = page_of(part, order_of(view, part.sort), query, found)
        return with_excerpts(self._connection, page, folded_terms(narrow.words))

    def case_place(
        self, view: InboxView, staff: str, start: str, sort: CaseSort | None = None
    ) -> CasePlace:
        wanted = _in_view(view, staff)
        if not start:
            number = select(func.count()).select_from(cases).where(wanted)
            return CasePlace(0, int(self._connection.scalar(number) or 0))
        is_before = case((order_of(view, sort).after(start), 0), else_=1)
        query = select(func.coalesce(func.sum(is_before), 0), func.count()).where(wanted)
        before, total = self._connection.execute(query.select_from(cases)).one()
        return CasePlace(int(before), total)

    def case(self, ident: str) -> CaseLine | None:
        row = self._connection.execute(_lines("").where(_E.id == ident)).mappings().first()
        return None if row is None else _line(row)

    def case_counts(self, staff: Sequence[str]) -> CaseCounts:
        by_staff = [(name, *map(int, n)) for name, *n in self._connection.execute(_counting())]
        numbers = zip(*(n for _, _, *n in by_staff), strict=True)
        alike = dict(zip(_ALIKE, map(sum, numbers), strict=False))
        follows = _M.kind == FOLLOWER, among(_M.value, "staff", self._dialect, list(staff))
        followed = select(_M.value, func.count()).join(cases, _E.seq == _M.seq)
        own = followed.where(*follows, _E.stage < CLOSED).group_by(_M.value)
        return CaseCounts(
            {view: alike.get(view, 0) for view in _ALIKE},
            {name: mine for name, mine, *_ in by_staff if name is not None},
            {name: int(n) for name, n in self._connection.execute(own)},
        )

    def case_choices(self) -> CaseChoices:
        return CaseChoices(
            causes=self._distinct("cases", "cause"),
            tags=self._distinct("case_marks", "value", TAG),
            products=self._distinct("case_marks", "value", PRODUCT),
        )

    def case_staff(self) -> tuple[str, ...]:
        return self._distinct("cases", "staff")

    def cases_beside(
        self, tenant: str, but: str, limit: int = PAGE, customer: str = ""
    ) -> list[CaseLine]:
        query = _lines("").where(_E.tenant == tenant, _E.id != but).order_by(*LATEST.by())
        if customer:
            query = query.where(_E.customer == customer)
        return [_line(row) for row in self._connection.execute(query.limit(limit)).mappings()]

    def cases_read(
        self, entries: Sequence[int], staff: Sequence[str]
    ) -> frozenset[tuple[str, int]]:
        query = (
            select(_S.staff, _S.seq)
            .join(cases, _E.seq == _S.seq)
            .where(
                among(_S.staff, "staff", self._dialect, list(staff)),
                among(_S.seq, "entries", self._dialect, list(entries)),
                _S.at >= _E.spoke_at,
            )
        )
        return frozenset((name, seq) for name, seq in self._connection.execute(query))

    def case_seen(self, conversation: str, staff: str, at: datetime) -> None:
        seq = self._connection.scalar(select(_E.seq).where(_E.id == conversation))
        if seq is None:
            return
        noted = replacing(case_reads, self._dialect, "at")
        self._connection.execute(noted, {"staff": staff[:500], "seq": seq, "at": at})

    def snoozed(self, limit: int = 1000) -> list[Ticket]:
        return self._values(Ticket, _SNOOZED.limit(limit))

    def _found(self, narrow: CaseFilter) -> list[ColumnElement[bool]]:
        """What entries must hold; few candidates are named one by one, so that no list is walked."""
        terms, named = folded_terms(narrow.words), named_in(self._connection, narrow.words)
        wanted = [holds_or_is_of(term, named, self._dialect) for term in terms]
        few: list[list[int]] = []
        if terms and (among_them := candidates_or_of(self._connection, terms, named)) is not None:
            few.append(among_them)
        if narrow.organisation:
            wanted.append(_E.tenant.in_(tenants_called(self._connection, narrow.organisation)))
        for kind, value in ((PRODUCT, narrow.product), (TAG, narrow.tag)):
            if value:
                marked = _M.kind == kind, _M.value == value
                wanted.append(select(literal(1)).where(*marked, _M.seq == _E.seq).exists())
                page = select(_M.seq).where(*marked).limit(FEW + 1)
                found = list(self._connection.scalars(page))
                few += [found] if len(found) <= FEW else []
        if few:
            wanted.append(among(_E.seq, "few", self._dialect, min(few, key=len)))
        return wanted

    def _distinct(self, table: str, column: str, kind: str = "") -> tuple[str, ...]:
        """The values of an indexed column, from one to the next and not row by row."""
        of_kind = "kind = :kind" if kind else "TRUE"
        statement = text(
            f"WITH RECURSIVE found(value) AS (SELECT min({column}) FROM {table} WHERE {of_kind}"  # noqa: S608
            f" UNION ALL SELECT (SELECT min({column}) FROM {table} WHERE {of_kind}"
            f" AND {column} > found.value) FROM found WHERE found.value IS NOT NULL)"
            " SELECT value FROM found WHERE value IS NOT NULL LIMIT :most"
        )
        given = {"most": MOST_CHOICES} | ({"kind": kind} if kind else {})
        return tuple(self._connection.scalars(statement, given))


def _lines(staff: str) -> Select[Any]:
    """Entries, with when the one who looks had them open."""
    seen = and_(_S.seq == _E.seq, _S.staff == staff)
    return select(cases, _S.at.label("seen_at")).outerjoin(case_reads, seen)


def _line(row: RowMapping) -> CaseLine:
    spoke, seen = row["spoke_at"], row["seen_at"]
    return CaseLine(
        seq=row["seq"],
        id=row["id"],
        conversation=row["conversation"],
        ticket=row["ticket"],
        state=CaseState(row["state"]),
        urgency=_URGENCIES[row["urgency"]],
        tenant=row["tenant"],
        customer=row["customer"],
        channel=row["channel"],
        lang=row["lang"],
        opened_at=row["opened_at"],
        last_at=row["last_at"],
        since=row["since"],
        waits_for=WaitsFor(row["waits_for"]),
        first_words=row["first_words"],
        incident=row["incident"],
        cause=row["cause"],
        staff=row["staff"],
        tags=tuple(row["tags"].splitlines()),
        has_replied=row["replied"],
        is_unread=spoke is not None and (seen is None or seen < spoke),
        category=row["category"],
    )


_ALIKE_FOR_ALL = {
    InboxView.SNOOZED: _E.stage == STAGES[CaseState.SNOOZED],
    InboxView.NOTES: _E.stage == NOTE,
    InboxView.RESOLVED: _E.stage == CLOSED,
    InboxView.ALL: _E.stage <= CLOSED,
}


def _in_view(view: InboxView, staff: Any) -> ColumnElement[bool]:
    match view:
        case InboxView.WAITING:
            return and_(_WITH_STAFF, _E.waits_for == WaitsFor.US.value)
        case InboxView.ANSWERED:
            return and_(_WITH_STAFF, _E.waits_for == WaitsFor.CUSTOMER.value)
        case InboxView.UNASSIGNED:
            return and_(_WITH_STAFF, _E.staff.is_(None))
        case InboxView.MINE:
            return and_(_WITH_STAFF, _E.staff == staff)
        case InboxView.FOLLOWED:
            follows = _M.kind == FOLLOWER, _M.value == staff, _M.seq == _E.seq
            followed = select(literal(1)).where(*follows).correlate_except(case_marks).exists()
            return and_(_E.stage < CLOSED, followed)
        case InboxView.URGENT:
            return and_(_WITH_STAFF, _E.urgency == 0)
        case _:
            return _ALIKE_FOR_ALL[view]


@cache
def _counting() -> Select[Any]:
    """For each of the staff, and for nobody: their own entries, then those of the views alike for all."""
    counted = (
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
        for condition in (_WITH_STAFF, *(_in_view(view, "") for view in _ALIKE))
    )
    shown = (STAGES[CaseState.OPEN], STAGES[CaseState.SNOOZED], NOTE)
    of_all = select(_E.staff, *counted).where(or_(*(_E.stage == stage for stage in shown)))
    return of_all.group_by(_E.staff)


def _narrowed(narrow: CaseFilter, now: datetime) -> list[ColumnElement[bool]]:
    """The conditions of a filter on columns."""
    equal = {
        _E.state: narrow.state,
        _E.incident: narrow.incident,
        _E.channel: narrow.channel,
        _E.lang: narrow.lang,
        _E.staff: narrow.staff,
        _E.category: narrow.category,
    }
    found = [column == value for column, value in equal.items() if value]
    if narrow.urgency:
        found.append(_E.urgency == _URGENCIES.index(Urgency(narrow.urgency)))
    if narrow.cause:
        begins = _E.cause.startswith(f"{narrow.cause}:", autoescape=True)
        found.append(or_(_E.cause == narrow.cause, begins))
    if narrow.age is not None:
        found.append(_E.opened_at <= now - narrow.age)
    return found
