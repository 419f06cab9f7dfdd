"""Which mails may have left the house, so that after a crash only those are in doubt.

A claim in the ledger says that an attempt may have been made; of a hundred mails that were claimed
together when a process was killed, only the few are in doubt that were just being handed over.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.desk.ports import RESTORED, Store


class Departures(Protocol):
    """Notes of mails, by name, that outlive the process. The methods wait for a store."""

    def leaving(self, name: str) -> None:
        """Note that a mail is handed over now; from here on it may arrive."""
        ...

    def stayed(self, name: str) -> None:
        """The server surely did not take it."""
        ...

    def may_have_left(self, name: str, decided_at: datetime) -> bool:
        """Whether an attempt got as far as handing the mail over, and its end is not known.

        ``decided_at``: when the mail was decided on.
        """
        ...


class DeparturesInMemory:
    """Forgets with the process: what an earlier process did is unknown to it."""

    def __init__(self) -> None:
        self._leaving: set[str] = set()

    def leaving(self, name: str) -> None:
        self._leaving.add(name)

    def stayed(self, name: str) -> None:
        self._leaving.discard(name)

    def may_have_left(self, name: str, decided_at: datetime) -> bool:  # noqa: ARG002 - the port
        return name in self._leaving


class KeptDepartures:
    """Keeps the notes in the store, under ``mail:leaving:<name>`` with the moment.

    It deletes none; those of mails that are settled have no meaning and may go at any time.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def leaving(self, name: str) -> None:
        self._note(name, self._clock().isoformat())

    def stayed(self, name: str) -> None:
        self._note(name, "")

    def may_have_left(self, name: str, decided_at: datetime) -> bool:
        """Of what was decided before a backup was restored, the notes say nothing."""
        with self._store.work() as work:
            noted = work.recall(f"mail:leaving:{name}")
            restored = work.recall(RESTORED)
        if noted is None and restored is not None:
            return decided_at < datetime.fromisoformat(restored)
        return bool(noted)

    def _note(self, name: str, value: str) -> None:
        with self._store.work() as work:
            work.remember(f"mail:leaving:{name}", value)
