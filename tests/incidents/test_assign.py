"""Whose incident a conversation is."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.incidents.assign import fits, group_of, is_earlier_case, placed_with_heirs
from bot.incidents.posterior import Posterior
from bot.model.conversation import Complaint, Conversation
from bot.model.incident import Incident, IncidentStatus
from bot.model.tenant_report import showing
from tests.builders import FORMS, PRINTS, RARE, a_report, a_watch, an_incident, at

OWN = {RARE.cause: 8.0}


def place(
    conversation: Conversation,
    *incidents: Incident,
    unexplained: dict[str, float] | None = None,
    was_told: bool = False,
    found: Posterior = Posterior(),  # noqa: B008 - frozen
) -> str | None:
    return group_of(
        conversation, unexplained or {}, a_watch(*incidents), lambda _: found, was_told=was_told
    )


def test_a_report_joins_what_explains_it() -> None:
    assert place(a_report(1, OWN), an_incident()) == "I1"
    assert place(a_report(1, {PRINTS.cause: 8.0}), an_incident()) is None
    assert place(a_report(1, OWN)) is None
    assert fits(a_report(1, OWN), RARE.cause)
    assert not fits(a_report(1, OWN), PRINTS.cause)


def test_who_tells_of_something_else_than_the_others_is_one_in_five_of_those_reached() -> None:
    freezes = showing(RARE.cause, "symptom:stuck_loading")
    found = Posterior(chances={RARE.cause: 1.0}, showing={freezes: 0.95})
    told_otherwise, about_another_function = {RARE.cause: 0.0}, {RARE.cause: -6.0}
    assert place(a_report(1, told_otherwise), an_incident(), found=found) == "I1"
    assert place(a_report(1, about_another_function), an_incident()) == "I1"
    assert place(a_report(1, about_another_function), an_incident(), found=found) is None
    assert place(a_report(1, told_otherwise | {freezes: 8.0}), an_incident(), found=found) == "I1"
    assert place(a_report(1, OWN), an_incident(), found=found) == "I1"


def test_who_told_of_it_hours_ago_is_in_it_when_they_have_the_product() -> None:
    def earlier(incident: Incident, weights: dict[str, float], **complaint: Any) -> bool:
        report = a_report(1, weights, complaint=Complaint(**complaint))
        return is_earlier_case(report, incident, a_watch(incident))

    assert earlier(an_incident(), OWN, products=(RARE.id,))
    assert earlier(an_incident(), OWN, inventory=(RARE.id,))
    assert not earlier(an_incident(), OWN)
    assert not earlier(an_incident(), {PRINTS.cause: 8.0}, products=(RARE.id,))
    everybody = an_incident(suspects=("platform:kintone",))
    assert not earlier(everybody, {"platform:kintone": 8.0}, products=("kintone",))


def test_of_two_incidents_the_better_explanation_wins() -> None:
    prints = an_incident(ident="I2", suspects=(PRINTS.cause,))
    both = a_report(1, {RARE.cause: 2.0, PRINTS.cause: 9.0})
    assert place(both, an_incident(), prints) == "I2"


def test_what_another_fault_explains_better_is_left_to_it() -> None:
    unsure = an_incident(suspects=(RARE.cause, PRINTS.cause), chances=(0.7, 0.1))
    report = a_report(1, {PRINTS.cause: 9.0})
    assert place(report, unsure) == "I1"
    assert place(report, unsure, unexplained={PRINTS.cause: 0.6}) is None
    assert place(a_report(2, OWN), unsure, unexplained={"update:kintone": 1.0}) == "I1"


def test_what_announced_work_explains_better_is_no_case_of_an_incident() -> None:
    either = a_report(1, {RARE.cause: 2.0, f"maintenance:{FORMS.id}": 5.0})
    assert place(either, an_incident()) == "I1"
    work = {f"maintenance:{FORMS.id}": 0.9}
    assert place(either, an_incident(), unexplained=work) is None
    assert place(a_report(2, OWN), an_incident(), unexplained=work) == "I1"


def test_who_was_told_or_is_well_again_stays() -> None:
    elsewhere: dict[str, Any] = {"incident": "I1"}
    other = {PRINTS.cause: 9.0}
    assert place(a_report(1, other, **elsewhere), an_incident()) is None
    assert place(a_report(1, other, **elsewhere), an_incident(), was_told=True) == "I1"
    well = a_report(1, other, recovered_at=at(9), **elsewhere)
    assert place(well, an_incident()) == "I1"


def test_a_report_never_joins_a_dead_incident() -> None:
    over = an_incident(status=IncidentStatus.RESOLVED, resolved_at=at(20))
    before, after = a_report(1, OWN, incident="I1"), a_report(1, OWN, after=30, incident="I1")
    assert place(before, over) == "I1"
    assert place(after, over) is None


def test_who_was_in_a_merged_incident_is_in_the_one_that_goes_on() -> None:
    merged = an_incident(ident="I2", status=IncidentStatus.MERGED, merged_into="I1")
    reader = a_report(1, OWN, incident="I2")
    assert place(reader, an_incident(), merged, was_told=True) == "I1"


def test_who_was_parted_from_an_incident_is_parted_from_the_one_that_it_became_part_of() -> None:
    heirs = {"I2": "I1"}
    parted = a_report(1, OWN, unlinked=("I2",))
    assert placed_with_heirs(parted, lambda i: heirs.get(i, i)).unlinked == ("I1",)
    by_hand = a_report(1, OWN, unlinked=("I2",), pinned="I1")  # which goes before
    placed = placed_with_heirs(by_hand, lambda i: heirs.get(i, i))
    assert (placed.pinned, placed.unlinked) == ("I1", ())


def test_a_second_fault_beside_an_incident_is_left_out_of_it() -> None:
    """Both products are in doubt; the second more so among reports that no incident explains."""
    beside = an_incident(suspects=(RARE.cause, PRINTS.cause), chances=(0.95, 0.3))
    report = a_report(1, {PRINTS.cause: 9.0, RARE.cause: -20.0})
    assert place(report, beside, unexplained={PRINTS.cause: 0.9}) is None
    assert place(a_report(2, OWN), beside, unexplained={PRINTS.cause: 0.9}) == "I1"


WEIGHTS = st.dictionaries(
    st.sampled_from([RARE.cause, PRINTS.cause, FORMS.cause]), st.floats(-25, 25)
)
CHANCES = st.dictionaries(st.sampled_from([RARE.cause, PRINTS.cause, FORMS.cause]), st.floats(0, 1))


@given(
    WEIGHTS,
    CHANCES,
    st.sampled_from([None, "I1", "I2", "I3", "I9"]),
    st.tuples(st.booleans(), st.booleans()),
)
def test_a_conversation_is_in_an_open_incident_or_where_it_ended_or_in_none(
    weights: dict[str, float],
    unexplained: dict[str, float],
    was: str | None,
    lot: tuple[bool, bool],
) -> None:
    was_told, well = lot
    known = (
        an_incident(ident="I1"),
        an_incident(ident="I2", suspects=(PRINTS.cause,)),
        an_incident(ident="I3", status=IncidentStatus.RESOLVED, resolved_at=at(20)),
    )
    said = a_report(1, weights, after=5, incident=was, recovered_at=at(9) if well else None)
    for incidents in (known, tuple(reversed(known))):
        found = place(said, *incidents, unexplained=unexplained, was_told=was_told)
        assert found in {None, "I1", "I2", was}
        if (was_told or well) and was in {"I1", "I2"}:
            assert found == was
        if was == "I3":
            assert found == "I3"  # nothing was said since it ended
        if well and was is None:
            assert found is None
