"""Other desks and what was told, as they are kept, on every database."""

from dataclasses import replace

from bot.desk.ledger import Claimant, DeliveryState, Lane, Settled
from bot.desk.peer_ports import Way
from bot.model.peer import (
    KeptSighting,
    Peer,
    PeerContact,
    PeerRecord,
    PeerSighting,
    Sighting,
    SightingState,
)
from bot.store.sql import SqlStore
from tests.builders import MINUTE, MORNING

A = Peer("a", "A社のデスク", ("whpk_x", "whpk_y"), "https://a.example/told", early=True)
B = Peer("b", "B社のデスク")
SIGHTING = Sighting("krewsheet", SightingState.REPORTED, MORNING, 3)
BY = Claimant("a process")
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


def tell(store: SqlStore, key: str, minutes: int) -> None:
    said = PeerSighting("a", SIGHTING)
    with store.work() as work:
        work.send(
            key, "webhook", said, MORNING + minutes * MINUTE, reader=A.reader, lane=Lane.STAFF
        )


def comes_to(store: SqlStore, minutes: int, state: DeliveryState, reason: str = "") -> None:
    at = MORNING + minutes * MINUTE
    claimed = store.ledger.claim("webhook", BY, 1, at)
    store.ledger.settle(BY, [Settled(o, state, reason=reason) for o in claimed], at)


def contact(store: SqlStore) -> PeerContact | None:
    with store.look() as work:
        return work.peer_contacts().get("a")


def test_whether_a_peer_takes_what_it_is_told_is_known(store: SqlStore) -> None:
    with store.work() as work:
        work.save_peer(A)
    assert contact(store) is None
    tell(store, "first", 0)
    assert contact(store) is None  # nobody has tried yet
    comes_to(store, 1, DeliveryState.WAITING, "no connection to a.example")
    failing = contact(store)
    assert failing is not None
    assert (failing.taken_at, failing.failing_since) == (None, MORNING)
    assert failing.reason == "no connection to a.example"
    comes_to(store, 2, DeliveryState.FAILED, "a.example refuses the webhook (401)")
    tell(store, "second", 3)
    lost = contact(store)
    assert lost is not None
    assert lost.failing_since == MORNING
    assert not lost.is_lost(MORNING + 10 * MINUTE)
    comes_to(store, 4, DeliveryState.DELIVERED)
    tell(store, "third", 5)
    comes_to(store, 6, DeliveryState.FAILED, "a.example refuses the webhook (422)")
    taken = contact(store)  # a desk that knows no such product is there all the same
    assert taken is not None
    assert taken.taken_at is not None
    assert taken.failing_since is None
