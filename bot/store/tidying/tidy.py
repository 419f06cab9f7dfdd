"""Lets go of what is older than the policy allows, a little at a time while the desk goes on.

Every step is one short transaction and repeats nothing. Nothing goes that an open incident, an
open ticket, or somebody who still waits for a delivery needs. What is counted stays: conversations
without words, and sums by day in ``numbers``.

Within one run a person has one new name throughout; the key that makes it is forgotten with the
run, so nobody can tell afterwards who it was. What the steps do not touch holds no personal data
(feeds, probes, testimonies), is gone in hours by itself (testimonies, OAuth states), or is
what everybody may read (posts, whose addresses are permanent) or somebody asked for (recipients: an
address that no conversation was given stays until it is unsubscribed, and then, so that nothing is sent to it again; subscriptions go
with their end; a workspace's token until it uninstalls us).
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.model.retention import GONE, Retention, cuts
from bot.store import case_words, connect
from bot.store.case_tables import case_attendance, case_reads
from bot.store.errors import StoreError
from bot.store.tidying import cases, logs, notes
from bot.store.tidying.notes import NoteOf
from bot.store.tidying.steps import Step, deleting


def tidy(
    url: str,
    retention: Retention,
    now: datetime,
    note_of: NoteOf,
    moot: Sequence[str] = (),
) -> Iterator[tuple[str, int]]:
    """Take one step at a time; answers what it dealt with and how many it let go of.

    ``note_of`` says what a channel's note is about (None: it stays). ``moot``: how the keys of
    notes begin that mean nothing once no delivery waits. The caller waits between the steps, so
    that others have their turn to write. StoreError when the database cannot be written.
    """
    address = connect.address_of(url)
    if connect.is_memory(address):
        return
    engine = connect.engine_of(address, durable=True)
    writer = connect.writer_of(engine)
    try:
        for name, step in _steps(retention, now, note_of, moot):
            count: int | None = 0
            while count is not None:
                with writer.begin() as connection:
                    connect.hold_writing_right(connection)
                    if engine.dialect.name == "sqlite":  # nothing is left in the file's free pages
                        connection.execute(text("PRAGMA secure_delete = ON"))
                    count = step(connection)
                yield name, count or 0
    except DBAPIError as why:
        raise StoreError(f"{connect.name_of(address)} cannot be tidied: {why.orig}") from why
    finally:
        engine.dispose()


def _steps(
    retention: Retention, now: datetime, note_of: NoteOf, moot: Sequence[str]
) -> Iterator[tuple[str, Step]]:
    before = cuts(retention, now)
    rename = _renaming()
    yield "conversations", cases.conversations(before.transcripts, rename)
    yield "contacts", cases.contacts()
    yield "pictures", cases.pictures(before.pictures, now)
    yield "tickets", cases.tickets(before.transcripts, rename)
    yield "tickets", cases.work_on_tickets(before.transcripts)
    yield "reads", deleting(case_reads, case_reads.c.at < before.transcripts)
    yield "attendance", deleting(case_attendance, case_attendance.c.at < before.transcripts)
    yield "search", case_words.merging()
    yield "proposals", cases.proposals(before.transcripts)
    yield "broadcasts", cases.broadcasts(before.transcripts)
    yield "told", cases.told(before.transcripts, rename)
    yield "incidents", cases.incidents(before.transcripts)
    yield "timeline", cases.timeline(before.transcripts)
    yield "words", logs.words(before.transcripts, rename)
    yield "journal", logs.journal(before.journal)
    yield "timeline", logs.readings(before.journal)
    yield "deliveries", logs.deliveries(before.deliveries)
    yield "inbox", logs.inbox(before.inbox)
    yield from logs.outdated(before, now)
    yield "notes", notes.floods(now)
    for begins in moot:
        yield "notes", notes.moot(begins)
    yield "notes", notes.notes(before.transcripts, note_of)


def _renaming() -> Callable[[str], str]:
    """One new name for each person; the key is in nobody's hands."""
    key = secrets.token_bytes(32)

    def rename(person: str) -> str:
        if person.startswith(GONE):
            return person
        digest = hmac.digest(key, person.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return f"{GONE}{digest.hex()[:24]}"

    return rename
