"""What others say to one conversation: a contrast, never one's own words, never the pages."""

from hypothesis import given
from hypothesis import strategies as st

from bot.incidents.beliefs import Beliefs
from bot.incidents.crowd import ALONE_AGAIN, LEAST, MOST, crowd_for, crowd_weights
from bot.model.facts import Watch
from bot.model.incident import IncidentStatus
from bot.model.status import Shows
from bot.model.tenant_report import NO_INCIDENT, TELLING, showing
from bot.model.tenant_report import TenantReport as Said
from tests.builders import (
    FORMS,
    POPULAR,
    PRINTS,
    RARE,
    a_feed,
    a_testimony,
    a_watch,
    an_incident,
    at,
    beliefs_of,
    several,
)
from tests.incidents import specification

A, B, C = RARE.cause, POPULAR.cause, PRINTS.cause
STRONG = {A: 6.0}


def others(count: int, weights: dict[str, float], first: int = 10) -> list[Said]:
    return several(count, weights, first)


def heard(
    said: list[Said], mine: Said | None = None, watch: Watch | None = None
) -> dict[str, float]:
    """What is heard in an organisation that reports something itself, or has not yet."""
    beliefs = beliefs_of(*said, *([mine] if mine else []))
    own = {NO_INCIDENT: mine} if mine else {}
    return dict(crowd_for(own, beliefs, watch or a_watch()).weights)


def test_nobody_says_nothing() -> None:
    crowd = crowd_for({}, beliefs_of(), a_watch())
    assert (dict(crowd.weights), dict(crowd.tenants)) == ({}, {})


def test_own_words_do_not_come_back_as_those_of_others() -> None:
    mine = a_testimony(1, {A: 30.0}, at=at(5))
    assert heard([], mine) == {}
    beliefs = beliefs_of(mine)
    assert dict(crowd_for({NO_INCIDENT: mine}, beliefs, a_watch()).tenants) == {}
    assert beliefs.tallies.of(NO_INCIDENT).organisations(A) == 1  # and the tally is as it was


def test_a_page_in_trouble_outweighs_that_others_tell_of_something_else() -> None:
    said = [*others(6, {A: 9.0, FORMS.cause: 0.0}), *others(1, {FORMS.cause: 0.0}, first=30)]
    assert heard(said)[FORMS.cause] < 0
    down = a_watch(feeds={FORMS.id: a_feed(FORMS, Shows.MAJOR_OUTAGE, read=10)})
    assert heard(said, watch=down)[FORMS.cause] == 0


def test_what_has_just_ended_may_be_back_but_one_report_alone_does_not_make_it_so() -> None:
    over = a_watch(an_incident(status=IncidentStatus.RESOLVED, resolved_at=at(5)))
    assert heard([], watch=over) == {A: ALONE_AGAIN}
    assert heard(others(4, STRONG), watch=over)[A] > ALONE_AGAIN


def test_what_was_let_go_of_is_believed_no_more() -> None:
    beliefs, watch = beliefs_of(*others(4, STRONG)), a_watch()
    assert beliefs.of(NO_INCIDENT, watch).chances[A] > 0.8
    beliefs.tallies.of(NO_INCIDENT).forget(at(24 * 60))
    assert A not in beliefs.of(NO_INCIDENT, watch).chances


SAYS = st.dictionaries(st.sampled_from([A, B, C]), st.floats(-15, 15), min_size=1)


@given(st.lists(SAYS, max_size=5), SAYS, st.sampled_from([2, 5, 25]))
def test_what_one_says_oneself_changes_nothing_in_what_one_hears(
    rest: list[dict[str, float]], own: dict[str, float], minute: int
) -> None:
    said = [a_testimony(10 + n, weights, at=at(5)) for n, weights in enumerate(rest)]
    assert heard(said, a_testimony(1, own, at=at(minute))) == heard(said)


def test_who_reported_long_ago_hears_as_if_they_had_not() -> None:
    old, said = a_testimony(1, STRONG), [a_testimony(n, STRONG, at=at(250)) for n in (2, 3)]
    beliefs = beliefs_of(old, *said)
    watch = a_watch(after=255)
    beliefs.tallies.forget(watch.now)
    crowd = crowd_for({NO_INCIDENT: old}, beliefs, watch)
    assert crowd.tenants[A] == 2
    assert crowd == crowd_for({}, beliefs, watch)


def test_the_more_say_it_the_more_it_weighs_within_limits() -> None:
    weights = [heard(others(n, STRONG))[A] for n in (1, 2, 3, 5)]
    assert weights == sorted(weights)
    assert weights[0] < weights[-1]
    assert heard(others(60, {A: 30.0, B: 1.0}))[A] <= MOST


def test_reports_that_others_explain_better_speak_against_a_cause() -> None:
    found = heard([*others(6, {A: 9.0, B: 0.0}), *others(1, {B: 0.0}, first=30)])
    assert found[A] > 0
    assert LEAST <= found[B] < found[A]


def test_it_counts_organisations_whose_reports_a_cause_explains() -> None:
    said = [*others(3, {A: 6.0, B: 2.0}), *others(2, {B: 2.0, A: -25.0}, first=20)]
    crowd = crowd_for({}, beliefs_of(*said), a_watch())
    assert (crowd.tenants[A], crowd.tenants[B]) == (3, 5)


def test_announced_work_that_is_over_is_left_to_the_conversation_too() -> None:
    work = f"maintenance:{FORMS.id}"
    said = others(1, {work: -4.0})
    over = a_watch(after=60, feeds={FORMS.id: a_feed(FORMS, Shows.MAINTENANCE_COMPLETED, read=50)})
    with_page = heard(said, watch=over).get(work, 0.0)
    assert 0 <= with_page <= heard(said, watch=a_watch(after=60)).get(work, 0.0)


def test_the_pages_are_left_to_the_conversation_itself() -> None:
    said = others(2, {FORMS.cause: 3.0})
    red = a_watch(feeds={FORMS.id: a_feed(FORMS, Shows.MAJOR_OUTAGE, read=10)})
    with_page, without = heard(said, watch=red)[FORMS.cause], heard(said)[FORMS.cause]
    assert 0 <= with_page <= without


def test_reports_of_an_open_incident_count_and_of_an_ended_one_do_not() -> None:
    def weight(status: IncidentStatus) -> float:
        beliefs: Beliefs = beliefs_of(*others(4, STRONG), group="I1")
        crowd = crowd_for({}, beliefs, a_watch(an_incident(status=status)))
        return crowd.weights.get(A, LEAST)

    assert weight(IncidentStatus.SUSPECTED) > weight(IncidentStatus.RESOLVED)
    assert weight(IncidentStatus.WITHDRAWN) == LEAST


def test_what_shows_by_a_sign_is_heard_by_those_who_see_it() -> None:
    flood = showing(A, "flood")
    weights = heard(others(4, {A: 4.0, flood: 4.0 + TELLING}))
    without = weights.get(A, LEAST)  # who shows no such sign has hardly the same
    assert weights[flood] > without + 10
    plain = heard(others(4, {A: 4.0}))
    assert flood not in plain
    assert plain[A] > without


def test_what_ended_lately_may_be_back() -> None:
    over = an_incident(status=IncidentStatus.RESOLVED, resolved_at=at(5))
    assert heard([], watch=a_watch(over))[A] > 0


SIGNS = [
    A,
    B,
    showing(A, "flood"),
    showing(B, "symptom:slow"),
    showing(C, "flood"),
]  # C by it alone


@given(st.lists(st.dictionaries(st.sampled_from(SIGNS), st.floats(-15, 30), min_size=1)))
def test_what_a_group_says_is_what_the_scalar_form_says_of_each_cause(
    said: list[dict[str, float]],
) -> None:
    beliefs, watch = beliefs_of(*(a_testimony(n, w) for n, w in enumerate(said))), a_watch()
    found, usually = beliefs.of(NO_INCIDENT, watch), beliefs.priors.usual(watch, watch.now)
    arrays = crowd_weights(found, usually)
    for cause, weight in arrays.weights.items():
        assert weight == specification.told(cause, found, usually)
        assert arrays.bounded[cause] == max(LEAST, min(MOST, weight))
    assert arrays.weights.keys() == found.boosts.keys()
