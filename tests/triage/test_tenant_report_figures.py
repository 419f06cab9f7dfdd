"""What a report says of faults that others may share, in figures."""

from math import log10
from typing import Any

import pytest

from bot.model.conversation import Complaint
from bot.model.evidence import UNKNOWN, Diagnosis, Evidence, EvidenceKind, Hypothesis
from bot.model.signature import Signature
from bot.model.tenant_report import TELLING, UPDATED_BROWSER, USES, showing
from bot.model.understanding import Symptom
from bot.triage.tenant_report import SOME_USERS, of_the_report, signs_of
from bot.triage.tenant_report import testimony as own_words
from tests.builders import some_evidence
from tests.cases import each

PLUGIN = "plugin:ruri_grid"


def said(
    cause: str,
    weight: float,
    *others: Hypothesis,
    signs: dict[str, float] | None = None,
    **more: Any,
) -> dict[str, float]:
    """What a report of so many decibans for one cause says of all."""
    kind = more.pop("kind", EvidenceKind.WORDS)
    of_it = (Evidence(cause, weight, kind, "", "", **more),)
    return own_words(Diagnosis((Hypothesis(cause, 0.5, of_it), *others)), signs or {})[0]


@each(
    ("symptom", "decibans"),
    [
        (Symptom.SAVE_FAILS, 10.6),
        (Symptom.FEATURE_MISSING, 10.6),
        (Symptom.NOT_SYNCING, 12.0),
        (Symptom.NOTIFICATION_MISSING, 13.0),  # never more than a telling sign
        (Symptom.FILE_PROBLEM, 13.0),
        (Symptom.PRINT_PROBLEM, 13.0),
        (Symptom.MOBILE_ONLY, 13.0),
        (Symptom.DISPLAY_BROKEN, 11.2),
        (Symptom.BLANK_SCREEN, 11.2),
        (Symptom.STUCK_LOADING, 11.2),
        (Symptom.WONT_OPEN, None),  # everybody says so
    ],
)
def test_how_much_rarer_a_symptom_is_in_ordinary_trouble(
    symptom: Symptom, decibans: float | None
) -> None:
    """Four in five whom its fault reaches tell of it; of all reports one in fourteen to one in twenty-five."""
    found = signs_of(Complaint(symptoms=frozenset({symptom})), {})
    assert found.get(f"symptom:{symptom}") == decibans
    news = symptom in (Symptom.NOT_SYNCING, Symptom.NOTIFICATION_MISSING)
    assert found.get("symptom:outgoing") == (9.5 if news else None)  # of both together


def test_an_error_that_people_have_of_their_own_is_no_rare_sign() -> None:
    """Four in five who share it show it; of all reports one in ten."""
    known = {"mine": Signature("mine", {}, own=True), "any": Signature("any", {})}
    assert signs_of(Complaint(signatures=("mine", "any", "gone")), known) == {"mine": 9.0}


@each(
    ("facts", "updated", "shown"),
    [
        ({"browser": "Chrome 120"}, False, {"browser:chrome": 1.2}),
        ({"browser": "Microsoft Edge"}, False, {"browser:edge": 5.1}),
        ({"browser": "safari"}, False, {"browser:safari": 9.0}),
        ({"browser": "Firefox"}, False, {"browser:firefox": 12.0}),
        ({"browser": "Sleipnir"}, False, {}),
        ({"browser": "Edge", "other_browser_ok": True}, False, {"browser:edge": 20.0, SOME_USERS: 17.0}),
        ({"browser": "Edge", "other_browser_ok": False}, False, {"browser:edge": 5.1}),
        ({"browser": "Edge"}, True, {"browser:edge": TELLING, SOME_USERS: 10.0}),
        ({"browser": "Edge", "other_users_ok": True}, True, {"browser:edge": 28.0, SOME_USERS: 25.0}),
        ({"other_users_ok": True}, False, {SOME_USERS: 12.0}),
        ({"other_users_ok": False}, False, {}),
    ],
)  # fmt: skip
def test_what_is_told_of_browsers_and_of_who_is_spared(
    facts: dict[str, Any], shown: dict[str, float], *, updated: bool
) -> None:
    signatures = (UPDATED_BROWSER,) if updated else ()
    found = signs_of(Complaint(facts=facts, signatures=signatures), {})
    assert found == pytest.approx(shown, abs=0.01)


def test_a_new_version_of_a_browser_that_is_not_named_is_one_by_how_many_use_it() -> None:
    found = signs_of(Complaint(signatures=(UPDATED_BROWSER,)), {})
    shares = {"chrome": 0.6, "edge": 0.25, "safari": 0.1, "firefox": 0.05}
    for name, share in shares.items():
        assert found[f"browser:{name}"] == pytest.approx(13 + 10 * log10(share))


def test_an_opinion_counts_half_and_what_the_world_shows_not_at_all() -> None:
    kinds = {
        EvidenceKind.WORDS: 4.0,
        EvidenceKind.CLAIM: 2.0,
        EvidenceKind.FEED: 0.0,
        EvidenceKind.PROBE: 0.0,
        EvidenceKind.CROWD: 0.0,
        EvidenceKind.PRIOR: 0.0,
        EvidenceKind.TRIAL: 4.0,
    }
    for kind, counts in kinds.items():
        assert of_the_report([some_evidence(PLUGIN, 4.0, kind)]) == counts


def test_what_a_report_says_of_others_lies_within_thirty_decibans() -> None:
    assert said(PLUGIN, 100.0)[PLUGIN] == 30.0
    assert said(PLUGIN, -29.9)[PLUGIN] == -29.9
    assert PLUGIN not in said(PLUGIN, -30.0)  # it cannot reach them


def test_a_product_in_no_catalogue_that_explains_it_says_less_of_others_and_not_of_itself() -> None:
    """Another's host failed in their console: the more that explains, the less a plug-in that they have too."""
    script = "unlisted_plugin:js.koubou.example"
    own = Hypothesis(script, 0.4, (some_evidence(script, 10.0),))
    alone = said(PLUGIN, 6.0)
    found = said(PLUGIN, 6.0, own)
    assert found[PLUGIN] == pytest.approx(6 - 10 * log10(1 + 10), abs=0.01)
    assert found[script] == pytest.approx(10, abs=0.01)  # it does not compete with itself
    assert found[UNKNOWN] == alone[UNKNOWN]  # a shared fault that nobody knows may be just that


def test_the_better_their_own_trouble_explains_it_the_less_it_says_of_a_shared_fault() -> None:
    own = Hypothesis("customer:browser", 0.4, (some_evidence("customer:browser", 10.0),))
    found = said(PLUGIN, 9.0, own)
    assert found[PLUGIN] == pytest.approx(9.0 - 10 * log10(11), abs=0.01)
    assert found[UNKNOWN] == pytest.approx(-10 * log10(11), abs=0.01)
    assert "customer:browser" not in found
    sure = Hypothesis("customer:browser", 0.4, (some_evidence("customer:browser", 99.0),))
    assert said(PLUGIN, 9.0, sure)[UNKNOWN] == -30.0


def beside(weight: float) -> float:
    """What is left beside trouble of their own with one product, which is ten decibans rarer than all."""
    return -10 * log10(10 ** (-weight / 10) + 0.1)


@each(
    ("cause", "sign", "weight", "shown"),
    [
        (PLUGIN, "flood", 0.0, beside(0.0) + 10),
        (PLUGIN, "flood", -0.1, None),  # what speaks against it shows by no sign
        (PLUGIN, "symptom:slow", -6.0, beside(-6.0) - 1.5 + 10),  # of few functions
        (PLUGIN, "symptom:slow", -6.1, None),
        ("platform:kintone", "symptom:slow", -6.0, beside(-6.0) + 10),  # of many
        ("idp:x", "symptom:slow", 0.0, None),
        (PLUGIN, "browser:edge", -20.0, beside(-20.0) + 10),  # that it works elsewhere refutes nothing
        ("infra:x", "browser:edge", 0.0, None),
        (PLUGIN, SOME_USERS, -20.0, beside(-20.0) + 10),
        ("platform:kintone", SOME_USERS, 5.0, None),
        (UNKNOWN, "symptom:slow", 0.0, beside(0.0) + 10 - 13.0),  # which reaches one in twenty
        (UNKNOWN, "flood", 0.0, beside(0.0) + 10),
    ],
)  # fmt: skip
def test_what_a_report_says_of_a_fault_that_shows_by_a_sign(
    cause: str, sign: str, weight: float, shown: float | None
) -> None:
    held = PLUGIN if cause == UNKNOWN else cause
    found = said(held, weight, signs={sign: 10.0}).get(showing(cause, sign))
    assert found == (None if shown is None else pytest.approx(shown, abs=0.02))


def test_that_a_symptom_is_rare_with_a_product_says_nothing_against_a_fault_that_shows_by_it() -> (
    None
):
    sign = "symptom:slow"
    seldom = said(PLUGIN, -5.0, signs={sign: 10.0}, of_symptom=True)[showing(PLUGIN, sign)]
    assert seldom == pytest.approx(beside(0.0) - 1.5 + 10, abs=0.02)
    often = said(PLUGIN, 5.0, signs={sign: 10.0}, of_symptom=True)[showing(PLUGIN, sign)]
    assert often == pytest.approx(beside(5.0) - 1.5 + 10, abs=0.02)
    assert said(PLUGIN, 30.0, signs={sign: 99.0})[showing(PLUGIN, sign)] == 30.0


@each(("is_open", "shows"), [(False, True), (True, False)])
def test_a_symptom_says_nothing_of_a_product_that_they_may_not_have(
    *, is_open: bool, shows: bool
) -> None:
    held = (Evidence(PLUGIN, 4.0, EvidenceKind.WORDS, "", "", is_open_use=is_open),)
    diagnosis = Diagnosis((Hypothesis(PLUGIN, 0.5, held),))
    weights, support = own_words(diagnosis, {"symptom:slow": 10.0, "flood": 10.0})
    assert (showing(PLUGIN, "symptom:slow") in weights) is shows
    assert showing(PLUGIN, "flood") in weights
    assert (USES in support[PLUGIN]) is shows


@each(("kind", "shows"), [(EvidenceKind.FEED, True), (EvidenceKind.WORDS, False)])
def test_a_change_that_no_page_has_told_of_shows_by_no_sign(
    kind: EvidenceKind, *, shows: bool
) -> None:
    held = (
        some_evidence("update:kintone", 5.0),
        some_evidence("update:kintone", 5.0, kind),
    )
    diagnosis = Diagnosis((Hypothesis("update:kintone", 0.5, held),))
    weights, _ = own_words(diagnosis, {"symptom:slow": 10.0})
    assert (showing("update:kintone", "symptom:slow") in weights) is shows
