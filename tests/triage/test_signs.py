"""Telling signs: a fault that shows in a way of its own is a cause of its own."""

from dataclasses import replace
from math import log10

import pytest

from bot.model.conversation import Complaint
from bot.model.evidence import UNKNOWN, EvidenceKind
from bot.model.facts import Crowd
from bot.model.knowledge import Knowledge
from bot.model.tenant_report import (
    FEW_REACHED,
    TELLING,
    UPDATED_BROWSER,
    bare,
    beside_own_trouble,
    is_bare,
    reaches_few,
    showing,
)
from bot.model.understanding import FactValue, Symptom
from bot.triage.tenant_report import SOME_USERS, signs_of
from bot.triage.tenant_report import testimony as own_words
from bot.triage.weigh import weigh
from tests.builders import RARE, a_cause, a_clue, knowing, some_facts


def test_a_telling_sign_makes_a_cause_of_its_own_of_what_may_show_by_it() -> None:
    entry = a_cause("plugin", a_clue(9, symptom="slow"))
    complaint = Complaint(symptoms=frozenset({Symptom.SLOW}), products=(RARE.id,))
    diagnosis = weigh(some_facts(complaint), knowing(entry))
    without, _ = own_words(diagnosis, {})
    weights, support = own_words(diagnosis, {"flood": TELLING})
    own = beside_own_trouble(without[RARE.cause])
    assert weights[showing(RARE.cause, "flood")] == pytest.approx(own + TELLING, abs=0.01)
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


BROKEN = frozenset({Symptom.DISPLAY_BROKEN})


def signs_shown(complaint: Complaint, knowledge: Knowledge) -> dict[str, float]:
    """What a complaint says of faults that show by a sign."""
    signs = signs_of(complaint, knowledge.signatures)
    weights, _ = own_words(weigh(some_facts(complaint), knowledge), signs)
    return {c: w for c, w in weights.items() if not is_bare(c)}


def test_those_on_an_older_browser_who_can_work_speak_for_its_new_version(
    knowledge: Knowledge,
) -> None:
    others: dict[str, FactValue] = {"other_users_ok": True}
    told = Complaint(symptoms=BROKEN, products=(RARE.id,), facts=others)
    assert not any("browser:" in c for c in signs_shown(told, knowledge))
    told = replace(told, signatures=(UPDATED_BROWSER,))
    by_browser = signs_shown(told, knowledge)
    chrome = by_browser[showing(RARE.cause, "browser:chrome")]
    edge = by_browser[showing(RARE.cause, "browser:edge")]
    assert chrome - edge == pytest.approx(10 * log10(0.6 / 0.25), abs=0.02)  # by how many use them
    named = replace(told, facts=others | {"browser": "Edge"})
    by_name = signs_shown(named, knowledge)
    assert by_name[showing(RARE.cause, "browser:edge")] == pytest.approx(
        edge + 10 * log10(1 / 0.25), abs=0.02
    )
    assert showing(RARE.cause, "browser:chrome") not in by_name


def test_a_function_that_fails_is_a_fault_where_no_page_announced_a_change(
    knowledge: Knowledge,
) -> None:
    shown = signs_shown(Complaint(symptoms=frozenset({Symptom.FEATURE_MISSING})), knowledge)
    assert "platform:kintone" in {bare(c) for c in shown}
    assert "update:kintone" not in {bare(c) for c in shown}
    common = Complaint(symptoms=frozenset({Symptom.WONT_OPEN, Symptom.SLOW}))
    assert signs_of(common, knowledge.signatures) == {}


def test_a_symptom_is_less_rare_among_the_faults_of_one_product(knowledge: Knowledge) -> None:
    complaint = Complaint(symptoms=BROKEN, products=(RARE.id,))
    signs = signs_of(complaint, knowledge.signatures)
    weights, _ = own_words(weigh(some_facts(complaint), knowledge), signs)
    sign = f"symptom:{Symptom.DISPLAY_BROKEN}"
    shown = weights[showing(RARE.cause, sign)]
    own = beside_own_trouble(weights[RARE.cause])
    assert shown == pytest.approx(own + signs[sign] - 1.5, abs=0.02)


def test_what_a_customer_may_not_use_shows_by_no_symptom(knowledge: Knowledge) -> None:
    sign = f"symptom:{Symptom.DISPLAY_BROKEN}"
    used = signs_shown(Complaint(symptoms=BROKEN, products=(RARE.id,)), knowledge)
    assert showing(RARE.cause, sign) in used
    shown = signs_shown(Complaint(symptoms=BROKEN), knowledge)
    assert not any(c.startswith("plugin:") for c in shown)


def test_a_symptom_shows_only_what_the_rest_hardly_speaks_against() -> None:
    sign = f"symptom:{Symptom.DISPLAY_BROKEN}"
    for clue, is_shown in ((-5.9, True), (-6.1, False)):
        entry = a_cause("plugin", a_clue(clue, symptom="display_broken"))
        complaint = Complaint(symptoms=BROKEN, products=(RARE.id,))
        weights, _ = own_words(weigh(some_facts(complaint), knowing(entry)), {sign: 11.0})
        assert (showing(RARE.cause, sign) in weights) is is_shown


def test_something_unknown_that_shows_by_a_symptom_reaches_a_few(knowledge: Knowledge) -> None:
    shown = signs_shown(Complaint(symptoms=BROKEN), knowledge)
    cause = showing(UNKNOWN, f"symptom:{Symptom.DISPLAY_BROKEN}")
    assert reaches_few(cause)
    assert not reaches_few(UNKNOWN)
    assert not reaches_few(showing(UNKNOWN, "cert"))
    weights, _ = own_words(weigh(some_facts(Complaint(symptoms=BROKEN)), knowledge), {})
    rarer = signs_of(Complaint(symptoms=BROKEN), {})[f"symptom:{Symptom.DISPLAY_BROKEN}"]
    own = beside_own_trouble(weights[UNKNOWN])
    assert shown[cause] == pytest.approx(own + rarer + 10 * log10(FEW_REACHED), abs=0.02)


def test_data_and_the_news_of_it_fail_as_one_function(knowledge: Knowledge) -> None:
    outgoing = showing("platform:kintone", "symptom:outgoing")
    for symptom in (Symptom.NOT_SYNCING, Symptom.NOTIFICATION_MISSING):
        shown = signs_shown(Complaint(symptoms=frozenset({symptom})), knowledge)
        assert outgoing in shown
    apart = signs_shown(Complaint(symptoms=frozenset({Symptom.SAVE_FAILS})), knowledge)
    assert outgoing not in apart


def test_that_a_symptom_is_seldom_says_nothing_against_the_fault_that_shows_by_it() -> None:
    complaint = Complaint(symptoms=frozenset({Symptom.SAVE_FAILS}), products=(RARE.id,))
    sign = {"symptom:save_fails": 10.0}

    def shown_by(weight: float) -> float:
        entry = a_cause("plugin", a_clue(weight, symptom="save_fails"))
        weights, _ = own_words(weigh(some_facts(complaint), knowing(entry)), sign)
        return weights[showing(RARE.cause, "symptom:save_fails")]

    assert shown_by(-4) == shown_by(-0.5)
    assert shown_by(4) > shown_by(-4)


def test_a_fault_of_some_users_is_a_state_of_its_own(knowledge: Knowledge) -> None:
    spared = Complaint(products=(RARE.id,), facts={"other_users_ok": True})
    assert signs_of(spared, knowledge.signatures) == {SOME_USERS: 12.0}
    weights, _ = own_words(weigh(some_facts(spared), knowledge), {SOME_USERS: 12.0})
    assert weights[showing(RARE.cause, SOME_USERS)] > weights[RARE.cause]
    assert not [c for c in weights if c.startswith(("platform:", UNKNOWN)) and not is_bare(c)]
    elsewhere = replace(spared, facts={"browser": "Edge", "other_browser_ok": True})
    shown = signs_of(elsewhere, knowledge.signatures)
    assert shown[SOME_USERS] == shown["browser:edge"] - 3  # half of them go by the browser
    named = replace(spared, facts={"browser": "Edge"})
    assert SOME_USERS not in signs_of(named, knowledge.signatures)


def test_what_others_say_of_some_users_counts_for_whom_others_can_work_beside(
    knowledge: Knowledge,
) -> None:
    crowd = Crowd(weights={showing(RARE.cause, SOME_USERS): 20.0})
    for spared, weight in ((True, [20.0]), (False, [])):
        complaint = Complaint(products=(RARE.id,), facts={"other_users_ok": spared})
        hypothesis = weigh(some_facts(complaint, crowd=crowd), knowledge).of(RARE.cause)
        assert hypothesis is not None
        assert [e.weight for e in hypothesis.evidence if e.kind is EvidenceKind.CROWD] == weight
