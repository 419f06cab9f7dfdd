"""The audit log in rows: entries are added and read, and only tidying takes any away."""

from sqlalchemy import Connection, insert, or_, select

from bot.model.audit import AuditEntry, AuditFilter
from bot.model.staff import spelled_alike
from bot.store import rows, tables

_A = tables.staff_audit.c


def note(connection: Connection, entry: AuditEntry) -> None:
    """Add an entry."""
    row = rows.flat_row(entry, tables.staff_audit, alike=spelled_alike(entry.staff))
    connection.execute(insert(tables.staff_audit), row)


def found(
    connection: Connection, which: AuditFilter, before: int | None, limit: int
) -> list[AuditEntry]:
    """Entries that were added before one of them, the newest first."""
    query = select(tables.staff_audit).order_by(_A.id.desc()).limit(limit)
    if before is not None:
        query = query.where(_A.id < before)
    if which.staff:
        query = query.where(_A.alike == spelled_alike(which.staff))
    if which.about:
        query = query.where(_A.about.contains(which.about, autoescape=True))
    if which.act:
        group = _A.act.startswith(f"{which.act}.", autoescape=True)
        query = query.where(or_(_A.act == which.act, group))
    if which.since is not None:
        query = query.where(_A.at >= which.since)
    if which.until is not None:
        query = query.where(_A.at < which.until)
    return [rows.flat_value(AuditEntry, row) for row in connection.execute(query)]
