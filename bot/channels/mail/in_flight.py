"""Which mails may have left the house, so that after a crash only those are in doubt.

A claim in the ledger says that an attempt may have been made; of a hundred mails that were claimed
together when a process was killed, only the few are in doubt that were just being handed over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.desk.ports import RESTORED, Store
from bot.model.errors import DeliveryError

OWNER = "mail:leaving"  # of the notes on the slate
AGAIN = 30.0  # seconds until somebody who found another at it asks again


class AtItError(DeliveryError):
    """Another process is handing this mail over now, or was when it died."""

    def __init__(self) -> None:
        super().__init__(
            "another process is sending it", unknown=True, untried=True, retry_after=AGAIN
        )


class InFlight(Protocol):
    """Notes of mails, by name, that outlive the process. The methods wait for a store."""

    def leaving(self, name: str) -> None:
        """Note that a mail is handed over now; from here on it may arrive.

        Of several who try, the first alone may go on; the others get AtItError.
        """
        ...

    def stayed(self, name: str) -> None:
        """The server surely did not take it."""
        ...

    def taken(self, name: str) -> None:
        """The server surely took it."""
        ...

    def trace(self, name: str, decided_at: datetime) -> "Trace | None":
        """How far an attempt got that nobody settled; None: nothing was handed over.

        ``decided_at``: when the mail was decided on.
        """
        ...


@dataclass(frozen=True, slots=True)
class Trace:
    """A mail that was being handed over, since when, and whether the server took it."""

    since: datetime
    is_taken: bool = False


class KeptInFlight:
    """Keeps the notes on the slate, each with its moment.

    It deletes none; those of mails that are settled have no meaning and may go at any time.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def leaving(self, name: str) -> None:
        with self._store.slate.hold(OWNER, [name]) as kept:
            if name in kept:
                raise AtItError
            kept[name] = self._clock().timestamp()

    def stayed(self, name: str) -> None:
        with self._store.slate.hold(OWNER, [name]) as kept:
            kept.pop(name, None)

    def taken(self, name: str) -> None:
        with self._store.slate.hold(OWNER, [f"taken {name}"]) as kept:
            kept[f"taken {name}"] = self._clock().timestamp()

    def trace(self, name: str, decided_at: datetime) -> Trace | None:
        """Of what was decided before a backup was restored, the notes say nothing."""
        with self._store.slate.hold(OWNER, [name, f"taken {name}"]) as kept:
            since, is_taken = kept.get(name), f"taken {name}" in kept
        if since is not None:
            return Trace(datetime.fromtimestamp(since, UTC), is_taken)
        with self._store.work() as work:
            restored = work.recall(RESTORED)
        was_before = restored is not None and decided_at < datetime.fromisoformat(restored)
        return Trace(decided_at) if was_before else None
