"""What goes wrong in a database: for SQLite a full disk, for PostgreSQL also sessions that are cut.

Both are real: SQLite may not grow, PostgreSQL raises its own error or ends the session in the
middle of a transaction.
"""

import random
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Engine, event, text

FULL_EVERY, FULL_FOR = 7_200.0, 120.0  # seconds
CUT = 0.001  # of the statements
ENOUGH = 1 << 30  # pages
NO_SPACE = "DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
CLOCK = """
CREATE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql
AS $$ SELECT current_setting('virtual.now')::timestamptz $$
"""


class Faults:
    """``now``: seconds, from which on a disk is full again and again until ``until``."""

    def __init__(self, seed: int, now: Callable[[], float], until: float) -> None:
        self._dice = random.Random(f"faults/{seed}")  # noqa: S311 - the same every time
        self._now, self._until = now, until
        self.cuts: list[float] = []
        self.times_full = 0

    @property
    def is_full(self) -> bool:
        return self.is_full_at(self._now())

    def is_full_at(self, now: float) -> bool:
        return now < self._until and now % FULL_EVERY > FULL_EVERY - FULL_FOR

    def upset_sqlite(self, engine: Engine) -> None:
        """Whoever begins may write no more than there is room for."""

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            self.times_full += self.is_full
            pages = 1 if self.is_full else ENOUGH
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def upset_postgresql(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        """The server's clock is ours; a schema before ``pg_catalog`` has ``CLOCK``."""

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            at = clock().isoformat()
            connection.execute(text("SELECT set_config('virtual.now', :at, true)"), {"at": at})

        @event.listens_for(engine, "before_cursor_execute")
        def execute(connection: Connection, cursor: object, statement: str, *rest: object) -> None:
            del cursor, rest
            writes = statement.startswith(("INSERT", "UPDATE"))
            if writes and self.is_full:
                self.times_full += 1
                connection.exec_driver_sql(NO_SPACE)
            elif self._now() < self._until and self._dice.random() < CUT:
                self.cuts.append(self._now())
                connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
