"""The part of ``UnitOfWork`` that keeps other desks, and what was told."""

from collections.abc import Mapping

from sqlalchemy import and_, bindparam, delete, select, update

from bot.desk.ledger import DeliveryState
from bot.desk.peer_ports import Way
from bot.model.peer import PEER, KeptSighting, Peer, PeerContact
from bot.store import rows, tables
from bot.store.peer_contacts import contacts
from bot.store.staff_work import StaffWork

_P, _T, _O = tables.peers.c, tables.sightings.c, tables.outbox.c
_PEERS = select(_P.body).order_by(_P.id)
_TOLD = select(_T.body).where(_T.way == bindparam("way")).order_by(_T.seq)


class PeerQueries(StaffWork):
    """Fills ``bot.desk.peer_ports.Peers`` over one open transaction."""

    def peers(self) -> list[Peer]:
        return self._values(Peer, _PEERS)

    def peer(self, ident: str) -> Peer | None:
        return self._by_id(tables.peers, Peer, f"{PEER}{ident}")

    def save_peer(self, peer: Peer) -> None:
        row = {
            "id": rows.word_of(peer.reader, "a peer"),
            "address": rows.text_of(peer.url, "an address"),
            "body": rows.body_of(peer),
        }
        self._save(tables.peers, row)

    def drop_peer(self, ident: str) -> bool:
        reader = f"{PEER}{ident}"
        self._connection.execute(delete(tables.sightings).where(_T.peer == ident))
        waits = and_(_O.reader == reader, _O.state == DeliveryState.WAITING.value)
        off = update(tables.outbox).where(waits, _O.holder.is_(None))
        self._connection.execute(off.values(state=DeliveryState.CANCELLED.value))
        return self._connection.execute(delete(tables.peers).where(_P.id == reader)).rowcount > 0

    def peer_contacts(self) -> Mapping[str, PeerContact]:
        return contacts(self._connection)

    def sightings(self, way: Way) -> list[KeptSighting]:
        return self._values(KeptSighting, _TOLD, {"way": way.value})

    def keep_sighting(self, way: Way, kept: KeptSighting) -> None:
        row = {
            "id": rows.word_of(_key(way, kept), "a sighting"),
            "way": way.value,
            "peer": kept.peer,
            "body": rows.body_of(kept),
        }
        self._save(tables.sightings, row)

    def drop_sighting(self, way: Way, kept: KeptSighting) -> None:
        self._connection.execute(delete(tables.sightings).where(_T.id == _key(way, kept)))


def _key(way: Way, kept: KeptSighting) -> str:
    return f"{way.value}:{kept.peer}:{kept.sighting.product}"
