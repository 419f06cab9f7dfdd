"""Desks with something in them, their backups, and what a database says."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, select

from bot.model.event import Tick
from bot.model.incident import ToldNotice
from bot.model.recipient import Recipient, RecipientState
from bot.store import connect, tables
from bot.store.backup.make import Made, Wish, backup
from bot.store.backup.order import Order
from bot.store.sql import SqlStore
from tests.store.builders import (
    NOON,
    a_conversation,
    a_message,
    a_reply,
    a_ticket,
    an_incident,
)
from tests.subscribers import a_subscription

LATER = NOON + timedelta(hours=6)


def fill(url: str, *, count: int = 3) -> None:
    """A desk that has heard of something, with one delivery and one letter waiting."""
    store = SqlStore.open(url, durable=False)
    with store.work() as work:
        for number in range(count):
            work.journal(a_message(f"m{number}"))
            work.save_conversation(a_conversation(f"C{work.number('conversation')}"), NOON)
        work.save_incident(an_incident(f"I{work.number('incident')}"))
        work.save_ticket(a_ticket(f"T{work.number('ticket')}"))
        work.tell("I1", [ToldNotice("sato", "first", NOON)])
        work.send("reply:m1", "web", a_reply(), NOON)
        work.remember("clock", NOON.isoformat())
        for name in ("mika", "ken", "yui"):
            work.save_recipient(Recipient(name, "mail", f"{name}@example.com"))
            work.save_subscription(a_subscription(name))
    store.receive("letter", "slack", "{}", NOON)
    store.close()


def go_on(url: str) -> None:
    """What happens after the backup: it is delivered, more is told, more comes in."""
    store = SqlStore.open(url, durable=False)
    with store.work() as work:
        for _ in range(5):
            work.journal(Tick(LATER))
            work.number("ticket")
        work.tell("I1", [ToldNotice("kato", "first", LATER), ToldNotice("sato", "update", LATER)])
        work.tell("I9", [ToldNotice("kato", "first", LATER)])
        work.send("notice:7:0:kato", "web", a_reply(), LATER)
        work.send("notice:8:0:kato", "web", a_reply(), LATER)
        gone = Recipient("ken", "mail", "ken@example.com", state=RecipientState.UNSUBSCRIBED)
        work.save_recipient(gone)
        work.forget_recipient("yui")
        work.drop_subscription(a_subscription("yui").id)
    store.receive("late", "slack", "later", LATER)
    store.close()
    with writing(url) as connection:
        o = tables.outbox
        settled = {"state": "delivered", "provider_id": "there", "settled_at": LATER}
        connection.execute(o.update().where(o.c.key != "notice:8:0:kato").values(settled))


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    """A transaction of its own."""
    engine = connect.engine_of(connect.address_of(url), durable=False)
    with connect.writer_of(engine).begin() as connection:
        yield connection
    engine.dispose()


def rows_of(url: str, table: Table, *names: str) -> list[tuple[Any, ...]]:
    """Some columns of every row, in order of writing."""
    engine = create_engine(connect.address_of(url))
    with engine.begin() as connection:
        found = _rows(connection, table, names)
    engine.dispose()
    return found


def _rows(connection: Connection, table: Table, names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    columns = [table.c[name] for name in names]
    return [tuple(row) for row in connection.execute(select(*columns).order_by(*columns))]


def everything(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    engine = create_engine(connect.address_of(url))
    with engine.begin() as connection:
        found = {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in tables.metadata.tables.items()
        }
    engine.dispose()
    return found


def a_backup(url: str, folder: Path, at: datetime = NOON, **wish: Any) -> Made:
    return backup(url, Wish(folder, **wish), at)


def an_order(folder: Path, *, replaces: bool = True, at: datetime = LATER) -> Order:
    return Order(at, folder, replaces)
