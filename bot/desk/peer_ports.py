"""Where other desks are kept, and what they and we have told."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from bot.model.peer import KeptSighting, Peer, PeerContact

MOST = 20  # peers


class Way(StrEnum):
    """Who said it."""

    HEARD = "heard"
    SENT = "sent"


class Peers(Protocol):
    """The part of ``UnitOfWork`` that keeps other desks and what was told."""

    def peers(self) -> list[Peer]:
        """All of them, by id."""
        ...

    def peer(self, ident: str) -> Peer | None: ...
    def save_peer(self, peer: Peer) -> None: ...

    def drop_peer(self, ident: str) -> bool:
        """Forget a peer, all that was told either way, and what waits to be sent; False: there is none."""
        ...

    def peer_contacts(self) -> Mapping[str, PeerContact]:
        """Whether peers take what they are told, by their ids; of one that was told nothing lately none."""
        ...

    def sightings(self, way: Way) -> list[KeptSighting]:
        """The last word on each product, in the order in which they were first said."""
        ...

    def keep_sighting(self, way: Way, kept: KeptSighting) -> None: ...
    def drop_sighting(self, way: Way, kept: KeptSighting) -> None: ...
