"""What Home and the slash command tell, read from the store: a customer's own, and the queue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.gather import furnished
from bot.desk.names import ReaderNames
from bot.desk.ports import Store, UnitOfWork
from bot.incidents.tellable import is_published, may_be_told
from bot.model.conversation import Conversation, Speaker
from bot.model.evidence import UNKNOWN
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.status import FetchOutcome
from bot.model.ticket import Ticket, TicketStatus
from bot.model.understanding import Urgency

RECENT = timedelta(days=14)
MOST_TICKETS = 1_000  # of a list that are looked through
TOLD_OF = frozenset({IncidentStatus.CONFIRMED, IncidentStatus.MONITORING})
_BEHIND = ("infra:", "external:")  # what a customer has never heard of, unless its own page says so
_FIRST_WORDS = 80


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of a customer. ``state``: person, waiting, looking or worked."""

    words: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident. ``name`` is "" where the reader may not be told of a product."""

    id: str
    name: str
    status: IncidentStatus
    since: datetime


@dataclass(frozen=True, slots=True)
class TicketDetails:
    """One ticket, for staff. ``words``: what the customer wrote last, masked; "" without any."""

    status: TicketStatus
    urgency: Urgency
    opened_at: datetime
    tenant: str
    staff: str
    cause: str
    words: str


@dataclass(frozen=True, slots=True)
class CustomerOverview:
    """What one customer may see."""

    cases: tuple[CaseLine, ...]
    incidents: tuple[IncidentLine, ...]


@dataclass(frozen=True, slots=True)
class StaffOverview:
    """What staff see, and what nobody knows."""

    open: int
    claimed: int
    proposals: int
    urgent: tuple[CaseLine, ...]  # the oldest first
    incidents: tuple[IncidentLine, ...]
    unread_feeds: int
    without_cause: int


class Overviews:
    """Reads overviews. Nothing here writes, and no overview of a customer names another."""

    def __init__(self, store: Store, knowledge: Knowledge, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._knowledge = knowledge
        self._clock = clock

    def of_customer(self, customer: str, tenant: str, lang: str) -> CustomerOverview:
        """A customer's open cases, and the incidents that customers may know of."""
        now = self._clock()
        with self._store.work() as work:
            watch = furnished(work.opened(), self._knowledge).watch(work, now)
            names = ReaderNames(self._knowledge, watch.catalogue, lang)
            live = [i for i in watch.open if i.status in TOLD_OF]
            return CustomerOverview(
                tuple(_cases(customer, tenant, now, work)),
                tuple(_told(i, watch, names) for i in live),
            )

    def of_ticket(self, ident: str, lang: str) -> TicketDetails | None:
        """One ticket, open or closed; None: there is none of that number."""
        with self._store.work() as work:
            ticket = work.ticket(ident)
            if ticket is None:
                return None
            catalogue = furnished(work.opened(), self._knowledge).catalogue
            names = ReaderNames(self._knowledge, catalogue, lang)
            said = work.conversation(ticket.conversation) if ticket.conversation else None
        turns = reversed(said.turns) if said is not None else ()
        words = (t.text for t in turns if t.speaker is Speaker.CUSTOMER and t.text)
        return TicketDetails(
            ticket.status,
            ticket.urgency,
            ticket.opened_at,
            names.organisation(ticket.tenant or ""),
            ticket.staff or "",
            names.cause(ticket.cause) if ticket.cause else "",
            next(words, "" if said is not None else ticket.text),
        )

    def of_staff(self, lang: str) -> StaffOverview:
        """The queue, every open incident, and what is unknown."""
        with self._store.work() as work:
            counts = work.ticket_counts()
            waiting = work.tickets_in(TicketStatus.OPEN, MOST_TICKETS)
            claimed = work.tickets_in(TicketStatus.CLAIMED, MOST_TICKETS)
            urgent = [t for t in waiting if t.urgency is Urgency.HIGH]
            catalogue = furnished(work.opened(), self._knowledge).catalogue
            names = ReaderNames(self._knowledge, catalogue, lang)
            return StaffOverview(
                open=counts[TicketStatus.OPEN],
                claimed=counts[TicketStatus.CLAIMED],
                proposals=len(work.proposals()),
                urgent=tuple(_waiting(t, work) for t in urgent),
                incidents=tuple(
                    IncidentLine(i.id, names.incident(i), i.status, i.raised_at)
                    for i in work.incidents()
                ),
                unread_feeds=sum(f.outcome is not FetchOutcome.OK for f in work.feeds()),
                without_cause=sum(t.cause in {None, UNKNOWN} for t in (*waiting, *claimed)),
            )


def _told(incident: Incident, watch: Watch, names: ReaderNames) -> IncidentLine:
    """An incident without the name of a product that customers may not be told of."""
    behind = incident.cause.startswith(_BEHIND) and not is_published(incident, watch)
    name = names.cause(incident.cause) if may_be_told(incident, watch) and not behind else ""
    return IncidentLine(incident.id, name, incident.status, incident.raised_at)


def _cases(customer: str, tenant: str, now: datetime, work: UnitOfWork) -> list[CaseLine]:
    """The open cases of one person, the newest first."""
    found: dict[str, Conversation] = {}
    latest = work.latest_conversation(customer)
    theirs = [t for t in work.tickets_of(customer) if t.conversation]
    several = [latest, *(work.conversation(t.conversation or "") for t in theirs)]
    several += work.conversations_of(tenant, None, now - RECENT)
    for conversation in several:
        if conversation is not None and _is_open(conversation, customer, now):
            found.setdefault(conversation.id, conversation)
    waiting = {t.conversation for t in theirs}
    lines = [_case(c, has_ticket=c.id in waiting) for c in found.values()]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _is_open(conversation: Conversation, customer: str, now: datetime) -> bool:
    if conversation.customer != customer or conversation.closed_at is not None:
        return False
    return conversation.reported_at is not None and _last(conversation) >= now - RECENT


def _case(conversation: Conversation, *, has_ticket: bool) -> CaseLine:
    if conversation.taken_over_by is not None:
        state = "person"
    elif conversation.recovered_at is not None:
        state = "worked"
    else:
        state = "waiting" if has_ticket else "looking"
    return CaseLine(_words(conversation), state, _last(conversation))


def _waiting(ticket: Ticket, work: UnitOfWork) -> CaseLine:
    conversation = work.conversation(ticket.conversation) if ticket.conversation else None
    words = _words(conversation) if conversation is not None else ticket.text
    return CaseLine(f"{ticket.id}  {words}"[:_FIRST_WORDS], "waiting", ticket.opened_at)


def _words(conversation: Conversation) -> str:
    """The first words of the customer (masked already), in one line."""
    said = (t.text or t.attached for t in conversation.turns if t.speaker is Speaker.CUSTOMER)
    return " ".join(next(said, "").split())[:_FIRST_WORDS]


def _last(conversation: Conversation) -> datetime:
    return conversation.turns[-1].at if conversation.turns else conversation.opened_at
