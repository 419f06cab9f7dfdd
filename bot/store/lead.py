"""Who leads when several processes share one database: one of them, and no other.

On PostgreSQL the lead is a session's advisory lock, on SQLite the lock of a file beside the
database; the system takes either back the moment its holder dies. It is not a queue and gives no
turn: whoever asks first after that has it.
"""

import contextlib
import fcntl
import os
import threading
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from bot.store import connect

_TAKE = text(
    "SELECT pg_try_advisory_lock("
    "hashtextextended('jitabata lead ' || current_schema() || ' ' || :role, 0))"
)


class Leads:
    """The leads that this process holds, by role."""

    def __init__(self, address: URL) -> None:
        self._address = address
        self._turn = threading.Lock()
        self._files: dict[str, IO[bytes]] = {}
        self._sessions: dict[str, Connection] = {}

    def holds(self, role: str) -> bool:
        """Whether this process leads now; takes the lead where nobody has it.

        Ask again and again: who has lost the connection to the database has lost the lead.
        """
        if connect.is_memory(self._address):
            return True
        with self._turn:
            if self._address.get_backend_name() == "sqlite":
                return self._holds_file(role)
            return self._holds_session(role)

    def _holds_file(self, role: str) -> bool:
        if role in self._files:
            return True
        path = Path(f"{self._address.database}.{role}.lead")
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        file = os.fdopen(descriptor, "r+b")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._files[role] = file
        return True

    def _holds_session(self, role: str) -> bool:
        held = self._sessions.get(role)
        try:
            if held is not None:
                held.execute(text("SELECT 1"))
                return True
            session = connect.session_of(self._address)
            if session.execute(_TAKE, {"role": role}).scalar_one():
                self._sessions[role] = session
                return True
            session.close()
        except DBAPIError:
            self._drop(role)
        return False

    def _drop(self, role: str) -> None:
        session = self._sessions.pop(role, None)
        if session is not None:
            with contextlib.suppress(DBAPIError):
                session.invalidate()
                session.close()

    def close(self) -> None:
        """Let go of every lead."""
        with self._turn:
            for file in self._files.values():
                file.close()
            self._files.clear()
            for role in list(self._sessions):
                self._drop(role)
