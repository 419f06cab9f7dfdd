"""Each told once, each told what concerns them, and the end to exactly those who were told."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.incidents.broadcast import THOUGHT_OVER, Due, due, tellings, to_be_asked
from bot.incidents.recovery_signs import agreeing
from bot.incidents.tellable import may_be_told
from bot.model.advice_plan import CLEARED, UPDATED
from bot.model.conversation import (
    AdviceOutcome,
    Advised,
    Change,
    Complaint,
    Conversation,
    Done,
    Trial,
)
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus, ReportedRemedy
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
    trials = (Trial(OFF, AdviceOutcome.WORKED, at(8)),) if disabled else ()
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


def test_who_has_told_of_trouble_since_the_end_is_not_told_that_it_is_over() -> None:
    over = ended(monitoring_since=at(40))
    assert [d.reason for d in sent(over, a_reader(1, last_report_at=at(39)))] == ["recovered"]
    assert sent(over, a_reader(2, last_report_at=at(41))) == []


def test_the_latest_word_of_an_end_counts_after_trouble_was_told_again() -> None:
    over = ended(monitoring_since=at(40), well_at=at(50))
    assert [d.reason for d in sent(over, a_reader(1, last_report_at=at(49)))] == ["recovered"]
    assert sent(over, a_reader(2, last_report_at=at(51))) == []


def test_who_only_says_that_it_is_off_hears_when_to_switch_it_on() -> None:
    for named in (RARE.id, ""):
        reader = a_reader(1, changes=(Change(Done.OFF, named, at(8)),))
        (news,) = sent(ended(), reader)
        assert (news.reason, news.advice) == ("reenable", (ON,))


def test_what_was_said_at_an_earlier_end_is_said_again_at_this_one() -> None:
    reader = a_reader(1, disabled=True, advised=(Advised(ON, at(15)),))
    assert sent(ended(), reader) == []
    again = ended(raised_at=at(20), relapses=1)
    assert [d.advice for d in sent(again, reader)] == [(ON,)]


def test_who_deleted_it_hears_how_to_have_it_again_even_if_well() -> None:
    gone = (Change(Done.DELETED, RARE.id, at(8)),)
    for well in (None, at(50)):
        (news,) = sent(ended(), a_reader(1, changes=gone, recovered_at=well))
        assert (news.reason, news.gone) == ("recovered", (RARE.id,))


def test_a_page_and_a_way_round_that_are_news_at_once_are_one_message() -> None:
    feeds = {HOSTING.id: a_feed(HOSTING, Shows.MAJOR_OUTAGE, read=60)}
    watch = a_watch(after=60, feeds=feeds)
    (both,) = sent(proven(), a_reader(1), watch=watch)
    assert (both.reason, both.also) == ("workaround", ("update",))
    (page,) = sent(proven(), a_reader(1), "workaround", watch=watch)
    assert page.reason == "update"


def test_what_helped_others_is_passed_on_to_those_who_have_not_tried_it() -> None:
    browser = ReportedRemedy("other_browser", ("t9",))
    going_on = an_incident(organisations=3, ways=(browser,))
    (news,) = sent(going_on, a_reader(1))
    assert (news.reason, news.advice) == ("helped:other_browser", ("other_browser",))
    assert sent(going_on, a_reader(1), "helped:other_browser") == []
    assert sent(going_on, a_reader(1, disabled=True)) == []
    tried = Complaint(facts={"other_browser_ok": False})
    assert sent(going_on, a_reader(1, complaint=tried)) == []
    assert sent(going_on, having_advised(a_reader(1), "other_browser")) == []
    assert sent(going_on, a_reader(1, recovered_at=at(50))) == []


def test_a_version_that_cured_is_told_where_the_product_may_be_named() -> None:
    cure = ReportedRemedy(UPDATED, ("t9",), version="4.1.3")
    vague = an_incident(organisations=3, ways=(cure,))
    assert sent(vague, a_reader(1)) == []
    own = a_reader(1, complaint=Complaint(products=(RARE.id,)))
    (news,) = sent(vague, own)
    assert (news.advice, news.version) == ((UPDATED,), "4.1.3")
    (advised,) = sent(vague, having_advised(a_reader(1), f"disable_plugin:{RARE.id}"))
    assert advised.advice == (UPDATED,)
    (again,) = sent(replace(vague, proven=True), a_reader(2, disabled=True))
    assert again.advice == (UPDATED, f"reenable_with_caution:{RARE.id}")


def test_a_new_version_of_which_the_vendors_page_tells_is_passed_on() -> None:
    told = a_feed(RARE, Shows.IDENTIFIED, since=1, read=60)
    watch = a_watch(after=60, feeds={RARE.id: told}, releases={RARE.id: "4.1.3"})
    (news,) = sent(proven(), a_reader(1), "workaround", "update", watch=watch)
    assert (news.reason, news.advice, news.version) == ("released", (UPDATED,), "4.1.3")
    (off,) = sent(proven(), a_reader(2, disabled=True), "workaround", "update", watch=watch)
    assert off.advice == (UPDATED,)  # it stays off until somebody tells that the version helped
    assert sent(proven(), a_reader(1), "workaround", "update", "released", watch=watch) == []
    for shows, since in ((Shows.OPERATIONAL, 40), (Shows.RESOLVED, -1)):  # of another matter
        page = {RARE.id: a_feed(RARE, shows, since=since, read=60)}
        other = a_watch(after=60, feeds=page, releases={RARE.id: "4.1.3"})
        heard = ("workaround", "update", "stale")
        assert sent(proven(), a_reader(1), *heard, watch=other) == []


def test_who_still_has_it_after_the_page_says_its_end_may_clear_old_files() -> None:
    feeds = {RARE.id: a_feed(RARE, Shows.RESOLVED, since=40, read=60)}
    watch = a_watch(after=60, feeds=feeds)
    (news,) = sent(an_incident(last_report_at=at(50)), a_reader(1), watch=watch)
    assert (news.reason, news.advice) == ("stale", (CLEARED,))
    assert sent(an_incident(last_report_at=at(30)), a_reader(1), watch=watch) == []
    back = an_incident(
        last_report_at=at(50), relapses=1
    )  # who was well in between has no old files
    assert sent(back, a_reader(1), watch=watch) == []
    beside = an_incident(suspects=(FORMS.cause,), last_report_at=at(50))
    pages = a_watch(after=60, feeds={FORMS.id: a_feed(FORMS, Shows.RESOLVED, since=40, read=60)})
    assert sent(beside, a_report(1, {FORMS.cause: 12.0}), watch=pages) == []


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
    on = (Trial(OFF, AdviceOutcome.WORKED, at(8)), Trial(ON, AdviceOutcome.WORKED, at(50)))
    assert sent(ended(), a_reader(1, trials=on, recovered_at=at(50))) == []


def test_who_switched_it_off_a_second_time_is_told_a_second_time() -> None:
    trials = (Trial(OFF, AdviceOutcome.WORKED, at(8)), Trial(OFF, AdviceOutcome.WORKED, at(40)))
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
    cured = a_report(1, weights, complaint=uses, trials=(Trial(OFF, AdviceOutcome.WORKED, at(8)),))
    assert [d.reason for d in sent(below, cured, watch=published)] == ["update"]
    other = a_report(2, weights, complaint=uses)
    assert [d.reason for d in sent(below, other, watch=published)] == ["workaround"]


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
