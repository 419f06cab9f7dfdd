"""It is over when enough reporters say so, when page and measurements do, or after an hour of quiet."""

from dataclasses import replace
from typing import Any

from bot.incidents.declare import IncidentAction
from bot.incidents.recover import recover, with_word_of
from bot.model.advice_plan import OWN as OWN_DOING
from bot.model.conversation import Change, Done
from bot.model.incident import MOST_NAMED, Incident, IncidentStatus
from bot.model.probe import Measure, ServiceHealth
from bot.model.status import FeedState, Shows
from tests.builders import FORMS, HOSTING, RARE, a_feed, a_report, a_watch, an_incident, at, said
from tests.cases import each

OWN = {FORMS.cause: 12.0}


def showing(shows: Shows, *, since: float, until: float) -> dict[str, FeedState]:
    return {FORMS.id: a_feed(FORMS, shows, since=since, read=until)}


def an_outage(*back: str, **changes: Any) -> Incident:
    values = {"suspects": (FORMS.cause,), "recovered": back, "last_report_at": at(5), **changes}
    return an_incident(**values)


def over(incident: Incident, after: float, feeds: dict[str, FeedState]) -> bool:
    ended = recover(incident, a_watch(after=after, feeds=feeds), said)
    return ended is not None and ended.action is IncidentAction.RECOVERED


def test_a_green_page_alone_ends_nothing() -> None:
    assert not over(an_outage(), 70, showing(Shows.RESOLVED, since=65, until=70))
    assert not over(an_outage(), 70, showing(Shows.OPERATIONAL, since=0, until=70))
    assert not over(an_outage(), 70, {})


def test_two_organisations_for_whom_it_works_end_it_and_one_does_not() -> None:
    assert not over(an_outage("acme"), 61, {})
    assert over(an_outage("acme", "bolt"), 61, {})


def test_one_of_them_and_the_page_end_it_unless_somebody_contradicts() -> None:
    page = showing(Shows.MONITORING, since=55, until=61)
    assert over(an_outage("acme", well_at=at(58)), 61, page)
    assert over(an_outage("acme", well_at=at(25)), 61, page)
    assert not over(an_outage("acme", well_at=at(24)), 61, page)  # about something else
    assert not over(an_outage("~from:net1"), 61, page)
    assert not over(an_outage("acme", well_at=at(60), last_report_at=at(58)), 61, page)


@each(
    ("verified", "asked", "minutes", "said_at", "ended"),
    [
        (3, True, 15, 5, True),
        (3, True, 14, 5, False),
        (3, False, 60, 5, False),
        (4, True, 15, 5, True),
        (5, True, 60, 5, False),
        (3, True, 60, 50, False),
    ],
)
def test_where_few_reported_the_word_of_one_stands_if_those_who_were_asked_are_silent(
    verified: int, minutes: float, said_at: float, *, asked: bool, ended: bool
) -> None:
    word = {"well_at": at(40), "last_report_at": at(said_at)}
    incident = an_outage("acme", verified=verified, asked=asked, **word)
    assert over(incident, 40 + minutes, {}) is ended


def test_silence_says_nothing_while_the_page_and_its_reporters_disagree() -> None:
    word = {"well_at": at(60), "last_report_at": at(50), "verified": 3, "asked": True}
    page = showing(Shows.RESOLVED, since=45, until=80)
    assert not over(an_outage("acme", **word), 80, page)
    assert over(an_outage("acme", **word), 80, {})


@each(
    ("health", "wells", "mended_at", "ended"),
    [
        (ServiceHealth.WELL, 3, 30, True),
        (ServiceHealth.SLOW, 3, 30, True),  # slow as it may be, it answers
        (ServiceHealth.WELL, 2, 30, False),  # an answer or two may be luck
        (ServiceHealth.WELL, 3, 31, False),  # not yet an hour ago
        (ServiceHealth.WELL, 3, 4, False),  # that was before the incident
        (ServiceHealth.WELL, 3, None, False),  # it never failed as seen from here
    ],
)
def test_what_we_saw_fail_and_answer_again_ends_after_an_hour_of_quiet(
    health: ServiceHealth, wells: int, mended_at: float | None, *, ended: bool
) -> None:
    mended = None if mended_at is None else at(mended_at)
    measure = Measure(health, at(30), at(90), wells, mended)
    watch = a_watch(after=90, probes={FORMS.id: measure})
    found = recover(an_outage(), watch, said)
    assert (found is not None and found.why.startswith("measured_then_quiet")) is ended


@each(("reported", "needed"), [(0, 2), (6, 2), (7, 3), (20, 6), (21, 7), (4344, 1000)])
def test_of_many_who_reported_it_three_in_ten_must_agree(reported: int, needed: int) -> None:
    names = [f"tenant{n}" for n in range(needed)]
    assert not over(an_outage(*names[1:], verified=reported), 61, {})
    assert over(an_outage(*names, verified=reported), 61, {})


def test_whoever_is_not_verified_has_it_watched_and_never_ends_it() -> None:
    names = [f"~from:net{n}" for n in range(30)]
    hinted = an_outage(*names, "acme", status=IncidentStatus.CONFIRMED, verified=3)
    turned = recover(hinted, a_watch(after=30), said)
    assert turned is not None
    assert turned.incident.status is IncidentStatus.MONITORING
    assert recover(turned.incident, a_watch(after=60 * 12), said) is None


def test_a_person_ends_it_whatever_the_page_shows() -> None:
    red = showing(Shows.MAJOR_OUTAGE, since=10, until=61)
    assert over(an_outage(ended_by="hana"), 61, red)


def test_one_reporter_against_a_page_in_trouble_is_not_enough_but_two_are() -> None:
    red = showing(Shows.MAJOR_OUTAGE, since=10, until=61)
    assert not over(an_outage("acme"), 61, red)
    assert over(an_outage("acme", "bolt"), 61, red)


def test_a_page_that_a_reporter_contradicts_takes_two_who_are_well() -> None:
    resolved = showing(Shows.RESOLVED, since=30, until=61)
    still = at(40)
    assert not over(an_outage("acme", last_report_at=still), 61, resolved)
    assert over(an_outage("acme", "bolt", last_report_at=still), 61, resolved)


def test_staff_hear_once_that_a_page_and_its_reporters_disagree() -> None:
    turning = an_outage(status=IncidentStatus.MONITORING, last_report_at=at(40))
    resolved = showing(Shows.RESOLVED, since=30, until=61)
    again = recover(turning, a_watch(after=61, feeds=resolved), said)
    assert again is not None
    assert again.action is IncidentAction.UPDATED
    assert again.why
    assert recover(again.incident, a_watch(after=62, feeds=resolved), said) is None


@each(("minutes", "ended"), [(30, False), (59, False), (61, True), (200, True)])
def test_a_resolved_page_and_an_hour_of_quiet_end_it(minutes: float, *, ended: bool) -> None:
    until = 20 + minutes
    assert over(an_outage(), until, showing(Shows.RESOLVED, since=20, until=until)) is ended


def test_who_is_well_since_another_version_ends_nothing_for_the_others() -> None:
    since = (Change(Done.CURED, "update_plugin_version", at(40), "4.1.3"),)
    cured = a_report(1, OWN, changes=since, recovered_at=at(40))
    told = with_word_of(an_outage(), cured)
    assert told.recovered == ()
    assert [w.advice for w in told.ways] == ["update_plugin_version"]
    later = with_word_of(told, replace(cured, recovered_at=at(50)))
    assert later.recovered == ("tenant1",)


def test_who_put_something_of_their_own_right_has_seen_no_end_and_shows_no_way() -> None:
    told = with_word_of(
        an_outage(),
        a_report(1, OWN, changes=(Change(Done.CURED, OWN_DOING, at(40)),), recovered_at=at(40)),
    )
    assert (told.recovered, told.ways) == ((), ())


def test_the_word_of_a_reporter_is_kept_until_they_say_otherwise() -> None:
    report = a_report(1, OWN, after=5)
    incident = with_word_of(an_incident(raised_at=at(5)), report)
    assert incident.last_report_at == at(5)
    well = a_report(1, OWN, after=5, recovered_at=at(60))
    incident = with_word_of(with_word_of(incident, well), well)
    assert incident.recovered == ("tenant1",)
    assert incident.well_at == at(60)
    again = a_report(1, OWN, after=70)
    incident = with_word_of(incident, again)
    assert incident.recovered == ()
    assert incident.well_at is None
    assert incident.last_report_at == at(70)


@each(("minutes", "counts"), [(0, False), (9, False), (10, True)])
def test_who_has_only_just_reported_cannot_tell_that_it_is_over(
    minutes: float, *, counts: bool
) -> None:
    well = a_report(1, OWN, after=10, recovered_at=at(10 + minutes))
    assert bool(with_word_of(an_incident(raised_at=at(5)), well).recovered) is counts


def test_many_who_are_not_verified_take_nobodys_place() -> None:
    incident = an_incident(raised_at=at(5))
    for n in range(60):
        well = a_report(n, OWN, tenant=f"~from:net{n}", recovered_at=at(30))
        incident = with_word_of(incident, well)
    assert len(incident.recovered) == MOST_NAMED
    assert incident.well_at is None
    real = with_word_of(incident, a_report(61, OWN, recovered_at=at(30)))
    assert real.recovered[-1] == "tenant61"


def test_recovery_before_the_incident_does_not_count() -> None:
    before = a_report(1, OWN, recovered_at=at(2))
    assert with_word_of(an_incident(raised_at=at(5)), before).recovered == ()


@each(("since", "ended"), [(40, True), (4, False)])
def test_the_page_of_what_stands_on_it_shows_the_end_of_what_has_no_page(
    since: float, *, ended: bool
) -> None:
    word = {"well_at": at(50), "verified": 8, "last_report_at": at(30), "raised_at": at(5)}
    below = an_outage("acme", suspects=(HOSTING.cause,), **word)
    page = {RARE.id: a_feed(RARE, Shows.RESOLVED, since=since, read=61)}
    assert over(below, 61, page) is ended  # a page that had been so before says nothing of it


def test_trouble_on_the_page_below_holds_recovery_back() -> None:
    incident = an_outage("acme", suspects=(RARE.cause,))
    feeds = {HOSTING.id: a_feed(HOSTING, Shows.MAJOR_OUTAGE, since=10, read=61)}
    ended = recover(incident, a_watch(after=61, feeds=feeds), said)
    assert ended is None or ended.incident.is_open


def test_evidence_that_turns_is_watched_and_may_turn_back() -> None:
    confirmed = an_outage(status=IncidentStatus.CONFIRMED)
    turned = recover(
        confirmed, a_watch(after=20, feeds=showing(Shows.MONITORING, since=15, until=20)), said
    )
    assert turned is not None
    assert turned.incident.status is IncidentStatus.MONITORING
    assert turned.action is None
    red = showing(Shows.MAJOR_OUTAGE, since=25, until=30)
    back = recover(turned.incident, a_watch(after=30, feeds=red), said)
    assert back is not None
    assert back.incident.status is IncidentStatus.CONFIRMED


def test_staff_hear_once_of_the_first_who_is_well_while_the_page_is_in_trouble() -> None:
    first = an_outage("acme", status=IncidentStatus.CONFIRMED)
    red = showing(Shows.MAJOR_OUTAGE, since=10, until=61)
    turned = recover(first, a_watch(after=61, feeds=red), said)
    assert turned is not None
    assert turned.incident.status is IncidentStatus.MONITORING
    assert turned.action is IncidentAction.UPDATED
    assert turned.why
    assert recover(turned.incident, a_watch(after=62, feeds=red), said) is None


def test_nothing_is_said_of_who_is_well_when_no_page_is_in_trouble() -> None:
    """A page that shows its end and is contradicted waits for a second who is well."""
    first = an_outage("acme", status=IncidentStatus.CONFIRMED, last_report_at=at(40))
    resolved = showing(Shows.RESOLVED, since=30, until=61)
    turned = recover(first, a_watch(after=61, feeds=resolved), said)
    assert turned is not None
    assert turned.incident.status is IncidentStatus.MONITORING
    assert (turned.action, turned.why) == (None, "")


@each(
    ("organisations", "hours", "gone"),
    [(2, 5.9, False), (2, 6, True), (3, 23.9, False), (3, 24, True)],
)
def test_what_more_than_two_report_waits_a_day_for_news(
    organisations: int, hours: float, *, gone: bool
) -> None:
    """Whoever finds a cure in the afternoon may cure those who reported in the morning."""
    suspected = an_outage(organisations=organisations)
    ended = recover(suspected, a_watch(after=5 + 60 * hours), said)
    assert (ended is not None) is gone


def test_a_page_that_tells_of_a_new_version_ends_it_for_nobody_who_has_not_put_it_in() -> None:
    page = a_feed(RARE, Shows.MONITORING, since=55, read=61)
    well = an_outage("acme", suspects=(RARE.cause,), well_at=at(58))
    for releases, action in (({}, IncidentAction.RECOVERED), ({RARE.id: "4.2"}, None)):
        watch = a_watch(after=61, feeds={RARE.id: page}, releases=releases)
        ended = recover(well, watch, said)
        assert (ended.action if ended is not None else None) is action


def test_a_suspicion_that_nothing_confirms_is_withdrawn_in_the_end() -> None:
    assert recover(an_outage(), a_watch(after=60), said) is None
    ended = recover(an_outage(), a_watch(after=60 * 12), said)
    assert ended is not None
    assert ended.action is IncidentAction.WITHDRAWN
    assert ended.incident.status is IncidentStatus.WITHDRAWN
    assert ended.why
    confirmed = an_outage(status=IncidentStatus.CONFIRMED)
    assert recover(confirmed, a_watch(after=60 * 12), said) is None


def test_an_end_says_when_and_why() -> None:
    ended = recover(an_outage("acme", "bolt"), a_watch(after=61), said)
    assert ended is not None
    assert ended.incident.resolved_at == at(61)
    assert ended.incident.telling == ()
    assert ended.why
