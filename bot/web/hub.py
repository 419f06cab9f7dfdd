"""Tells open pages that something changed: publish and subscribe inside one process, and on to the others.

A message is a nudge, not the news: a page that hears one fetches what it shows anew, so a lost or
doubled message does no harm. Nothing here is kept for longer than the process lives.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from bot.desk.ledger import DeliveryState, Lane, Settled
from bot.model.effect import Effect, Notice, Reply, StaffReply, TicketRaised

STAFF = "staff"
VISITOR = "web:"  # how customers begin who write in the web chat
CHANGED = "changed"
RESYNC = "resync"  # the listener missed something; it should fetch everything anew


def customer_topic(customer: str) -> str:
    """The topic of one customer's page."""
    return f"customer:{customer}"


def case_topic(ticket: str) -> str:
    """The topic of the pages of one case, as staff see it."""
    return f"case:{ticket}"


class HubFullError(Exception):
    """There are as many listeners as this process will hold."""


@dataclass(frozen=True, slots=True)
class HubMessage:
    """One nudge. ``id`` grows with every message; a page sends it back when it reconnects."""

    id: str
    topic: str
    payload: str


class Subscription:
    """One open page. It is ``dropped`` when it reads too slowly; the page then reconnects."""

    def __init__(self, hub: "Hub", topics: frozenset[str], size: int, address: str = "") -> None:
        self.topics = topics
        self.address = address
        self.dropped = False
        self.ended = asyncio.Event()
        self._hub = hub
        self._waiting: asyncio.Queue[HubMessage | None] = asyncio.Queue(size)
        self._newest = ""  # the topic of the last nudge in the queue

    def offer(self, message: HubMessage) -> None:
        """Put a message into the queue, or drop the listener when it is full; a nudge that waits already is enough."""
        topic = message.topic if message.payload == CHANGED else ""
        if topic and topic == self._newest and not self._waiting.empty():
            return
        self._newest = topic
        try:
            self._waiting.put_nowait(message)
        except asyncio.QueueFull:
            self.close()

    def newest(self, message: HubMessage) -> HubMessage:
        """The last message that waits, in place of this one and all between; this one if none waits."""
        while not self.dropped and not self._waiting.empty():
            message = self._waiting.get_nowait() or message
        return message

    def close(self) -> None:
        """End it: whoever waits for a message gets None at once."""
        self.dropped = True
        self.ended.set()
        self._hub.leave(self)
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(None)

    async def next(self, wait_for: float) -> HubMessage | None:
        """The next message; None when there was none for ``wait_for`` seconds, or when dropped."""
        try:
            async with asyncio.timeout(wait_for):
                return await self._waiting.get()
        except TimeoutError:
            return None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._hub.leave(self)


class Hub:
    """Topics and who listens to them. Call it from the event loop only.

    Bounds: ``listeners`` open pages in all and ``for_staff`` more that only staff have, ``per_topic``
    pages of one customer (the oldest gives way), ``per_address`` pages of customers at one address,
    ``queue`` waiting messages a page, ``kept`` messages to catch up with after a reconnect. ``echo`` tells the other
    processes of the same desk what is published here.
    """

    def __init__(
        self,
        *,
        listeners: int = 1500,
        for_staff: int = 100,
        per_topic: int = 8,
        per_address: int = 20,
        queue: int = 64,
        kept: int = 1000,
    ) -> None:
        self.echo: Callable[[Sequence[str]], None] = lambda _: None
        self._listeners, self._for_staff, self._queue = listeners, for_staff, queue
        self._per_topic, self._per_address = per_topic, per_address
        self._subscriptions: list[Subscription] = []
        self._kept: deque[HubMessage] = deque(maxlen=kept)
        self._run = secrets.token_hex(4)  # tells ids of this process from those of an earlier one
        self._count = 0
        self.latest = f"{self._run}-0"  # the id of the last message; who reads something now has missed nothing up to it

    def publish(self, topic: str, payload: str = CHANGED, message_id: str | None = None) -> None:
        """Tell everybody who listens to a topic. ``message_id`` None: the next number."""
        self._tell(topic, payload, message_id)
        self.echo((topic,))

    def publish_all(self, topics: Sequence[str]) -> None:
        """Tell everybody who listens to any of these topics."""
        self.hear(topics)
        if topics:
            self.echo(topics)

    def hear(self, topics: Iterable[str]) -> None:
        """Tell those who listen here what another process published."""
        for topic in topics:
            self._tell(topic, CHANGED)

    def _tell(self, topic: str, payload: str, message_id: str | None = None) -> None:
        self._count += 1
        message = HubMessage(message_id or f"{self._run}-{self._count}", topic, payload)
        self.latest = message.id
        self._kept.append(message)
        for subscription in [s for s in self._subscriptions if topic in s.topics]:
            subscription.offer(message)

    def resync(self) -> None:
        """Have every open page fetch everything anew: nobody knows what changed."""
        self._count += 1
        self.latest = f"{self._run}-{self._count}"
        self._kept.clear()  # what was read before is not caught up with by single messages
        message = HubMessage(self.latest, RESYNC, RESYNC)
        for subscription in list(self._subscriptions):
            subscription.offer(message)

    def subscribe(
        self, topics: Iterable[str], after: str | None = None, address: str = ""
    ) -> Subscription:
        """Listen from now on, after catching up with what followed the message ``after``.

        ``address``: where the listener is; "": it counts for no address. Raises HubFullError.
        """
        wanted = frozenset(topics)
        self._make_room(wanted, address)
        subscription = Subscription(self, wanted, self._queue, address)
        for message in self._missed(wanted, after):
            subscription.offer(message)
        if not subscription.dropped:
            self._subscriptions.append(subscription)
        return subscription

    @property
    def listening(self) -> int:
        """How many pages listen."""
        return len(self._subscriptions)

    def leave(self, subscription: Subscription) -> None:
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)

    def close(self) -> None:
        """End every open page's stream, for a clean stop of the process."""
        for subscription in list(self._subscriptions):
            subscription.close()

    def _make_room(self, topics: frozenset[str], address: str) -> None:
        if STAFF in topics:
            if len(self._subscriptions) >= self._listeners + self._for_staff:
                raise HubFullError
            return
        same = [s for s in self._subscriptions if s.topics == topics]
        if len(same) >= self._per_topic:
            same[0].close()
        near = [s for s in self._subscriptions if s.address == address and STAFF not in s.topics]
        if address and len(near) >= self._per_address:
            raise HubFullError
        if len(self._subscriptions) >= self._listeners:
            raise HubFullError

    def _missed(self, topics: frozenset[str], after: str | None) -> list[HubMessage]:
        if after in {None, self.latest}:
            return []
        ids = [m.id for m in self._kept]
        if after in ids:
            later = list(self._kept)[ids.index(after) + 1 :]
            missed = [m for m in later if m.topic in topics]
            return missed[-1:]  # a nudge is a nudge: the last one says it all
        return [HubMessage(self.latest, RESYNC, RESYNC)]


def topics_of(effects: Iterable[Effect]) -> tuple[str, ...]:
    """The topics of every page that shows what these effects changed."""
    topics: dict[str, None] = {}
    for effect in effects:
        topics[STAFF] = None
        match effect:
            case Reply() | StaffReply():
                topics[customer_topic(effect.customer)] = None
            case Notice():
                topics.update((customer_topic(c), None) for c in effect.to if _may_look(c, effect))
            case TicketRaised(customer=str(customer)):
                topics[customer_topic(customer)] = None
            case _:
                pass
    return tuple(topics)


def topics_of_arrivals(outcomes: Iterable[Settled]) -> tuple[str, ...]:
    """The topics of every page that shows a notice to many, or what staff held for a moment, from now on."""
    arrived = [o.outgoing.reader for o in outcomes if _is_seen_late(o)]
    readers = [customer_topic(reader) for reader in arrived if reader.startswith(VISITOR)]
    return (STAFF, *readers) if readers else ()


def _is_seen_late(outcome: Settled) -> bool:
    """Whether a page shows what arrived only since then, and not since it was decided."""
    outgoing = outcome.outgoing
    is_late = outgoing.lane is Lane.BROADCAST or isinstance(outgoing.effect, StaffReply)
    return is_late and outcome.state is DeliveryState.DELIVERED


def _may_look(customer: str, notice: Notice) -> bool:
    """Whether a reader may have a page open; of the many of a broadcast few can."""
    return notice.broadcast is None or customer.startswith(VISITOR)


def publish_effects(hub: Hub, effects: Iterable[Effect]) -> None:
    """Nudge every page that shows what these effects changed, each page once."""
    hub.publish_all(topics_of(effects))
