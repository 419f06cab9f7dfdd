"""What other desks tell, as staff see it."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk.peer_ports import Way
from bot.desk.ports import UnitOfWork
from bot.incidents.peer_weight import weights
from bot.model.peer import GOES_ON, KeptSighting, Peer


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
