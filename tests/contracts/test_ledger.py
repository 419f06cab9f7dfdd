"""What any ledger does, on every database that we support."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.ledger import Claimant, DeliveryState, Edit, Lane, Settled
from bot.desk.ports import Store
from bot.model.broadcast import BroadcastStatus
from bot.model.effect import Notice
from bot.model.rate import Rate
from bot.model.recipient import Recipient
from tests.contracts.ledgers import DEAD, ME, NOON, OTHER, SECOND, Desk


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def test_what_is_claimed_by_one_is_not_claimed_by_another(desk: Desk) -> None:
    desk.says("一")
    assert desk.texts(desk.claim()) == ["一"]
    assert desk.claim(OTHER) == []
    assert desk.claim() == []


def test_urgent_lanes_go_first_and_within_one_the_oldest(desk: Desk) -> None:
    desk.says("通知", "a", Lane.NOTICE)
    desk.says("返信一", "b")
    desk.says("返信二", "c")
    assert desk.texts(desk.claim(limit=2)) == ["返信一", "返信二"]
    assert desk.texts(desk.claim()) == ["通知"]


def test_only_what_is_urgent_enough_is_looked_at(desk: Desk) -> None:
    desk.broadcasts("a")
    assert desk.claim(up_to=Lane.NOTICE) == []
    assert len(desk.claim()) == 1


def test_a_reader_is_told_one_thing_after_the_other(desk: Desk) -> None:
    desk.says("一")
    first = desk.claim(OTHER)
    desk.says("二")
    assert desk.claim() == []
    desk.arrives(*first, by=OTHER)
    assert desk.texts(desk.claim()) == ["二"]


def test_a_failure_for_now_waits_and_is_known_as_an_attempt(desk: Desk) -> None:
    desk.says("一")
    [claimed] = desk.claim()
    again = Settled(claimed, DeliveryState.WAITING, reason="busy", after=60 * SECOND)
    desk.ledger.settle(ME, [again], NOON)
    assert desk.claim() == []
    [waiting] = desk.store.outgoing("wire")
    assert (waiting.attempts, waiting.may_be_there) == (1, False)


def test_what_was_put_back_untried_is_due_again_and_not_counted(desk: Desk) -> None:
    desk.says("一")
    [claimed] = desk.claim()
    desk.ledger.settle(ME, [Settled(claimed, DeliveryState.WAITING, begun=False)], NOON)
    [again] = desk.claim()
    assert (again.attempts, again.may_be_there) == (0, False)


def test_an_unknown_outcome_is_remembered_until_it_is_known(desk: Desk) -> None:
    desk.says("一")
    [claimed] = desk.claim()
    lost = Settled(claimed, DeliveryState.WAITING, reason="no answer", may_be_there=True)
    desk.ledger.settle(ME, [lost], NOON)
    [again] = desk.claim()
    assert again.may_be_there
    desk.ledger.settle(ME, [Settled(again, DeliveryState.WAITING, reason="again")], NOON)
    [once_more] = desk.claim()
    assert once_more.may_be_there
    desk.arrives(once_more)
    assert desk.waiting() == []


def test_what_a_process_held_that_died_may_have_been_begun(desk: Desk) -> None:
    desk.says("一")
    desk.claim(DEAD)
    [again] = desk.claim(OTHER)
    assert again.may_be_there


def test_a_late_word_that_it_arrived_counts_and_a_late_failure_does_not(desk: Desk) -> None:
    desk.says("一")
    desk.says("二", "ito")
    first, second = desk.claim(DEAD)
    held = desk.claim(OTHER)
    failed = Settled(second, DeliveryState.FAILED, reason="too late")
    desk.arrives(first)
    desk.ledger.settle(ME, [failed], NOON)
    assert desk.waiting() == ["二"]
    desk.arrives(*held, by=OTHER)
    assert desk.waiting() == []


def test_a_failure_for_good_waits_no_longer(desk: Desk) -> None:
    desk.says("一")
    [claimed] = desk.claim()
    desk.ledger.settle(ME, [Settled(claimed, DeliveryState.FAILED, reason="gone")], NOON)
    assert desk.waiting() == []
    assert desk.claim() == []


def test_many_edits_of_one_message_are_one_and_the_last_is_never_lost(desk: Desk) -> None:
    def edits() -> None:
        with desk.store.work() as work:
            work.amend("edit:card", "wire", "card", "sato", NOON - 2 * SECOND)

    edits()
    edits()
    [claimed] = desk.claim()
    assert claimed.effect == Edit("card")
    edits()  # while the edit is under way
    desk.arrives(claimed)
    [again] = desk.store.outgoing("wire")
    assert again.edition > claimed.edition


def test_a_broadcast_says_what_it_says_when_it_is_claimed(desk: Desk) -> None:
    said = desk.broadcasts("a", "b")
    [first] = desk.claim(limit=1)
    with desk.store.work() as work:
        work.save_broadcast(said.corrected("訂正後"))
    [second] = desk.claim()
    assert desk.texts([first, second]) == ["お知らせ", "訂正後"]
    assert isinstance(first.effect, Notice)
    assert first.effect.to == ("a",)
    desk.arrives(first, second)
    with desk.store.work() as work:
        assert [p.reader for p in work.told_page("B1", 0, 9, 1)] == ["a"]
        assert [p.reader for p in work.told_page("B1", 0, 9, 2)] == ["a", "b"]
        assert work.told_number("B1", 2) == 2


def test_what_may_have_been_told_is_told_again_with_the_same_text(desk: Desk) -> None:
    said = desk.broadcasts("a", "b")
    [lost, fails] = desk.claim(DEAD)
    with desk.store.work() as work:
        work.save_broadcast(said.corrected("訂正後"))
        assert [p.reader for p in work.told_page("B1", 0, 9, 1)] == ["a", "b"]
    desk.ledger.settle(ME, [Settled(fails, DeliveryState.WAITING, reason="busy")], NOON)
    again = desk.claim(OTHER)
    assert desk.texts(again) == ["お知らせ", "お知らせ"]  # their correction is written already
    assert [o.id for o in again if o.may_be_there] == [lost.id, fails.id]


def test_what_failed_before_a_correction_is_told_the_new_text(desk: Desk) -> None:
    said = desk.broadcasts("a")
    [fails] = desk.claim()
    desk.ledger.settle(ME, [Settled(fails, DeliveryState.WAITING, reason="busy")], NOON)
    with desk.store.work() as work:
        work.save_broadcast(said.corrected("訂正後"))
        assert work.told_page("B1", 0, 9, 1) == []
    assert desk.texts(desk.claim()) == ["訂正後"]


def test_a_paused_broadcast_is_not_handed_over(desk: Desk) -> None:
    said = desk.broadcasts("a")
    desk.says("返信", "a")
    with desk.store.work() as work:
        work.save_broadcast(replace(said, status=BroadcastStatus.PAUSED))
    assert desk.texts(desk.claim(DEAD)) == ["返信"]
    with desk.store.work() as work:
        work.save_broadcast(said)
    assert sorted(desk.texts(desk.claim())) == ["お知らせ", "返信"]


def test_what_is_called_off_is_what_nobody_has_begun(desk: Desk) -> None:
    desk.broadcasts("a", "b", "c")
    [begun] = desk.claim(limit=1)
    with desk.store.work() as work:
        assert work.waiting_of("B1", 9) == 3
        assert work.call_off("B1", NOON) == 2
    desk.arrives(begun)
    assert desk.ledger.standing("B1") == {DeliveryState.DELIVERED: 1, DeliveryState.CANCELLED: 2}


def test_what_is_called_off_is_not_waited_for_though_it_may_have_arrived(desk: Desk) -> None:
    desk.broadcasts("a")
    [unknown] = desk.claim()
    desk.ledger.settle(ME, [Settled(unknown, DeliveryState.WAITING, may_be_there=True)], NOON)
    with desk.store.work() as work:
        assert work.call_off("B1", NOON) == 1
        assert [p.reader for p in work.told_page("B1", 0, 9, 1)] == ["a"]
    assert desk.waiting() == []


def test_a_reader_is_told_of_one_broadcast_once(desk: Desk) -> None:
    desk.broadcasts("a", "a")
    desk.broadcasts("a")
    assert len(desk.claim()) == 1


def test_a_destination_is_not_asked_more_often_than_its_rate(desk: Desk) -> None:
    desk.broadcasts(*(f"r{n}" for n in range(6)), destination="slow.example")
    desk.broadcasts("quick", ident="B2", destination="quick.example")
    claimed = desk.claim(rate=Rate(3600, burst=2))
    assert sorted(o.reader for o in claimed) == ["quick", "r0", "r1"]
    assert desk.claim(rate=Rate(3600, burst=2)) == []


def test_a_destination_has_only_so_many_under_way(desk: Desk) -> None:
    desk.broadcasts(*(f"r{n}" for n in range(6)), destination="slow.example")
    assert len(desk.claim(rate=Rate(0.0001, burst=100, abreast=3))) == 3


def test_a_reply_does_not_queue_behind_a_broadcast_to_the_same_destination(desk: Desk) -> None:
    rate = Rate(0.01, burst=1)
    with desk.store.work() as work:
        work.save_recipient(Recipient("mail:a", "mail", "a@slow.example"))
    desk.broadcasts(*(f"r{n}" for n in range(300)), destination="slow.example")
    desk.claim(rate=rate)
    desk.says("返信", "mail:a")
    waits = desk.ledger.waits_until("wire", NOON)
    assert waits is not None
    later = NOON + SECOND
    claimed = desk.ledger.claim("wire", OTHER, 1, later, rate=rate, up_to=Lane.NOTICE)
    assert desk.texts(claimed) in ([], ["返信"])  # on PostgreSQL ten milliseconds later


def test_a_destination_that_wants_quiet_is_left_in_peace(desk: Desk) -> None:
    rate = Rate(0.001, burst=100)
    desk.broadcasts("a", "b", destination="busy.example")
    [first] = desk.claim(limit=1, rate=rate)
    quiet = Settled(first, DeliveryState.WAITING, reason="429", after=90 * SECOND, shut=True)
    desk.ledger.settle(ME, [quiet], NOON)
    assert desk.claim(rate=rate) == []


def test_the_address_of_a_recipient_comes_with_the_claim(desk: Desk) -> None:
    with desk.store.work() as work:
        work.save_recipient(Recipient("mail:a", "wire", "a@kaisha.example"))
    desk.says("一", "mail:a")
    assert [o.address for o in desk.claim()] == ["a@kaisha.example"]


def test_a_lease_that_is_renewed_holds(desk: Desk) -> None:
    desk.says("一")
    claimed = desk.claim()
    desk.ledger.renew(Claimant("me", 3600 * SECOND), claimed, NOON)
    assert desk.ledger.claim("wire", OTHER, 9, NOON + 60 * SECOND) == []


def test_nothing_is_due_where_nothing_waits(desk: Desk) -> None:
    assert desk.ledger.waits_until("wire", NOON) is None
    desk.says("一")
    assert desk.ledger.waits_until("wire", NOON) == timedelta()
