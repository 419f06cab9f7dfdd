"""Telling signs: a fault that shows in a way of its own is a cause of its own."""

import pytest

from bot.model.conversation import Complaint
from bot.model.evidence import UNKNOWN, EvidenceKind
from bot.model.facts import Crowd
from bot.model.knowledge import Knowledge
from bot.model.tenant_report import TELLING, bare, is_bare, showing
from bot.model.understanding import FactValue, Symptom
from bot.triage.tenant_report import signs_of
from bot.triage.tenant_report import testimony as own_words
from bot.triage.weigh import weigh
from tests.builders import RARE, a_cause, a_clue, knowing, some_facts


def test_a_telling_sign_makes_a_cause_of_its_own_of_what_may_show_by_it() -> None:
    entry = a_cause("plugin", a_clue(9, symptom="slow"))
    complaint = Complaint(symptoms=frozenset({Symptom.SLOW}), products=(RARE.id,))
    diagnosis = weigh(some_facts(complaint), knowing(entry))
    without, _ = own_words(diagnosis, {})
    weights, support = own_words(diagnosis, {"flood": TELLING})
    assert weights[showing(RARE.cause, "flood")] == pytest.approx(without[RARE.cause] + TELLING)
    assert {c: w for c, w in weights.items() if is_bare(c)} == without
    assert all(without[bare(c)] >= -6 for c in weights if not is_bare(c))
    assert all(is_bare(c) for c in support)


def test_what_others_say_of_a_sign_counts_for_who_shows_it(knowledge: Knowledge) -> None:
    crowd = {showing(RARE.cause, "webhook-flood"): 20.0, RARE.cause: 1.0}
    seen = Complaint(products=(RARE.id,), signatures=("webhook-flood",))
    for complaint, weight in ((seen, 20.0), (Complaint(products=(RARE.id,)), 1.0)):
        facts = some_facts(complaint, crowd=Crowd(weights=crowd))
        hypothesis = weigh(facts, knowledge).of(RARE.cause)
        assert hypothesis is not None
        heard = [e.weight for e in hypothesis.evidence if e.kind is EvidenceKind.CROWD]
        assert heard == [weight]


def test_a_plug_in_that_fails_in_one_browser_alone_is_a_state_of_its_own(
    knowledge: Knowledge,
) -> None:
    told: dict[str, FactValue] = {"browser": "Chrome 123", "other_browser_ok": True}
    complaint = Complaint(
        symptoms=frozenset({Symptom.DISPLAY_BROKEN}), products=(RARE.id,), facts=told
    )
    diagnosis = weigh(some_facts(complaint), knowledge)
    weights, _ = own_words(diagnosis, signs_of(complaint, knowledge.signatures))
    pair = showing(RARE.cause, "browser:chrome")
    assert weights[pair] > weights[RARE.cause] + TELLING
    assert showing(UNKNOWN, "browser:chrome") not in weights


def test_a_function_that_fails_is_a_fault_where_no_page_announced_a_change(
    knowledge: Knowledge,
) -> None:
    complaint = Complaint(symptoms=frozenset({Symptom.FEATURE_MISSING}))
    signs = signs_of(complaint, knowledge.signatures)
    weights, _ = own_words(weigh(some_facts(complaint), knowledge), signs)
    shown = {bare(c) for c in weights if not is_bare(c)}
    assert "platform:kintone" in shown
    assert "update:kintone" not in shown
    assert not any(c.startswith("plugin:") for c in shown)
    common = Complaint(symptoms=frozenset({Symptom.WONT_OPEN, Symptom.SLOW}))
    assert signs_of(common, knowledge.signatures) == {}
