"""Who was to be told by a notice to many, and was not, has not heard of it as far as the desk knows."""

from datetime import timedelta

import pytest

from bot.desk.ledger import DeliveryState, Settled
from bot.model.broadcast import Steering
from bot.model.incident import IncidentStatus
from tests.desk.announcing import AOI, CALM, HERE, OTHER_TEXT, Announcing, somebody


def test_who_was_told_has_heard_of_it(talking: Announcing) -> None:
    talking.approves()
    talking.delivers(channel="web")
    assert talking.believes() == {"first"}


@pytest.mark.parametrize("how", [Steering.CANCEL, Steering.RETRACT])
def test_who_was_spared_has_not_heard_and_is_told_by_the_next_notice(
    talking: Announcing, how: Steering
) -> None:
    talking.steers(talking.approves(), how)
    assert talking.believes() == set()
    talking.proposes(AOI, langs=(), ident="P2", text=OTHER_TEXT)
    talking.approves("P2")
    talking.delivers(channel="web")
    assert talking.got(AOI) == [OTHER_TEXT]


def test_who_may_have_been_told_when_a_process_died_may_have_heard(talking: Announcing) -> None:
    ident = talking.approves()
    talking.claims(channel="web")
    talking.steers(ident, Steering.CANCEL)
    assert talking.believes() == {"first"}


@pytest.mark.parametrize("arrived", [False, True])
def test_whom_a_notice_could_not_reach_has_heard_if_it_may_have_arrived(
    talking: Announcing,
    arrived: bool,  # noqa: FBT001
) -> None:
    talking.approves()
    claimed = talking.claims(channel="web")
    lost = [Settled(o, DeliveryState.FAILED, reason="no", may_be_there=arrived) for o in claimed]
    talking.day.store.ledger.settle(HERE, lost, talking.day.now)
    assert talking.believes() == ({"first"} if arrived else set())


def test_what_failed_for_now_and_is_called_off_meanwhile_was_never_heard(
    talking: Announcing,
) -> None:
    ident = talking.approves()
    claimed = talking.claims(channel="web")
    talking.steers(ident, Steering.CANCEL)
    talking.settles(claimed, DeliveryState.WAITING)
    assert talking.believes() == set()


def test_what_fails_for_now_is_still_to_be_heard(talking: Announcing) -> None:
    talking.approves()
    talking.settles(talking.claims(channel="web"), DeliveryState.WAITING)
    assert talking.believes() == {"first"}


def test_the_end_takes_the_place_of_what_was_never_heard(talking: Announcing) -> None:
    talking.approves()
    talking.ends()
    assert talking.believes() == set()


def test_it_is_so_too_when_the_incident_has_become_part_of_another(talking: Announcing) -> None:
    talking.approves()
    talking.merges()
    talking.ends(IncidentStatus.WITHDRAWN, ident="I7")
    assert talking.believes(incident="I7") == set()


def test_who_hears_the_same_by_another_notice_of_the_incident_has_heard(
    talking: Announcing,
) -> None:
    talking.day.says("ben", CALM, channel="chat")
    talking.proposes(AOI, "ben", langs=(), ident="P2")
    younger = talking.approves("P2")
    talking.day.now += timedelta(minutes=1)
    talking.proposes(AOI, langs=(), ident="P3", incident="I7", text=OTHER_TEXT)
    talking.approves("P3")
    talking.merges()
    talking.delivers(channel="web")
    assert talking.got(AOI) == [OTHER_TEXT]
    talking.steers(younger, Steering.CANCEL)
    assert talking.believes(incident="I7") == {"first"}
    assert talking.believes("ben", incident="I7") == set()


def test_who_stops_notices_has_not_heard_what_was_still_to_come(lasting: Announcing) -> None:
    both = somebody(1)
    lasting.knows(both)
    lasting.day.says(both.id, CALM, channel="mail")
    lasting.proposes(both.id)
    lasting.approves()
    assert lasting.believes(both.id) == {"first"}
    lasting.stops(both)
    assert lasting.believes(both.id) == set()


def test_what_others_heard_of_the_same_notice_they_have_heard(talking: Announcing) -> None:
    talking.day.says("web:ben", CALM, channel="web")
    talking.proposes(AOI, "web:ben", langs=(), ident="P2")
    ident = talking.approves("P2")
    got = talking.delivers(1, channel="web")
    talking.steers(ident, Steering.CANCEL)
    assert [reader for reader in (AOI, "web:ben") if talking.believes(reader)] == got
