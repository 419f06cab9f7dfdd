"""The same number of deliveries without our code: a bare ledger loop, and a bare job engine.

The loop keeps one row a delivery, written in pages, claimed in batches and acknowledged in batches;
nothing is looked at but the state. Procrastinate gets one job a recipient that does nothing.
"""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.types import JSONValue
from sqlalchemy.engine import make_url

from bot.desk.broadcasts import PAGE
from tests.store.databases import a_database, a_schema

BATCH = 384  # what ours claims at a time when 512 may be under way
TABLE = """
CREATE TABLE ledger (id {serial}, key TEXT UNIQUE, reader TEXT, body TEXT,
    state TEXT NOT NULL DEFAULT 'waiting', holder TEXT)
"""
INDEX = "CREATE INDEX waiting ON ledger (id) WHERE state = 'waiting' AND holder IS NULL"
WRITE = "INSERT INTO ledger (key, reader, body) VALUES ({0}, {0}, {0})"
CLAIM = """
UPDATE ledger SET holder = 'me' WHERE id IN (SELECT id FROM ledger
    WHERE state = 'waiting' AND holder IS NULL ORDER BY id LIMIT {0}) RETURNING id
"""
ACK = "UPDATE ledger SET state = 'delivered', holder = NULL WHERE id = {0}"


def ledger_loop(kind: str, number: int) -> float:
    """Deliveries a second, by one process."""
    with TemporaryDirectory() as folder, a_database(kind, Path(folder), empty=True) as url:
        if kind == "postgresql":
            with psycopg.connect(_conninfo(url)) as connection:
                return _loop(connection, number, "%s", "BIGSERIAL PRIMARY KEY")
        with sqlite3.connect(make_url(url).database or "") as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            return _loop(connection, number, "?", "INTEGER PRIMARY KEY")


def _loop(connection: Any, number: int, mark: str, serial: str) -> float:
    cursor = connection.cursor()
    for statement in (TABLE.format(serial=serial), INDEX):
        cursor.execute(statement)
    connection.commit()
    began = time.perf_counter()
    for page in _pages(number):
        cursor.executemany(WRITE.format(mark), page)
        connection.commit()
    while True:
        claimed = cursor.execute(CLAIM.format(mark), (BATCH,)).fetchall()
        connection.commit()
        if not claimed:
            break
        cursor.executemany(ACK.format(mark), claimed)
        connection.commit()
    return number / (time.perf_counter() - began)


def _pages(number: int) -> Iterator[list[tuple[str, str, str]]]:
    for start in range(0, number, PAGE):
        numbers = range(start, min(start + PAGE, number))
        yield [(f"notice:B1:{n}", f"wire:{n}", "") for n in numbers]


def job_engine(number: int, at_once: int) -> float:
    """Jobs a second, by one worker of Procrastinate; deferring them is not counted."""
    with a_schema() as url:
        return asyncio.run(_jobs(_conninfo(url), number, at_once))


async def _jobs(conninfo: str, number: int, at_once: int) -> float:
    app = App(connector=PsycopgConnector(conninfo=conninfo))

    @app.task(name="tell")
    async def tell(reader: str) -> None:
        del reader

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        for page in _pages(number):
            given: list[dict[str, JSONValue]] = [{"reader": reader} for _, reader, _ in page]
            await tell.batch_defer_async(*given)
        began = time.perf_counter()
        await app.run_worker_async(
            wait=False, concurrency=at_once, delete_jobs="always", install_signal_handlers=False
        )
        return number / (time.perf_counter() - began)


def _conninfo(url: str) -> str:
    """What psycopg calls an address of SQLAlchemy's."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
