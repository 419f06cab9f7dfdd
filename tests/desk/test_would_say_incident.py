"""An incident gone through with today's knowledge: its reports count for each other, and nothing is kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import would_say_incident
from bot.desk.would_say_incident import IncidentToday, incident_today
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.event import Opened
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.running.replaying import desk_in_memory
from tests.builders import MORNING, RARE
from tests.fakes import Day, everything_in
from tests.lived import go_on

REPORT = "kintoneのアプリが真っ白です。Ruri Gridを使っています"


@pytest.fixture
def desk(knowledge: Knowledge) -> Iterator[Day]:
    """Four organisations tell of the same trouble, a minute apart; one of them gets over it."""
    day = Day(knowledge)
    go_on(day, told)
    yield day
    day.store.close()


def told(day: Day) -> None:
    day.opens()
    for customer in ("aoi", "mio", "ren", "sora"):
        day.says(customer, REPORT)
        day.passes(1)
    day.passes(3)
    day.says("aoi", "Ruri Gridを無効にしたら開きました")


def stored(desk: Day) -> tuple[Incident, list[Conversation], Opened | None]:
    with desk.store.look() as work:
        (incident,) = work.incidents(open_only=False)
        return incident, list(work.members(incident.id)), work.opened()


def today(desk: Day, knowledge: Knowledge) -> IncidentToday:
    _, talks, opened = stored(desk)
    with desk_in_memory(knowledge) as handle:
        return incident_today(talks, opened, handle)


@pytest.mark.slow
def test_each_message_stands_in_order_beside_what_was_said(desk: Day, knowledge: Knowledge) -> None:
    found = today(desk, knowledge)
    customers = [one.conversation.customer for one in found.messages]
    assert customers == ["aoi", "mio", "ren", "sora", "aoi"]
    assert [one.message.text for one in found.messages[:4]] == [REPORT] * 4
    assert all(one.today for one in found.messages)
    assert found.messages[0].said[0].speaker is Speaker.DESK
    assert (found.left, found.gone) == (0, 0)


@pytest.mark.slow
def test_the_reports_count_for_each_other_and_staff_would_hear_of_it(
    desk: Day, knowledge: Knowledge
) -> None:
    incident, _, _ = stored(desk)
    raised = today(desk, knowledge).raised
    assert raised is not None
    assert raised.alert.suspects[0] == incident.cause == f"plugin:{RARE.id}"
    assert raised.at - incident.raised_at <= timedelta(minutes=1)


@pytest.mark.slow
def test_of_one_report_nobody_would_be_told(desk: Day, knowledge: Knowledge) -> None:
    _, talks, opened = stored(desk)
    with desk_in_memory(knowledge) as handle:
        assert incident_today(talks[:1], opened, handle).raised is None


@pytest.mark.slow
def test_another_knowledge_says_something_else(desk: Day, knowledge: Knowledge) -> None:
    found, other = today(desk, knowledge), today(desk, replace(knowledge, remedies={}))
    assert [one.today for one in found.messages] != [one.today for one in other.messages]


@pytest.mark.slow
def test_nothing_is_kept_of_it(desk: Day, knowledge: Knowledge) -> None:
    before = everything_in(desk.store)
    today(desk, knowledge)
    assert everything_in(desk.store) == before


@pytest.mark.slow
def test_a_long_incident_is_gone_through_as_far_as_is_bounded(
    desk: Day, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(would_say_incident, "MOST", 2)
    monkeypatch.setattr(would_say_incident, "MOST_MINUTES", 1)
    found = today(desk, knowledge)
    assert (len(found.messages), found.left) == (2, 3)


def test_words_that_are_not_kept_any_more_are_counted_and_left_out(
    desk: Day, knowledge: Knowledge
) -> None:
    _, talks, opened = stored(desk)
    bare = [
        replace(talk, turns=tuple(Turn(turn.at, turn.speaker, "") for turn in talk.turns))
        for talk in talks
    ]
    with desk_in_memory(knowledge) as handle:
        found = incident_today(bare, opened, handle)
    assert (found.messages, found.news, found.gone) == ((), (), 5)


def test_the_same_words_are_the_same() -> None:
    talk = Conversation("C1", "aoi", "aoi-inc", "chat", "ja", MORNING)
    said = Turn(MORNING, Speaker.DESK, "承りました。")
    one = would_say_incident.SaidThen(talk, Turn(MORNING, Speaker.CUSTOMER, "x"), (said,), ())
    assert not one.is_alike
