"""Cases that people move between incidents: split off, merged, taken out, so many at a time."""

import pytest

from bot.model.decision import IncidentDecision
from bot.model.incident import IncidentStatus
from bot.model.knowledge import Knowledge
from tests.builders import FORMS, HOSTING
from tests.desk.test_incident_decisions import WHO, decides, entries, known, reported, talk_of
from tests.fakes import Day
from tests.lived import go_on


@pytest.fixture
def day(knowledge: Knowledge) -> Day:
    """Five organisations report one plug-in."""
    day = Day(knowledge)
    go_on(day, reported)
    return day


def test_reports_that_are_split_off_are_an_incident_of_their_own_until_a_person_merges_them(
    day: Day,
) -> None:
    away = tuple(talk_of(day, c) for c in WHO[:2])
    decides(day, IncidentDecision.SPLIT, HOSTING.cause, conversations=("C9", *away))
    fresh = known(day, "I2")
    assert (fresh.cause, fresh.owner, fresh.organisations) == (HOSTING.cause, "hana", 2)
    assert (day.members("I1"), day.members("I2")) == (set(WHO[2:]), set(WHO[:2]))
    assert (known(day).organisations, known(day).apart, known(day).whole) == (3, ("I2",), False)
    assert [e.about for i in ("I1", "I2") for e in entries(day, i) if e.what == "split"] == [
        "I2",
        "I1",
    ]
    raised = [a for a in day.alerts("raised") if a.incident == "I2"]
    assert [a.tenants for a in raised] == [2]
    decides(day, IncidentDecision.MERGE, "I1", incident="I2")
    assert day.members("I1") == set(WHO)
    assert (known(day).organisations, known(day).whole) == (5, True)
    assert [e.about for e in entries(day) if e.what == "merge"] == ["I2"]


def test_an_incident_is_not_merged_with_itself_nor_with_one_that_is_over(day: Day) -> None:
    decides(day, IncidentDecision.START, FORMS.cause, incident="")
    for into in ("I1", "I9"):
        decides(day, IncidentDecision.MERGE, into)
    decides(day, IncidentDecision.WITHDRAW, incident="I2")
    decides(day, IncidentDecision.MERGE, "I2")
    assert known(day).status is IncidentStatus.SUSPECTED
    assert "merge" not in {e.what for e in entries(day)}


def test_what_was_told_of_one_counts_as_told_of_the_incident_that_it_becomes(day: Day) -> None:
    away = tuple(talk_of(day, c) for c in WHO[:2])
    decides(day, IncidentDecision.SPLIT, HOSTING.cause, conversations=away)
    decides(day, IncidentDecision.CONFIRM, incident="I2")
    before = day.told("I2")
    assert before
    decides(day, IncidentDecision.MERGE, "I1", incident="I2")
    after = day.told("I1")
    assert all(after[customer] >= told for customer, told in before.items())
    merged = known(day, "I2")
    assert (merged.merged_into, merged.resolved_at, merged.telling) == ("I1", day.now, ())
    states = [e.about for e in entries(day, "I2") if e.what == IncidentStatus.MERGED]
    assert states == ["I1"]


def test_of_many_cases_that_one_decision_moves_two_hundred_are(day: Day) -> None:
    """A page lists fewer; whoever sends more by the API has the rest in a second call."""
    first, second = talk_of(day, WHO[0]), talk_of(day, WHO[1])
    strangers = tuple(f"C{n}" for n in range(1_000, 1_199))
    decides(day, IncidentDecision.UNLINK, conversations=(*strangers, first, second))
    assert day.members("I1") == set(WHO[1:])
