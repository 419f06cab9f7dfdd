"""Whether other desks take what they are told, by the newest of what was posted to anybody."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from bot.desk.ledger import DeliveryState
from bot.model.peer import PEER, PeerContact
from bot.store import tables

MOST = 20_000  # deliveries by webhook, of each state, that are looked through
REFUSED = "(422)"  # ends the reason where a desk answers, and does not know the product
_O = tables.outbox.c


class _Post(NamedTuple):
    """One delivery to a peer."""

    id: int
    reader: str
    decided_at: datetime
    tried_at: datetime | None
    settled_at: datetime | None
    reason: str | None


def contacts(connection: Connection) -> Mapping[str, PeerContact]:
    """By the ids of peers. What a peer took makes good whatever it did not take before."""
    found: dict[str, PeerContact] = {}
    taken: dict[str, int] = {}
    for post in _newest(connection, DeliveryState.DELIVERED):
        if post.reader not in taken:
            taken[post.reader] = post.id
            found[post.reader] = PeerContact(taken_at=post.settled_at)
    failing = [
        post
        for state in (DeliveryState.FAILED, DeliveryState.WAITING)
        for post in _newest(connection, state)
        if post.reason and not post.reason.endswith(REFUSED)
    ]
    for post in sorted(failing):
        if post.id > taken.get(post.reader, 0):
            before = found.get(post.reader, PeerContact())
            since = before.failing_since or post.decided_at
            why = post.reason or ""
            found[post.reader] = PeerContact(before.taken_at, since, post.tried_at, why)
    return {reader.removeprefix(PEER): contact for reader, contact in found.items()}


def _newest(connection: Connection, state: DeliveryState) -> list[_Post]:
    """What was for peers among the newest of a state, the newest first."""
    newest = (
        select(_O.id, _O.reader, _O.decided_at, _O.tried_at, _O.settled_at, _O.reason, _O.kind)
        .where(_O.channel == "webhook", _O.state == state.value)
        .order_by(_O.id.desc())
        .limit(MOST)
        .subquery()
    )
    c = newest.c
    ours = select(c.id, c.reader, c.decided_at, c.tried_at, c.settled_at, c.reason)
    rows = connection.execute(ours.where(c.kind == "peer_sighting").order_by(c.id.desc()))
    return [_Post(*row) for row in rows]
