"""From where on a cause is worded and named: each bound from both sides."""

from typing import Any

import pytest

from bot.model.conversation import Complaint
from bot.model.evidence import NONE, UNKNOWN, Diagnosis, EvidenceKind, Hypothesis
from bot.model.facts import Crowd, Facts
from bot.model.move import Certainty
from bot.triage.naming import (
    certainty_of,
    is_clear,
    is_public,
    may_be_named,
    settled_cause,
    stated,
)
from tests.builders import (
    FORMS,
    HOSTING,
    RARE,
    a_conversation,
    an_incident,
    at,
    some_evidence,
    some_facts,
)
from tests.cases import each

USER = Complaint(inventory=(RARE.id,), complete=True)


def suspect(cause: str, chance: float, **kinds: float) -> Hypothesis:
    """A hypothesis with so many decibans of each kind of evidence."""
    own = (some_evidence(cause, w, EvidenceKind[k.upper()]) for k, w in kinds.items())
    return Hypothesis(cause, chance, tuple(own))


@each(
    ("chance", "page", "certainty"),
    [
        (0.499, 0.0, Certainty.OPEN),
        (0.5, 0.0, Certainty.POSSIBLE),
        (0.849, 20.0, Certainty.POSSIBLE),
        (0.85, 0.0, Certainty.LIKELY),
        (0.85, 9.9, Certainty.LIKELY),  # a hint on a page is no word of its vendor's
        (0.85, 10.0, Certainty.CONFIRMED),
    ],
)
def test_how_strongly_a_cause_is_worded(chance: float, page: float, certainty: Certainty) -> None:
    assert certainty_of(suspect(RARE.cause, chance, feed=page)) is certainty


@each(("chance", "clear"), [(0.93, True), (0.929, False)])
def test_from_where_on_no_question_could_change_the_advice(chance: float, *, clear: bool) -> None:
    """At one in fourteen the next suspect is not worth asking for."""
    assert is_clear(Diagnosis((Hypothesis(RARE.cause, chance),))) is clear


@each(("chance", "said"), [(0.5, 0.589), (0.85, 0.735), (0.97, 0.845), (1.0, 0.996), (0.0, 0.0075)])
def test_how_sure_we_say_we_are(chance: float, said: float) -> None:
    """As fitted: of those of whom the weights say 85 %, some three in four were right."""
    assert stated(Hypothesis(RARE.cause, chance)) == pytest.approx(said, rel=0.005)


@each(
    ("chance", "kinds", "others", "named"),
    [
        (0.85, {"crowd": 9.0, "contrast": 4.0}, 2, True),
        (0.849, {"crowd": 9.0, "contrast": 4.0}, 2, False),
        (0.85, {"crowd": 9.0, "contrast": 4.0}, 1, False),
        (0.85, {"crowd": 9.0}, 2, False),
        (0.85, {"contrast": 4.0}, 2, False),
        (0.5, {"trial": 9.0}, 0, True),
        (0.499, {"trial": 9.0}, 0, False),
        (0.5, {"feed": 9.0}, 0, True),
        (0.5, {"probe": 9.0, "words": 1.0}, 0, True),  # a host of ours that fails, and their word
        (0.5, {"probe": 9.0}, 0, False),
    ],
)
def test_a_product_that_they_use_is_named_by_two_kinds_of_evidence_or_one_that_is_direct(
    chance: float, kinds: dict[str, float], others: int, *, named: bool
) -> None:
    crowd = Crowd(tenants={RARE.cause: others})
    found = suspect(RARE.cause, chance, **kinds)
    assert may_be_named(found, some_facts(USER, crowd=crowd)) is named


@each(("chance", "named"), [(0.7, True), (0.69, False)])
def test_from_where_on_the_cause_of_an_incident_that_may_be_told_is_told_to_one_customer(
    chance: float, *, named: bool
) -> None:
    facts = some_facts(USER, tellable=frozenset({RARE.cause, HOSTING.cause}))
    assert may_be_named(suspect(RARE.cause, chance, words=4.0), facts) is named
    above = some_facts(Complaint(products=(RARE.id,)), tellable=facts.tellable)
    assert may_be_named(suspect(HOSTING.cause, chance, words=4.0), above) is named


@each(
    ("cause", "kinds", "complaint", "named"),
    [
        ("customer:browser", {}, {}, True),  # their own: no vendor is accused
        ("update:kintone", {}, {}, True),
        ("browser:chrome", {"answer": 4.0}, {}, True),
        ("browser:chrome", {"check": 4.0}, {}, True),
        ("browser:chrome", {"words": 4.0}, {}, False),
        ("isp:any", {"answer": 4.0}, {}, True),
        ("isp:tsuna", {"trial": 9.0}, {}, False),  # which line it is has to be told or seen
        ("isp:tsuna", {"trial": 9.0}, {"products": ("tsuna",)}, True),
        (HOSTING.cause, {"words": 9.0}, {}, False),
        (HOSTING.cause, {"words": 9.0}, {"products": (HOSTING.id,)}, True),
        (HOSTING.cause, {"feed": 9.0}, {}, True),
        (HOSTING.cause, {"console": 9.0}, {"products": (RARE.id,)}, True),  # as their plug-in's
        (HOSTING.cause, {"console": 9.0}, {}, False),
        (FORMS.cause, {"feed": 9.0}, {}, False),  # a page says nothing of who does not use it
        (FORMS.cause, {"feed": 9.0}, {"products": (FORMS.id,)}, True),
        (FORMS.cause, {"words": 9.0}, {"products": (FORMS.id,)}, False),
        (UNKNOWN, {"trial": 9.0}, {}, False),
    ],
)
def test_whose_name_takes_which_evidence(
    cause: str, kinds: dict[str, float], complaint: dict[str, Any], *, named: bool
) -> None:
    assert may_be_named(suspect(cause, 0.8, **kinds), some_facts(Complaint(**complaint))) is named


def test_what_lies_behind_a_product_is_public_by_its_page_or_their_own_word() -> None:
    named = some_facts(Complaint(products=(HOSTING.id,)))
    assert is_public(suspect(HOSTING.cause, 0.9), named)
    assert not is_public(suspect(HOSTING.cause, 0.9), some_facts())
    assert is_public(suspect(HOSTING.cause, 0.9, feed=9.0), some_facts())
    assert not is_public(suspect(HOSTING.cause, 0.9, probe=9.0, claim=9.0), some_facts())


@each(
    ("reported", "believed", "chance", "cause"),
    [
        (False, 0.95, 0.9, NONE),
        (True, 0.5, 0.9, FORMS.cause),  # the incident's
        (True, 0.49, 0.9, RARE.cause),
        (True, 0.49, 0.5, RARE.cause),
        (True, 0.49, 0.49, UNKNOWN),
    ],
)
def test_of_which_cause_is_spoken_after_the_end(
    believed: float, chance: float, cause: str, *, reported: bool
) -> None:
    incident = an_incident(suspects=(FORMS.cause,), chances=(believed,))
    told = a_conversation(reported_at=at(0) if reported else None, incident=incident.id)
    facts: Facts = some_facts(conversation=told, incidents=(incident,))
    assert settled_cause(Diagnosis((Hypothesis(RARE.cause, chance),)), facts) == cause
