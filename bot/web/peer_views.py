"""What other desks tell, as staff see it."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk.peer_ports import Way
from bot.desk.ports import UnitOfWork
from bot.incidents.peer_weight import weights
from bot.model.peer import GOES_ON, KeptSighting, Peer, PeerContact


@dataclass(frozen=True, slots=True)
class PeerView:
    """The last word of a peer on a product, and what it weighs now, in decibans."""

    peer: Peer
    kept: KeptSighting
    weight: float

    @property
    def goes_on(self) -> bool:
        return self.kept.sighting.state in GOES_ON


def heard(work: UnitOfWork, now: datetime) -> list[PeerView]:
    """Every sighting that is kept, the latest first."""
    peers = {peer.id: peer for peer in work.peers() if peer.keys}
    known = [kept for kept in work.sightings(Way.HEARD) if kept.peer in peers]
    found = [
        PeerView(peers[kept.peer], kept, sum(weights([kept], peers, now).values()))
        for kept in known
    ]
    return sorted(found, key=lambda view: view.kept.at, reverse=True)


def sent(work: UnitOfWork) -> list[PeerView]:
    """What peers were told last of each product that goes on here, the latest first."""
    peers = {peer.id: peer for peer in work.peers()}
    known = [kept for kept in work.sightings(Way.SENT) if kept.peer in peers]
    found = [PeerView(peers[kept.peer], kept, 0.0) for kept in known]
    return sorted(found, key=lambda view: view.kept.at, reverse=True)


@dataclass(frozen=True, slots=True)
class DeskView:
    """A peer at a glance. ``heard_at``: when it last said what is kept; ``is_lost``: somebody should see to it."""

    peer: Peer
    contact: PeerContact
    heard_at: datetime | None
    is_lost: bool


def desks(work: UnitOfWork, now: datetime) -> list[DeskView]:
    """All peers, those that cannot be told first."""
    contacts, said = work.peer_contacts(), work.sightings(Way.HEARD)
    found = []
    for peer in work.peers():
        contact = contacts.get(peer.id, PeerContact())
        last = max((kept.at for kept in said if kept.peer == peer.id), default=None)
        is_lost = bool(peer.url) and contact.is_lost(now)
        found.append(DeskView(peer, contact, last, is_lost))
    return sorted(found, key=lambda desk: not desk.is_lost)
