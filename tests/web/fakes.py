"""A desk to look at pages with: it remembers what happened and answers what it was told to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.desk.ledger import Ledger
from bot.model.broadcast import Broadcast
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.effect import Effect, Reply, StaffReply
from bot.model.errors import StoreUnavailableError
from bot.model.event import (
    Approved,
    Event,
    MessageReceived,
    Opened,
    Rejected,
    TicketAnswered,
    TicketClaimed,
    TicketClosed,
)
from bot.model.incident import Incident
from bot.model.macro import Macro
from bot.model.probe import ProbeRef, ProbeState
from bot.model.recipient import Recipient
from bot.model.status import FeedState
from bot.model.tenant_report import TenantReport
from bot.model.ticket import ProposalStatus, ProposedNotice, Ticket, TicketStatus
from tests.web.lists import FakeIncidentLists

NOON = datetime(2026, 4, 14, 3, 0, tzinfo=UTC)  # 12:00 in Tokyo


class FakeClock:
    """Stands still until told to go on."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def passes(self, span: timedelta) -> None:
        self.now += span


class FakeWork(FakeIncidentLists):
    """Everything in dictionaries, newest last. Nothing is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.by_id: dict[str, Conversation] = {}
        self.incident_by_id: dict[str, Incident] = {}
        self.said: dict[str, list[TenantReport]] = {}
        self.ticket_by_id: dict[str, Ticket] = {}
        self.macro_by_id: dict[str, Macro] = {}
        self.known_peers, self.heard, self.sent, self.contacts = [], [], [], {}
        self.attended, self.views = {}, []
        self.proposal_by_id: dict[str, ProposedNotice] = {}
        self.feed_by_id: dict[str, FeedState] = {}
        self.probe_by_id: dict[str, ProbeState] = {}
        self.declared: tuple[ProbeRef, ...] = ()
        self.notes: dict[str, str] = {}
        self.journalled: list[Event] = []

    def journal(self, event: Event) -> int:
        self.journalled.append(event)
        return len(self.journalled)

    def number(self, name: str) -> int:
        self.notes[name] = str(int(self.notes.get(name, "0")) + 1)
        return int(self.notes[name])

    def opened(self) -> Opened | None:
        return Opened(datetime(2026, 1, 1, tzinfo=UTC), probes=self.declared)

    def has_message(self, message_id: str) -> bool:
        return any(
            isinstance(e, MessageReceived) and e.message_id == message_id for e in self.journalled
        )

    def conversation(self, conversation_id: str) -> Conversation | None:
        return self.by_id.get(conversation_id)

    def recipient(self, recipient_id: str) -> None:
        """Nobody is known by an address alone."""

    def latest_conversation(self, customer: str) -> Conversation | None:
        return next((c for c in reversed(self.by_id.values()) if c.customer == customer), None)

    def active_conversations(self, since: datetime) -> list[Conversation]:
        return [c for c in self.by_id.values() if c.opened_at >= since]

    def save_conversation(self, conversation: Conversation, changed_at: datetime) -> None:
        self.by_id[conversation.id] = conversation

    def members(self, incident: str, *, limit: int) -> list[Conversation]:
        return [c for c in self.by_id.values() if c.incident == incident][:limit]

    def unexplained(self, since: datetime) -> list[Conversation]:
        active = self.active_conversations(since)
        return [c for c in active if c.is_troubled and c.incident is None]

    def told(self, *_: object) -> dict[str, frozenset[str]]:
        return {}

    def incident(self, incident_id: str) -> Incident | None:
        return self.incident_by_id.get(incident_id)

    def incidents(
        self, *, open_only: bool = True, ended_since: datetime | None = None
    ) -> list[Incident]:
        return [i for i in self.incident_by_id.values() if i.is_open or not open_only]

    def testimonies(self, group: str) -> list[TenantReport]:
        return self.said.get(group, [])

    def save_incident(self, incident: Incident) -> None:
        self.incident_by_id[incident.id] = incident

    def ticket(self, ticket_id: str) -> Ticket | None:
        return self.ticket_by_id.get(ticket_id)

    def tickets(self, *, include_closed: bool = False, limit: int = 200) -> list[Ticket]:
        shown = [
            t
            for t in self.ticket_by_id.values()
            if include_closed or t.status is not TicketStatus.CLOSED
        ]
        return shown[::-1][:limit]

    def save_ticket(self, ticket: Ticket) -> None:
        self.ticket_by_id[ticket.id] = ticket

    def proposal(self, proposal_id: str) -> ProposedNotice | None:
        return self.proposal_by_id.get(proposal_id)

    def proposals(self, *, waiting_only: bool = True) -> list[ProposedNotice]:
        return [
            p
            for p in self.proposal_by_id.values()
            if p.status is ProposalStatus.WAITING or not waiting_only
        ]

    def save_proposal(self, proposal: ProposedNotice) -> None:
        self.proposal_by_id[proposal.id] = proposal

    def feeds(self) -> list[FeedState]:
        return list(self.feed_by_id.values())

    def save_feed(self, feed: FeedState) -> None:
        self.feed_by_id[feed.feed] = feed

    def probes(self) -> list[ProbeState]:
        return list(self.probe_by_id.values())

    def save_probe(self, probe: ProbeState) -> None:
        self.probe_by_id[probe.id] = probe

    def remember(self, key: str, value: str) -> None:
        self.notes[key] = value

    def recall(self, key: str) -> str | None:
        return self.notes.get(key)

    def broadcast(self, broadcast_id: str) -> Broadcast | None:
        return next((b for b in self.broadcasts() if b.id == broadcast_id), None)

    def broadcasts(self, **_: object) -> list[Broadcast]:
        return []

    def unfinished(self) -> frozenset[str]:
        return frozenset()

    def recipients_by_id(self, _: object) -> dict[str, Recipient]:
        return {}

    def send(self, key: str, channel: str, effect: Effect, decided_at: datetime) -> bool:
        raise AssertionError("pages send nothing by themselves")


class FakeViews:
    """Shows one ``FakeWork`` to every reader, unless it is away."""

    def __init__(self) -> None:
        self.everything = FakeWork()
        self.is_away = False

    def must_be_there(self) -> None:
        if self.is_away:
            raise StoreUnavailableError("the database at /srv/secret/desk.db is locked")

    @contextmanager
    def look(self) -> Iterator[FakeWork]:
        self.must_be_there()
        yield self.everything

    work = look

    @property
    def ledger(self) -> Ledger:
        raise AssertionError("nothing was broadcast")


class FakeDoor:
    """Takes events in, keeps them, and does the little that a page must see happen."""

    def __init__(self, views: FakeViews) -> None:
        self.received: list[Event] = []
        self._views, self._work = views, views.everything
        self._answer = "承りました。"
        self._shown: dict[str, Any] = {}
        self._broken = False

    def answers(self, text: str, **shown: Any) -> None:
        """``shown``: what else the turn has: buttons, checked, choices."""
        self._answer, self._shown = text, shown

    def says_nothing(self) -> None:
        self._answer = ""

    def breaks(self) -> None:
        self._broken = True

    @property
    def messages(self) -> list[MessageReceived]:
        return [e for e in self.received if isinstance(e, MessageReceived)]

    async def handle(self, event: Event) -> tuple[Effect, ...]:
        self._views.must_be_there()
        if self._broken:
            raise RuntimeError("the disk at /srv/secret/desk.db is full")
        if isinstance(event, MessageReceived) and self._work.has_message(event.message_id):
            return ()
        self.received.append(event)
        self._work.journal(event)
        match event:
            case MessageReceived():
                return self._message(event)
            case TicketClaimed() | TicketAnswered() | TicketClosed():
                return self._ticket(event)
            case Approved() | Rejected():
                self._decide(event)
            case _:
                pass
        return ()

    def _message(self, event: MessageReceived) -> tuple[Effect, ...]:
        talk = self._work.latest_conversation(event.customer) or Conversation(
            id=f"c-{event.customer}",
            customer=event.customer,
            tenant=event.tenant,
            channel=event.channel,
            lang=event.lang or "ja",
            opened_at=event.at,
        )
        attached = event.upload.caption("ja") if event.upload is not None else ""
        turn = Turn(event.at, Speaker.CUSTOMER, event.text, event.message_id, attached=attached)
        said: tuple[Turn, ...] = (turn,)
        if event.check is not None:
            talk = replace(talk, checks=(*talk.checks, event.check))
        quiet = talk.taken_over_by is not None or not self._answer
        if not quiet:
            reply = Turn(event.at, Speaker.DESK, self._answer, **self._shown)
            said = (*said, reply)
        self._work.save_conversation(replace(talk, turns=talk.turns + said), event.at)
        if quiet:
            return ()
        return (Reply(event.customer, event.message_id, self._answer, "ja", "unknown", 0.0),)

    def _ticket(self, event: TicketClaimed | TicketAnswered | TicketClosed) -> tuple[Effect, ...]:
        ticket = self._work.ticket_by_id[event.ticket]
        talk = self._work.by_id.get(ticket.conversation or "")
        if isinstance(event, TicketAnswered):
            assert talk is not None
            turn = Turn(event.at, Speaker.STAFF, event.text)
            self._work.save_conversation(replace(talk, turns=(*talk.turns, turn)), event.at)
            return (StaffReply(talk.customer, event.text, event.staff),)
        claimed = isinstance(event, TicketClaimed)
        status = TicketStatus.CLAIMED if claimed else TicketStatus.CLOSED
        self._work.save_ticket(
            replace(ticket, status=status, staff=event.staff, changed_at=event.at)
        )
        if talk:
            holder = event.staff if claimed else None
            self._work.save_conversation(replace(talk, taken_over_by=holder), event.at)
        return ()

    def _decide(self, event: Approved | Rejected) -> None:
        proposal = self._work.proposal_by_id[event.proposal]
        approved = isinstance(event, Approved)
        status = ProposalStatus.APPROVED if approved else ProposalStatus.REJECTED
        self._work.save_proposal(replace(proposal, status=status, staff=event.staff))
