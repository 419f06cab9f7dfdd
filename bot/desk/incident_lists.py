"""What staff look through of incidents: lists of them, their cases, and what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.desk.ledger import DeliveryState
from bot.model.conversation import Conversation
from bot.model.incident import Incident, IncidentStatus
from bot.model.ticket import ProposedNotice, Ticket
from bot.model.timeline import TimelineEntry

MOST_TERMS = 5  # words of one search
PAGE = 25  # incidents that are shown at once


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """A word that is looked for; it also finds what is about one of these ``products``.

    ``symptoms``: it stands in the titles of incidents without a cause that show by one of them; ``tenants``: keys of
    organisations in whose names it stands.
    """

    word: str
    products: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    tenants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Which incidents are meant: all conditions together; an empty one leaves all in."""

    statuses: tuple[IncidentStatus, ...] = ()
    product: str = ""
    terms: tuple[SearchTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldReaders:
    """So many readers who were told one thing of an incident in one of its lives."""

    reason: str
    life: int
    first_at: datetime
    last_at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class ToldReader:
    """One reader who was told one thing of an incident in one of its lives."""

    customer: str
    reason: str
    life: int
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticeDelivery:
    """A notice to one reader and what became of it; ``broadcast``: of which it is one delivery ("": of none).

    ``text``: as it was handed over last. ``may_be_there``: it may have arrived, whatever its state.
    """

    reader: str
    channel: str
    state: DeliveryState
    decided_at: datetime
    text: str
    lang: str
    settled_at: datetime | None = None
    may_be_there: bool = False
    broadcast: str = ""


class IncidentLists(Protocol):
    """The part of ``UnitOfWork`` that lists incidents and what belongs to them."""

    def incidents_in(
        self, which: IncidentFilter, *, after: str = "", limit: int = PAGE
    ) -> list[Incident]:
        """Incidents, the newest first; ``after``: those that come after this one in the list."""
        ...

    def incident_counts(self) -> Mapping[IncidentStatus, int]:
        """How many incidents stand where; where none does is left out."""
        ...

    def incident_products(self) -> list[str]:
        """Ids of the products that some incident has been about."""
        ...

    def open_cases(self, incidents: Sequence[str]) -> Mapping[str, int]:
        """How many tickets of the reports of each incident are not closed; none: left out."""
        ...

    def cases_of(self, incident: str, limit: int) -> list[tuple[Ticket, Conversation]]:
        """The reports of an incident with a ticket that is not closed, the first opened first."""
        ...

    def proposals_of(self, incident: str) -> list[ProposedNotice]:
        """Every notice that was put before staff of an incident, oldest first."""
        ...

    def told_readers(self, incident: str) -> list[ToldReaders]:
        """What was told of an incident and to how many; not what was only proposed."""
        ...

    def told_of(self, incident: str, most: int) -> list[ToldReader]:
        """Who was told what of an incident, oldest first; at most so many for each reason and life."""
        ...

    def notices_to(
        self, readers: Sequence[str], broadcasts: Sequence[str], since: datetime, until: datetime
    ) -> list[NoticeDelivery]:
        """What these readers were sent of their own trouble in that time, and by these broadcasts."""
        ...

    def first_reports(self, incident: str) -> list[datetime]:
        """When each organisation of an incident first told of its trouble."""
        ...

    def log(self, entry: TimelineEntry) -> bool:
        """Add to the timeline; False when an entry of this key is there already."""
        ...

    def logged(self, key: str) -> TimelineEntry | None:
        """The entry of a form."""
        ...

    def timeline(
        self, subjects: Sequence[str], since: datetime, until: datetime, limit: int
    ) -> list[TimelineEntry]:
        """What happened to any of these, the latest first."""
        ...
