"""An incident gone through with today's knowledge: its reports count for each other, and nothing is kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import would_say_incident
from bot.desk.would_say_incident import IncidentToday, incident_today
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.effect import Effect, Notice, Reply, StaffAlert
from bot.model.event import Event, MessageReceived, Opened, Tick
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.running.replaying import desk_in_memory
from tests.builders import MINUTE, MORNING, RARE, a_conversation, at, opening
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


def test_words_that_are_not_kept_any_more_are_counted_and_left_out() -> None:
    desk, talk = Recorder(), wrote(0, 1)
    bare = replace(talk, turns=tuple(Turn(turn.at, turn.speaker, "") for turn in talk.turns))
    found = incident_today([bare], None, desk)
    assert (found.messages, found.news, found.gone, desk.given) == ((), (), 2, [])


def test_the_same_words_are_the_same() -> None:
    talk = Conversation("C1", "aoi", "aoi-inc", "chat", "ja", MORNING)
    said = Turn(MORNING, Speaker.DESK, "承りました。")
    one = would_say_incident.SaidThen(talk, Turn(MORNING, Speaker.CUSTOMER, "x"), (said,), ())
    assert not one.is_alike


class Recorder:
    """A desk that notes what it is given, and alerts at one tick."""

    def __init__(self) -> None:
        self.given: list[Event] = []

    def __call__(self, event: Event) -> tuple[Effect, ...]:
        self.given.append(event)
        if isinstance(event, MessageReceived):
            return (Reply(event.customer, event.message_id, "承りました", "ja", "none", 0.5),)
        if isinstance(event, Tick) and event.at == at(1):
            notice = Notice("I1", ("aoi", "nobody"), "update", "続報", "ja", "none")
            return (StaffAlert("I1", "raised", (), 2, "…"), notice)
        return ()

    def ticks(self) -> list[float]:
        return [(e.at - MORNING) / MINUTE for e in self.given if isinstance(e, Tick)]


def wrote(*minutes: float, customer: str = "aoi") -> Conversation:
    """What a customer wrote so many minutes after nine, each answered at once."""
    turns = (
        Turn(at(m + later), who, f"{who} {m}")
        for m in minutes
        for who, later in ((Speaker.CUSTOMER, 0), (Speaker.DESK, 0.1))
    )
    return a_conversation(f"C-{customer}", customer=customer, turns=tuple(turns))


def test_between_two_messages_the_desk_goes_on_minute_by_minute_and_half_an_hour_at_most() -> None:
    desk = Recorder()
    found = incident_today([wrote(0, 2, 40), wrote(2.5, customer="ben")], None, desk)
    assert desk.ticks() == [1, *(2.5 + n for n in range(1, 30)), *(40 + n for n in range(1, 30))]
    assert desk.given[0] == Opened(at(-1))
    assert [m.message.text for m in found.messages] == [
        "customer 0",
        "customer 2",
        "customer 2.5",
        "customer 40",
    ]


def test_a_fresh_desk_has_the_catalogue_and_reads_and_measures_nothing() -> None:
    desk = Recorder()
    incident_today([wrote(0)], replace(opening(), restarted=True), desk)
    assert desk.given[0] == replace(opening(), at=at(-1), feeds=(), probes=())


def test_four_hours_of_minutes_are_gone_through_in_all() -> None:
    desk = Recorder()
    incident_today([wrote(*(40 * n for n in range(10)))], None, desk)
    assert len(desk.ticks()) == 240


def test_each_message_has_what_was_said_after_it_then_and_what_would_be_now() -> None:
    first, second = incident_today([wrote(0, 2)], None, Recorder()).messages
    assert [t.text for t in first.said] == ["desk 0"]
    assert [t.text for t in second.said] == ["desk 2"]
    assert [s.text for s in first.today] == ["承りました", "続報"]
    assert [s.text for s in second.today] == ["承りました"]


def test_staff_would_hear_of_it_when_the_desk_tells_them() -> None:
    raised = incident_today([wrote(0)], None, Recorder()).raised
    assert raised is not None
    assert raised.at == at(1)


def test_a_hundred_messages_are_gone_through_the_first_of_them() -> None:
    desk = Recorder()
    found = incident_today([wrote(*(n / 10 for n in range(102)))], None, desk)
    assert (len(found.messages), found.left) == (100, 2)
    assert sum(isinstance(e, MessageReceived) for e in desk.given) == 100
