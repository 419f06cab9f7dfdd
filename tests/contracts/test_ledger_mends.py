"""What any ledger does about those who stop, shut, call off or ask anew meanwhile."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.ledger import Claimant, DeliveryState, Settled
from bot.desk.ports import Store
from bot.model.rate import Rate
from bot.model.recipient import Recipient, RecipientState
from bot.store import connect
from bot.store.presence import NAMED
from bot.store.sql import SqlStore
from tests.contracts.ledgers import DEAD, ME, NOON, OTHER, SECOND, Desk
from tests.store.databases import a_database


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def test_who_wants_no_more_is_not_told_once_more_after_a_failure(desk: Desk) -> None:
    with desk.store.work() as work:
        work.save_recipient(Recipient("mail:a", "wire", "a@kaisha.example"))
    desk.broadcasts("mail:a")
    [claimed] = desk.claim()
    with desk.store.work() as work:
        stopped = Recipient("mail:a", "wire", "a@kaisha.example", state=RecipientState.UNSUBSCRIBED)
        work.save_recipient(stopped)
    desk.ledger.settle(ME, [Settled(claimed, DeliveryState.WAITING, reason="busy")], NOON)
    assert desk.waiting() == []


def test_a_longer_quiet_is_not_forgotten_by_a_claim_or_a_shorter_one(desk: Desk) -> None:
    rate = Rate(0.001, burst=100)
    desk.broadcasts("a", "b", "c", destination="busy.example")
    first, second = desk.claim(limit=2, rate=rate)
    for outgoing, quiet in ((first, 3600 * SECOND), (second, SECOND)):
        told = Settled(outgoing, DeliveryState.WAITING, after=quiet, shut=True)
        desk.ledger.settle(ME, [told], NOON)
    assert desk.claim(rate=rate) == []
    assert desk.ledger.claim("wire", ME, 9, NOON + 60 * SECOND, rate=rate) == []


def test_what_was_called_off_keeps_no_moment_before_others(desk: Desk) -> None:
    rate = Rate(60, burst=2)
    desk.broadcasts(*(f"r{n}" for n in range(50)), destination="slow.example")
    desk.claim(rate=rate)
    with desk.store.work() as work:
        work.call_off("B1", NOON)
    desk.broadcasts("s0", "s1", ident="B2", destination="slow.example")
    desk.claim(rate=rate)
    waits = desk.ledger.waits_until("wire", NOON)
    assert waits is not None
    assert waits <= timedelta(minutes=2)


def test_an_edit_that_fails_for_good_does_not_swallow_a_newer_one(desk: Desk) -> None:
    def edits() -> None:
        with desk.store.work() as work:
            work.amend("edit:card", "wire", "card", "sato", NOON - 2 * SECOND)

    edits()
    [claimed] = desk.claim()
    edits()
    desk.ledger.settle(ME, [Settled(claimed, DeliveryState.FAILED, reason="gone")], NOON)
    assert desk.waiting() == ["card"]


def test_what_was_given_up_as_doubtful_and_did_arrive_has_arrived(desk: Desk) -> None:
    desk.broadcasts("a")
    [first] = desk.claim(DEAD)
    [again] = desk.claim(OTHER)
    doubtful = Settled(again, DeliveryState.FAILED, reason="may have arrived", may_be_there=True)
    desk.ledger.settle(OTHER, [doubtful], NOON)
    assert desk.ledger.standing("B1") == {DeliveryState.FAILED: 1}
    desk.arrives(first)
    assert desk.ledger.standing("B1") == {DeliveryState.DELIVERED: 1}


def test_what_surely_failed_does_not_become_delivered(desk: Desk) -> None:
    desk.broadcasts("a")
    [held] = desk.claim()
    desk.ledger.settle(ME, [Settled(held, DeliveryState.FAILED, reason="no such user")], NOON)
    desk.arrives(held)
    assert desk.ledger.standing("B1") == {DeliveryState.FAILED: 1}


def test_a_kill_is_no_attempt_of_the_readers(desk: Desk) -> None:
    desk.says("一")
    for _ in range(3):
        desk.claim(DEAD)
    [held] = desk.claim(DEAD)
    assert (held.attempts, held.may_be_there) == (0, True)
    desk.ledger.settle(DEAD, [Settled(held, DeliveryState.WAITING, reason="busy")], NOON)
    [again] = desk.claim()
    assert again.attempts == 1


def test_a_lease_is_taken_up_again_unless_another_has_claimed_meanwhile(desk: Desk) -> None:
    desk.says("一")
    desk.says("二", "ito")
    held = desk.claim(DEAD)
    taken = desk.claim(OTHER, 1)
    still = desk.ledger.renew(ME, held, NOON)
    assert still == {o.id for o in held} - {o.id for o in taken}
    assert desk.claim(OTHER) == []


ABREAST = Rate(0.0001, burst=100, abreast=2)


def test_claims_of_a_dead_process_do_not_count_against_a_destination(desk: Desk) -> None:
    desk.broadcasts("a", "b", destination="host.example")
    assert len(desk.claim(Claimant("killed.wire.1"), rate=ABREAST)) == 2
    desk.broadcasts("c", "d", ident="B2", destination="host.example")
    assert len(desk.claim(Claimant("me.wire.1"), rate=ABREAST)) == 2
    desk.broadcasts("e", ident="B3", destination="host.example")
    assert desk.claim(Claimant("me.wire.2"), rate=ABREAST) == []


def test_claims_of_a_process_that_lives_count(tmp_path: Path) -> None:
    with a_database("postgresql", tmp_path) as url:
        store = SqlStore.open(url)
        desk = Desk(store)
        desk.broadcasts("a", "b", destination="host.example")
        assert len(desk.claim(Claimant("other.wire.1"), rate=ABREAST)) == 2
        desk.broadcasts("c", "d", ident="B2", destination="host.example")
        with connect.session_of(connect.address_of(url)) as session:
            session.exec_driver_sql(NAMED, ("other",))
            assert desk.claim(Claimant("me.wire.1"), rate=ABREAST) == []
        store.close()
