"""What questions are worth, in figures: the numbers that the formula takes, which its specification takes from it too."""

from math import log2

import pytest

from bot.model.conversation import Complaint
from bot.model.evidence import UNKNOWN, Diagnosis, Evidence, EvidenceKind, Hypothesis
from bot.model.question import Question
from bot.model.understanding import Symptom
from bot.triage.information import AnswerLikelihoods, Expectation, entropy, entry_of
from tests.builders import RARE, a_cause, a_clue, knowing
from tests.cases import each

NOTHING = Complaint()
OPEN_USE = Evidence("", -10.0, EvidenceKind.WORDS, "", is_open_use=True)  # one in ten has it


def question(ident: str = "q", **more: object) -> Question:
    return Question(ident, {"ja": "?", "en": "?"}, 1.0, **more)  # type: ignore[arg-type]


def bits(asked: Question, *likely: Hypothesis) -> float:
    return Expectation(Diagnosis(likely), NOTHING, knowing()).of(asked)


def told(p: float, if_it: float, if_not: float) -> float:
    """Bits of an answer that shows something of a thing that is so with probability p."""
    mixed = p * if_it + (1 - p) * if_not
    return (
        entropy((mixed, 1 - mixed))
        - p * entropy((if_it, 1 - if_it))
        - (1 - p) * entropy((if_not, 1 - if_not))
    )


def test_what_a_shared_fault_is_found_out_of_counts_for_two_others_who_wait() -> None:
    which = [Hypothesis(c, 0.5, (OPEN_USE,)) for c in ("idp:s", "idp:t")]
    found = bits(question(reveals="sign_in"), *which)
    assert found == pytest.approx(min(3.0, 2 * 3 * told(0.5, 1.0, 0.1)))


def test_every_other_customer_who_looks_sees_the_failing_host() -> None:
    which = [Hypothesis(c, 0.5) for c in ("plugin:s", "plugin:t")]
    found = bits(question(reveals="host"), *which)
    assert found == pytest.approx(2 * 3 * told(0.5, 0.5, 0.0))


def test_an_open_answer_points_at_a_cause_that_asks_for_it_in_two_of_three_and_at_another_in_one_of_eight() -> (
    None
):
    asks, others = a_cause("customer:x", questions=("q",)), a_cause("customer:y")
    likelihoods = AnswerLikelihoods(question(), NOTHING)
    assert likelihoods.under(asks) == (0.65, 0.35)
    assert likelihoods.under(others) == pytest.approx((0.12, 0.88))
    assert likelihoods.under(None) == pytest.approx((0.12, 0.88))


def test_of_unexplained_trouble_one_in_seven_is_of_a_product_in_no_catalogue_that_one_in_four_has() -> (
    None
):
    """A customer who has none rules it out: what is left is their own."""
    found = bits(question(reveals="use"), Hypothesis(UNKNOWN, 1.0))
    assert found == pytest.approx(3 * told(0.15, 1.0, 0.25), rel=0.01)


@each(("symptom", "share"), [(Symptom.SLOW, 1.0), (Symptom.LOGIN_FAILS, 0.1), (None, 1.0)])
def test_trouble_that_no_plug_in_explains_is_hardly_of_an_unlisted_one(
    symptom: Symptom | None, share: float
) -> None:
    """By what the symptoms say for or against plug-ins, and never more than at first."""
    known = knowing(
        a_cause("plugin", a_clue(9, symptom="slow"), a_clue(-10, symptom="login_fails"))
    )
    complaint = Complaint(symptoms=frozenset({symptom} if symptom else ()))
    expected = Expectation(Diagnosis((Hypothesis(UNKNOWN, 1.0),)), complaint, known)
    found = expected.of(question(reveals="use"))
    assert found == pytest.approx(3 * told(0.15 * share, 1.0, 0.25), rel=0.01)


def test_the_fourteen_likeliest_causes_are_looked_at() -> None:
    """The fifteenth may be a fifteenth at most."""
    for count in (14, 15, 20):
        alike = [Hypothesis(f"idp:s{n:02}", 1 / count, (OPEN_USE,)) for n in range(count)]
        found = bits(question(reveals="sign_in"), *alike)
        of_each = told(1 / 14, 1.0, 0.1)
        assert found == pytest.approx(min(14 * 3 * of_each, 3 * log2(14)))


@each(
    ("cause", "shows"),
    [
        ("plugin:x", True),
        ("connected:x", True),
        ("home:x", True),
        ("infra:x", True),
        ("maintenance:x", True),
        ("unlisted_plugin:x", True),
        ("idp:x", False),
        ("platform:x", False),
        ("plugin:any", False),  # of which no list could name one
    ],
)
def test_a_list_of_what_they_use_tells_of_what_is_listed(cause: str, *, shows: bool) -> None:
    """A product that nobody spoke of is told apart by whether they have it; what is settled is not."""
    found = bits(
        question(reveals="use"), Hypothesis(cause, 1.0, (OPEN_USE,)), Hypothesis("isp:y", 1.0)
    )
    settled = bits(question(reveals="use"), Hypothesis(cause, 1.0), Hypothesis("isp:y", 1.0))
    assert (found > settled + 1e-9) is shows


def test_the_entry_of_a_cause_is_its_own_or_that_of_its_sort() -> None:
    own, sort = a_cause("plugin:x"), a_cause("plugin")
    known = knowing(own, sort)
    assert entry_of("plugin:x", known) is own
    assert entry_of(RARE.cause, known) is sort
    assert entry_of("unlisted_plugin:any", known) is sort
    assert entry_of("idp:x", known) is None


def test_what_an_answer_says_against_what_is_known_counts_beyond_that_alone() -> None:
    """One said -8 before: an answer that says -10 takes two decibans more, and one that says +7 all seven."""
    apps, portal = a_clue(-8, fact_other_apps_ok=True), a_clue(-10, fact_portal_ok=True)
    known = Complaint(facts={"other_apps_ok": True})
    entry = a_cause("platform", apps, portal, a_clue(7, fact_portal_ok=False))
    asked = question(yes={"portal_ok": True}, no={"portal_ok": False})
    yes, no = 10 ** (-2 / 10), 10 ** (7 / 10)
    assert AnswerLikelihoods(asked, known).under(entry) == pytest.approx(
        (yes / (yes + no), no / (yes + no))
    )
