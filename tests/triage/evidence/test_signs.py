"""Clues, hosts, signatures, trials and use: small questions with one answer each."""

from dataclasses import replace
from typing import Any

import pytest

from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.conversation import AdviceOutcome, Change, Complaint, Done, Trial
from bot.model.evidence import EvidenceKind
from bot.model.knowledge import Knowledge
from bot.model.signature import Signature
from bot.model.understanding import Kind, Scope, Symptom
from bot.triage.evidence.clues import Sight, gather, holds
from bot.triage.evidence.hosts import only_foreign_fail, states
from bot.triage.evidence.signatures import Signatures
from bot.triage.evidence.trials import new_version, product_off, tried_off
from bot.triage.evidence.use import Use, share_of, use_of, weight_of
from tests.builders import (
    FORMS,
    HOSTING,
    MORNING,
    PLATFORM,
    POPULAR,
    PRINTS,
    RARE,
    a_catalogue,
    a_cause,
    a_clue,
    a_conversation,
)
from tests.cases import each

LINE = Product("kita_line", "Kita Line", ProductKind.ISP, names=("Kita Line", "きたライン"))


@each(
    ("condition", "wanted", "held"),
    [
        ("symptom", ("slow",), True),
        ("symptom", ("save_fails",), False),
        ("scope", ("all_apps",), True),
        ("signature", ("dns",), True),
        ("message_kind", ("outage_report",), True),
        ("fact.portal_ok", (True,), True),
        ("fact.portal_ok", (1,), False),
        ("fact.count", (1,), True),
        ("fact.count", (True,), False),
        ("fact.absent", (True,), False),
        ("use", ("named",), True),
        ("feed", ("quiet",), False),
    ],
)
def test_a_condition_holds_or_not(condition: str, wanted: tuple[str, ...], *, held: bool) -> None:
    complaint = Complaint(
        kind=Kind.OUTAGE_REPORT,
        symptoms=frozenset({Symptom.SLOW}),
        scope=frozenset({Scope.ALL_APPS}),
        signatures=("dns",),
        facts={"portal_ok": True, "count": 1},
    )
    sight = Sight("x", complaint, {"use": "named", "feed": None})
    assert holds(condition, wanted, sight) is held


def test_a_clue_counts_when_all_its_conditions_hold() -> None:
    entry = a_cause("x", a_clue(3, symptom="slow"), a_clue(5, symptom="slow", use="named"))
    complaint = Complaint(symptoms=frozenset({Symptom.SLOW}))
    assert [e.weight for e in gather(entry, Sight("x", complaint, {}))] == [3]
    assert [e.weight for e in gather(entry, Sight("x", complaint, {"use": "named"}))] == [3, 5]


def test_a_quiet_page_tells_its_record_in_the_readers_language_and_counts_by_it() -> None:
    entry = a_cause("x", a_clue(-3, EvidenceKind.FEED, feed="quiet"))
    sight = Sight("x", Complaint(), {"feed": "quiet"}, 0.5, ("（3件中1件）", " (1 of 3)"))
    (evidence,) = gather(entry, sight)
    assert (evidence.says, evidence.says_en) == ("手がかり（3件中1件）", "a clue (1 of 3)")
    assert evidence.weight == -1.5


def test_hosts_in_the_customers_words_are_failing_unless_they_answer() -> None:
    failing = Complaint(facts={"hosts": ("APP.rurigrid.example",)})
    assert states(failing, a_catalogue())[RARE.id] == "failing"
    assert PRINTS.id not in states(failing, a_catalogue())
    both = Complaint(facts={"hosts": RARE.hosts, "hosts_ok": RARE.hosts})
    assert states(both, a_catalogue())[RARE.id] == "answering"


@each(
    ("facts", "foreign"),
    [
        ({"hosts": ("js.koubou.example",)}, True),
        ({}, False),
        ({"hosts": ("example.cybozu.com",)}, False),  # the customer's own
        ({"hosts": ("js.koubou.example",), "hosts_ok": ("js.koubou.example",)}, False),
        ({"hosts": RARE.hosts}, False),
        ({"hosts": ("js.koubou.example", *RARE.hosts)}, False),
        ({"hosts": ("js.koubou.example",), "hosts_ok": RARE.hosts}, False),
    ],
)
def test_a_host_of_nobody_known_may_fail_alone(facts: dict[str, Any], *, foreign: bool) -> None:
    assert only_foreign_fail(Complaint(facts=facts), a_catalogue()) is foreign


def test_signatures_are_found_in_any_width_and_case() -> None:
    found = Signatures({"x": Signature("x", {"ja": "x", "en": "x"}, r"err_timed_out|520")})
    assert found.find("ＥＲＲ＿ＴＩＭＥＤ＿ＯＵＴ") == ("x",)
    assert found.find("５２０") == ("x",)
    assert found.find("fine") == ()


@each(
    ("text", "missing"),
    [
        ("Uncaught ReferenceError: tanabeCommon is not defined", ("tanabeCommon",)),
        ("tanabeCommon is not definedと出ます", ("tanabeCommon",)),  # only a script writes it so
        ("ReferenceError: common is not defined", ("common",)),
        ("the record common is not defined here", ()),
        ("ReferenceError: datas is not defined", ()),  # five characters: anybody's
        (f"ReferenceError: {'x' * 61} is not defined", ()),
        ("ReferenceError: jQuery is not defined", ()),  # a library
        (
            "aB_one is not defined\naB_one is not defined\naB_two is not defined",
            ("aB_one", "aB_two"),
        ),
        (
            "\n".join(f"nameNo{i} is not defined" for i in range(9)),
            tuple(f"nameNo{i}" for i in range(5)),
        ),
    ],
)
def test_what_an_error_names_as_missing_is_found(
    knowledge: Knowledge, text: str, missing: tuple[str, ...]
) -> None:
    assert Signatures(knowledge.signatures).missing(text) == missing


@pytest.mark.slow
def test_no_signature_of_the_shipped_base_takes_long_on_a_long_text(knowledge: Knowledge) -> None:
    found = Signatures(knowledge.signatures)
    for piece in ("あ", "error ", "アプリを変更 "):
        found.find(piece * (20_000 // len(piece)))


def test_the_last_result_of_switching_off_counts() -> None:
    off = f"disable_plugin:{RARE.id}"
    trials = (Trial(off, AdviceOutcome.FAILED, MORNING), Trial(off, AdviceOutcome.WORKED, MORNING))
    conversation = a_conversation(trials=trials)
    assert tried_off(conversation, product_off(RARE.id)) == "worked"
    assert tried_off(conversation, product_off(POPULAR.id)) is None
    could_not = a_conversation(trials=(Trial(off, AdviceOutcome.CANNOT, MORNING),))
    assert tried_off(could_not, product_off(RARE.id)) is None


@each(
    ("done", "of", "worked"),
    [
        (Done.CURED, "update_plugin_version", "worked"),
        (Done.CURED, "clear_cache", None),
        (Done.OFF, "update_plugin_version", None),
    ],
)
def test_who_is_well_since_a_new_version_shows_what_was_at_fault(
    done: Done, of: str, worked: str | None
) -> None:
    conversation = a_conversation(changes=(Change(done, of, MORNING, "3.2"),))
    assert new_version(conversation) == worked


@each(
    ("product", "complaint", "use"),
    [
        (PLATFORM, Complaint(), Use.KNOWN),
        (PLATFORM, Complaint(products=("kintone",)), Use.NAMED),
        (RARE, Complaint(), Use.POSSIBLE),
        (RARE, Complaint(products=(RARE.id,)), Use.NAMED),
        (RARE, Complaint(denied=(RARE.id,)), Use.NO),
        (RARE, Complaint(inventory=(RARE.id,)), Use.KNOWN),
        (RARE, Complaint(inventory=(), complete=True), Use.NO),
        (RARE, Complaint(inventory=()), Use.POSSIBLE),
        (HOSTING, Complaint(inventory=(RARE.id,), complete=True), Use.KNOWN),
        (HOSTING, Complaint(inventory=(POPULAR.id,), complete=True), Use.NO),
        (FORMS, Complaint(inventory=(), complete=True), Use.NO),
        (LINE, Complaint(inventory=(), complete=True), Use.POSSIBLE),
        (LINE, Complaint(facts={"isp": "近所の回線"}), Use.UNLIKELY),
        (LINE, Complaint(products=(LINE.id,), facts={"isp": LINE.name}), Use.NAMED),
        (RARE, Complaint(facts={"isp": LINE.name}), Use.POSSIBLE),
    ],
)
def test_whether_a_customer_uses_a_product(
    product: Product, complaint: Complaint, use: Use
) -> None:
    assert use_of(product, complaint, a_catalogue()) is use


def test_what_is_not_used_cannot_be_at_fault_and_what_may_be_used_weighs_its_share() -> None:
    assert weight_of(Use.NO, 0.5) < weight_of(Use.UNLIKELY, 0.5) == -20
    assert weight_of(Use.NAMED, 0.01) == weight_of(Use.KNOWN, 0.9) == 0
    assert weight_of(Use.POSSIBLE, 0.1) < weight_of(Use.POSSIBLE, 0.7) < 0
    assert weight_of(Use.POSSIBLE, 0.0) > -30


def test_how_they_sign_in_and_on_which_line_stands_on_no_list_of_plug_ins() -> None:
    for kind in (ProductKind.IDP, ProductKind.ISP):
        product = Product("akari", "Akari", kind)
        listed = Complaint(inventory=(RARE.id,), complete=True)
        assert use_of(product, listed, a_catalogue(product)) is Use.POSSIBLE


def test_a_host_reaches_whoever_uses_anything_on_it() -> None:
    catalogue = a_catalogue()
    share = share_of(HOSTING, catalogue)
    assert share == pytest.approx(0.1)
    stated = replace(HOSTING, install_share=0.0)  # it reaches those above all the same
    assert share_of(stated, catalogue) == pytest.approx(share)
    assert share_of(replace(HOSTING, install_share=0.7), catalogue) == pytest.approx(0.7)
    alone = Product("alone", "Alone", ProductKind.CLOUD)
    assert 0 < share_of(alone, Catalogue.of([alone])) < 0.05


def test_cycles_and_unknown_ids_below_a_product_do_no_harm() -> None:
    one = Product("one", "One", ProductKind.HOSTING, depends_on=("two", "nowhere"))
    two = Product("two", "Two", ProductKind.CLOUD, depends_on=("one", "two"))
    catalogue = Catalogue.of([one, two])
    assert catalogue.foundations("one") == {"two"}
    assert catalogue.dependants("one") == {"two"}
    assert catalogue.foundations("nowhere") == frozenset()
    assert 0 < share_of(one, catalogue) <= 1
