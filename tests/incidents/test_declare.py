"""Raise with three organisations, or two for a while; keep two troubles apart; one cause, one incident."""

from dataclasses import replace

import pytest

from bot.incidents.declare import (
    IncidentAction,
    is_of_second,
    joined,
    left,
    mergeable,
    raised,
    second_fault,
    shared_cause,
    updated,
)
from bot.incidents.narrow import BOTH_AT
from bot.model.evidence import UNKNOWN
from bot.model.incident import MOST_NAMED, IncidentStatus
from bot.model.status import Shows
from bot.model.tenant_report import NO_INCIDENT, Statement
from tests.builders import (
    FORMS,
    HOME,
    HOSTING,
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
from tests.cases import each


def test_three_organisations_share_a_cause() -> None:
    beliefs = beliefs_of(*several(3, {RARE.cause: 6.0}))
    cause = shared_cause(beliefs, a_watch())
    assert cause == RARE.cause
    change = raised(cause, beliefs, a_watch())
    assert change.action is IncidentAction.RAISED
    assert change.incident.status is IncidentStatus.SUSPECTED
    assert change.incident.cause == RARE.cause
    assert change.incident.confidence > 0.6


def test_two_organisations_must_last() -> None:
    """For ten minutes after the five in which they wrote: a hiccup is over when staff have read of it."""
    beliefs = beliefs_of(*several(2, {RARE.cause: 9.0}))
    assert shared_cause(beliefs, a_watch(after=14.9)) is None
    assert shared_cause(beliefs, a_watch(after=15)) == RARE.cause


def test_one_organisation_raises_nothing_however_sure() -> None:
    beliefs = beliefs_of(a_testimony(1, {RARE.cause: 30.0}))
    assert shared_cause(beliefs, a_watch(after=60)) is None


def test_a_feed_alone_raises_nothing() -> None:
    feeds = {FORMS.id: a_feed(FORMS, Shows.MAJOR_OUTAGE, read=10)}
    assert shared_cause(beliefs_of(), a_watch(feeds=feeds)) is None
    one = beliefs_of(a_testimony(1, {FORMS.cause: 8.0}))
    assert shared_cause(one, a_watch(after=60, feeds=feeds)) is None


@each("cause", ["update:kintone", f"maintenance:{FORMS.id}"])
def test_a_change_that_works_as_designed_is_no_incident(cause: str) -> None:
    beliefs = beliefs_of(*several(6, {cause: 9.0}))
    assert shared_cause(beliefs, a_watch(after=60)) is None


@each(
    ("shows", "cause"),
    [
        (Shows.MAINTENANCE_IN_PROGRESS, None),
        (Shows.MAINTENANCE_SCHEDULED, FORMS.cause),
        (Shows.OPERATIONAL, FORMS.cause),
    ],
)
def test_announced_work_explains_the_reports_while_it_goes_on(
    shows: Shows, cause: str | None
) -> None:
    beliefs = beliefs_of(*several(3, {FORMS.cause: 6.0, f"maintenance:{FORMS.id}": -1.0}))
    feeds = {FORMS.id: a_feed(FORMS, shows, read=10)}
    assert shared_cause(beliefs, a_watch(feeds=feeds)) == cause


@each(("over_at", "cause"), [(5, None), (-5, FORMS.cause)])
def test_what_was_reported_while_announced_work_lasted_is_explained_by_it_afterwards(
    over_at: float, cause: str | None
) -> None:
    beliefs = beliefs_of(*several(3, {FORMS.cause: 6.0, f"maintenance:{FORMS.id}": -1.0}))
    over = a_feed(FORMS, Shows.MAINTENANCE_COMPLETED, read=10, since=over_at)
    assert shared_cause(beliefs, a_watch(feeds={FORMS.id: over})) == cause


def test_staff_hear_when_what_two_reported_is_no_chance_any_more() -> None:
    beliefs = beliefs_of(*several(3, {RARE.cause: 6.0}), group="I1")
    two, three = an_incident(alerted=2, organisations=2), an_incident(alerted=2, organisations=3)
    assert updated(two, beliefs, a_watch(two)).action is None
    assert updated(three, beliefs, a_watch(three)).action is IncidentAction.UPDATED
    known = replace(three, alerted=3, organisations=9)
    assert updated(known, beliefs, a_watch(known)).action is None


def test_what_is_back_keeps_its_number() -> None:
    over = an_incident(status=IncidentStatus.RESOLVED, resolved_at=at(1), relapses=1)
    over = replace(over, ruled_out=(HOSTING.cause,), whole=True)  # as a person found
    beliefs = beliefs_of(*several(3, {RARE.cause: 6.0}))
    change = raised(RARE.cause, beliefs, a_watch(over))
    assert change.incident.id == over.id
    assert change.incident.relapses == 2
    assert (change.incident.ruled_out, change.incident.whole) == ((HOSTING.cause,), True)
    assert change.incident.group != over.group
    assert raised(PRINTS.cause, beliefs, a_watch(over)).incident.id == ""


def test_staff_hear_of_a_change_only_when_something_changed() -> None:
    beliefs = beliefs_of(*several(3, {RARE.cause: 6.0}), group="I1")
    watch = a_watch(an_incident())
    first = updated(an_incident(), beliefs, watch)
    assert first.action is None
    again = updated(first.incident, beliefs, watch)
    assert (again.incident, again.action) == (first.incident, None)
    red = a_watch(feeds={HOSTING.id: a_feed(HOSTING, Shows.MAJOR_OUTAGE, read=10)})
    confirmed = updated(first.incident, beliefs, red)
    assert confirmed.action is IncidentAction.UPDATED
    assert confirmed.incident.status is IncidentStatus.CONFIRMED
    other = beliefs_of(*several(3, {PRINTS.cause: 6.0}), group="I1")
    assert updated(first.incident, other, watch).incident.cause == PRINTS.cause


def test_a_second_fault_is_no_suspect_of_the_first() -> None:
    said = [*several(4, {RARE.cause: 6.0}), *several(4, {PRINTS.cause: 6.0}, first=10)]
    change = raised(RARE.cause, beliefs_of(*said), a_watch())
    assert len(change.incident.suspects) == 1
    either = beliefs_of(*several(4, {RARE.cause: 3.0, PRINTS.cause: 3.0}))
    assert len(raised(RARE.cause, either, a_watch()).incident.suspects) > 1


def test_a_page_about_a_second_fault_does_not_turn_an_incident_to_it() -> None:
    """Two of four may mean the other product: its page makes that surer, not commoner among them."""
    said = [
        *several(2, {RARE.cause: -2.0}),
        *several(2, {RARE.cause: -6.0, FORMS.cause: 14.0}, first=10),
    ]
    incident = an_incident(suspects=(RARE.cause,))
    red = a_watch(incident, feeds={FORMS.id: a_feed(FORMS, Shows.MAJOR_OUTAGE, read=10)})
    beliefs = beliefs_of(*said, group="I1")
    chances = beliefs.of("I1", red).chances
    assert chances[FORMS.cause] > chances[RARE.cause] > BOTH_AT
    assert updated(incident, beliefs, red).incident.cause == RARE.cause
    more = beliefs_of(*said, *several(3, {FORMS.cause: 9.0}, first=20), group="I1")
    assert updated(incident, more, red).incident.cause == FORMS.cause


def test_an_incident_does_not_jump_to_what_one_organisation_supports() -> None:
    said = [
        *several(1, {RARE.cause: 30.0}),
        *several(1, {RARE.cause: -7.0, FORMS.cause: 14.0}, first=10),
    ]
    incident = an_incident(suspects=(RARE.cause,))
    red = a_watch(incident, feeds={FORMS.id: a_feed(FORMS, Shows.MAJOR_OUTAGE, read=10)})
    beliefs = beliefs_of(*said, group="I1")
    assert beliefs.of("I1", red).ranked[0][0] == FORMS.cause
    assert updated(incident, beliefs, red).incident.cause == RARE.cause
    assert updated(an_incident(suspects=(UNKNOWN,)), beliefs, red).incident.cause == FORMS.cause


def test_a_parent_takes_in_its_child_and_strangers_stay_apart() -> None:
    both = {HOSTING.cause: 5.0, RARE.cause: 6.0}
    parent = several(3, {HOSTING.cause: 6.0})
    child = several(3, both, first=10)
    one = an_incident(ident="I1", suspects=(HOSTING.cause,))
    other = an_incident(ident="I2", suspects=(RARE.cause,))
    beliefs = beliefs_of(*parent, group="I1")
    beliefs.tallies.fold(
        Statement(100 + n, "I2", counts=True, testimony=t) for n, t in enumerate(child)
    )
    assert mergeable(beliefs, a_watch(one, other)) == (one, other)
    stranger = an_incident(ident="I2", suspects=(FORMS.cause,))
    assert mergeable(beliefs, a_watch(one, stranger)) is None


def test_one_cause_is_one_incident() -> None:
    one, same = an_incident(ident="I1"), an_incident(ident="I2")
    assert mergeable(beliefs_of(), a_watch(one, same)) == (one, same)


def test_reports_that_one_fault_cannot_explain_are_told_apart() -> None:
    said = [*several(5, {RARE.cause: 9.0}), *several(5, {PRINTS.cause: 9.0}, first=10)]
    incident = an_incident(suspects=(RARE.cause,))
    assert second_fault(incident, beliefs_of(*said, group="I1"), a_watch(incident)) == PRINTS.cause
    alone = beliefs_of(*several(5, {RARE.cause: 9.0, POPULAR.cause: 2.0}), group="I1")
    assert second_fault(incident, alone, a_watch(incident)) is None
    assert is_of_second({PRINTS.cause: 9.0}, RARE.cause, PRINTS.cause)
    assert not is_of_second({PRINTS.cause: 9.0, RARE.cause: 8.0}, RARE.cause, PRINTS.cause)


@pytest.mark.slow
def test_our_own_product_is_looked_at_sooner() -> None:
    """With the same doubt, the more so the more users keep silent, ours is an incident longer."""

    def least_sure(cause: str) -> float:
        """The lowest probability at which three reports are still an incident."""
        several_said = several(3, {cause: -3.0})
        doubts = (beliefs_of(*several_said, shares={cause: s / 100}) for s in range(5, 400))
        raised_ones = [b for b in doubts if shared_cause(b, a_watch())]
        return min(b.of(NO_INCIDENT, a_watch()).chances[cause] for b in raised_ones)

    assert least_sure(HOME.cause) < least_sure(PRINTS.cause) - 0.1


def test_an_organisation_joins_once_and_leaves_without_a_trace() -> None:
    before = an_incident(organisations=1, tenants=("acme",))
    grown = joined(joined(before, "bolt", is_new=True), "bolt", is_new=False)
    assert (grown.organisations, grown.tenants) == (2, ("acme", "bolt"))
    assert left(grown, "bolt") == before
    heard = replace(grown, recovered=("bolt",))
    assert left(heard, "bolt").recovered == ()


def test_only_the_first_organisations_are_named() -> None:
    incident = an_incident()
    for n in range(50):
        incident = joined(incident, f"tenant{n}", is_new=True)
    assert incident.organisations == 50
    assert len(incident.tenants) == MOST_NAMED
    assert incident.tenants[0] == "tenant0"


def test_what_is_believed_is_worked_out_anew_only_when_something_changed() -> None:
    beliefs = beliefs_of(*several(3, {FORMS.cause: 4.0}))
    first = beliefs.of(NO_INCIDENT, a_watch())
    assert beliefs.of(NO_INCIDENT, a_watch(after=40)) is first  # what was said says the same
    red = {FORMS.id: a_feed(FORMS, Shows.MAJOR_OUTAGE, read=10)}
    assert (
        beliefs.of(NO_INCIDENT, a_watch(feeds=red)).chances[FORMS.cause]
        > (first.chances[FORMS.cause])
    )
    more = a_testimony(9, {FORMS.cause: 4.0}, at=at(3))
    beliefs.tallies.fold([Statement(50, NO_INCIDENT, counts=True, testimony=more)])
    assert beliefs.of(NO_INCIDENT, a_watch()) != first
