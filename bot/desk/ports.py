"""What the desk needs from outside."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from bot.desk.api_tokens import ApiStore
from bot.desk.attendance import Attendances
from bot.desk.broadcast_ports import BroadcastPorts
from bot.desk.inbox import Inbox
from bot.desk.incident_lists import IncidentLists
from bot.desk.ledger import Ledger, Outgoing
from bot.desk.lists import Lists
from bot.desk.macros import Macros
from bot.desk.organisations import Organisations
from bot.desk.peer_ports import Peers
from bot.desk.pictures import Pictures
from bot.desk.publications import Publications
from bot.desk.saved_settings import SettingsStore
from bot.desk.shared_counters import SharedCounters
from bot.desk.staff_accounts import StaffStore
from bot.desk.subscriptions import Subscriptions
from bot.desk.unanswered import UnansweredQuestions
from bot.model.conversation import Conversation
from bot.model.effect import Effect
from bot.model.event import Event, Opened
from bot.model.incident import Incident, ToldNotice, Voices
from bot.model.probe import ProbeState
from bot.model.status import FeedState
from bot.model.tenant_report import Statement, TenantReport
from bot.model.ticket import ProposedNotice, Ticket
from bot.model.upload import Upload

RESTORED = "restored"  # the memory of when a backup took the place of the database


class UnitOfWork(
    Lists,
    Inbox,
    Attendances,
    IncidentLists,
    Organisations,
    Publications,
    Subscriptions,
    UnansweredQuestions,
    Macros,
    Peers,
    Pictures,
    BroadcastPorts,
    Protocol,
):
    """One transaction: everything that one event changes, or nothing.

    Reads see what this transaction wrote. It does not decide anything.
    """

    def attempt(self) -> AbstractContextManager[object]:
        """A part that is undone by itself when it raises; what was done before it stands.

        StoreUnavailableError: the database failed, and nothing of the whole transaction can stand.
        """
        ...

    def journal(self, event: Event) -> int:
        """Record an event (already masked); return its number."""
        ...

    def number(self, name: str) -> int:
        """The next number of a named series (1, 2, 3 …), for ids that replay alike."""
        ...

    def opened(self) -> Opened | None:
        """The latest ``Opened`` that was journalled: catalogue, feeds and baseline in force."""
        ...

    def has_message(self, message_id: str) -> bool:
        """Whether this message was journalled before."""
        ...

    def conversation(self, conversation_id: str) -> Conversation | None: ...
    def latest_conversation(self, customer: str) -> Conversation | None:
        """The customer's newest conversation."""
        ...

    def active_conversations(self, since: datetime) -> list[Conversation]:
        """Conversations that told of trouble and changed since then, oldest first."""
        ...

    def calm_conversations(self, since: datetime, limit: int = 5000) -> list[Conversation]:
        """Conversations without any trouble that changed since then, newest first."""
        ...

    def conversations_of(
        self, tenant: str, incident: str | None, since: datetime, limit: int = 20
    ) -> list[Conversation]:
        """The newest conversations that count as one organisation with one incident (None: none)."""
        ...

    def witness_at(self, address: str, since: datetime) -> str | None:
        """As whom the newest conversation from a network counts, if it changed since then."""
        ...

    def voices(self, incident: str, since: datetime) -> Voices:
        """How many reports an incident has that changed since then, and of what identity."""
        ...

    def unexplained(self, since: datetime) -> list[Conversation]:
        """Conversations that told of trouble, changed since then and have no incident."""
        ...

    def unexplained_tenants(self, since: datetime, until: datetime) -> int:
        """How many organisations first told of trouble in a span that no incident explains."""
        ...

    def members(
        self, incident: str, since: datetime | None = None, limit: int | None = None
    ) -> Iterator[Conversation]:
        """The conversations of an incident, oldest first; ``since``: those that changed since then.

        They are read in pages, so that the caller may save them meanwhile.
        """
        ...

    def save_conversation(self, conversation: Conversation, changed_at: datetime) -> None: ...

    def incident(self, incident_id: str) -> Incident | None: ...
    def incidents(
        self, *, open_only: bool = True, ended_since: datetime | None = None
    ) -> list[Incident]:
        """Incidents, oldest first; with ``ended_since`` also those that changed since then."""
        ...

    def save_incident(self, incident: Incident) -> None: ...

    def tell(self, incident: str, entries: Iterable[ToldNotice]) -> None:
        """Add to the ledger of who heard what of an incident."""
        ...

    def told(
        self, incident: str, life: int, customer: str | None = None
    ) -> dict[str, frozenset[str]]:
        """The reasons by customer that still count in a life of the incident; of one, or of all.

        What told of the end of an earlier life, or of its relapse, does not count any more.
        """
        ...

    def has_read(self, customer: str, content: str, since: datetime) -> bool:
        """Whether a customer was told this content since then, of whichever incident.

        What they read before they were told of an end does not count.
        """
        ...

    def testify(self, group: str, tenant: str, testimony: TenantReport | None) -> bool:
        """Replace what an organisation says in a group; whether it says another thing now."""
        ...

    def testimony(self, group: str, tenant: str) -> TenantReport | None:
        """What an organisation says in a group now."""
        ...

    def testimonies(self, group: str) -> list[TenantReport]:
        """What all organisations in a group say now, in the order in which they said it."""
        ...

    def statements(self, after: int) -> Iterator[Statement]:
        """The log of testimonies after a number, in order, what was taken back since included.

        It is long at a start, so it is read as it is taken in.
        """
        ...

    def disband(self, group: str) -> None:
        """Nothing counts in a group any more, since its incident has ended."""
        ...

    def forget_testimonies(self, before: datetime) -> None:
        """Let go of testimonies without an incident, and of those replaced, from before then."""
        ...

    def ticket(self, ticket_id: str) -> Ticket | None: ...
    def tickets(self, *, include_closed: bool = False, limit: int = 200) -> list[Ticket]:
        """Tickets, newest first."""
        ...

    def save_ticket(self, ticket: Ticket) -> None: ...

    def proposal(self, proposal_id: str) -> ProposedNotice | None: ...
    def proposals(self, *, waiting_only: bool = True) -> list[ProposedNotice]: ...
    def save_proposal(self, proposal: ProposedNotice) -> None: ...

    def feed(self, feed_id: str) -> FeedState | None: ...
    def feeds(self) -> list[FeedState]: ...
    def save_feed(self, feed: FeedState) -> None: ...

    def probe(self, probe: str, vantage: str) -> ProbeState | None: ...
    def probes(self) -> list[ProbeState]:
        """What was measured last, by probe and vantage."""

    def save_probe(self, probe: ProbeState) -> None: ...

    def remember(self, key: str, value: str) -> None:
        """Keep a small text under a key (what was noted to staff, last tick …)."""

    def recall(self, key: str) -> str | None: ...


Beside = Callable[[UnitOfWork], None]  # what is written in the transaction of something else


class Store(Protocol):
    """What outlives the process. Only the desk's boundary opens transactions that write.

    StoreUnavailableError when the database cannot do now what is asked of it.
    """

    def work(self) -> AbstractContextManager[UnitOfWork]:
        """One transaction; committed on leaving, rolled back on an exception."""
        ...

    def look(self) -> AbstractContextManager[UnitOfWork]:
        """One transaction to read in, all at one moment. It waits for nobody who writes.

        Nothing may be written in it.
        """

    def receive(
        self, key: str, channel: str, payload: str, at: datetime, *, beside: Beside | None = None
    ) -> bool:
        """Write an inbox row before an ack; False when ``key`` was received before."""

    def received(self, channel: str, limit: int = 100) -> list[tuple[str, str]]:
        """Inbox rows not handled yet, as (key, payload), oldest first."""
        ...

    def handled(self, *keys: str) -> None:
        """Mark inbox rows as done."""

    @property
    def ledger(self) -> Ledger:
        """Deliveries, to be claimed and settled."""
        ...

    @property
    def slate(self) -> SharedCounters:
        """Where limits that all processes share are written down."""
        ...

    @property
    def staff(self) -> StaffStore:
        """The accounts of staff, and their sessions at the console."""
        ...

    @property
    def api(self) -> ApiStore:
        """The tokens of the API, and the keys of its posts."""
        ...

    @property
    def settings(self) -> SettingsStore:
        """What admins have set in the console."""
        ...

    def outgoing(self, channel: str, limit: int = 100) -> list[Outgoing]:
        """What waits to be delivered through a channel, oldest first; nothing is claimed."""
        ...

    def events(self, after: int = 0) -> Iterable[tuple[int, Event]]:
        """The journal from a number on, in order."""
        ...

    def last_event(self) -> int:
        """The number of the latest event of the journal; 0: there is none."""
        ...

    def close(self) -> None: ...


class Source(Protocol):
    """A file that arrives, to be read once."""

    def read(self, size: int, /) -> bytes | None:
        """At most so many bytes; nothing at the end."""


class Uploads(Protocol):
    """Reads the files that customers hand in and keeps nothing of them but the reading."""

    def read(self, name: str, stream: Source) -> Upload:
        """What a file holds, by its content. It waits for the stream, and never raises."""


class Door(Protocol):
    """The one way in: whatever happens is an event given to the desk."""

    async def handle(self, event: Event) -> tuple[Effect, ...]:
        """Take one event in and answer what was decided. The same message twice changes nothing."""
        ...
