"""Steps over what only grows: the journal, deliveries and the inbox. Sums by day stay in ``numbers``."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, func, literal, or_, select, update

from bot.desk.api_tokens import KEYS_LAST
from bot.model.japan import JST
from bot.model.retention import Cuts, Rename
from bot.model.staff import SEEN_FOR
from bot.model.subscription import CONFIRMED_WITHIN, SubscriptionState
from bot.model.timeline import TimelineKind
from bot.store import rows, tables
from bot.store.connect import insert_into, replacing
from bot.store.tidying.cases import CHUNK, OPEN_INCIDENTS
from bot.store.tidying.journal_words import WORDY, bare
from bot.store.tidying.steps import Step, deleting

PACES_LAST = timedelta(days=7)  # longer than any delivery is tried
OFF_LASTS = timedelta(days=30)  # of a subscription whose receiver failed too often
DAYS_LAST = timedelta(days=400)  # of measurements of components
PAST = "past"  # how the names of sums begin: past:journal:2026-01-05:message
# The number of the last entry that lost its words. Another name when more of them lose some: from the
# beginning again.
_MARK = "tidied:journal:2"


def words(before: datetime, rename: Rename) -> Step:
    """Words and names in the journal; that something was said, when and by which organisation, stays."""
    c = tables.journal.c

    def step(connection: Connection) -> int | None:
        after = int(_recalled(connection, _MARK) or 0)
        page = select(c.id, c.kind, c.body).where(c.kind.in_(WORDY), c.id > after, c.at < before)
        found = connection.execute(page.order_by(c.id).limit(CHUNK)).all()
        for number, kind, body in found:
            values = rows.event_row(bare(rows.event_of(kind, body), number, rename))
            values["message_id"] = None
            change = update(tables.journal).where(c.id == number)
            connection.execute(change.values(values))
        if found:
            _remember(connection, _MARK, str(found[-1].id))
        return len(found) or None

    return step


def journal(before: datetime) -> Step:
    """Whole entries. The opening in force stays, and the latest entry: numbers are not used twice."""
    c = tables.journal.c
    opened = select(func.max(c.id)).where(c.kind == "opened").scalar_subquery()
    latest = select(func.max(c.id)).scalar_subquery()
    # A desk that was never opened has no opening, and NULL is unequal to nothing.
    which = and_(c.at < before, c.id != func.coalesce(opened, 0), c.id != latest)
    page = select(c.id, c.at, c.kind).where(which).order_by(c.id).limit(5 * CHUNK)
    return _sums(tables.journal, page, lambda row: ("journal", _day(row.at), row.kind))


def readings(before: datetime) -> Step:
    """What was read of pages, measured and told by other desks; what people and the desk decided stays."""
    c = tables.timeline.c
    seen = c.kind.in_([k.value for k in (TimelineKind.PAGE, TimelineKind.PROBE, TimelineKind.PEER)])
    return deleting(tables.timeline, and_(seen, c.at < before))


def deliveries(before: datetime) -> Step:
    """Settled deliveries, but for those of open incidents and broadcasts that are under way.

    A transcript shows of its notices what was delivered, so these stay with it.
    """
    c, b, said = tables.outbox.c, tables.broadcasts.c, tables.conversations.c
    names_it = literal('%"broadcast":"').concat(c.broadcast).concat('"%')
    shown = exists().where(said.customer == c.reader, said.body.like(names_it))
    needed = select(b.id).where(
        or_(b.status.in_(["running", "paused"]), b.incident.in_(OPEN_INCIDENTS))
    )
    settled_at = func.coalesce(c.settled_at, c.tried_at, c.decided_at)
    page = (
        select(c.id, c.decided_at, c.channel, c.kind, c.state)
        .where(
            c.state != "waiting",
            settled_at < before,
            or_(c.broadcast.is_(None), and_(c.broadcast.not_in(needed), ~shown)),
        )
        .order_by(c.id)
        .limit(5 * CHUNK)
    )
    return _sums(
        tables.outbox,
        page,
        lambda row: (
            "deliveries",
            _day(row.decided_at),
            row.channel,
            row.kind or "broadcast",
            row.state,
        ),
    )


def inbox(before: datetime) -> Step:
    """Marks of letters that were handled; by then no channel brings them a second time."""
    c = tables.inbox.c
    page = (
        select(c.id, c.received_at, c.channel)
        .where(c.state == "handled", c.received_at < before)
        .order_by(c.id)
        .limit(5 * CHUNK)
    )
    return _sums(tables.inbox, page, lambda row: ("inbox", _day(row.received_at), row.channel))


def outdated(before: Cuts, now: datetime) -> Iterator[tuple[str, Step]]:
    """What is deleted as it is, since nobody counts it afterwards."""
    s, p, t = tables.subscriptions.c, tables.paces.c, tables.api_tokens.c
    asked, is_off = SubscriptionState.REQUESTED.value, s.state == SubscriptionState.OFF.value
    unconfirmed = and_(s.state == asked, s.requested_at < now - CONFIRMED_WITHIN)
    off = and_(is_off, s.changed_at < now - OFF_LASTS)
    yield "subscriptions", deleting(tables.subscriptions, or_(unconfirmed, off))
    questions = tables.unanswered
    yield "unanswered", deleting(questions, questions.c.last_at < before.transcripts)
    at = (now - PACES_LAST).timestamp()  # by then they hold nobody up
    yield "paces", deleting(tables.paces, and_(p.due < at, p.tail < at, p.shut < at))
    first = (now.astimezone(JST) - DAYS_LAST).date().isoformat()  # that the public page shows
    days = tables.component_days
    yield "component_days", deleting(days, days.c.day < first)
    yield "audit", deleting(tables.staff_audit, tables.staff_audit.c.at < before.audit)
    keys, sessions = tables.api_keys, tables.staff_sessions
    yield "api_keys", deleting(keys, keys.c.taken_at < now - KEYS_LAST)
    dead = or_(t.expires_at < before.audit, t.revoked_at < before.audit)  # opened nothing since
    yield "api_tokens", deleting(tables.api_tokens, dead)
    yield "staff_sessions", deleting(sessions, sessions.c.used_at < now - SEEN_FOR)


def _sums(table: Any, page: Any, name: Callable[[Row[Any]], Iterable[str]]) -> Step:
    """Delete rows and count them, in one transaction."""

    def step(connection: Connection) -> int | None:
        found = connection.execute(page).all()
        if not found:
            return None
        counts = Counter(":".join((PAST, *name(row))) for row in found)
        insert = insert_into(tables.numbers, connection.dialect.name)
        adding = insert.on_conflict_do_update(
            index_elements=["name"],
            set_={"value": tables.numbers.c.value + insert.excluded["value"]},
        )
        connection.execute(adding, [{"name": n, "value": v} for n, v in counts.items()])
        connection.execute(delete(table).where(table.c.id.in_([row.id for row in found])))
        return len(found)

    return step


def _day(moment: datetime) -> str:
    """The day in UTC, as years and months are counted."""
    return moment.date().isoformat()


def _recalled(connection: Connection, key: str) -> str | None:
    m = tables.memories.c
    found: str | None = connection.scalar(select(m.value).where(m.key == key))
    return found


def _remember(connection: Connection, key: str, value: str) -> None:
    remembering = replacing(tables.memories, connection.dialect.name, "value")
    connection.execute(remembering, {"key": key, "value": value})
