"""It is over when a reporter says so, or the vendor does and it has been quiet for an hour."""

import pytest

from bot.incidents.declare import Action
from bot.incidents.recover import recover
from bot.model.incident import IncidentStatus
from bot.model.status import FeedState, Shows
from tests.builders import FORMS, HOSTING, RARE, a_feed, a_report, a_watch, an_incident, at

OWN = {FORMS.cause: 12.0}
HURT = (a_report(1, OWN), a_report(2, OWN, after=5))
BACK = (a_report(1, OWN, recovered_at=at(60)), a_report(2, OWN, after=5))
BOTH_BACK = tuple(a_report(n, OWN, recovered_at=at(60)) for n in (1, 2))


def showing(shows: Shows, *, since: float, until: float) -> dict[str, FeedState]:
    return {FORMS.id: a_feed(FORMS, shows, since=since, read=until)}


def over(members: tuple[object, ...], after: float, feeds: dict[str, FeedState]) -> bool:
    incident = an_incident(*members, suspects=(FORMS.cause,))  # type: ignore[arg-type]
    ended = recover(incident, a_watch(*members, after=after, feeds=feeds))  # type: ignore[arg-type]
    return ended is not None and ended.action is Action.RECOVERED


def test_a_green_page_alone_ends_nothing() -> None:
    assert not over(HURT, 70, showing(Shows.RESOLVED, since=65, until=70))
    assert not over(HURT, 70, showing(Shows.OPERATIONAL, since=0, until=70))
    assert not over(HURT, 70, {})


def test_a_reporter_for_whom_it_works_ends_it() -> None:
    assert over(BACK, 61, {})
    assert over(BACK, 61, showing(Shows.MONITORING, since=55, until=61))


def test_one_reporter_against_a_page_in_trouble_is_not_enough_but_two_are() -> None:
    red = showing(Shows.MAJOR_OUTAGE, since=10, until=61)
    assert not over(BACK, 61, red)
    assert over(BOTH_BACK, 61, red)


@pytest.mark.parametrize(("minutes", "ended"), [(30, False), (59, False), (61, True), (200, True)])
def test_a_resolved_page_and_an_hour_of_quiet_end_it(minutes: float, *, ended: bool) -> None:
    until = 20 + minutes
    assert over(HURT, until, showing(Shows.RESOLVED, since=20, until=until)) is ended


def test_recovery_before_the_incident_does_not_count() -> None:
    before = a_report(1, OWN, recovered_at=at(2))
    assert not over((before, HURT[1]), 20, {})


def test_trouble_on_the_page_below_holds_recovery_back() -> None:
    hurt = (a_report(1, {RARE.cause: 9}, recovered_at=at(60)), a_report(2, {RARE.cause: 9}))
    incident = an_incident(*hurt, suspects=(RARE.cause,))
    feeds = {HOSTING.id: a_feed(HOSTING, Shows.MAJOR_OUTAGE, since=10, read=61)}
    assert recover(incident, a_watch(*hurt, after=61, feeds=feeds)) is None


def test_a_suspicion_that_nothing_confirms_is_withdrawn_in_the_end() -> None:
    suspected = an_incident(*HURT, suspects=(FORMS.cause,))
    assert recover(suspected, a_watch(*HURT, after=60)) is None
    ended = recover(suspected, a_watch(*HURT, after=60 * 12))
    assert ended is not None
    assert ended.action is Action.WITHDRAWN
    assert ended.incident.status is IncidentStatus.WITHDRAWN
    assert ended.why
    confirmed = an_incident(*HURT, suspects=(FORMS.cause,), status=IncidentStatus.CONFIRMED)
    assert recover(confirmed, a_watch(*HURT, after=60 * 12)) is None


def test_an_end_says_when_and_why() -> None:
    incident = an_incident(*BACK, suspects=(FORMS.cause,))
    ended = recover(incident, a_watch(*BACK, after=61))
    assert ended is not None
    assert ended.incident.resolved_at == at(61)
    assert ended.why
