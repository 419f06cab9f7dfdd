"""Tokens with which other programs speak to the desk: what each may do, for whom, until when. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_LIFE = timedelta(days=365)


class Scope(StrEnum):
    """What a token may do."""

    CASES_READ = "cases:read"
    CASES_REPORT = "cases:report"  # speak as a customer
    CASES_ANSWER = "cases:answer"  # speak as one of the staff
    ORGANISATIONS_READ = "organisations:read"
    ORGANISATIONS_WRITE = "organisations:write"
    INCIDENTS_READ = "incidents:read"
    STATUS_READ = "status:read"
    KNOWLEDGE_READ = "knowledge:read"
    SUBSCRIPTIONS_WRITE = "subscriptions:write"


# What concerns all organisations at once, so that no token of a single one may have it.
OPERATORS_OWN = frozenset({Scope.CASES_ANSWER, Scope.INCIDENTS_READ})


@dataclass(frozen=True, slots=True)
class ApiToken:
    """One token. ``digest``: what is kept of it; nobody can use that.

    ``organisation``: the only one whose cases and inventory it reaches, "" for the operator's own,
    which reaches all. ``made_by``: the name of whoever made it. ``used_at``: to the minute.
    """

    id: str
    name: str
    digest: str
    scopes: frozenset[Scope]
    organisation: str
    made_at: datetime
    made_by: str
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def is_operators(self) -> bool:
        """Whether it reaches all organisations."""
        return not self.organisation

    def is_live(self, now: datetime) -> bool:
        """Whether it opens anything."""
        return self.revoked_at is None and now < self.expires_at
