"""An organisation counts once, by its strongest report, as long as it is fresh."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.incidents.tenant_reports import testify as said_by
from bot.model.conversation import AdviceOutcome, Complaint, Conversation, Trial
from bot.model.tenant_report import TenantReport as Said
from bot.model.understanding import Symptom
from tests.builders import POPULAR, RARE, a_catalogue, a_report, at

OFF = f"disable_plugin:{RARE.id}"


def said(*conversations: Conversation, after: float = 60) -> Said | None:
    return said_by("acme", conversations, a_catalogue(), at(after))


def test_each_cause_counts_by_the_strongest_report_since_the_first() -> None:
    first = a_report(1, {RARE.cause: 4.0}, after=10)
    second = a_report(2, {RARE.cause: 9.0, POPULAR.cause: 1.0}, after=30)
    found = said(first, second)
    assert found is not None
    assert found.at == at(10)
    assert found.weights == {RARE.cause: 9.0, POPULAR.cause: 1.0}
    assert found.support == {RARE.cause: ("words",)}


def test_who_is_well_or_told_of_no_trouble_says_nothing() -> None:
    assert said() is None
    assert said(a_report(1, {RARE.cause: 4.0}, recovered_at=at(20))) is None
    assert said(a_report(1, {RARE.cause: 4.0}, reported_at=None, last_report_at=None)) is None
    assert said(a_report(1, {})) is None


def test_reports_fade() -> None:
    old = a_report(1, {RARE.cause: 4.0})
    assert said(old, after=100) is not None
    assert said(old, after=200) is None


def test_what_switching_off_did_not_cure_is_refuted_by_the_last_trial() -> None:
    vain = Trial(OFF, AdviceOutcome.FAILED, at(10))
    cured = Trial(OFF, AdviceOutcome.WORKED, at(20))
    unable = Trial(OFF, AdviceOutcome.CANNOT, at(10))
    for trials, refuted in (((vain,), (RARE.cause,)), ((vain, cured), ()), ((unable,), ())):
        found = said(a_report(1, {RARE.cause: 4.0}, trials=trials))
        assert found is not None
        assert found.refuted == refuted


def test_trouble_that_goes_on_counts_from_its_first_report_within_the_window() -> None:
    lasting = a_report(1, {RARE.cause: 4.0}, after=10, last_report_at=at(100))
    found = said(lasting, after=110)
    assert found is not None
    assert found.at == at(10)
    later = said(lasting, after=240)
    assert later is not None
    assert later.at == at(100)


@given(st.permutations([(1, 4.0, 10), (2, 9.0, 30), (3, -6.0, 20), (4, 9.0, 5)]))
def test_it_does_not_matter_who_of_an_organisation_wrote_first(
    written: list[tuple[int, float, int]],
) -> None:
    found = said(*(a_report(n, {RARE.cause: w}, after=m) for n, w, m in written))
    assert found is not None
    assert (found.at, found.weights) == (at(5), {RARE.cause: 9.0})


def test_who_told_last_of_a_trouble_speaks_for_colleagues_who_told_of_it_before() -> None:
    opens_not = Complaint(symptoms=frozenset({Symptom.WONT_OPEN}))
    first = a_report(1, {RARE.cause: 9.0}, after=10, tenant="acme", complaint=opens_not)
    pooled = a_report(2, {RARE.cause: -6.0}, after=30, tenant="acme", complaint=opens_not)
    other = a_report(3, {POPULAR.cause: 3.0}, after=20)
    found = said(first, pooled, other)
    assert found is not None
    assert found.at == at(10)
    assert found.weights == {RARE.cause: -6.0, POPULAR.cause: 3.0}


def test_cases_of_one_customer_beside_each_other_are_each_counted() -> None:
    blank = Complaint(symptoms=frozenset({Symptom.BLANK_SCREEN}))
    first = a_report(1, {RARE.cause: 9.0}, after=10, tenant="acme", complaint=blank)
    second = a_report(
        1, {RARE.cause: -6.0, POPULAR.cause: 5.0}, after=30, tenant="acme", complaint=blank
    )
    found = said(*(replace(case, one_of_several=True) for case in (first, second)))
    assert found is not None
    assert found.weights == {RARE.cause: 9.0, POPULAR.cause: 5.0}
