"""How an incident grew, and who uses what."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from bot.incidents.growth import MOST_BARS, MOST_MARKS, growth
from bot.incidents.usage import Usage, explained_by, usage_table
from bot.model.conversation import AdviceOutcome, Complaint, Conversation, Trial
from tests.builders import FORMS, HOSTING, PRINTS, RARE, a_catalogue, a_conversation, at


def test_organisations_are_counted_every_five_minutes_beside_what_is_usual() -> None:
    found = growth([at(1), at(2), at(11)], at(20), lambda _: 6.0)
    assert found.step == timedelta(minutes=5)
    assert [s.fresh for s in found.steps] == [0, 0, 2, 0, 1, 0, 0]
    assert found.steps[-1].total == 3
    assert found.steps[0].usual == 0.5
    assert found.top == 4
    assert found.marks == [0, 2, 4, 6]  # every ten minutes


def test_a_long_incident_is_shown_in_longer_stretches_and_no_report_is_lost() -> None:
    firsts = [at(60 * n) for n in range(50)]
    found = growth(firsts, at(60 * 50), lambda _: 1.0)
    assert len(found.steps) <= MOST_BARS
    assert 0 < len(found.marks) <= MOST_MARKS
    assert sum(s.fresh for s in found.steps) == 50
    assert growth([], at(9), lambda _: 1.0).steps == ()


def test_a_chart_of_it_has_whole_numbers_and_round_times() -> None:
    for number, top in ((1, 4), (5, 6), (7, 8), (9, 10)):
        found = growth([at(1)] * number, at(20), lambda _: 0.0)
        assert (found.top, found.top % 2) == (top, 0)
    found = growth([at(3), at(170)], at(190), lambda _: 0.0)
    times = [found.steps[n].at for n in found.marks]
    assert 1 < len(times) <= MOST_MARKS
    assert {b - a for a, b in pairwise(times)} == {timedelta(hours=1)}
    assert {time.minute for time in times} == {0}


def test_six_times_of_a_chart_are_named_and_not_seven() -> None:
    for until, marked in ((44, [0, 2, 4, 6, 8, 10]), (54, [2, 5, 8, 11])):
        found = growth([at(1)], at(until), lambda _: 0.0)
        assert found.marks == marked


def who(tenant: str, **changes: object) -> Conversation:
    complaint = Complaint(**changes)  # type: ignore[arg-type]
    known = replace(a_conversation(), tenant=tenant, complaint=complaint)
    return replace(known, testimony={RARE.cause: 9.0}, reported_at=at(1))


def test_each_organisation_says_of_each_product_what_is_known() -> None:
    helped = Trial(f"disable_plugin:{RARE.id}", AdviceOutcome.WORKED, at(5))
    members = [
        who("a", products=(RARE.id,)),
        replace(who("b", inventory=(RARE.id, PRINTS.id), complete=True), trials=(helped,)),
        who("c", inventory=(PRINTS.id,), complete=True),
        who("d"),
    ]
    table = usage_table(members, [RARE.cause, "plugin:any"], a_catalogue())
    assert table.products == (RARE.id, PRINTS.id)
    assert [row.usages for row in table.rows] == [
        (Usage.NAMED, Usage.UNKNOWN),
        (Usage.OFF_HELPED, Usage.HAS),
        (Usage.HAS_NOT, Usage.HAS),
        (Usage.UNKNOWN, Usage.UNKNOWN),
    ]
    assert table.having(RARE.id) == (2, 3)
    host = usage_table(members, [HOSTING.cause], a_catalogue())
    seen = [row.usages[0] for row in host.rows]
    assert seen == [Usage.HAS, Usage.HAS, Usage.UNKNOWN, Usage.UNKNOWN]  # no list names a host
    assert explained_by(members, [RARE.cause, FORMS.cause]) == {RARE.cause: 4, FORMS.cause: 0}
