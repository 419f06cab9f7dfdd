"""A page that shows the end, and reporters who deny it."""

from dataclasses import replace
from typing import Any

from bot.incidents.declare import IncidentAction
from bot.incidents.recover import recover, with_word_of
from bot.model.conversation import Change, Conversation, Done
from bot.model.incident import Incident, LastReport
from bot.model.status import FeedState, Shows
from tests.builders import FORMS, a_feed, a_report, a_watch, an_incident, at, said
from tests.cases import each

OWN = {FORMS.cause: 12.0}


def showing(shows: Shows, *, since: float, until: float) -> dict[str, FeedState]:
    return {FORMS.id: a_feed(FORMS, shows, since=since, read=until)}


def an_outage(**changes: Any) -> Incident:
    return an_incident(**{"suspects": (FORMS.cause,), "last_report_at": at(5), **changes})


def over(incident: Incident, after: float, feeds: dict[str, FeedState]) -> bool:
    ended = recover(incident, a_watch(after=after, feeds=feeds), said)
    return ended is not None and ended.action is IncidentAction.RECOVERED


@each(
    ("denied_at", "quiet", "ended"),
    [(None, 60, True), (75, 60, True), (76, 60, False), (76, 179, False), (76, 180, True)],
)
def test_a_page_that_a_reporter_denies_takes_three_hours_of_quiet(
    denied_at: float | None, quiet: float, *, ended: bool
) -> None:
    """Within a quarter of an hour of the page's word trouble is still told of that is over."""
    last = denied_at if denied_at is not None else 70
    denied = () if denied_at is None else (LastReport("acme", at(denied_at)),)
    incident = an_outage(last_report_at=at(last), last_reports=denied)
    after = last + quiet
    assert over(incident, after, showing(Shows.RESOLVED, since=60, until=after)) is ended


@each(
    ("first", "second", "ended"),
    [(66, 67, False), (65, 67, True), (66, 65, True), (66, None, True)],
)
def test_several_organisations_deny_it_sooner(
    first: float, second: float | None, *, ended: bool
) -> None:
    told = [("acme", first), ("aoi", second)]
    denied = tuple(LastReport(name, at(when)) for name, when in told if when is not None)
    last = max(when for _, when in told if when is not None)
    incident = an_outage(last_report_at=at(last), last_reports=denied)
    after = last + 60
    assert over(incident, after, showing(Shows.RESOLVED, since=60, until=after)) is ended


def test_who_denied_it_and_is_rid_of_it_denies_it_no_more() -> None:
    def lately(conversation: Conversation, incident: Incident) -> list[str]:
        return [r.tenant for r in with_word_of(incident, conversation).last_reports]

    report = a_report(1, OWN, after=80, tenant="acme")
    denied = with_word_of(an_outage(), report)
    assert denied.last_reports == (LastReport("acme", at(80)),)
    assert lately(replace(report, last_report_at=at(90)), denied) == ["acme"]
    assert lately(replace(report, recovered_at=at(95)), denied) == []
    cured = replace(report, changes=(Change(Done.CURED, "clear_cache", at(95)),))
    assert lately(cured, denied) == []
    earlier = replace(report, changes=(Change(Done.CURED, "clear_cache", at(70)),))
    assert lately(earlier, denied) == ["acme"]
    assert lately(replace(report, tenant="~from:net1"), an_outage()) == []
