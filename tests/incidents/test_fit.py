"""Whose incident a conversation is."""

from typing import Any

from bot.incidents.fit import fits, group_of
from bot.model.conversation import Conversation
from bot.model.incident import Incident, IncidentStatus
from tests.builders import PRINTS, RARE, a_report, a_watch, an_incident, at

OWN = {RARE.cause: 8.0}


def place(
    conversation: Conversation,
    *incidents: Incident,
    unexplained: dict[str, float] | None = None,
    was_told: bool = False,
) -> str | None:
    return group_of(conversation, unexplained or {}, a_watch(*incidents), was_told=was_told)


def test_a_report_joins_what_explains_it() -> None:
    assert place(a_report(1, OWN), an_incident()) == "I1"
    assert place(a_report(1, {PRINTS.cause: 8.0}), an_incident()) is None
    assert place(a_report(1, OWN)) is None
    assert fits(a_report(1, OWN), RARE.cause)
    assert not fits(a_report(1, OWN), PRINTS.cause)


def test_of_two_incidents_the_better_explanation_wins() -> None:
    prints = an_incident(ident="I2", suspects=(PRINTS.cause,))
    both = a_report(1, {RARE.cause: 2.0, PRINTS.cause: 9.0})
    assert place(both, an_incident(), prints) == "I2"


def test_what_another_fault_explains_better_is_left_to_it() -> None:
    unsure = an_incident(suspects=(RARE.cause, PRINTS.cause), chances=(0.7, 0.1))
    report = a_report(1, {PRINTS.cause: 9.0})
    assert place(report, unsure) == "I1"
    assert place(report, unsure, unexplained={PRINTS.cause: 0.6}) is None
    assert place(a_report(2, OWN), unsure, unexplained={"update:kintone": 1.0}) == "I1"


def test_who_was_told_or_is_well_again_stays() -> None:
    elsewhere: dict[str, Any] = {"incident": "I1"}
    other = {PRINTS.cause: 9.0}
    assert place(a_report(1, other, **elsewhere), an_incident()) is None
    assert place(a_report(1, other, **elsewhere), an_incident(), was_told=True) == "I1"
    well = a_report(1, other, recovered_at=at(9), **elsewhere)
    assert place(well, an_incident()) == "I1"


def test_a_report_never_joins_a_dead_incident() -> None:
    over = an_incident(status=IncidentStatus.RESOLVED, resolved_at=at(20))
    before, after = a_report(1, OWN, incident="I1"), a_report(1, OWN, after=30, incident="I1")
    assert place(before, over) == "I1"
    assert place(after, over) is None


def test_who_was_in_a_merged_incident_is_in_the_one_that_goes_on() -> None:
    merged = an_incident(ident="I2", status=IncidentStatus.MERGED, merged_into="I1")
    reader = a_report(1, OWN, incident="I2")
    assert place(reader, an_incident(), merged, was_told=True) == "I1"
