"""From where on a report is an incident's: each bound from both sides."""

from typing import Any

from bot.incidents.assign import fits, group_of, is_earlier_case, may_reach, placed_by_hand
from bot.incidents.posterior import Posterior
from bot.model.conversation import Complaint
from bot.model.incident import IncidentStatus
from tests.builders import FORMS, HOME, PRINTS, RARE, a_report, a_watch, an_incident, at
from tests.cases import each

SOME = "plugin:any"


@each(
    ("cause", "weight", "chance", "joins"),
    [
        # A fault multiplies reports by ten, so that one believed in one of ten is as likely as local trouble.
        (RARE.cause, 0.0, 0.1, True),
        (RARE.cause, 0.0, 0.099, False),
        # Who uses some product of a sort is said ten decibans less of by each: who has which is not known.
        (SOME, -10.0, 0.1, True),
        (SOME, -11.0, 0.1, False),
        (SOME, 9.0, 0.1, True),
        (SOME, 9.0, 0.099, False),  # and never more than that it fits
    ],
)
def test_a_report_is_an_incidents_where_that_is_likelier_than_trouble_of_its_own(
    cause: str, weight: float, chance: float, *, joins: bool
) -> None:
    incident = an_incident(suspects=(cause,), chances=(chance,))
    report = a_report(1, {RARE.cause: weight})
    found = group_of(report, {}, a_watch(incident), lambda _: Posterior(), was_told=False)
    assert found == ("I1" if joins else None)


@each(("weight", "explains", "reaches"), [(-7.0, True, True), (-8.0, False, True), (-39.0, False, True), (-40.0, False, False)])  # fmt: skip
def test_from_where_on_a_cause_explains_a_report_and_from_where_on_it_may_reach_it(
    weight: float, *, explains: bool, reaches: bool
) -> None:
    report = a_report(1, {RARE.cause: weight})
    assert (fits(report, RARE.cause), may_reach(report, RARE.cause)) == (explains, reaches)
    assert not fits(report, FORMS.cause)
    assert not may_reach(report, FORMS.cause)


def test_what_unexplained_reports_speak_for_beyond_the_incident_keeps_a_report_out_of_it() -> None:
    """What the incident itself gives to a cause, or to some product of its sort, speaks for no other fault."""

    def place(chances: dict[str, float], unexplained: float) -> str | None:
        incident = an_incident(suspects=tuple(chances), chances=tuple(chances.values()))
        report = a_report(1, {RARE.cause: 5.0, PRINTS.cause: 5.0})
        given = {PRINTS.cause: unexplained}
        return group_of(report, given, a_watch(incident), lambda _: Posterior(), was_told=False)

    assert place({RARE.cause: 0.4}, 0.39) == "I1"
    assert place({RARE.cause: 0.4}, 0.41) is None
    assert place({RARE.cause: 0.4, PRINTS.cause: 0.3}, 0.69) == "I1"
    assert place({RARE.cause: 0.4, PRINTS.cause: 0.2}, 0.9) is None
    assert place({RARE.cause: 0.4, SOME: 0.6}, 0.9) == "I1"


def test_of_two_that_explain_it_alike_a_report_stays_where_it_is() -> None:
    one, other = an_incident(ident="I1"), an_incident(ident="I2")
    for here in ("I1", "I2"):
        report = a_report(1, {RARE.cause: 8.0}, incident=here)
        found = group_of(report, {}, a_watch(one, other), lambda _: Posterior(), was_told=False)
        assert found == here


def test_from_an_incident_that_a_person_parted_it_from_a_report_stays_away() -> None:
    def place(*incidents: str, was_told: bool = True) -> str | None:
        known = [an_incident(ident=i) for i in incidents]
        report = a_report(1, {RARE.cause: 8.0}, incident="I1", unlinked=("I1",))
        found = Posterior()
        return group_of(report, {}, a_watch(*known), lambda _: found, was_told=was_told)

    assert place("I1") is None
    assert place("I1", "I2") == "I2"


def test_who_is_well_stays_in_an_open_incident_and_joins_none() -> None:
    well = a_report(1, {RARE.cause: 8.0}, recovered_at=at(9))
    assert group_of(well, {}, a_watch(an_incident()), lambda _: Posterior(), was_told=False) is None


@each(("said", "found"), [(19, "I1"), (20, "I1"), (21, None)])
def test_what_was_said_up_to_the_end_of_an_incident_is_no_news(
    said: float, found: str | None
) -> None:
    over = an_incident(status=IncidentStatus.RESOLVED, resolved_at=at(20))
    report = a_report(1, {RARE.cause: 8.0}, after=said, incident="I1")
    assert group_of(report, {}, a_watch(over), lambda _: Posterior(), was_told=True) == found


def test_what_people_have_of_their_own_may_be_an_earlier_case_and_what_all_share_may_not() -> None:
    def earlier(cause: str, product: str, **changes: Any) -> bool:
        report = a_report(1, {cause: 8.0}, complaint=Complaint(products=(product,)), **changes)
        incident = an_incident(suspects=(cause,))
        return is_earlier_case(report, incident, a_watch(incident))

    assert earlier(RARE.cause, RARE.id)
    assert earlier(FORMS.cause, FORMS.id)
    assert earlier(HOME.cause, HOME.id)
    assert not earlier("infra:hama_hosting", "hama_hosting")
    assert not earlier("plugin:nobody_knows", "nobody_knows")
    assert not earlier(RARE.cause, RARE.id, unlinked=("I1",))
    assert not earlier(RARE.cause, RARE.id, recovered_at=at(9))


def test_where_a_person_puts_a_report_it_is_and_out_of_what_they_took_it_stays() -> None:
    report = a_report(1, {}, unlinked=("I1", "I2"))
    put = placed_by_hand(report, "I1")
    assert (put.pinned, put.unlinked) == ("I1", ("I2",))
    taken_out = placed_by_hand(report, None, out_of="I3")
    assert (taken_out.pinned, taken_out.unlinked) == (None, ("I1", "I2", "I3"))
    again = placed_by_hand(taken_out, None, out_of="I2")
    assert again.unlinked == ("I1", "I2", "I3")
