"""What people decide stands against the weighing of reports."""

from dataclasses import replace

import pytest

from bot.incidents.decisions import (
    as_decided,
    decided,
    may_be_both,
    may_merge,
    possible,
    started,
    taken_in,
)
from bot.incidents.recover import recover
from bot.incidents.recovery_signs import has_news
from bot.incidents.tellable import may_be_told
from bot.model.decision import IncidentDecided, IncidentDecision
from bot.model.evidence import UNKNOWN
from bot.model.incident import Incident, IncidentStatus
from bot.model.status import Shows
from tests.builders import FORMS, HOSTING, RARE, a_feed, a_watch, an_incident, at, said
from tests.cases import each

NOW = at(60)
RANKED = [(RARE.cause, 0.7), (HOSTING.cause, 0.2), (UNKNOWN, 0.1)]


def by(what: IncidentDecision, about: str = "") -> IncidentDecided:
    return IncidentDecided(NOW, "I1", "hana", what, about)


def after(what: IncidentDecision, about: str = "", **changes: object) -> Incident:
    known = an_incident(suspects=(RARE.cause, HOSTING.cause), chances=(0.7, 0.2))
    return decided(replace(known, **changes), by(what, about))  # type: ignore[arg-type]


def test_a_cause_that_was_named_leads_and_one_that_was_ruled_out_is_no_suspect() -> None:
    named = after(IncidentDecision.CHANGE_CAUSE, HOSTING.cause)
    assert (named.cause, named.chosen_by) == (HOSTING.cause, "hana")
    ranked = as_decided(RANKED, named)
    assert ranked[0][0] == HOSTING.cause
    assert sum(p for _, p in ranked) == pytest.approx(1.0)
    more = after(
        IncidentDecision.CHANGE_CAUSE,
        FORMS.cause,
        suspects=(RARE.cause, HOSTING.cause, FORMS.cause),
        chances=(0.7, 0.2),
    )
    assert more.chances == (0.95, 0.039, 0.011)  # one in twenty is left for all others
    out = decided(named, by(IncidentDecision.RULE_OUT, HOSTING.cause))
    assert (out.chosen, out.cause) == (None, RARE.cause)
    assert [c for c, _ in as_decided(RANKED, out)] == [RARE.cause, UNKNOWN]
    nothing = replace(out, ruled_out=tuple(c for c, _ in RANKED))
    assert as_decided(RANKED, nothing)[0][0] == UNKNOWN
    again = decided(out, by(IncidentDecision.CHANGE_CAUSE, HOSTING.cause))
    assert (again.cause, again.ruled_out) == (HOSTING.cause, ())


def test_what_a_person_confirms_may_be_told_and_some_product_of_a_sort_may_not() -> None:
    watch = a_watch(after=60)
    assert not may_be_told(after(IncidentDecision.OWN), watch)
    confirmed = after(IncidentDecision.CONFIRM)
    assert confirmed.status is IncidentStatus.CONFIRMED
    assert may_be_told(confirmed, watch)
    assert IncidentDecision.CONFIRM not in possible(confirmed)
    vague = after(IncidentDecision.CONFIRM, suspects=("plugin:any",))
    assert vague.chosen is None
    assert not may_be_told(vague, watch)
    suspected = after(IncidentDecision.CHANGE_CAUSE, RARE.cause)
    assert not may_be_told(suspected, watch)  # staff alone know of it


@each(
    ("what", "before"),
    [
        (IncidentDecision.REOPEN, IncidentStatus.RESOLVED),
        (IncidentDecision.CONFIRM, IncidentStatus.MONITORING),
    ],
)
def test_what_was_known_at_a_decision_does_not_undo_it_and_what_comes_after_may(
    what: IncidentDecision, before: IncidentStatus
) -> None:
    known = replace(an_incident(suspects=(FORMS.cause,)), status=before, last_report_at=at(10))
    resolved = {FORMS.id: a_feed(FORMS, Shows.RESOLVED, read=1500, since=-90)}
    later = 1500
    decision = decided(known, by(what))
    assert recover(decision, a_watch(after=later, feeds=resolved), said) is None
    again = {FORMS.id: a_feed(FORMS, Shows.RESOLVED, read=later, since=61)}
    assert recover(decision, a_watch(after=later, feeds=again), said) is not None


def test_what_is_monitored_is_not_monitored_once_more() -> None:
    assert IncidentDecision.MONITOR in possible(after(IncidentDecision.CONFIRM))
    watched = after(IncidentDecision.MONITOR)
    assert IncidentDecision.MONITOR not in possible(watched)
    assert IncidentDecision.RESOLVE in possible(watched)


def test_a_person_who_monitors_is_not_contradicted_by_silence() -> None:
    watched = after(IncidentDecision.MONITOR)
    assert watched.status is IncidentStatus.MONITORING
    assert recover(watched, a_watch(after=24 * 60), said) is None


def test_a_report_after_a_person_began_to_monitor_is_heard_and_one_before_is_not() -> None:
    resolved = {FORMS.id: a_feed(FORMS, Shows.RESOLVED, read=75, since=50)}
    watched = after(IncidentDecision.MONITOR, suspects=(FORMS.cause,), last_report_at=at(59))
    assert recover(watched, a_watch(after=75), said) is None
    reported = replace(watched, last_report_at=at(70))
    for watch in (a_watch(after=75), a_watch(after=75, feeds=resolved)):
        again = recover(reported, watch, said)
        assert again is not None
        assert again.incident.status is IncidentStatus.CONFIRMED
        assert again.why == "reported_since"
    well = replace(reported, recovered=("slack:b-inc",))
    assert recover(well, a_watch(after=75), said) is None


def test_a_suspicion_that_a_person_started_does_not_expire_but_may_be_withdrawn() -> None:
    by_hand = started("I9", by(IncidentDecision.START, RARE.cause))
    assert recover(by_hand, a_watch(after=24 * 60), said) is None
    ended = recover(decided(by_hand, by(IncidentDecision.WITHDRAW)), a_watch(after=60), said)
    assert ended is not None
    assert ended.incident.status is IncidentStatus.WITHDRAWN


def test_incidents_that_a_person_parted_are_not_merged() -> None:
    one, other = an_incident(ident="I1"), an_incident(ident="I2")
    assert may_merge(one, other)
    assert not may_merge(replace(one, apart=("I2",)), other)
    differing = replace(one, chosen=RARE.cause), replace(other, chosen=FORMS.cause)
    assert not may_merge(*differing)


def test_what_a_person_found_of_either_holds_for_two_incidents_together() -> None:
    one, other = an_incident(ident="I1"), an_incident(ident="I2")
    assert may_be_both(HOSTING.cause, one, other)
    assert not may_be_both(HOSTING.cause, replace(one, chosen=RARE.cause), other)
    assert not may_be_both(HOSTING.cause, one, replace(other, ruled_out=(HOSTING.cause,)))
    assert may_be_both(RARE.cause, replace(one, chosen=RARE.cause), other)


def test_who_was_parted_from_one_is_parted_from_the_whole() -> None:
    one = an_incident(ident="I1", apart=("I2", "I3"))
    other = an_incident(ident="I2", apart=("I1", "I4"), whole=True)
    both = taken_in(one, other)
    assert (both.apart, both.whole) == (("I3", "I4"), True)


def test_what_is_over_can_be_opened_again_and_nothing_else() -> None:
    over = replace(an_incident(), status=IncidentStatus.WITHDRAWN, withdrawn_by="hana")
    assert possible(over) == {
        IncidentDecision.REOPEN,
        IncidentDecision.OWN,
        IncidentDecision.NOTE,
    }
    again = decided(over, by(IncidentDecision.REOPEN))
    assert (again.is_open, again.relapses, again.withdrawn_by) == (True, 1, None)
    asked = decided(replace(over, asked=True), by(IncidentDecision.REOPEN))
    assert not asked.asked  # in its new life they are asked anew whether it is over
    merged = replace(over, status=IncidentStatus.MERGED)
    assert possible(merged) == {IncidentDecision.NOTE}


@each(
    ("minutes", "due"),
    [
        ("30", at(90)),
        ("1440", at(1500)),  # a day at most
        ("1441", None),
        ("1", at(61)),
        ("0", None),
        ("99999", None),
        ("100000", None),
        ("soon", None),
    ],
)
def test_the_next_update_is_promised_in_so_many_minutes(minutes: str, due: object) -> None:
    assert after(IncidentDecision.PROMISE, minutes).next_update_at == due


@each(("minutes", "is_news"), [(60, False), (61, True), (None, False)])
def test_what_came_at_the_moment_of_a_decision_was_known_to_it(
    minutes: float | None, *, is_news: bool
) -> None:
    well = None if minutes is None else at(minutes)
    decision = after(IncidentDecision.CONFIRM, well_at=well)
    assert has_news(decision, a_watch(decision, after=70)) is is_news
    assert has_news(replace(decision, decided_at=None), a_watch(decision, after=70))
