"""Each alarm comes on when it should, and nothing else with it."""

from datetime import timedelta
from typing import Any

from bot.metrics.alarms import ALARMS, alarms
from bot.model.figures import Figures, Waiting
from bot.model.peer import PeerContact
from tests.builders import FORMS, a_feed
from tests.cases import each
from tests.metrics.figures import NOW, ago, failing_feeds, some_figures


def on(figures: Figures) -> set[str]:
    return {name for name, is_on in alarms(figures, NOW).items() if is_on}


def lost(**span: int) -> PeerContact:
    """A desk that has taken nothing since then, tried a minute ago."""
    return PeerContact(None, ago(**span), ago(minutes=1), "no connection to b.example")


def test_nothing_is_on_while_all_is_well() -> None:
    assert on(some_figures()) == set()
    assert on(Figures()) == set()  # a desk that has never run


@each(
    ("changes", "name"),
    [
        ({"ticked_at": ago(minutes=4)}, "no_tick"),
        ({"ticked_at": None}, "no_tick"),
        ({"inbox": {"slack": Waiting(1, ago(seconds=61))}}, "inbox_waits"),
        ({"deliveries": {("web", "reply"): Waiting(1, ago(seconds=61))}}, "reply_waits"),
        ({"deliveries": {("mail", "notice"): Waiting(1, ago(minutes=11))}}, "notice_waits"),
        ({"deliveries": {("slack", "staff"): Waiting(1, ago(minutes=11))}}, "notice_waits"),
        ({"proposals": Waiting(1, ago(minutes=16))}, "proposal_waits"),
        ({"peers": {"b": lost(minutes=16)}}, "peer_unreachable"),
        ({"feeds": (a_feed(FORMS, read=-30),)}, "feeds_not_polled"),
    ],
)
def test_one_thing_that_is_wrong_is_one_alarm(changes: dict[str, Any], name: str) -> None:
    assert on(some_figures(**changes)) == {name}


def test_all_feeds_failing_is_an_alarm_and_one_of_them_is_none() -> None:
    broken = failing_feeds()
    assert on(broken) == {"feeds_unreadable"}
    assert on(some_figures(feeds=(broken.feeds[0], some_figures().feeds[1]))) == set()


def test_a_desk_that_has_just_begun_has_three_minutes_for_its_first_tick() -> None:
    begun = some_figures(ticked_at=ago(days=1), opened_at=NOW - timedelta(minutes=2))
    assert on(begun) == set()


def test_a_broadcast_in_the_quiet_hours_is_no_alarm() -> None:
    waiting = {("mail", "broadcast"): Waiting(9, ago(hours=8))}
    assert on(some_figures(deliveries=waiting)) == set()


def test_a_desk_that_answers_again_or_is_tried_no_more_is_no_alarm() -> None:
    forgotten = PeerContact(None, ago(days=2), ago(days=1, minutes=1), "no connection")
    for contact in (lost(minutes=14), PeerContact(ago(minutes=1)), forgotten):
        assert on(some_figures(peers={"b": contact})) == set()


def test_every_alarm_has_a_meaning() -> None:
    assert all(meaning for _, meaning in ALARMS.values())
