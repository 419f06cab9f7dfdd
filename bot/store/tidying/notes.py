"""Steps over the small notes in ``memories``: those whose conversation is gone go as well."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, select

from bot.model.incident import OPEN
from bot.model.retention import GONE, Note
from bot.model.ticket import TicketStatus
from bot.store import tables
from bot.store.tidying.steps import Step, deleting

PAGE = 1000  # notes looked at in one transaction
FLOODS_LAST = timedelta(days=1)

NoteOf = Callable[[str, str], Note | None]

_M = tables.memories.c
_THREAD, _FLOOD = "thread:", "flood:"


def notes(before: datetime, note_of: NoteOf) -> Step:
    """What channels noted of threads and cases, and where a thread's conversation is."""

    def is_stale(connection: Connection, key: str, value: str) -> bool:
        if key.startswith(_THREAD):
            return not _is_live(connection, value)
        note = note_of(key, value)
        return note is not None and note.latest < before and not _is_needed(connection, note)

    return _paged(_M.key.like("%:%"), is_stale)


def floods(now: datetime) -> Step:
    """When somebody wrote last, which matters for a minute."""

    def is_stale(_: Connection, key: str, value: str) -> bool:  # noqa: ARG001 - as all are asked
        try:
            last = max(float(stamp) for stamp in value.split())
        except ValueError:
            return True
        return datetime.fromtimestamp(last, UTC) < now - FLOODS_LAST

    return _paged(_M.key.startswith(_FLOOD), is_stale)


def moot(begins: str) -> Step:
    """Notes that say what became of an attempt, which nobody asks once no delivery waits."""
    waits = exists().where(tables.outbox.c.state == "waiting")
    which = _M.key.startswith(begins, autoescape=True)
    return deleting(tables.memories, and_(which, ~waits))


def _paged(which: ColumnElement[bool], is_stale: Callable[[Connection, str, str], bool]) -> Step:
    after = ""

    def step(connection: Connection) -> int | None:
        nonlocal after
        page = select(_M.key, _M.value).where(which, _M.key > after).order_by(_M.key)
        found = connection.execute(page.limit(PAGE)).all()
        if not found:
            return None
        after = found[-1].key
        stale = [key for key, value in found if is_stale(connection, key, value)]
        connection.execute(delete(tables.memories).where(_M.key.in_(stale)))
        return len(stale)

    return step


def _is_needed(connection: Connection, note: Note) -> bool:
    tickets, incidents = tables.tickets.c, tables.incidents.c
    if note.ticket is not None:
        status = connection.scalar(select(tickets.status).where(tickets.id == note.ticket))
        if status is not None and status != TicketStatus.CLOSED.value:
            return True
    if note.incident is not None:
        status = connection.scalar(select(incidents.status).where(incidents.id == note.incident))
        if status is not None and status in OPEN:
            return True
    return any(_is_live_thread(connection, thread) for thread in note.threads)


def _is_live_thread(connection: Connection, thread: str) -> bool:
    found = connection.scalar(select(_M.value).where(_M.key == f"{_THREAD}{thread}"))
    return found is not None and _is_live(connection, found)


def _is_live(connection: Connection, conversation: str) -> bool:
    """Whether a conversation is there and has not expired."""
    c = tables.conversations.c
    customer = connection.scalar(select(c.customer).where(c.id == conversation))
    return customer is not None and not customer.startswith(GONE)
