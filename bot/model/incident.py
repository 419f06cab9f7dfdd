"""An incident: one cause that many organisations share."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class IncidentStatus(StrEnum):
    """Where an incident stands."""

    SUSPECTED = "suspected"  # staff only
    CONFIRMED = "confirmed"  # by staff, or by the vendor's feed together with reports
    MONITORING = "monitoring"  # there is evidence that it is over
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"  # it was nothing


OPEN = frozenset({IncidentStatus.SUSPECTED, IncidentStatus.CONFIRMED, IncidentStatus.MONITORING})


@dataclass(frozen=True, slots=True)
class Told:
    """One notice that one customer got about one incident."""

    customer: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Incident:
    """One cause shared by several organisations, as we believe it.

    ``suspects`` are cause ids, likeliest first; ``conversations`` are those explained by it;
    ``told`` is the ledger of notices, from which recovery finds its readers.
    """

    id: str
    status: IncidentStatus
    suspects: tuple[str, ...]
    raised_at: datetime
    changed_at: datetime
    confidence: float = 0.0  # probability of the first suspect
    conversations: tuple[str, ...] = ()
    tenants: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()
    evidence: tuple[str, ...] = ()  # sentences for staff
    proposed: tuple[str, ...] = ()  # customers for whom a notice was put before staff
    resolved_at: datetime | None = None
    relapses: int = 0

    @property
    def cause(self) -> str:
        return self.suspects[0] if self.suspects else "unknown"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def was_told(self, customer: str, *reasons: str) -> bool:
        """Whether this customer got a notice for one of these reasons."""
        return any(t.customer == customer and t.reason in reasons for t in self.told)
