"""Whose turn it is, when several processes share one database: one at a time, for a moment.

The lock is a session's advisory lock on PostgreSQL and that of a file on SQLite, so
that no transaction stays open meanwhile and the system takes it back when its holder dies.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.store import connect

_KEY = "hashtextextended('jitabata turn ' || current_schema() || ' ' || :name, 0)"
_TAKE = text(f"SELECT pg_try_advisory_lock({_KEY})")
_LET_GO = text(f"SELECT pg_advisory_unlock({_KEY})")


class Locks:
    """Locks by name. They block, and belong into a thread."""

    def __init__(self, url: str) -> None:
        self._address = connect.address_of(url)

    @contextmanager
    def take(self, name: str) -> Iterator[bool]:
        """Have the turn until the block ends; False: somebody else has it, also in this process.

        It does not wait. ``name`` is a word of letters, digits and hyphens. A database in memory
        is this process's own: whoever asks has the turn.
        """
        if connect.is_memory(self._address):
            yield True
        elif self._address.get_backend_name() == "sqlite":
            with self._file(name) as mine:
                yield mine
        else:
            with self._session(name) as mine:
                yield mine

    @contextmanager
    def _session(self, name: str) -> Iterator[bool]:
        with connect.session_of(self._address) as session:
            mine = bool(session.execute(_TAKE, {"name": name}).scalar_one())
            try:
                yield mine
            finally:
                if mine:  # at once; the server sees only later that the session has ended
                    with contextlib.suppress(DBAPIError):
                        session.execute(_LET_GO, {"name": name})

    @contextmanager
    def _file(self, name: str) -> Iterator[bool]:
        path = f"{self._address.database}.{name}.turn"
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
            else:
                yield True
