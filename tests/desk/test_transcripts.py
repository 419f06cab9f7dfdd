"""What a transcript shows of notices to many: what has arrived, in the words in which it did."""

from datetime import time, timedelta

import pytest

from bot.desk.ledger import DeliveryState, Settled
from bot.model.broadcast import Quiet, Steering
from tests.builders import MORNING
from tests.desk.announcing import AOI, CALM, HERE, OTHER_TEXT, TEXT, Announcing, somebody


def test_a_notice_stands_there_once_it_has_arrived(talking: Announcing) -> None:
    talking.approves()
    assert talking.shows() == []
    talking.day.now += timedelta(minutes=3)
    talking.delivers(channel="web")
    assert talking.shows() == [TEXT]


def test_a_notice_that_waits_for_the_morning_stands_there_from_the_morning_on(
    announcing: Announcing,
) -> None:
    day = announcing.day
    day.now = MORNING.replace(hour=23)
    day.says(AOI, CALM, channel="web")
    announcing.proposes(AOI, langs=())
    announcing.approves(quiet=Quiet(time(22), time(7)))
    announcing.delivers(channel="web")
    assert announcing.shows() == []
    day.now += timedelta(hours=1)
    day.says(AOI, CALM, channel="web")
    assert TEXT not in announcing.shows()
    day.now += timedelta(hours=8)
    announcing.delivers(channel="web")
    last = announcing.transcript()[-1]
    assert (last.at, last.text) == (day.now, TEXT)


def test_a_paused_notice_stands_there_when_it_has_gone_on(talking: Announcing) -> None:
    ident = talking.approves()
    talking.steers(ident, Steering.PAUSE)
    talking.delivers(channel="web")
    assert talking.shows() == []
    talking.steers(ident, Steering.RESUME)
    talking.delivers(channel="web")
    assert talking.shows() == [TEXT]


@pytest.mark.parametrize("how", [Steering.CANCEL, Steering.RETRACT])
def test_a_notice_that_never_went_never_stands_there(talking: Announcing, how: Steering) -> None:
    talking.steers(talking.approves(), how)
    talking.delivers(channel="web")
    assert talking.shows() == []


def test_a_notice_that_was_corrected_before_it_went_stands_there_corrected(
    talking: Announcing,
) -> None:
    talking.steers(talking.approves(), Steering.CORRECT, OTHER_TEXT)
    talking.delivers(channel="web")
    assert talking.shows() == [OTHER_TEXT]


def test_a_notice_that_was_corrected_afterwards_stands_there_as_it_was_with_its_correction(
    talking: Announcing,
) -> None:
    ident = talking.approves()
    talking.delivers(channel="web")
    talking.steers(ident, Steering.CORRECT, OTHER_TEXT)
    assert talking.shows() == [TEXT]
    talking.delivers(channel="web")
    first, correction = talking.shows()
    assert first == TEXT
    assert OTHER_TEXT in correction


def test_a_notice_that_may_have_arrived_when_a_process_died_stands_there(
    talking: Announcing,
) -> None:
    ident = talking.approves()
    talking.claims(channel="web")
    talking.steers(ident, Steering.CORRECT, OTHER_TEXT)
    assert talking.shows() == [TEXT]
    talking.steers(ident, Steering.CANCEL)
    assert talking.shows() == [TEXT]


@pytest.mark.parametrize("arrived", [False, True])
def test_a_notice_that_failed_for_good_stands_there_if_it_may_have_arrived(
    talking: Announcing,
    arrived: bool,  # noqa: FBT001
) -> None:
    talking.approves()
    claimed = talking.claims(channel="web")
    lost = [Settled(o, DeliveryState.FAILED, reason="no", may_be_there=arrived) for o in claimed]
    talking.day.store.ledger.settle(HERE, lost, talking.day.now)
    assert talking.shows() == [TEXT] * arrived


def test_the_end_of_what_was_never_heard_stands_nowhere(talking: Announcing) -> None:
    talking.approves()
    talking.ends()
    talking.delivers(channel="web")
    assert talking.shows() == []


def test_what_stands_in_others_transcripts_is_theirs(talking: Announcing) -> None:
    talking.day.says("web:ben", CALM, channel="web")
    talking.proposes(AOI, "web:ben", langs=(), ident="P2")
    ident = talking.approves("P2")
    got = talking.delivers(1, channel="web")
    talking.steers(ident, Steering.CANCEL)
    assert [reader for reader in (AOI, "web:ben") if talking.shows(reader)] == got


def test_who_is_told_by_mail_has_it_in_their_transcript_when_the_mail_has_gone(
    lasting: Announcing,
) -> None:
    both = somebody(1)
    lasting.knows(both)
    lasting.day.says(both.id, CALM, channel="mail")
    lasting.proposes(both.id)
    lasting.approves()
    assert lasting.shows(both.id) == []
    lasting.delivers()
    assert lasting.shows(both.id) == [TEXT]
