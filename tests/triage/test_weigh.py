"""The arithmetic of one conversation: what may move a hypothesis, and what may not."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.conversation import AdviceOutcome, Complaint, Trial
from bot.model.evidence import UNKNOWN, Diagnosis, EvidenceKind, Hypothesis
from bot.model.facts import Crowd, Facts
from bot.model.knowledge import Knowledge
from bot.model.status import Shows
from bot.model.tenant_report import USES
from bot.model.understanding import Scope, Symptom
from bot.triage.tenant_report import testimony as own_words
from bot.triage.weigh import weigh
from tests.builders import (
    FORMS,
    MORNING,
    POPULAR,
    PRODUCTS,
    RARE,
    a_catalogue,
    a_cause,
    a_clue,
    a_conversation,
    a_feed,
    knowing,
    some_facts,
)
from tests.examples import often

SYMPTOMS = st.sets(st.sampled_from(list(Symptom)), max_size=3).map(frozenset)
SCOPES = st.sampled_from(
    [frozenset({s}) for s in Scope] + [frozenset({Scope.EVERYONE, Scope.ALL_APPS})]
)
ANSWERS = st.dictionaries(
    st.sampled_from(["other_apps_ok", "other_users_ok", "portal_ok", "incognito_ok"]),
    st.booleans(),
    max_size=3,
)
OWNED = st.none() | st.sets(st.sampled_from([p.id for p in PRODUCTS])).map(
    lambda s: tuple(sorted(s))
)
COMPLAINTS = st.builds(
    lambda symptoms, scope, facts, owned: Complaint(
        symptoms=symptoms, scope=scope, facts=facts, inventory=owned, complete=owned is not None
    ),
    SYMPTOMS,
    SCOPES,
    ANSWERS,
    OWNED,
)


def chance(diagnosis: Diagnosis, cause: str) -> float:
    found = diagnosis.of(cause)
    assert found is not None
    return found.probability


@settings(max_examples=often(25), deadline=None)
@given(COMPLAINTS)
def test_probabilities_sum_to_one_with_unknown_among_them(
    knowledge: Knowledge, complaint: Complaint
) -> None:
    diagnosis = weigh(some_facts(complaint), knowledge)
    assert sum(h.probability for h in diagnosis.ranked) == pytest.approx(1.0)
    assert diagnosis.of(UNKNOWN) is not None
    ranked = [h.probability for h in diagnosis.ranked]
    assert ranked == sorted(ranked, reverse=True)


@given(st.permutations([(4.0, "slow"), (-3.0, "wont_open"), (7.0, "save_fails"), (2.5, "slow")]))
def test_the_order_of_evidence_does_not_matter(order: list[tuple[float, str]]) -> None:
    clues = [a_clue(weight, symptom=symptom) for weight, symptom in order]
    complaint = Complaint(symptoms=frozenset({Symptom.SLOW, Symptom.SAVE_FAILS}))
    found = weigh(some_facts(complaint), knowing(a_cause("plugin", *clues)))
    assert found.of(RARE.cause) is not None
    assert chance(found, RARE.cause) == pytest.approx(
        chance(weigh(some_facts(complaint), _in_order()), RARE.cause)
    )


def _in_order() -> Knowledge:
    clues = [(4.0, "slow"), (-3.0, "wont_open"), (7.0, "save_fails"), (2.5, "slow")]
    return knowing(a_cause("plugin", *(a_clue(w, symptom=s) for w, s in clues)))


@given(st.floats(0, 40), st.floats(-40, 40))
def test_evidence_for_a_cause_never_lowers_it_nor_raises_another(
    more: float, before: float
) -> None:
    own, other = "customer:network", "customer:browser"
    base = a_clue(before, symptom="slow")
    complaint = Complaint(symptoms=frozenset({Symptom.SLOW}), facts={"said": True})
    without = weigh(some_facts(complaint), knowing(a_cause(own, base), a_cause(other)))
    clue = a_clue(more, fact_said=True)
    with_it = weigh(some_facts(complaint), knowing(a_cause(own, base, clue), a_cause(other)))
    assert chance(with_it, own) >= chance(without, own) - 1e-12
    assert chance(with_it, other) <= chance(without, other) + 1e-12
    assert chance(with_it, UNKNOWN) <= chance(without, UNKNOWN) + 1e-12


def test_no_evidence_however_strong_overflows() -> None:
    clues = [a_clue(1e6, symptom="slow"), a_clue(-1e6, symptom="save_fails")]
    for symptom in (Symptom.SLOW, Symptom.SAVE_FAILS):
        complaint = Complaint(symptoms=frozenset({symptom}))
        found = weigh(some_facts(complaint), knowing(a_cause("customer:network", *clues)))
        assert sum(h.probability for h in found.ranked) == pytest.approx(1.0)


def renamed(products: tuple[Product, ...]) -> dict[str, str]:
    """New ids that sort the other way round."""
    return {p.id: f"z{99 - n}" for n, p in enumerate(products) if p.id != "kintone"}


def with_names(product: Product, ids: dict[str, str]) -> Product:
    new = ids.get(product.id, product.id)
    return replace(
        product,
        id=new,
        name=product.name if new == product.id else f"Name {new}",
        names=product.names if new == product.id else (f"Name {new}",),
        depends_on=tuple(ids.get(d, d) for d in product.depends_on),
    )


@settings(max_examples=often(25), deadline=None)
@given(
    COMPLAINTS, st.dictionaries(st.sampled_from([p.cause for p in PRODUCTS]), st.floats(-20, 20))
)
def test_renaming_products_changes_nothing_but_names(
    knowledge: Knowledge, complaint: Complaint, crowd: dict[str, float]
) -> None:
    ids = renamed(PRODUCTS)

    def new(cause: str) -> str:
        heading, _, ident = cause.partition(":")
        return f"{heading}:{ids.get(ident, ident)}" if ident else cause

    before = weigh(some_facts(complaint, crowd=Crowd(weights=crowd)), knowledge)
    other = replace(
        complaint,
        inventory=None
        if complaint.inventory is None
        else tuple(ids.get(i, i) for i in complaint.inventory),
    )
    catalogue = Catalogue.of(with_names(p, ids) for p in PRODUCTS)
    facts = some_facts(
        other, catalogue=catalogue, crowd=Crowd(weights={new(c): w for c, w in crowd.items()})
    )
    after = {h.cause: h.probability for h in weigh(facts, knowledge).ranked}
    assert after == pytest.approx({new(h.cause): h.probability for h in before.ranked})


def facts_with(crowd: dict[str, float]) -> Facts:
    complaint = Complaint(symptoms=frozenset({Symptom.WONT_OPEN}))
    return some_facts(complaint, crowd=Crowd(weights=crowd, tenants=dict.fromkeys(crowd, 3)))


def test_what_others_say_of_one_product_does_not_raise_another(knowledge: Knowledge) -> None:
    alone = weigh(facts_with({}), knowledge)
    crowded = weigh(facts_with({RARE.cause: 15.0}), knowledge)
    assert chance(crowded, RARE.cause) > chance(alone, RARE.cause)
    assert chance(crowded, POPULAR.cause) < chance(alone, POPULAR.cause)


def test_a_product_that_is_not_used_is_hardly_a_suspect(knowledge: Knowledge) -> None:
    unused = Complaint(
        symptoms=frozenset({Symptom.BLANK_SCREEN}), inventory=(POPULAR.id,), complete=True
    )
    found = weigh(some_facts(unused, crowd=Crowd(weights={RARE.cause: 20.0})), knowledge)
    assert chance(found, RARE.cause) < 0.01


def test_a_sign_in_service_is_on_no_list_of_plug_ins_unless_somebody_wrote_it_there(
    knowledge: Knowledge,
) -> None:
    sign_in = Product("kagi_id", "Kagi ID", ProductKind.IDP)
    catalogue = a_catalogue(*PRODUCTS, sign_in)

    def likely(**known: Any) -> float:
        complaint = Complaint(symptoms=frozenset({Symptom.LOGIN_FAILS}), **known)
        found = weigh(some_facts(complaint, catalogue=catalogue), knowledge).of(sign_in.cause)
        assert found is not None
        return found.weight

    some = likely(inventory=(RARE.id,))
    assert likely(inventory=(RARE.id,), complete=True) == some
    assert likely(inventory=(sign_in.id,), complete=True) > some


def test_a_vendors_page_in_trouble_raises_and_a_quiet_one_hardly_lowers(
    knowledge: Knowledge,
) -> None:
    complaint = Complaint(symptoms=frozenset({Symptom.NOT_SYNCING}), products=(FORMS.id,))
    none = chance(weigh(some_facts(complaint), knowledge), FORMS.cause)
    quiet = some_facts(complaint, feeds=[a_feed(FORMS, Shows.OPERATIONAL)])
    trouble = some_facts(complaint, feeds=[a_feed(FORMS, Shows.MAJOR_OUTAGE)])
    assert chance(weigh(trouble, knowledge), FORMS.cause) > max(none, 0.9)
    assert none / 3 < chance(weigh(quiet, knowledge), FORMS.cause) <= none


def test_taking_out_the_own_script_counts_for_it(knowledge: Knowledge) -> None:
    facts = some_facts(Complaint(symptoms=frozenset({Symptom.BLANK_SCREEN})))
    worked = (Trial("disable_own_js", AdviceOutcome.WORKED, MORNING),)
    tried = replace(facts, conversation=replace(facts.conversation, trials=worked))
    assert chance(weigh(facts, knowledge), "customer:own_js") < 0.3
    assert weigh(tried, knowledge).ranked[0].cause == "customer:own_js"


def test_every_hypothesis_carries_its_prior_and_sums_its_evidence(knowledge: Knowledge) -> None:
    for hypothesis in weigh(some_facts(Complaint()), knowledge).ranked:
        if hypothesis.cause != UNKNOWN:
            assert hypothesis.evidence[0].kind is EvidenceKind.PRIOR
            assert all(e.cause == hypothesis.cause and e.says_en for e in hypothesis.evidence)


def test_testimony_leaves_out_the_world_the_customers_own_causes_and_the_unreachable() -> None:
    entry = a_cause("plugin", a_clue(5, symptom="slow"), a_clue(20, EvidenceKind.FEED, use="named"))
    own = a_cause("customer:network", a_clue(9, symptom="slow"))
    complaint = Complaint(
        symptoms=frozenset({Symptom.SLOW}), products=(RARE.id,), inventory=(), complete=True
    )
    facts = some_facts(complaint, crowd=Crowd(weights={RARE.cause: 12.0}))
    weights, support = own_words(weigh(facts, knowing(entry, own)), {})
    assert set(weights) == {RARE.cause, UNKNOWN}
    assert 0 < weights[RARE.cause] <= 5  # the customer's own network explains it too
    assert support == {RARE.cause: ("words", USES)}


def test_an_unlisted_product_is_a_suspect_by_its_own_name(knowledge: Knowledge) -> None:
    complaint = Complaint(symptoms=frozenset({Symptom.BLANK_SCREEN}), unlisted=("Nagi Calc",))
    found = weigh(some_facts(complaint), knowledge)
    assert found.of("unlisted_plugin:Nagi Calc") is not None


def test_a_hypothesis_knows_which_kinds_of_evidence_speak_for_it() -> None:
    assert Hypothesis("x", 0.5).kinds == frozenset()
    found = weigh(
        replace(
            some_facts(), conversation=a_conversation(complaint=Complaint(products=(RARE.id,)))
        ),
        knowing(
            a_cause("plugin", a_clue(2, use="named"), a_clue(2, EvidenceKind.WORDS, runs="browser"))
        ),
    ).of(RARE.cause)
    assert found is not None
    assert found.kinds == {EvidenceKind.WORDS}
    assert found.weight == pytest.approx(-15 + 2 + 2)


def test_an_empty_catalogue_leaves_the_customers_own_causes(knowledge: Knowledge) -> None:
    found = weigh(some_facts(catalogue=Catalogue()), knowledge)
    assert {h.cause for h in found.ranked if ":" in h.cause and not h.cause.endswith(":any")} == {
        c for c in knowledge.causes if c.startswith("customer:")
    }
    assert sum(h.probability for h in found.ranked) == pytest.approx(1.0)


def test_a_name_that_nothing_defines_points_at_the_own_script(knowledge: Knowledge) -> None:
    complaint = Complaint(
        symptoms=frozenset({Symptom.ERROR_MESSAGE}), signatures=("script-error", "undefined-name")
    )
    with_it = weigh(some_facts(complaint), knowledge)
    without = weigh(some_facts(replace(complaint, signatures=("script-error",))), knowledge)
    assert with_it.leading.cause == "customer:own_js"
    assert without.leading.cause != "customer:own_js"


def test_products_that_look_alike_are_weighed_once_and_share_their_evidence() -> None:
    alike = [
        Product(f"p{n}", f"P {n}", ProductKind.PLUGIN, install_share=0.1, hosts=(f"p{n}.example",))
        for n in range(50)
    ]
    named = Complaint(symptoms=frozenset({Symptom.SLOW}), products=("p7",))
    facts = some_facts(named, catalogue=Catalogue.of(alike))
    found = weigh(facts, knowing(a_cause("plugin", a_clue(3, symptom="slow")))).ranked
    of_plugins = [h for h in found if h.cause.startswith("plugin:")]
    assert len(of_plugins) == 50
    assert len({id(h.own) for h in of_plugins}) == 2  # the named one, and all others
