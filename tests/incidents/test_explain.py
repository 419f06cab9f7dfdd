"""Who carries an incident's cause, and what would be believed otherwise."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.incidents.declare import RAISE_AT
from bot.incidents.explain import MOST_VOICES, Explanation, Otherwise, explain
from bot.incidents.prior import TROUBLE_SHOWN
from bot.model.catalogue import Product
from bot.model.status import Shows
from bot.model.tenant_report import TELLING, showing
from bot.model.tenant_report import TenantReport as Said
from tests.builders import (
    FORMS,
    HOSTING,
    POPULAR,
    PRINTS,
    RARE,
    a_feed,
    a_testimony,
    a_watch,
    an_incident,
    at,
    beliefs_of,
    several,
)
from tests.cases import each
from tests.examples import often


def explained(said: list[Said], cause: str = RARE.cause, **watch: Any) -> Explanation:
    incident = an_incident(suspects=(cause,))
    return explain(incident, said, beliefs_of().usual, a_watch(incident, **watch))


def the_fewest(found: Explanation) -> Otherwise | None:
    return next((o for o in found.otherwise if o.without), None)


def test_the_parts_of_a_cause_stand_beside_its_probability() -> None:
    found = explained(several(3, {RARE.cause: 6.0, POPULAR.cause: -9.0}))
    lead = found.shares[0]
    assert lead.cause == RARE.cause
    assert lead.probability > RAISE_AT
    assert lead.organisations == 3
    assert lead.usual < 0 < lead.reports
    assert lead.page == 0
    assert found.none is not None
    assert found.none < 1 - RAISE_AT


def test_the_cause_that_an_incident_has_comes_first_whatever_is_likelier() -> None:
    said = several(3, {RARE.cause: 6.0, POPULAR.cause: 2.0})
    shares = explained(said, POPULAR.cause).shares
    assert [s.cause for s in shares[:2]] == [POPULAR.cause, RARE.cause]
    assert shares[0].probability < shares[1].probability


def test_a_page_in_trouble_is_a_part_of_its_own() -> None:
    feeds = {PRINTS.id: a_feed(PRINTS, Shows.MAJOR_OUTAGE, read=10)}
    found = explained(several(2, {PRINTS.cause: 6.0}), PRINTS.cause, feeds=feeds)
    assert found.shares[0].page == TROUBLE_SHOWN
    (page,) = [o for o in found.otherwise if o.page == PRINTS.cause]
    assert not page.shows
    assert page.probability < found.shares[0].probability


def test_whoever_says_more_carries_more_and_who_refutes_carries_less_than_nothing() -> None:
    said = [
        a_testimony(1, {RARE.cause: 9.0}, at=at(1)),
        a_testimony(2, {RARE.cause: 2.0}, at=at(2)),
        a_testimony(3, {RARE.cause: 6.0}, at=at(3)),
        a_testimony(4, {RARE.cause: -20.0}, at=at(4), refuted=(RARE.cause,)),
    ]
    voices = explained(said).voices
    assert [v.said.tenant for v in voices] == [said[n].tenant for n in (0, 2, 1, 3)]
    assert voices[0].moves > voices[2].moves > 0 > voices[3].moves
    assert voices[0].says == 9.0


def test_an_organisation_that_speaks_of_something_else_moves_nothing() -> None:
    said = [*several(3, {RARE.cause: 6.0}), a_testimony(9, {FORMS.cause: -12.0}, at=at(2))]
    (silent,) = [v for v in explained(said).voices if v.says is None]
    assert silent.moves == pytest.approx(0, abs=0.5)


@each("count", [3, 4, 6])
def test_without_the_fewest_the_cause_is_believed_no_more_and_with_one_of_them_it_is(
    count: int,
) -> None:
    said = several(count, {RARE.cause: 6.0})
    fewest = the_fewest(explained(said))
    assert fewest is not None
    assert fewest.leads is None
    assert fewest.probability < RAISE_AT
    rest = [s for s in said if s.tenant not in fewest.without]
    one_more = [s for s in said if s.tenant not in fewest.without[:-1]]
    assert explained(one_more).shares[0].probability >= RAISE_AT
    assert not rest or explained(rest).shares[0].probability < RAISE_AT


def test_without_those_who_tell_two_causes_apart_the_other_one_leads() -> None:
    both = several(4, {RARE.cause: 1.0, PRINTS.cause: 6.0})
    apart = a_testimony(20, {RARE.cause: 12.0, PRINTS.cause: -30.0}, at=at(3))
    fewest = the_fewest(explained([*both, apart]))
    assert fewest is not None
    assert fewest.leads == PRINTS.cause
    assert fewest.without[0] == apart.tenant


def test_a_page_that_showed_trouble_of_a_rival_would_change_the_lead() -> None:
    both = [a_testimony(n, {RARE.cause: 6.0, PRINTS.cause: 5.0}, at=at(n)) for n in range(4)]
    found = explained(both)
    (rival,) = [o for o in found.otherwise if o.page == PRINTS.cause]
    assert (rival.shows, rival.leads) == (True, PRINTS.cause)


@each("product", [HOSTING, PRINTS])
@each("signs", [(), ("webhook-flood",)])
def test_an_imagined_page_says_what_the_page_itself_would_say(
    product: Product, signs: tuple[str, ...]
) -> None:
    weights = {RARE.cause: 5.0, HOSTING.cause: 5.0, PRINTS.cause: 4.0}
    shown = {showing(cause, sign): w + TELLING for cause, w in weights.items() for sign in signs}
    said = several(4, {**weights, **shown})
    (imagined,) = [o for o in explained(said).otherwise if o.page == product.cause]
    red = {product.id: a_feed(product, Shows.MAJOR_OUTAGE, read=10)}
    real = max(explained(said, feeds=red).shares, key=lambda s: s.probability)
    assert imagined.leads == real.cause
    assert imagined.probability == pytest.approx(real.probability)


def test_an_incident_that_has_ended_has_no_reports_to_explain_it_by() -> None:
    found = explained([])
    assert (found.none, found.shares, found.voices, found.otherwise) == (None, (), (), ())


def test_a_cause_that_its_reports_do_not_believe_in_is_carried_by_nobody() -> None:
    assert the_fewest(explained(several(1, {RARE.cause: 3.0}))) is None


def test_of_very_many_organisations_those_that_say_most_are_weighed() -> None:
    said = several(MOST_VOICES + 5, {RARE.cause: 2.0})
    loud = a_testimony(500, {RARE.cause: 12.0}, at=at(9))
    found = explained([*said, loud])
    assert len(found.voices) == MOST_VOICES
    assert loud in [v.said for v in found.voices]
    assert found.shares[0].organisations == len(said) + 1


WEIGHTS = st.dictionaries(
    st.sampled_from([RARE.cause, PRINTS.cause, FORMS.cause]), st.floats(-14, 12), min_size=1
)


@settings(max_examples=often(30), deadline=None)
@given(st.lists(WEIGHTS, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_they_reported_to_us_does_not_matter(
    given_weights: list[dict[str, float]], dice: Any
) -> None:
    said = [a_testimony(n, weights, at=at(n)) for n, weights in enumerate(given_weights)]
    mixed = list(said)
    dice.shuffle(mixed)
    assert explained(said) == explained(mixed)
    renamed = replace(said[0], tenant="another name")
    assert explained([renamed, *said[1:]]).shares == explained(said).shares
