"""Two incidents that turn out to be one: whoever is in both audiences is told of it once."""

import pytest

from bot.desk.ledger import DeliveryState
from bot.model.broadcast import Steering
from bot.model.incident import IncidentStatus
from tests.desk.announcing import OTHER_TEXT, TEXT, Announcing, somebody

ONCE = 1
SECOND = "別のサービスにも影響が出ています。"


def told_of_two(announcing: Announcing, both: int, *, more: int = 0) -> tuple[str, str]:
    """Two notices of two incidents to the same readers, the second to some more; by what."""
    first = announcing.announces(both)
    announcing.runs()
    announcing.knows(*(somebody(both + n) for n in range(more)))
    announcing.proposes(ident="P2", incident="I2", text=SECOND)
    second = announcing.approves("P2")
    announcing.runs()
    return first, second


@pytest.mark.slow
def test_the_end_of_what_became_one_is_told_once(lasting: Announcing) -> None:
    told_of_two(lasting, 620, more=3)
    lasting.delivers()
    lasting.merges("I2", into="I1")
    lasting.ends()
    lasting.runs()
    lasting.delivers()
    everybody = {somebody(n).id: ONCE for n in range(623)}
    assert lasting.readers("復旧を確認") == everybody


def test_the_effects_name_everybody_once(announcing: Announcing) -> None:
    told_of_two(announcing, 3, more=1)
    announcing.delivers()
    announcing.merges("I2", into="I1")
    announcing.ends()
    assert sorted(announcing.day.heard("recovered")) == [somebody(n).id for n in range(4)]


def test_a_relapse_of_what_became_one_and_its_second_end_are_told_once(
    lasting: Announcing,
) -> None:
    told_of_two(lasting, 5, more=2)
    lasting.delivers()
    lasting.merges("I2", into="I1")
    lasting.ends()
    lasting.delivers()
    lasting.relapses()
    lasting.delivers()
    lasting.ends()
    lasting.delivers()
    everybody = [somebody(n).id for n in range(7)]
    assert lasting.readers("再び届いています") == dict.fromkeys(everybody, ONCE)
    assert lasting.readers("復旧を確認") == dict.fromkeys(everybody, 2)


def test_that_it_was_nothing_is_told_once(announcing: Announcing) -> None:
    told_of_two(announcing, 3)
    announcing.delivers()
    announcing.merges("I2", into="I1")
    announcing.ends(IncidentStatus.WITHDRAWN)
    announcing.delivers()
    assert set(announcing.readers("当てはまらない").values()) == {ONCE}


def test_the_same_correction_of_both_is_told_once(lasting: Announcing) -> None:
    first, second = told_of_two(lasting, 3, more=1)
    lasting.delivers()
    lasting.merges("I2", into="I1")
    lasting.steers(first, Steering.CORRECT, OTHER_TEXT)
    lasting.delivers()
    lasting.steers(second, Steering.CORRECT, OTHER_TEXT)
    lasting.delivers()
    assert lasting.readers(OTHER_TEXT) == {somebody(n).id: ONCE for n in range(4)}


def test_who_heard_two_things_hears_how_each_is_corrected(announcing: Announcing) -> None:
    first, second = told_of_two(announcing, 2)
    announcing.delivers()
    announcing.merges("I2", into="I1")
    announcing.steers(first, Steering.CORRECT, "一つめ。")
    announcing.delivers()
    announcing.steers(second, Steering.CORRECT, "二つめ。")
    announcing.delivers()
    announcing.steers(first, Steering.CORRECT, "二つめ。")
    announcing.delivers()
    assert set(announcing.readers("一つめ。").values()) == {ONCE}
    assert set(announcing.readers("二つめ。").values()) == {ONCE}


def test_what_neither_has_told_yet_is_told_by_one_of_them(lasting: Announcing) -> None:
    first, second = told_of_two(lasting, 3, more=2)
    lasting.merges("I2", into="I1")
    lasting.delivers()
    assert lasting.readers() == {somebody(n).id: ONCE for n in range(5)}
    assert lasting.standing(first) == {DeliveryState.DELIVERED: 3}
    assert lasting.standing(second) == {DeliveryState.CANCELLED: 3, DeliveryState.DELIVERED: 2}


def test_of_two_notices_the_one_that_is_under_way_is_told(lasting: Announcing) -> None:
    first, second = told_of_two(lasting, 3)
    lasting.steers(first, Steering.PAUSE)
    under_way = lasting.claims(2)
    lasting.merges("I2", into="I1")
    lasting.settles(under_way)
    lasting.steers(first, Steering.RESUME)
    lasting.delivers()
    assert len(under_way) == lasting.standing(second)[DeliveryState.DELIVERED]
    assert set(lasting.readers().values()) == {ONCE}
    assert len(lasting.readers()) == 3


def test_pages_that_are_still_to_be_written_leave_out_who_is_told_by_the_other(
    lasting: Announcing,
) -> None:
    lasting.announces(510)
    lasting.proposes(ident="P2", incident="I2", text=SECOND)
    lasting.approves("P2")
    lasting.delivers()
    lasting.merges("I2", into="I1")
    lasting.runs()
    lasting.delivers()
    late = [somebody(n).id for n in range(500, 510)]
    assert [len(lasting.got(reader)) for reader in late] == [ONCE] * len(late)
    assert set(lasting.readers(TEXT).values()) == {ONCE}


def test_who_was_told_of_one_alone_still_hears_of_it(announcing: Announcing) -> None:
    first, _ = told_of_two(announcing, 2)
    announcing.delivers()
    announcing.steers(first, Steering.RETRACT)
    announcing.delivers()
    announcing.merges("I2", into="I1")
    announcing.ends()
    announcing.delivers()
    assert set(announcing.readers("復旧を確認").values()) == {ONCE}
