"""The fewest facts that hold a cause above another, and what a question would bring."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.conversation import Complaint
from bot.model.evidence import UNKNOWN, Diagnosis, Evidence, EvidenceKind, Hypothesis
from bot.model.knowledge import Knowledge
from bot.model.question import Question
from bot.triage.explain import MOST_QUESTIONS_SHOWN, overturn, prospects
from bot.triage.weigh import weigh
from tests.builders import a_cause, a_clue, knowing, some_facts
from tests.examples import often
from tests.triage.test_weigh import COMPLAINTS

X, Y = "customer:x", "customer:y"


def a_fact(cause: str, weight: float, says: str) -> Evidence:
    return Evidence(cause, weight, EvidenceKind.WORDS, says)


def ranked(**facts: tuple[Evidence, ...]) -> Diagnosis:
    """Hypotheses with these facts, likeliest first; ``unknown`` is one of them."""
    found = [Hypothesis(f"customer:{name}", 0.1, given) for name, given in facts.items()]
    found.append(Hypothesis(UNKNOWN, 0.1))
    return Diagnosis(tuple(sorted(found, key=lambda h: -h.weight)))


def test_the_strongest_fact_alone_may_hold_a_cause_up() -> None:
    found = overturn(ranked(x=(a_fact(X, 9, "one"), a_fact(X, 2, "two"))))
    assert found is not None
    assert (found.rival, found.behind) == (UNKNOWN, 11)
    assert [e.says for e in found.without] == ["one", "two"]
    found = overturn(ranked(x=(a_fact(X, 9, "one"), a_fact(X, -2, "two"))))
    assert found is not None
    assert [e.says for e in found.without] == ["one"]


def test_what_speaks_for_both_holds_neither_up() -> None:
    both = a_fact(X, 20, "both"), a_fact(Y, 20, "both")
    found = overturn(ranked(x=(both[0], a_fact(X, 3, "own")), y=(both[1],)))
    assert found is not None
    assert (found.rival, [e.says for e in found.without]) == (Y, ["own"])


def test_what_speaks_against_the_rival_counts_as_well() -> None:
    found = overturn(ranked(x=(a_fact(X, 5, "for"),), y=(a_fact(Y, -9, "against"),)))
    assert found is not None
    assert found.rival == UNKNOWN
    near = ranked(x=(a_fact(X, 5, "shared"),), y=(a_fact(Y, 5, "shared"), a_fact(Y, -1, "against")))
    found = overturn(near)
    assert found is not None
    assert (found.rival, [e.cause for e in found.without]) == (Y, [Y])


def test_how_common_a_cause_is_is_no_fact_that_could_be_missing() -> None:
    common = Evidence(X, 9, EvidenceKind.PRIOR, "common")
    assert overturn(ranked(x=(common,))) is None
    assert overturn(Diagnosis(())) is None


def left(hypothesis: Hypothesis, without: tuple[Evidence, ...]) -> float:
    gone = {(e.kind, e.says) for e in without}
    return sum(e.weight for e in hypothesis.evidence if (e.kind, e.says) not in gone)


@settings(max_examples=often(60), deadline=None)
@given(COMPLAINTS)
def test_without_those_facts_the_rival_leads_and_with_any_fewer_it_does_not(
    knowledge: Knowledge, complaint: Complaint
) -> None:
    diagnosis = weigh(some_facts(complaint), knowledge)
    found = overturn(diagnosis)
    if found is None or not found.without:  # nothing holds it up, or they stand level as it is
        return
    rival = diagnosis.of(found.rival)
    assert rival is not None
    leading = diagnosis.leading
    assert left(leading, found.without) <= left(rival, found.without) + 1e-9
    facts = [e for h in (leading, rival) for e in h.evidence if e.kind is not EvidenceKind.PRIOR]
    for fewer in combinations(facts, min(2, len(found.without) - 1)):
        assert left(leading, fewer) > left(rival, fewer), [e.says_en for e in fewer]


def a_question(ident: str, **yes: bool) -> Question:
    no = {fact: not value for fact, value in yes.items()}
    return Question(ident, {"ja": "?", "en": "?"}, 1.0, yes=yes, no=no)


def test_a_question_tells_which_cause_would_lead_after_each_answer() -> None:
    for_yes = a_clue(15, fact_a=True), a_clue(-15, fact_a=False)
    for_no = a_clue(-15, fact_a=True), a_clue(15, fact_a=False)
    known = replace(
        knowing(a_cause(X, *for_yes), a_cause(Y, *for_no)),
        questions={"a": a_question("a", a=True)},
    )
    diagnosis = Diagnosis((Hypothesis(X, 0.5), Hypothesis(Y, 0.4), Hypothesis(UNKNOWN, 0.1)))
    (found,) = prospects(diagnosis, some_facts(), known)
    assert found.question == "a"
    assert found.bits > 0
    assert found.yes is not None
    assert found.no is not None
    assert (found.yes[0], found.no[0]) == (X, Y)
    assert found.yes[1] == pytest.approx(0.9, abs=0.05)


@settings(max_examples=often(30), deadline=None)
@given(COMPLAINTS, st.booleans())
def test_few_questions_are_shown_those_that_tell_most_first(
    knowledge: Knowledge,
    complaint: Complaint,
    twice: bool,  # noqa: FBT001 - a drawn one
) -> None:
    facts = some_facts(complaint)
    diagnosis = weigh(facts, knowledge)
    found = prospects(diagnosis, facts, knowledge)
    assert len(found) <= MOST_QUESTIONS_SHOWN
    assert [p.bits for p in found] == sorted((p.bits for p in found), reverse=True)
    assert all((p.yes is None) == (p.no is None) for p in found)
    if twice:
        assert prospects(diagnosis, facts, knowledge) == found


def test_where_nothing_was_ranked_nothing_is_prospected(knowledge: Knowledge) -> None:
    assert prospects(Diagnosis(()), some_facts(), knowledge) == ()
