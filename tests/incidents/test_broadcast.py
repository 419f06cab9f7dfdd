"""Each told once, each told what concerns them, and the end to exactly those who were told."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.incidents.broadcast import THOUGHT_OVER, Due, due, may_be_told, tellings, to_be_asked
from bot.incidents.recover import agreeing
from bot.model.conversation import Complaint, Conversation, Outcome, Trial
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus
from bot.model.status import Shows
from tests.builders import (
    FORMS,
    HOSTING,
    PLATFORM,
    RARE,
    a_feed,
    a_report,
    a_watch,
    an_incident,
    at,
    having_advised,
)

OWN = {RARE.cause: 12.0}
OFF = f"disable_plugin:{RARE.id}"
ON = f"reenable_plugin:{RARE.id}"


def a_reader(number: int, *, disabled: bool = False, **changes: Any) -> Conversation:
    trials = (Trial(OFF, Outcome.WORKED, at(8)),) if disabled else ()
    return a_report(number, OWN, **{"trials": trials, **changes})


def sent(
    incident: Incident, reader: Conversation, *told: str, watch: Watch | None = None
) -> list[Due]:
    watch = watch or a_watch(after=60)
    incident = replace(incident, telling=tellings(incident, watch))
    return due(incident, reader, frozenset(told), watch)


def proven(**changes: Any) -> Incident:
    return an_incident(**{"proven": True, "organisations": 3, **changes})


def ended(**changes: Any) -> Incident:
    return proven(status=IncidentStatus.RESOLVED, resolved_at=at(60), **changes)


@given(
    st.booleans(),
    st.booleans(),
    st.sampled_from([IncidentStatus.SUSPECTED, IncidentStatus.RESOLVED, IncidentStatus.WITHDRAWN]),
)
def test_what_was_told_once_is_never_told_again(
    off: bool,  # noqa: FBT001
    well: bool,  # noqa: FBT001
    status: IncidentStatus,
) -> None:
    reader = a_reader(1, disabled=off, recovered_at=at(50) if well else None)
    incident = proven(status=status)
    first = sent(incident, reader, "first")
    again = sent(incident, reader, "first", *(d.reason for d in first))
    assert again == []


def test_reenable_goes_to_exactly_those_who_disabled_and_recovery_to_the_others() -> None:
    (off,) = sent(ended(), a_reader(1, disabled=True))
    assert (off.reason, off.advice) == ("reenable", (ON,))
    (other,) = sent(ended(), a_reader(2))
    assert other.reason == "recovered"
    assert sent(ended(), a_reader(3, recovered_at=at(55))) == []


def test_whom_the_cause_cannot_reach_hears_nothing_of_the_end_unless_told_before() -> None:
    stranger = a_report(4, {FORMS.cause: 12.0})
    assert sent(ended(), stranger) == []
    (news,) = sent(ended(), stranger, "first")
    assert news.reason == "recovered"
    (vague,) = sent(ended(), a_report(5, {FORMS.cause: 12.0, RARE.cause: -9.0}))
    assert vague.reason == "recovered"
    turning = proven(status=IncidentStatus.MONITORING)
    assert [d.conversation for d in to_be_asked(turning, [stranger, a_reader(2)])] == [a_reader(2)]


def test_who_has_switched_it_on_again_is_not_told_to() -> None:
    on = (Trial(OFF, Outcome.WORKED, at(8)), Trial(ON, Outcome.WORKED, at(50)))
    assert sent(ended(), a_reader(1, trials=on, recovered_at=at(50))) == []


def test_who_switched_it_off_a_second_time_is_told_a_second_time() -> None:
    trials = (Trial(OFF, Outcome.WORKED, at(8)), Trial(OFF, Outcome.WORKED, at(40)))
    early = having_advised(a_reader(1, trials=trials), ON)
    (again,) = sent(ended(relapses=1), early)
    assert again.reason == "reenable"


def test_a_withdrawn_suspicion_is_taken_back_from_those_who_were_told() -> None:
    nothing = an_incident(status=IncidentStatus.WITHDRAWN)
    assert [d.reason for d in sent(nothing, a_reader(1), "workaround")] == ["withdrawn"]
    assert sent(nothing, a_reader(1)) == []


def test_a_cause_is_never_told_from_counts_alone() -> None:
    assert not may_be_told(an_incident(organisations=9), a_watch())
    assert may_be_told(proven(), a_watch())
    assert may_be_told(an_incident(organisations=4, supported=3), a_watch())
    assert not may_be_told(proven(chances=(0.5,)), a_watch())


def test_the_workaround_goes_to_the_affected_who_do_not_know_it() -> None:
    assert [d.reason for d in sent(proven(), a_reader(4))] == ["workaround"]
    assert sent(proven(), having_advised(a_reader(1), OFF)) == []
    assert sent(proven(), a_reader(2, disabled=True)) == []
    assert sent(proven(), a_reader(3, recovered_at=at(9))) == []
    assert sent(proven(), a_report(5, {FORMS.cause: 12.0})) == []


def test_who_does_without_the_product_needs_no_way_round_what_lies_below_it() -> None:
    weights = {RARE.cause: 12.0, HOSTING.cause: 11.0}
    below = proven(suspects=(HOSTING.cause,))
    feeds = {HOSTING.id: a_feed(HOSTING, Shows.MAJOR_OUTAGE, read=60)}
    published = a_watch(after=60, feeds=feeds)
    uses = Complaint(products=(RARE.id,))
    cured = a_report(1, weights, complaint=uses, trials=(Trial(OFF, Outcome.WORKED, at(8)),))
    assert [d.reason for d in sent(below, cured, watch=published)] == ["update"]
    other = a_report(2, weights, complaint=uses)
    assert [d.reason for d in sent(below, other, watch=published)] == ["update", "workaround"]


def test_what_lies_behind_a_product_is_named_only_when_it_is_public_or_the_reader_did() -> None:
    below = proven(suspects=(HOSTING.cause,))
    weights = {HOSTING.cause: 11.0}
    assert sent(below, a_report(1, weights)) == []
    named = a_report(2, weights, complaint=Complaint(products=(HOSTING.id,)))
    assert [d.reason for d in sent(below, named)] == ["workaround"]


def test_a_question_that_is_on_its_way_holds_the_way_round_back() -> None:
    asked = a_report(1, OWN, after=55, open_questions=("other_apps",))
    assert sent(proven(), asked) == []
    assert [d.reason for d in sent(proven(), asked, watch=a_watch(after=90))] == ["workaround"]


def test_for_the_platform_there_is_nothing_to_do_and_its_page_is_news() -> None:
    reader = a_report(1, {PLATFORM.cause: 12.0})
    incident = proven(suspects=(PLATFORM.cause,))
    assert sent(incident, reader) == []
    feeds = {PLATFORM.id: a_feed(PLATFORM, Shows.MAJOR_OUTAGE, read=10)}
    (news,) = sent(incident, reader, watch=a_watch(feeds=feeds))
    assert news.reason == "update"


def test_a_page_in_trouble_lets_the_cause_be_told() -> None:
    incident = an_incident(suspects=(FORMS.cause,))
    assert not may_be_told(incident, a_watch())
    feeds = {FORMS.id: a_feed(FORMS, Shows.IDENTIFIED, read=10)}
    assert may_be_told(incident, a_watch(feeds=feeds))


def test_who_was_told_of_the_end_hears_when_it_is_back() -> None:
    back = an_incident(relapses=1)
    (news,) = sent(back, a_reader(1, disabled=True, recovered_at=at(50)), THOUGHT_OVER)
    assert (news.reason, news.advice) == ("relapse", (OFF,))
    assert sent(back, a_reader(2, recovered_at=at(50))) == []
    assert sent(back, a_reader(1, recovered_at=at(50)), THOUGHT_OVER, "relapse") == []


def test_a_few_first_reporters_are_asked_whether_it_is_over() -> None:
    first = [a_reader(1), a_reader(2, recovered_at=at(9)), a_reader(3, disabled=True)]
    first += [a_reader(n) for n in range(4, 12)]
    turning = proven(status=IncidentStatus.MONITORING)
    asked = [d.conversation.customer for d in to_be_asked(turning, first)]
    assert asked == ["reporter1", "reporter4", "reporter5", "reporter6"]
    assert to_be_asked(replace(turning, asked=True), first) == []
    guests = [a_reader(n, tenant=f"~from:net{n}") for n in range(20, 30)]
    verified = to_be_asked(turning, [*guests, *first])
    assert [d.conversation.customer for d in verified] == asked
    large = to_be_asked(replace(turning, verified=20), [*guests, *first])
    assert len(large) == 2 * agreeing(replace(turning, verified=20))
    assert to_be_asked(proven(), first) == []
    assert to_be_asked(proven(recovered=("acme",)), first) != []
