"""What the answer to a question is expected to tell: the formula, by hand on small worlds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log2

import pytest
from hypothesis import given, settings

from bot.model.conversation import Complaint
from bot.model.evidence import UNKNOWN, Diagnosis, Evidence, EvidenceKind, Hypothesis
from bot.model.knowledge import Knowledge
from bot.model.question import PossibleAnswer, Question
from bot.model.understanding import Symptom
from bot.triage.information import (
    _BY_UNLISTED,
    _NAMED_BY,
    _SHOWS_HOST,
    _UNLISTED,
    _USES_UNLISTED,
    CONSIDERED,
    OTHERS,
    AnswerLikelihoods,
    Chances,
    Expectation,
    _in_sight,
    _is_own,
    _may_be_a_plugin,
    _use_weight,
    entropy,
    entry_of,
    information,
)
from bot.triage.weigh import weigh
from tests.builders import a_cause, a_clue, knowing, some_facts
from tests.examples import often
from tests.triage.test_weigh import COMPLAINTS

Channel = Callable[[str], Chances]  # of each answer, by cause
Weighs = Callable[[Question], float]


def a_question(ident: str, share: float = 0.5, **yes: bool) -> Question:
    no = {fact: not value for fact, value in yes.items()}
    return Question(ident, {"ja": "?", "en": "?"}, 1.0, yes=yes, no=no, yes_share=share)


def diagnosed(**chances: float) -> Diagnosis:
    named = {f"customer:{c}" if len(c) == 1 else c: p for c, p in chances.items()}
    return Diagnosis(tuple(Hypothesis(c, p) for c, p in named.items()))


def test_an_answer_that_settles_it_tells_the_whole_entropy() -> None:
    told = information([(0.25, (1.0, 0.0)), (0.75, (0.0, 1.0))])
    assert told == pytest.approx(entropy((0.25, 0.75)))
    assert information([(0.25, (0.3, 0.7)), (0.75, (0.3, 0.7))]) == pytest.approx(0.0, abs=1e-12)


def test_a_noisy_answer_tells_what_bayes_rule_says() -> None:
    told = information([(0.5, (0.9, 0.1)), (0.5, (0.2, 0.8))])
    by_hand = 0.0
    for joint in ((0.45, 0.1), (0.05, 0.4)):
        by_hand += sum(p * log2(p / (0.5 * sum(joint))) for p in joint)
    assert told == pytest.approx(by_hand)


def test_the_chance_of_an_answer_follows_from_its_share_and_the_clues() -> None:
    entry = a_cause("customer:x", a_clue(10, fact_a=True))
    assert AnswerLikelihoods(a_question("a", 0.2, a=True), Complaint()).under(
        entry
    ) == pytest.approx((0.2 * 10 / (0.2 * 10 + 0.8), 0.8 / (0.2 * 10 + 0.8)))
    assert AnswerLikelihoods(a_question("a", 0.2, a=True), Complaint()).under(
        None
    ) == pytest.approx((0.2, 0.8))


def test_what_was_said_in_another_form_tells_no_more() -> None:
    portal, apps = a_clue(8, fact_portal_ok=False), a_clue(7, fact_other_apps_ok=False)
    entry = a_cause("platform", portal, apps)
    known = Complaint(facts={"portal_ok": False})
    question = a_question("other_apps_ok", other_apps_ok=False)
    assert AnswerLikelihoods(question, Complaint()).under(entry)[0] > 0.8
    assert AnswerLikelihoods(question, known).under(entry) == pytest.approx((0.5, 0.5))


def test_a_sign_may_be_an_answer() -> None:
    entry = a_cause("customer:x", a_clue(20, signature="change-x"))
    options = PossibleAnswer(0.01, signatures=("change-x",)), PossibleAnswer(0.99)
    question = Question("recent_change", {"ja": "?", "en": "?"}, 1.0, answers=options)
    assert AnswerLikelihoods(question, Complaint()).under(entry)[0] == pytest.approx(1 / 1.99)


def test_the_question_that_splits_two_suspects_beats_one_that_does_not() -> None:
    splits = a_clue(15, fact_a=True), a_clue(-15, fact_a=False)
    same = a_clue(15, fact_b=True), a_clue(-15, fact_b=False)
    knowledge = knowing(a_cause("customer:x", *splits, *same), a_cause("customer:y", *same))
    expected = Expectation(diagnosed(x=0.5, y=0.5), Complaint(), knowledge)
    idle = expected.of(a_question("b", b=True))
    assert expected.of(a_question("a", a=True)) > idle
    assert idle == pytest.approx(0.0, abs=1e-9)


def test_what_others_share_counts_for_them_too() -> None:
    """The same split, once between two causes of one's own and once between two that are shared."""
    splits = a_clue(15, fact_a=True), a_clue(-15, fact_a=False)
    knowledge = knowing(
        a_cause("customer:x", *splits),
        a_cause("customer:y"),
        a_cause("idp", *splits),
        a_cause("isp"),
    )
    question = a_question("a", a=True)
    own = Expectation(diagnosed(x=0.5, y=0.5), Complaint(), knowledge).of(question)
    shared = Diagnosis((Hypothesis("idp:s", 0.5), Hypothesis("isp:n", 0.5)))
    both = Expectation(shared, Complaint(), knowledge).of(question)
    assert both == pytest.approx((1 + OTHERS) * own)


def test_naming_the_product_settles_which_one_it_is() -> None:
    """Who signs in by one of two providers: each named by who has it, and by few others."""
    is_open = Evidence("", -10.0, EvidenceKind.WORDS, "", is_open_use=True)
    likely = tuple(Hypothesis(c, 0.5, (is_open,)) for c in ("idp:s", "idp:t"))
    question = Question("login_method", {"ja": "?", "en": "?"}, 1.0, reveals="sign_in")
    other = Question("isp", {"ja": "?", "en": "?"}, 1.0, reveals="provider")
    expected = Expectation(Diagnosis(likely), Complaint(), knowing())
    assert expected.of(question) > 1.0
    assert expected.of(other) == 0.0


def test_who_may_not_know_the_answer_tells_less() -> None:
    knowledge = knowing(a_cause("customer:x", a_clue(15, fact_a=True)), a_cause("customer:y"))
    expected = Expectation(diagnosed(x=0.5, y=0.5), Complaint(), knowledge)
    half = Question(
        "a", {"ja": "?", "en": "?"}, 1.0, can_tell=0.5, yes={"a": True}, no={"a": False}
    )
    assert expected.of(half) == pytest.approx(0.5 * expected.of(a_question("a", a=True)))


def test_a_certain_cause_leaves_nothing_to_learn(knowledge: Knowledge) -> None:
    certain = Diagnosis((Hypothesis("platform:kintone", 1.0),))
    expected = Expectation(certain, Complaint(), knowledge)
    assert [expected.of(q) for q in knowledge.questions.values()] == pytest.approx(
        [0.0] * len(knowledge.questions), abs=1e-9
    )


@settings(max_examples=often(40), deadline=None)
@given(COMPLAINTS)
def test_information_is_never_negative_and_answers_add_up(
    knowledge: Knowledge, complaint: Complaint
) -> None:
    diagnosis = weigh(some_facts(complaint), knowledge)
    expected = Expectation(diagnosis, complaint, knowledge)
    for question in knowledge.questions.values():
        assert expected.of(question) >= 0.0
        for cause in (h.cause for h in diagnosis.ranked[:5] if h.cause != UNKNOWN):
            chances = AnswerLikelihoods(question, complaint).under(entry_of(cause, knowledge))
            assert sum(chances) == pytest.approx(1.0)


def test_which_plug_ins_are_used_tells_little_where_no_plug_in_explains_the_trouble(
    knowledge: Knowledge,
) -> None:
    def bits(symptom: Symptom) -> float:
        complaint = Complaint(symptoms=frozenset({symptom}))
        expected = Expectation(diagnosed(unknown=1.0), complaint, knowledge)
        return expected.of(knowledge.questions["plugins_used"])

    assert bits(Symptom.LOGIN_FAILS) < bits(Symptom.BLANK_SCREEN) / 3


def shows(cause: str, if_it: float, if_not: float) -> Channel:
    """An answer that shows something of one product: how likely, if it is the cause and if not."""
    return lambda other: (if_it, 1 - if_it) if other == cause else (if_not, 1 - if_not)


def channels(
    question: Question, likely: Sequence[Hypothesis], complaint: Complaint, knowledge: Knowledge
) -> Iterator[Channel]:
    """What an answer states, and what it shows of single products beside that."""
    if question.possible or not question.reveals:
        told = AnswerLikelihoods(question, complaint)
        yield lambda cause: told.under(entry_of(cause, knowledge))
    if question.reveals == "host":
        yield from (shows(h.cause, _SHOWS_HOST, 0.0) for h in likely if _in_sight(h))
    elif question.reveals:
        for h in likely:
            share = 10 ** (_use_weight(h) / 10)
            named = h.cause.startswith(_NAMED_BY[question.reveals])
            if named and share < 1 and not h.cause.endswith(":any"):
                yield shows(h.cause, 1.0, share)
    if question.reveals == "use":
        yield shows(_UNLISTED, 1.0, _USES_UNLISTED)


def bits(causes: Mapping[str, float], channel: Channel) -> float:
    """What an answer tells of the cause, and of a fault that others share."""
    belief = [(p, channel(c)) for c, p in causes.items()]
    shared = [(p, channel(c)) for c, p in causes.items() if not _is_own(c)]
    own = [(p, channel(c)) for c, p in causes.items() if _is_own(c)]
    if alone := sum(p for p, _ in own):
        columns = zip(*([p * x for x in chances] for p, chances in own), strict=True)
        shared.append((alone, tuple(sum(column) / alone for column in columns)))
    return information(belief) + OTHERS * information(shared)


def by_cause(diagnosis: Diagnosis, complaint: Complaint, knowledge: Knowledge) -> Weighs:
    """What ``Expectation`` gives, cause by cause: its specification."""
    likely = diagnosis.ranked[:CONSIDERED]
    total = sum(h.probability for h in likely)
    causes = {h.cause: h.probability / total for h in likely}
    unlisted = _BY_UNLISTED * _may_be_a_plugin(complaint, knowledge) * causes.get(UNKNOWN, 0.0)
    causes |= {_UNLISTED: unlisted, UNKNOWN: causes.get(UNKNOWN, 0.0) - unlisted}
    most = entropy(causes.values()) * (1 + OTHERS)

    def worth(question: Question) -> float:
        told = sum(bits(causes, c) for c in channels(question, likely, complaint, knowledge))
        return question.can_tell * min(told, most)

    return worth


@settings(max_examples=often(40), deadline=None)
@given(COMPLAINTS)
def test_causes_put_together_tell_what_they_tell_one_by_one(
    knowledge: Knowledge, complaint: Complaint
) -> None:
    diagnosis = weigh(some_facts(complaint), knowledge)
    expected = Expectation(diagnosis, complaint, knowledge)
    specified = by_cause(diagnosis, complaint, knowledge)
    for question in knowledge.questions.values():
        assert expected.of(question) == pytest.approx(specified(question), abs=1e-9)
