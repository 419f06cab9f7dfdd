"""Reading what the desk knows, for the pages. Nothing here writes."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from bot.desk import explain_words as words
from bot.desk.case_summary import first_words
from bot.desk.contacts import address_of
from bot.desk.explain import TicketExplained, explain_incident, explain_ticket
from bot.desk.explain_words import ExplanationTable
from bot.desk.inbox import InboxView
from bot.desk.ledger import Ledger
from bot.desk.ports import UnitOfWork
from bot.desk.taking_back import as_sent
from bot.desk.tickets import open_ticket
from bot.desk.transcript import as_heard, with_earlier_parts
from bot.model.conversation import Conversation
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.model.probe import Importance, ProbeRef, ProbeState
from bot.model.status import FeedState
from bot.model.ticket import ProposedNotice, Ticket

LONGEST_QUOTED = 300  # characters of a customer's first line

T = TypeVar("T")
Quote = Callable[[str], str]
"""Puts words into the reader's quotation marks; "" stays ""."""


class Views(Protocol):
    """Opens transactions, each entered and left in one worker thread.

    Pages are read in ``look``, which waits for nobody; ``work`` is for the console's own notes.
    """

    def look(self) -> AbstractContextManager[UnitOfWork]: ...
    def work(self) -> AbstractContextManager[UnitOfWork]: ...

    @property
    def ledger(self) -> Ledger:
        """The deliveries; not to be used inside a transaction."""
        ...


async def read(views: Views, look: Callable[[UnitOfWork], T]) -> T:
    """What ``look`` finds, read in a worker thread so that no page waits for the disk."""

    def looked_up() -> T:
        with views.look() as work:
            return look(work)

    return await run_in_threadpool(looked_up)


async def read_one(views: Views, look: Callable[[UnitOfWork], T | None]) -> T:
    """What ``look`` finds, read in the same way. Raises HTTPException (404) where there is none."""
    found = await read(views, look)
    if found is None:
        raise HTTPException(404)
    return found


def own_conversation(work: UnitOfWork, customer: str, now: datetime) -> Conversation | None:
    """The customer's newest conversation as far as it was sent, and never anybody else's."""
    found = work.latest_conversation(customer)
    if found is None or found.customer != customer:
        return None
    return as_sent(as_heard(with_earlier_parts(found, work), work), now)


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits for staff, for the navigation and for the views of the inbox."""

    cases: Mapping[InboxView, int]
    open: tuple[Incident, ...]  # the incidents that go on
    proposals: int
    broadcasts: int  # under way

    @property
    def incidents(self) -> tuple[str, ...]:
        """The incidents that go on, by their ids."""
        return tuple(incident.id for incident in self.open)

    @property
    def waiting(self) -> int:
        """Entries of the inbox that nobody has taken."""
        return self.cases[InboxView.UNASSIGNED] + self.cases[InboxView.NOTES]


def counts(work: UnitOfWork, staff: str) -> Counts:
    """What waits for one of the staff now."""
    return counts_of(work, (staff,))[staff]


def counts_of(work: UnitOfWork, staff: Sequence[str]) -> Mapping[str, Counts]:
    """What waits for each of these of the staff now."""
    sending = work.unfinished() | {b.id for b in work.broadcasts()}
    of_all = tuple(work.incidents()), len(work.proposals()), len(sending)
    cases = work.case_counts(staff)
    return {name: Counts(cases.of(name), *of_all) for name in staff}


@dataclass(frozen=True, slots=True)
class TicketCase:
    """A ticket with the conversation it came from."""

    ticket: Ticket
    conversation: Conversation | None
    contact: str = ""  # the mail address that the customer gave for the answer
    pictures: frozenset[str] = frozenset()  # ids of those that are still kept

    def title(self, quote: Quote) -> str:
        """The first line that the customer wrote, quoted (masked); of a note, its own first line."""
        if self.conversation is not None and self.conversation.turns:
            return quote(quotation(self.conversation)) or self.ticket.id
        lines = (line.strip() for line in self.ticket.text.splitlines())
        return next((line for line in lines if line), self.ticket.id)


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation; ``ticket``: an open one, if there is."""

    conversation: Conversation
    ticket: Ticket | None
    contact: str = ""  # the mail address that the customer gave for the answer
    pictures: frozenset[str] = frozenset()  # ids of those that are still kept

    def title(self, quote: Quote) -> str:
        """The first line that the customer wrote, quoted (masked)."""
        return quote(quotation(self.conversation)) or self.conversation.id


def talk(work: UnitOfWork, ident: str) -> Talk | None:
    """One conversation, with or without a ticket; None when there is none of this id."""
    found = work.conversation(ident)
    if found is None:
        return None
    heard = as_heard(found, work)
    contact, kept = address_of(heard.customer, work), work.pictures_of(heard.id)
    return Talk(heard, open_ticket(heard, work), contact, kept)


def quotation(conversation: Conversation) -> str:
    """The customer's first line, to stand in quotation marks, so that it is no heading of ours; "" if there is none."""
    return first_words(conversation, LONGEST_QUOTED)


def case(work: UnitOfWork, ticket_id: str) -> TicketCase | None:
    """The ticket of this id with its conversation, or None."""
    ticket = work.ticket(ticket_id)
    return case_of(work, ticket) if ticket else None


def case_of(work: UnitOfWork, ticket: Ticket) -> TicketCase:
    """A ticket with its conversation."""
    found = work.conversation(ticket.conversation) if ticket.conversation else None
    if found is None:
        return TicketCase(ticket, None)
    contact, kept = address_of(found.customer, work), work.pictures_of(found.id)
    return TicketCase(ticket, as_heard(found, work), contact, kept)


def why(work: UnitOfWork, ticket: Ticket, knowledge: Knowledge) -> TicketExplained | None:
    """What would change a ticket's ranking; None where nothing was ranked."""
    return explain_ticket(ticket, work, knowledge) if ticket.diagnosis is not None else None


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident with the notices that wait for a decision on it."""

    incident: Incident
    proposals: tuple[ProposedNotice, ...]
    told: int  # customers who heard of it


def explained(
    work: UnitOfWork, incident_id: str, knowledge: Knowledge, lang: str
) -> tuple[IncidentView, tuple[ExplanationTable, ...]] | None:
    """One incident, open or over, and why it has its cause; None when there is none of this id."""
    incident = work.incident(incident_id)
    if incident is None:
        return None
    _, *why = words.blocks(explain_incident(incident, work, knowledge), knowledge, lang)
    return _incident(work, incident, work.proposals()), tuple(why)


def _incident(
    work: UnitOfWork, incident: Incident, proposals: list[ProposedNotice]
) -> IncidentView:
    heard = work.told(incident.id, incident.relapses).values()
    told = sum(bool(reasons - {"proposed"}) for reasons in heard)
    return IncidentView(incident, tuple(p for p in proposals if p.incident == incident.id), told)


def feeds(work: UnitOfWork) -> list[FeedState]:
    """Every feed we know of, by service."""
    return sorted(work.feeds(), key=lambda f: (f.service, f.feed))


@dataclass(frozen=True, slots=True)
class ProbeView:
    """What one probe finds, from each vantage; ``states`` is empty before the first measurement."""

    ref: ProbeRef
    states: tuple[ProbeState, ...]


def probes(work: UnitOfWork) -> tuple[list[ProbeView], list[ProbeView]]:
    """The operator's own components, what matters most first, and the hosts of the catalogue."""
    opened = work.opened()
    refs = opened.probes if opened is not None else ()
    states = work.probes()
    views = [ProbeView(r, tuple(s for s in states if s.probe == r.id)) for r in refs]
    by_weight = list(Importance)
    own = sorted((v for v in views if v.ref.names), key=lambda v: by_weight.index(v.ref.importance))
    others = sorted((v for v in views if not v.ref.names), key=lambda v: (v.ref.service, v.ref.id))
    return own, others
