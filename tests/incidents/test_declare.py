"""Raise with two organisations, join what fits, keep two troubles apart, reopen on relapse."""

from dataclasses import replace

import pytest

from bot.incidents.declare import Action, declare
from bot.model.conversation import Conversation
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus
from bot.model.status import Outcome, Shows
from tests.builders import (
    FORMS,
    POPULAR,
    PRINTS,
    RARE,
    a_feed,
    a_report,
    a_watch,
    an_incident,
    at,
)

SHARES = {RARE.cause: 0.1, POPULAR.cause: 0.7, PRINTS.cause: 0.2, FORMS.cause: 0.3}
OWN = {RARE.cause: 12.0}


def raised(watch: Watch) -> list[Incident]:
    changes = declare(watch, SHARES, "I9")
    return [c.incident for c in changes if c.action is Action.RAISED]


def test_two_organisations_raise_an_incident_with_its_suspect_first() -> None:
    (incident,) = raised(a_watch(a_report(1, OWN), a_report(2, OWN, after=5)))
    assert incident.suspects[0] == RARE.cause
    assert incident.id == "I9"
    assert incident.status is IncidentStatus.SUSPECTED
    assert incident.conversations == ("C1", "C2")
    assert set(incident.tenants) == {"tenant1", "tenant2"}


def test_one_organisation_raises_nothing_however_loud() -> None:
    loud = [a_report(n, {RARE.cause: 30.0}, after=n / 10, tenant="acme") for n in range(20)]
    assert raised(a_watch(*loud)) == []


def test_a_feed_alone_raises_nothing() -> None:
    feeds = {FORMS.id: a_feed(FORMS, Shows.MAJOR_OUTAGE, read=10)}
    assert raised(a_watch(feeds=feeds)) == []
    one = a_report(1, {FORMS.cause: 8.0})
    assert raised(a_watch(one, feeds=feeds)) == []


def test_those_without_trouble_or_with_trouble_that_is_over_raise_nothing() -> None:
    asking = [a_report(n, OWN, reported_at=None, last_report_at=None) for n in (1, 2, 3)]
    assert raised(a_watch(*asking)) == []
    over = [a_report(n, OWN, recovered_at=at(9)) for n in (1, 2, 3)]
    assert raised(a_watch(*over)) == []


def test_a_feed_that_cannot_be_read_neither_raises_nor_hinders() -> None:
    reports = (a_report(1, OWN), a_report(2, OWN, after=5))
    unread = {RARE.id: a_feed(RARE, Shows.OPERATIONAL, outcome=Outcome.UNREACHABLE, read=10)}
    with_it = declare(a_watch(*reports, feeds=unread), SHARES, "I9")
    assert with_it == declare(a_watch(*reports), SHARES, "I9")


def test_another_report_of_the_same_trouble_joins_without_an_alert() -> None:
    first = (a_report(1, OWN), a_report(2, OWN, after=5))
    (incident,) = raised(a_watch(*first))
    third = a_report(3, OWN, after=9)
    changes = declare(a_watch(*first, third, incidents=(incident,)), SHARES, "I10")
    assert [c.action for c in changes] == [None]
    assert "C3" in changes[0].incident.conversations


def test_nothing_changes_when_nothing_happened() -> None:
    reports = (a_report(1, OWN), a_report(2, OWN, after=5))
    watch = a_watch(*reports)
    (incident,) = raised(watch)
    settled = replace(watch, incidents=(incident,))
    for change in declare(settled, SHARES, "I10"):
        assert change.action is None
        settled = replace(settled, incidents=(change.incident,))
    assert declare(settled, SHARES, "I10") == []


def test_two_unrelated_troubles_are_two_incidents() -> None:
    screens = (a_report(1, OWN), a_report(2, OWN, after=1))
    forms = (
        a_report(3, {FORMS.cause: 12.0}, after=2),
        a_report(4, {FORMS.cause: 12.0}, after=3),
        a_report(5, {FORMS.cause: 12.0}, after=4),
    )
    watch = a_watch(*screens, *forms)
    first = raised(watch)
    watch = replace(watch, incidents=tuple(first))
    changes = declare(watch, SHARES, "I10")
    second = [c.incident for c in changes if c.action is Action.RAISED]
    assert len(first) == len(second) == 1
    assert {first[0].suspects[0], second[0].suspects[0]} == {RARE.cause, FORMS.cause}
    assert not set(first[0].conversations) & set(second[0].conversations)


def test_the_vendors_own_page_with_reports_confirms_and_staff_hear_it() -> None:
    own = {FORMS.cause: 12.0}
    reports = (a_report(1, own), a_report(2, own, after=5))
    (incident,) = raised(a_watch(*reports))
    feeds = {FORMS.id: a_feed(FORMS, Shows.MAJOR_OUTAGE, read=10)}
    changes = declare(a_watch(*reports, incidents=(incident,), feeds=feeds), SHARES, "I10")
    assert [c.action for c in changes] == [Action.UPDATED]
    assert changes[0].incident.status is IncidentStatus.CONFIRMED


def a_resolved(*members: Conversation) -> Incident:
    return an_incident(*members, status=IncidentStatus.RESOLVED, resolved_at=at(20))


def test_a_relapse_reopens_the_same_id() -> None:
    members = (a_report(1, OWN), a_report(2, OWN))
    again = tuple(replace(c, last_report_at=at(40)) for c in members)
    watch = a_watch(*again, after=45, incidents=(a_resolved(*members),))
    (incident,) = raised(watch)
    assert incident.id == "I1"
    assert incident.relapses == 1
    assert incident.is_open


def test_old_reports_of_an_ended_incident_do_not_reopen_it() -> None:
    members = (a_report(1, OWN), a_report(2, OWN))
    assert raised(a_watch(*members, after=45, incidents=(a_resolved(*members),))) == []


@pytest.mark.parametrize("count", [2, 3, 6])
def test_a_changed_screen_is_no_incident(count: int) -> None:
    moved = [a_report(n, {"update:kintone": 15.0}, after=n) for n in range(count)]
    assert raised(a_watch(*moved)) == []
