"""What others report says less of whoever's function fails in another way."""

import pytest

from bot.model.conversation import Complaint
from bot.model.evidence import EvidenceKind
from bot.model.facts import Crowd
from bot.model.incident import IncidentStatus
from bot.model.tenant_report import showing
from bot.model.understanding import Symptom
from bot.triage.crowd_view import BACK, CrowdView
from bot.triage.weigh import Weigher
from tests.builders import RARE, a_conversation, an_incident, at, some_facts
from tests.shipped import knowledge

IDP = "idp:some"
WEIGHT = 20.0


def weight(cause: str, *told: Symptom, others: int = 6, shown: Symptom | None = None) -> float:
    """Decibans of so many others who report a fault, and of whom some tell of a symptom."""
    key = {showing(cause, f"symptom:{shown}"): 1} if shown is not None else {}
    crowd = Crowd({cause: WEIGHT}, {cause: others}, {}, key)
    facts = some_facts(Complaint(symptoms=frozenset(told)), crowd=crowd)
    (found,) = CrowdView(facts, knowledge().near, knowledge().both).of(cause)
    return found.weight


@pytest.mark.parametrize(("others", "less"), [(2, 3.0), (6, 6.0), (18, 10.0)])
def test_a_symptom_that_none_of_them_tells_of_is_rarer_the_more_they_are(
    others: int, less: float
) -> None:
    assert weight(RARE.cause, Symptom.PRINT_PROBLEM, others=others) == WEIGHT - less


def test_one_who_tells_of_it_or_of_one_like_it_is_enough() -> None:
    for shown in (Symptom.FEATURE_MISSING, Symptom.DISPLAY_BROKEN):
        assert weight(RARE.cause, Symptom.FEATURE_MISSING, shown=shown) == WEIGHT
    assert weight(RARE.cause, Symptom.FEATURE_MISSING, shown=Symptom.SAVE_FAILS) < WEIGHT


@pytest.mark.parametrize(
    "told",
    [
        (),
        (Symptom.WONT_OPEN,),
        (Symptom.BLANK_SCREEN,),
        (Symptom.PRINT_PROBLEM, Symptom.SLOW),
    ],
)
def test_that_nothing_opens_is_told_in_many_ways(told: tuple[Symptom, ...]) -> None:
    assert weight(RARE.cause, *told) == WEIGHT


def test_where_nobody_is_known_to_report_it_nobody_tells_of_something_else() -> None:
    crowd = Crowd({RARE.cause: WEIGHT})
    facts = some_facts(Complaint(symptoms=frozenset({Symptom.PRINT_PROBLEM})), crowd=crowd)
    (found,) = CrowdView(facts, knowledge().near, knowledge().both).of(RARE.cause)
    assert found.weight == WEIGHT


def test_a_cause_that_shows_by_no_one_function_is_left_alone() -> None:
    assert weight(IDP, Symptom.PRINT_PROBLEM) == WEIGHT


def test_what_is_hardly_felt_is_not_said() -> None:
    crowd = Crowd({RARE.cause: 0.4}, {RARE.cause: 3})
    assert (
        CrowdView(some_facts(crowd=crowd), knowledge().near, knowledge().both).of(RARE.cause) == ()
    )


@pytest.mark.parametrize("given", [-0.9, 0.0])
def test_another_symptom_counts_once_where_the_others_speak_for_no_fault(given: float) -> None:
    """Six who report a fault without this symptom would be 6 decibans against it."""
    crowd = Crowd({RARE.cause: given}, {RARE.cause: 6})
    facts = some_facts(Complaint(symptoms=frozenset({Symptom.PRINT_PROBLEM})), crowd=crowd)
    found = CrowdView(facts, knowledge().near, knowledge().both).of(RARE.cause)
    assert sum(evidence.weight for evidence in found) == given


@pytest.mark.parametrize(
    ("said_at", "theirs", "expected"),
    [(61, "I1", BACK), (60, "I1", None), (240, "I1", BACK), (241, "I1", None), (61, "I2", None)],
)
def test_what_comes_back_soon_after_an_incident_is_that_again(
    said_at: float, theirs: str, expected: float | None
) -> None:
    ended = an_incident(status=IncidentStatus.RESOLVED, resolved_at=at(60))
    talk = a_conversation(incident=theirs, reported_at=at(5), last_report_at=at(said_at))
    facts = some_facts(conversation=talk, incidents=(ended,))
    found = CrowdView(facts, knowledge().near, knowledge().both)
    assert [e.weight for e in found.of(RARE.cause)] == ([] if expected is None else [expected])
    assert found.of(IDP) == ()


@pytest.mark.parametrize(("theirs", "said"), [(None, False), ("own-error", True), ("other", False)])
def test_an_error_that_explains_itself_is_their_own_unless_others_show_it_too(
    theirs: str | None, *, said: bool
) -> None:
    """Where all of a vendor's users cannot print, who is told that the paper is wrong has other trouble."""
    shown = {} if theirs is None else {showing(RARE.cause, theirs): WEIGHT}
    crowd = Crowd({RARE.cause: WEIGHT, **shown}, {RARE.cause: 6})
    facts = some_facts(Complaint(signatures=("own-error",)), crowd=crowd)
    view = CrowdView(facts, knowledge().near, knowledge().both, frozenset({"own-error"}))
    assert bool(view.of(RARE.cause)) is said
    assert CrowdView(facts, knowledge().near, knowledge().both).of(RARE.cause)


def test_who_lacks_a_permission_has_trouble_of_their_own_while_nothing_opens_for_others() -> None:
    """The flag of the knowledge base decides: an error that only tells that something failed is not left out."""
    crowd = Crowd({RARE.cause: WEIGHT}, {RARE.cause: 6})
    for signature, is_counted in (("permission", False), ("size-limit", False), ("timeout", True)):
        facts = some_facts(Complaint(signatures=(signature,)), crowd=crowd)
        found = Weigher(knowledge(), facts.catalogue).weigh(facts).of(RARE.cause)
        assert found is not None
        assert (EvidenceKind.CROWD in {e.kind for e in found.evidence}) is is_counted, signature


def in_words(crowd: Crowd, *told: Symptom) -> str:
    facts = some_facts(Complaint(symptoms=frozenset(told)), crowd=crowd)
    (found,) = CrowdView(facts, knowledge().near, knowledge().both).of(RARE.cause)
    return found.says_en


def test_nobody_counts_as_a_report_that_fits() -> None:
    assert "fit this cause: 3" in in_words(Crowd({RARE.cause: WEIGHT}, {RARE.cause: 3}))
    ended = in_words(Crowd({RARE.cause: WEIGHT}))
    assert ended == "an incident with this cause ended a short while ago"


def test_who_reports_it_with_the_same_sign_is_counted() -> None:
    key = showing(RARE.cause, f"symptom:{Symptom.SAVE_FAILS}")
    crowd = Crowd({key: WEIGHT}, {key: 2})
    assert "fit this cause: 2" in in_words(crowd, Symptom.SAVE_FAILS)
