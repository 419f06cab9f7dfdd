"""The port ``StaffStore`` over the tables of staff."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from bot.desk.staff_accounts import Accounts
from bot.model.audit import AuditEntry, AuditFilter
from bot.model.staff import IDLE, LONGEST, Account, StaffSession, spelled_alike
from bot.store import rows, tables
from bot.store.bulk import among
from bot.store.connect import hold
from bot.store.ledger.sql import Transactions

_A, _S, _L = tables.staff_accounts.c, tables.staff_sessions.c, tables.staff_audit.c
_ALL = select(tables.staff_accounts).order_by(_A.alike)
_SESSIONS = (  # with what the account says now
    select(
        _S.key,
        _S.account,
        _S.device,
        _S.network,
        _S.sid,
        _S.began_at,
        _S.used_at,
        func.coalesce(_A.name, _S.name).label("name"),
        func.coalesce(_A.role, _S.role).label("role"),
    )
    .select_from(tables.staff_sessions.outerjoin(tables.staff_accounts, _S.account == _A.id))
    .where(_S.ended_at.is_(None), or_(_S.account == "", _A.id.is_not(None)))
)


@dataclass(frozen=True, slots=True)
class SqlStaff:
    """Accounts and sessions in rows. Who changes accounts, or begins a session, waits for their turn."""

    transactions: Transactions

    def accounts(self) -> list[Account]:
        with self.transactions(writes=False) as connection:
            return _accounts(connection)

    @contextmanager
    def hold(self) -> Iterator[Accounts]:
        with self._turn() as connection:
            before = {account.id: account for account in _accounts(connection)}
            held = dict(before)
            yield held
            gone = [ident for ident in before if held.get(ident) != before[ident]]
            connection.execute(delete(tables.staff_accounts).where(_A.id.in_(gone)))
            fresh = [a for a in held.values() if before.get(a.id) != a]
            if fresh:
                connection.execute(insert(tables.staff_accounts), [_row_of(a) for a in fresh])
            left = [ident for ident in before if ident not in held]
            connection.execute(delete(tables.staff_sessions).where(_S.account.in_(left)))

    def sessions_by(self, keys: Sequence[str]) -> Mapping[str, StaffSession]:
        with self.transactions(writes=False) as connection:
            which = among(_S.key, "keys", connection.dialect.name, list(keys))
            found = connection.execute(_SESSIONS.where(which))
            return {row.key: rows.flat_value(StaffSession, row) for row in found}

    def sessions(self, now: datetime, account: str | None = None) -> list[StaffSession]:
        query = _SESSIONS.where(_is_live(now)).order_by(_S.used_at.desc(), _S.key)
        if account is not None:
            query = query.where(_S.account == account)
        with self.transactions(writes=False) as connection:
            return [rows.flat_value(StaffSession, row) for row in connection.execute(query)]

    def begin_session(self, session: StaffSession, *, instead: bool) -> bool:
        alike, now = spelled_alike(session.name), session.began_at
        with self._turn() as connection:
            if not session.account:
                same = and_(_S.alike == alike, _S.account == "", _S.ended_at.is_(None))
                others = select(_S.key).where(same, _is_live(now))
                if connection.execute(others.limit(1)).first() is not None and not instead:
                    return False
                connection.execute(update(tables.staff_sessions).where(same).values(ended_at=now))
            device = session.device[:200]
            row = rows.flat_row(session, tables.staff_sessions, alike=alike, device=device)
            connection.execute(insert(tables.staff_sessions).values(row))
        return True

    def use_session(self, key: str, at: datetime) -> None:
        self._change(and_(_S.key == key, _S.used_at < at), used_at=at)

    def end_session(self, key: str, at: datetime) -> None:
        self._change(and_(_S.key == key, _S.ended_at.is_(None)), ended_at=at)

    def end_sessions(self, account: str, at: datetime, but: str = "") -> None:
        theirs = and_(_S.account == account, _S.ended_at.is_(None), _S.key != but)
        self._change(theirs, ended_at=at)

    def seen_since(self, since: datetime) -> list[str]:
        query = select(_S.name).where(_S.used_at >= since).distinct().order_by(_S.name)
        with self.transactions(writes=False) as connection:
            return list(connection.scalars(query))

    def note(self, entry: AuditEntry) -> None:
        with self.transactions(writes=True) as connection:
            connection.execute(insert(tables.staff_audit), audit_row(entry))

    def audited(
        self, which: AuditFilter, before: int | None = None, limit: int = 100
    ) -> list[AuditEntry]:
        query = select(tables.staff_audit).order_by(_L.id.desc()).limit(limit)
        if before is not None:
            query = query.where(_L.id < before)
        if which.staff:
            query = query.where(_L.alike == spelled_alike(which.staff))
        if which.about:
            query = query.where(_L.about.contains(which.about, autoescape=True))
        if which.act:
            group = _L.act.startswith(f"{which.act}.", autoescape=True)
            query = query.where(or_(_L.act == which.act, group))
        if which.among:
            query = query.where(_L.act.in_(which.among))
        if which.but:
            query = query.where(_L.act.not_in(which.but))
        if which.since is not None:
            query = query.where(_L.at >= which.since)
        if which.until is not None:
            query = query.where(_L.at < which.until)
        with self.transactions(writes=False) as connection:
            return [rows.flat_value(AuditEntry, row) for row in connection.execute(query)]

    def _change(self, which: Any, **values: datetime) -> None:
        with self.transactions(writes=True) as connection:
            connection.execute(update(tables.staff_sessions).where(which).values(**values))

    @contextmanager
    def _turn(self) -> Iterator[Connection]:
        """A transaction that has the accounts for itself; SQLite has one writer anyway."""
        with self.transactions(writes=True) as connection:
            hold(connection, "staff")
            yield connection


def _is_live(now: datetime) -> Any:
    """As ``StaffSession.is_live``, for the database."""
    return and_(_S.used_at > now - IDLE, _S.began_at > now - LONGEST)


def _accounts(connection: Connection) -> list[Account]:
    return [rows.flat_value(Account, row) for row in connection.execute(_ALL)]


def audit_row(entry: AuditEntry) -> rows.Row:
    """An entry of the audit log as it is kept."""
    return rows.flat_row(entry, tables.staff_audit, alike=spelled_alike(entry.staff))


def _row_of(account: Account) -> rows.Row:
    return rows.flat_row(account, tables.staff_accounts, alike=spelled_alike(account.name))
