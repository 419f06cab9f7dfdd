"""What any ledger does about those who stop, shut, call off or ask anew meanwhile."""

from datetime import timedelta

import pytest

from bot.desk.ledger import DeliveryState, Settled
from bot.desk.ports import Store
from bot.model.rate import Rate
from bot.model.recipient import Recipient, RecipientState
from tests.contracts.ledgers import ME, NOON, SECOND, Desk


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
