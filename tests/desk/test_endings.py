"""How incidents end for those who are in them."""

from datetime import timedelta

import pytest

from bot.model.effect import StaffAlert
from bot.model.status import Shows
from tests.builders import PRINTS, RARE
from tests.fakes import Day, reply_in

OPEN_APP = "見積アプリが真っ白で開きません。ほかのアプリは開きます"


@pytest.mark.slow
def test_who_did_nothing_has_not_tried_what_was_advised(desk: Day) -> None:
    desk.says("aoi", OPEN_APP, uses=(RARE.id,))
    desk.passes(4)
    desk.says("ben", OPEN_APP, uses=(RARE.id,))
    desk.says("chie", OPEN_APP, uses=(RARE.id,))
    desk.says("aoi", "Ruri Gridを無効にしたら開きました")
    desk.passes(30)
    for customer in ("ben", "chie"):
        desk.says(customer, "何も操作していませんが、自然に直りました")
    assert [a.action for a in desk.every(StaffAlert)][-1] == "recovered"


@pytest.mark.slow
def test_colleagues_of_the_reporters_end_it_as_they_would(desk: Day) -> None:
    desk.says("aoi", OPEN_APP, uses=(RARE.id,), tenant="acme")
    desk.passes(4)
    desk.says("ben", OPEN_APP, uses=(RARE.id,), tenant="bolt")
    desk.says("chie", OPEN_APP, uses=(RARE.id,), tenant="core")
    desk.says("chie", "Ruri Gridを無効にしたら開きました", tenant="core")
    desk.passes(30)
    desk.says("dan", "Ruri Gridのアプリがまた開くようになりました", uses=(RARE.id,), tenant="acme")
    assert not desk.alerts("recovered")
    desk.says("emi", "Ruri Grid、触っていないのに直りました", uses=(RARE.id,), tenant="bolt")
    assert desk.alerts("recovered")
    told = {(reader, n.reason) for n in desk.notices() for reader in n.to}
    assert {("aoi", "recovered"), ("ben", "recovered"), ("chie", "reenable")} <= told
    assert not [reader for reader, _ in told if reader in ("dan", "emi")]


@pytest.mark.slow
def test_who_asks_after_the_end_is_answered_about_what_they_switched_off(desk: Day) -> None:
    desk.says("aoi", OPEN_APP, uses=(RARE.id,))
    desk.passes(4)
    desk.says("ben", OPEN_APP, uses=(RARE.id,))
    desk.says("ben", "Ruri Gridを無効にしたら開きました")
    desk.passes(30)
    for customer in ("aoi", "chie"):
        desk.says(customer, OPEN_APP, uses=(RARE.id,))
    desk.passes(12)
    for customer in ("aoi", "chie"):
        desk.says(customer, "何も操作していませんが、自然に直りました")
    desk.passes(30)
    answer = reply_in(desk.says("ben", "ずっと切ったままですが、そろそろ戻していいんでしょうか"))
    assert answer.cause == RARE.cause
    assert "復旧を確認" in answer.text


@pytest.mark.slow
def test_an_incident_of_two_days_ends_for_its_first_reporters_too(desk: Day) -> None:
    desk.says("aoi", OPEN_APP, uses=(PRINTS.id,))
    desk.passes(3)
    desk.says("ben", OPEN_APP, uses=(PRINTS.id,))
    desk.says("aoi", "Tanpopo Printを無効にしたら開きました")
    desk.feed("tanpopo_status", Shows.MAJOR_OUTAGE)
    desk.passes(12)
    desk.now += timedelta(hours=25)
    desk.passes(2)
    desk.says("chie", OPEN_APP, uses=(PRINTS.id,))
    desk.feed("tanpopo_status", Shows.RESOLVED)
    desk.passes(70)
    assert desk.alerts("recovered")
    told = {(reader, n.reason) for n in desk.notices() for reader in n.to}
    assert {("aoi", "reenable"), ("ben", "recovered"), ("chie", "recovered")} <= told
