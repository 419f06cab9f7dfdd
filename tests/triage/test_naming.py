"""How strongly a cause is worded, how sure we say we are, and whether a product may be named."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.model.catalogue import Product, ProductKind
from bot.model.conversation import Complaint
from bot.model.evidence import UNKNOWN, EvidenceKind, Hypothesis
from bot.model.facts import Crowd
from bot.model.move import Certainty
from bot.triage.naming import LIKELY, TELLABLE, certainty_of, may_be_named, stated
from tests.builders import (
    FORMS,
    HOME,
    HOSTING,
    PLATFORM,
    POPULAR,
    PRODUCTS,
    RARE,
    a_catalogue,
    some_evidence,
    some_facts,
)
from tests.cases import each

USERS = Complaint(inventory=(RARE.id, POPULAR.id), complete=True)
SIGN_IN = Product("kagi_id", "Kagi ID", ProductKind.IDP)
LINE = Product("tsuna_net", "Tsuna Net", ProductKind.ISP)
EVERYTHING = a_catalogue(*PRODUCTS, SIGN_IN, LINE)


def suspect(product: Product, *kinds: EvidenceKind, weight: float = 8.0) -> Hypothesis:
    evidence = tuple(some_evidence(product.cause, weight, kind) for kind in kinds)
    return Hypothesis(product.cause, 0.97, evidence)


@given(st.floats(3, 100), st.sampled_from([RARE, POPULAR, PLATFORM, HOSTING]))
def test_no_product_is_named_from_counts_alone(weight: float, product: Product) -> None:
    counts = suspect(product, EvidenceKind.CROWD, weight=weight)
    facts = some_facts(USERS, crowd=Crowd(tenants={product.cause: 50}))
    assert not may_be_named(counts, facts)


@each("kind", [EvidenceKind.CONTRAST, EvidenceKind.ANSWER, EvidenceKind.CHANGE])
def test_counts_and_a_second_kind_name_a_product_that_is_certainly_used(kind: EvidenceKind) -> None:
    hypothesis = suspect(RARE, EvidenceKind.CROWD, kind)
    crowd = Crowd(tenants={RARE.cause: 5})
    assert may_be_named(hypothesis, some_facts(USERS, crowd=crowd))
    assert not may_be_named(hypothesis, some_facts(Complaint(), crowd=crowd))
    weak = replace(hypothesis, probability=0.4)
    assert not may_be_named(weak, some_facts(USERS, crowd=crowd))


@each("kind", [EvidenceKind.WORDS, EvidenceKind.ANSWER, EvidenceKind.CLAIM])
def test_words_alone_name_no_plugin(kind: EvidenceKind) -> None:
    assert not may_be_named(suspect(RARE, kind), some_facts(USERS))


@each("kind", [EvidenceKind.TRIAL, EvidenceKind.FEED, EvidenceKind.CONSOLE])
def test_direct_evidence_names_a_product(kind: EvidenceKind) -> None:
    assert may_be_named(suspect(RARE, kind), some_facts(USERS))


def test_unknown_is_never_named_and_never_sure() -> None:
    unknown = Hypothesis(UNKNOWN, 0.99)
    assert not may_be_named(unknown, some_facts())
    assert certainty_of(unknown) is Certainty.OPEN


@each(
    ("probability", "kind", "certainty"),
    [
        (0.3, EvidenceKind.TRIAL, Certainty.OPEN),
        (0.6, EvidenceKind.TRIAL, Certainty.POSSIBLE),
        (0.95, EvidenceKind.TRIAL, Certainty.LIKELY),
        (0.95, EvidenceKind.FEED, Certainty.CONFIRMED),
        (0.6, EvidenceKind.FEED, Certainty.POSSIBLE),
    ],
)
def test_wording_follows_probability_and_only_the_vendor_confirms(
    probability: float, kind: EvidenceKind, certainty: Certainty
) -> None:
    hypothesis = replace(suspect(RARE, kind, weight=20), probability=probability)
    assert certainty_of(hypothesis) is certainty


@each("product", [RARE, FORMS, HOME])
def test_a_page_in_trouble_names_its_product_to_who_uses_it_or_speaks_of_it(
    product: Product,
) -> None:
    shown = suspect(product, EvidenceKind.FEED)
    assert not may_be_named(shown, some_facts(Complaint()))
    assert not may_be_named(shown, some_facts(Complaint(denied=(product.id,))))
    assert may_be_named(shown, some_facts(Complaint(inventory=(product.id,))))
    assert may_be_named(shown, some_facts(Complaint(products=(product.id,))))


@each("product", [PLATFORM, SIGN_IN, LINE])
def test_what_everybody_may_stand_on_is_named_by_its_page_alone(product: Product) -> None:
    nobodys = some_facts(Complaint(), catalogue=EVERYTHING)
    assert may_be_named(suspect(product, EvidenceKind.FEED), nobodys)
    assert not may_be_named(suspect(product, EvidenceKind.WORDS), nobodys)


@each(
    ("kind", "weight", "named"),
    [
        (EvidenceKind.WORDS, 4.0, True),
        (EvidenceKind.CONTRAST, 4.0, True),
        (EvidenceKind.WORDS, -4.0, False),
        (EvidenceKind.PRIOR, 4.0, False),
        (EvidenceKind.CLAIM, 9.0, False),
        (EvidenceKind.PROBE, 9.0, False),
    ],
)
def test_an_incident_is_told_only_to_whose_own_report_fits_it(
    kind: EvidenceKind, weight: float, *, named: bool
) -> None:
    said = (
        some_evidence(RARE.cause, weight, kind),
        some_evidence(RARE.cause, 20.0, EvidenceKind.CROWD),
    )
    leading = Hypothesis(RARE.cause, TELLABLE, said)
    told = some_facts(USERS, tellable=frozenset({RARE.cause}))
    assert may_be_named(leading, told) is named
    assert not may_be_named(replace(leading, probability=TELLABLE - 0.01), told)
    assert not may_be_named(leading, some_facts(USERS))


CHANCES = st.floats(0, 1)


@given(CHANCES, CHANCES)
def test_who_is_surer_says_so_and_never_more_than_wholly(one: float, other: float) -> None:
    low, high = (stated(Hypothesis(RARE.cause, p)) for p in sorted((one, other)))
    assert 0 < low <= high < 1
    assert low < high or abs(one - other) < 1e-5


@given(CHANCES)
def test_that_nothing_is_known_is_said_as_it_is(chance: float) -> None:
    assert stated(Hypothesis(UNKNOWN, chance)) == chance


def test_what_looks_almost_certain_is_said_with_less_certainty() -> None:
    assert LIKELY / 2 < stated(Hypothesis(RARE.cause, 0.999)) < 0.999
    assert stated(Hypothesis(RARE.cause, 0.001)) > 0.001
