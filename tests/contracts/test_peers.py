"""Other desks and what was told, as they are kept, on every database."""

from dataclasses import replace

from bot.desk.ledger import Lane
from bot.desk.peer_ports import Way
from bot.model.peer import KeptSighting, Peer, PeerRecord, PeerSighting, Sighting, SightingState
from bot.store.sql import SqlStore
from tests.builders import MINUTE, MORNING

A = Peer("a", "A社のデスク", ("whpk_x", "whpk_y"), "https://a.example/told", early=True)
B = Peer("b", "B社のデスク")
SIGHTING = Sighting("krewsheet", SightingState.REPORTED, MORNING, 3)
KEPT = KeptSighting("a", SIGHTING, MORNING, MORNING)


def test_peers_are_kept_by_name_and_changed(store: SqlStore) -> None:
    judged = replace(A, record=PeerRecord(5, 4))
    with store.work() as work:
        for peer in (B, A, judged):
            work.save_peer(peer)
    with store.look() as work:
        assert work.peers() == [judged, B]
        assert work.peer("a") == judged
        assert work.peer("peer:a") is None


def test_the_last_word_on_each_product_is_kept_each_way(store: SqlStore) -> None:
    later = replace(KEPT, at=MORNING + MINUTE, proved=True)
    other = replace(KEPT, sighting=replace(SIGHTING, product="tis-plugins"))
    with store.work() as work:
        for kept in (KEPT, other, later):
            work.keep_sighting(Way.HEARD, kept)
        work.keep_sighting(Way.SENT, KEPT)
        assert work.sightings(Way.HEARD) == [later, other]
        work.drop_sighting(Way.HEARD, later)
        assert work.sightings(Way.HEARD) == [other]
        assert work.sightings(Way.SENT) == [KEPT]


def test_who_is_forgotten_is_forgotten_wholly_and_is_sent_nothing(store: SqlStore) -> None:
    with store.work() as work:
        for peer in (A, replace(B, url="https://b.example/told")):
            work.save_peer(peer)
            for way in Way:
                work.keep_sighting(way, replace(KEPT, peer=peer.id))
            said = PeerSighting(peer.id, SIGHTING)
            work.send(f"k:{peer.id}", "webhook", said, MORNING, reader=peer.reader, lane=Lane.STAFF)
    assert [o.address for o in store.outgoing("webhook")] == [
        "https://a.example/told",
        "https://b.example/told",
    ]
    with store.work() as work:
        assert work.drop_peer("a")
        assert not work.drop_peer("a")
    (left,) = store.outgoing("webhook")
    assert (left.reader, left.effect) == ("peer:b", PeerSighting("b", SIGHTING))
    with store.look() as work:
        assert {kept.peer for way in Way for kept in work.sightings(way)} == {"b"}
