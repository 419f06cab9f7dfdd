"""A fake with a vocabulary: a day at the desk, and what it has left."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from bot.desk.desk import Desk
from bot.desk.gather import DeskContext, furnished
from bot.desk.ports import Store
from bot.model.catalogue import Product
from bot.model.conversation import Conversation
from bot.model.decision import IncidentDecided, IncidentDecision
from bot.model.effect import Effect, Notice, Reply, StaffAlert, TicketRaised
from bot.model.event import (
    Approved,
    Event,
    FeedRead,
    IncidentEnded,
    MessageReceived,
    Probed,
    Rejected,
    SocialPost,
    Tick,
    TicketAnswered,
    TicketClaimed,
    TicketClosed,
)
from bot.model.identity import Identity
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.model.picture import Picture
from bot.model.probe import MeasurementStep, ProbeRef
from bot.model.status import FetchOutcome, Shows
from bot.model.tenant_report import NO_INCIDENT
from bot.model.ticket import Ticket
from bot.model.upload import Upload
from tests.builders import FEEDS, MINUTE, MORNING, PRODUCTS, opening
from tests.lived import go_on
from tests.store.databases import in_memory, is_untouched

EVERY = 2  # minutes between two readings of a feed
LONG = 30  # minutes that need not pass one by one

Kind = TypeVar("Kind", bound=Effect)


class Day:
    """A desk on a store in memory, the people who write to it, and a clock moved by hand.

    Customers belong to an organisation of their own unless told otherwise. While time passes every
    feed is read again every two minutes, as in production, and goes on showing what it showed;
    whatever is measured is measured again every minute and goes on as it was.
    """

    def __init__(self, knowledge: Knowledge, store: Store | None = None) -> None:
        self.store: Store = store if store is not None else in_memory()
        self._knowledge = knowledge
        self.desk = Desk(self.store, knowledge)
        self.now = MORNING
        self.happened: list[tuple[datetime, Effect]] = []
        self._ids = count(1)
        self._feeds: dict[str, tuple[FetchOutcome, Shows | None, str | None]] = {}
        self._probes: dict[str, tuple[ProbeRef, MeasurementStep | None]] = {}

    def opens(self, *products: Product, probes: tuple[ProbeRef, ...] = ()) -> None:
        if not products and not probes and self.now == MORNING and is_untouched(self.store):
            go_on(self, Day._open)  # as most days open, which takes a while
        else:
            self._open(products or PRODUCTS, probes)

    def _open(
        self, products: tuple[Product, ...] = PRODUCTS, probes: tuple[ProbeRef, ...] = ()
    ) -> None:
        self._tell(opening(products, when=self.now, probes=probes))
        for probe in probes:
            self.measures(probe, None)
        for feed in FEEDS:
            self.feed(feed.id, Shows.OPERATIONAL)

    def says(  # noqa: PLR0913 - a message has so many sides
        self,
        customer: str,
        text: str,
        *,
        tenant: str = "",
        uses: tuple[str, ...] | None = None,
        lang: str | None = None,
        button: str | None = None,
        ident: str = "",
        channel: str = "chat",
        upload: Upload | None = None,
        identity: Identity = Identity.VERIFIED,
        address: str | None = None,
        pictures: tuple[Picture, ...] = (),
    ) -> tuple[Effect, ...]:
        """One message of a customer; the answer is everything that the desk did about it."""
        return self._tell(
            MessageReceived(
                self.now,
                ident or f"m{next(self._ids)}",
                customer,
                tenant or f"{customer}-inc",
                channel,
                text,
                lang,
                uses,
                button,
                upload=upload,
                identity=identity,
                address=address,
                pictures=pictures,
            )
        )

    def report(self, *customers: str, text: str, uses: Product, every: int = 2) -> None:
        """Customers write the same of one product, one after the other."""
        for customer in customers:
            self.passes(every)
            self.says(customer, text, uses=(uses.id,))

    def conversation(self, customer: str = "aoi") -> Conversation:
        """The latest conversation of a customer."""
        with self.store.look() as work:
            found = work.latest_conversation(customer)
        assert found is not None
        return found

    def ticket(self, ident: str = "T1") -> Ticket:
        """One ticket, which there must be."""
        with self.store.look() as work:
            found = work.ticket(ident)
        assert found is not None
        return found

    def restarts(self) -> None:
        """Another process takes over: a new desk on the same store."""
        self.desk = Desk(self.store, self._knowledge)

    def feed(self, feed: str, shows: Shows | FetchOutcome, text: str | None = None) -> None:
        """A feed shows something, with a text or without, or can not be read, from now on."""
        read = (shows, None) if isinstance(shows, FetchOutcome) else (FetchOutcome.OK, shows)
        self._feeds[feed] = (*read, text)
        self._read(feed)

    def measures(self, probe: ProbeRef, step: MeasurementStep | None) -> tuple[Effect, ...]:
        """A probe fails at a step, or answers, from now on."""
        self._probes[probe.id] = (probe, step)
        return self._measure(probe, step)

    def _measure(self, probe: ProbeRef, step: MeasurementStep | None) -> tuple[Effect, ...]:
        answered = (200, 0.2) if step is None else (None, None)
        return self._tell(Probed(self.now, probe.id, probe.service, "main", step, *answered))

    def posts(self, text: str) -> tuple[Effect, ...]:
        return self._tell(SocialPost(self.now, text))

    def passes(self, minutes: int) -> None:
        """Time passes: a tick and every probe every minute, every feed every two minutes.

        Half an hour and more passes by five minutes, each with a tick and everything read and measured.
        """
        every = 1 if minutes < LONG else 5
        for _ in range(minutes // every):
            self.now += every * MINUTE
            if (self.now - MORNING) % timedelta(minutes=EVERY) == timedelta(0) or every > 1:
                for feed in self._feeds:
                    self._read(feed)
            for probe, step in self._probes.values():
                self._measure(probe, step)
            self._tell(Tick(self.now))
        if rest := minutes % every:
            self.passes(rest)

    def approves(self, proposal: str) -> tuple[Effect, ...]:
        return self._tell(Approved(self.now, proposal))

    def rejects(self, proposal: str) -> tuple[Effect, ...]:
        return self._tell(Rejected(self.now, proposal))

    def claims(self, ticket: str) -> tuple[Effect, ...]:
        return self._tell(TicketClaimed(self.now, ticket, "hana"))

    def answers(self, ticket: str, text: str) -> tuple[Effect, ...]:
        return self._tell(TicketAnswered(self.now, ticket, "hana", text))

    def closes(self, ticket: str) -> tuple[Effect, ...]:
        return self._tell(TicketClosed(self.now, ticket, "hana"))

    def ends(self, incident: str = "I1") -> tuple[Effect, ...]:
        """A person finds that an incident is over."""
        return self._tell(IncidentEnded(self.now, incident, "hana"))

    def confirms(self, incident: str = "I1") -> tuple[Effect, ...]:
        """A person finds that an incident is one."""
        return self._tell(IncidentDecided(self.now, incident, "hana", IncidentDecision.CONFIRM))

    def _read(self, feed: str) -> None:
        service = next((f.service for f in FEEDS if f.id == feed), feed)
        self._tell(FeedRead(self.now, feed, service, *self._feeds[feed]))

    def _tell(self, event: Event) -> tuple[Effect, ...]:
        effects = self.desk.handle(event)
        self.happened += [(self.now, e) for e in effects]
        return effects

    def every(self, kind: type[Kind]) -> list[Kind]:
        """Everything of one kind that the desk has done so far."""
        return [e for _, e in self.happened if isinstance(e, kind)]

    @property
    def replies(self) -> list[Reply]:
        return self.every(Reply)

    def alerts(self, action: str = "") -> list[StaffAlert]:
        return [a for a in self.every(StaffAlert) if a.action == action or not action]

    def notices(self, reason: str = "") -> list[Notice]:
        return [n for n in self.every(Notice) if n.reason == reason or not reason]

    @property
    def incidents(self) -> list[Incident]:
        """All incidents, those that are over among them, oldest first."""
        with self.store.work() as work:
            return work.incidents(open_only=False)

    def members(self, incident: str) -> set[str]:
        """The customers whose conversations an incident explains."""
        with self.store.work() as work:
            return {c.customer for c in work.members(incident)}

    def incident_of(self, customer: str) -> str | None:
        with self.store.work() as work:
            conversation = work.latest_conversation(customer)
        return conversation.incident if conversation is not None else None

    def told(self, incident: str) -> dict[str, frozenset[str]]:
        """The ledger of an incident in its present life."""
        (life,) = [i.relapses for i in self.incidents if i.id == incident]
        with self.store.work() as work:
            return work.told(incident, life)

    def heard(self, reason: str) -> list[str]:
        """Who got a notice for this reason, in order, as often as they got it."""
        return [reader for n in self.notices(reason) for reader in n.to]

    @property
    def notes(self) -> list[TicketRaised]:
        """Notes to staff that belong to no customer."""
        return [t for t in self.every(TicketRaised) if t.customer is None]


def reply_in(effects: tuple[Effect, ...]) -> Reply:
    """The one reply among the effects."""
    (reply,) = [e for e in effects if isinstance(e, Reply)]
    return reply


def everything_in(store: Store, channels: tuple[str, ...] = ("chat", "staff")) -> dict[str, object]:
    """All that a store keeps, for comparing before with after."""
    with store.work() as work:
        found: dict[str, object] = {
            "incidents": work.incidents(open_only=False),
            "tickets": work.tickets(include_closed=True),
            "conversations": work.active_conversations(MORNING - timedelta(days=2)),
            "feeds": work.feeds(),
            "clock": work.recall("clock"),
        }
    found["journal"] = list(store.events())
    found["outbox"] = [store.outgoing(channel) for channel in channels]
    return found


def seen(around: DeskContext, day: Day) -> dict[str, Any]:
    """What the reports say, in every group that is looked at."""
    with day.store.work() as work:
        around.follow(work, day.now)
        watch = around.watch(work, day.now)
    found = {}
    for group in (NO_INCIDENT, *(i.group for i in watch.open)):
        tally = around.beliefs.tallies.of(group)
        counts = {c: tally.organisations(c) for c in tally.causes()}
        found[group] = counts, tally.newest, around.beliefs.of(group, watch)
    return found


def seen_by_the_desk(day: Day) -> dict[str, Any]:
    room = day.desk._room
    assert room is not None
    return seen(room.around, day)


def seen_by_another(day: Day, knowledge: Knowledge) -> dict[str, Any]:
    """What a process sees that starts now."""
    with day.store.work() as work:
        around = furnished(work.opened(), knowledge)
    return seen(around, day)
