"""Databases for tests: SQLite as a file and in memory, PostgreSQL where there is one."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from bot.store import connect, migrations

KINDS = ("file", "memory", "postgresql")
POSTGRESQL = "postgresql+psycopg://root@127.0.0.1:5432/test"


@contextmanager
def a_schema() -> Iterator[str]:
    """The URL of an empty PostgreSQL schema of our own, dropped afterwards."""
    server = create_engine(POSTGRESQL, connect_args={"connect_timeout": 3})
    name = f"jitabata_{uuid.uuid4().hex}"
    try:
        with server.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
    except OperationalError:
        if "CI" in os.environ:
            raise
        pytest.skip("no PostgreSQL at 127.0.0.1:5432")
    try:
        yield f"{POSTGRESQL}?options=-csearch_path%3D{name}"
    finally:
        with server.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        server.dispose()


@contextmanager
def a_database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database of one kind."""
    if kind == "postgresql":
        with a_schema() as url:
            yield url
    elif kind == "memory":
        yield "sqlite://"
    else:
        yield f"sqlite:///{folder / 'desk.sqlite'}"


def a_database_of(revision: str, url: str) -> None:
    """Bring an empty database to a version of the tables, step by step."""
    engine = connect.engine_of(connect.address_of(url), durable=False)
    with connect.writer_of(engine).begin() as connection:
        migrations.step_up(connection, revision)
    engine.dispose()
