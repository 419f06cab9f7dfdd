"""First whether, then which: what is shared is seen whatever it is, and no one is blamed for it."""

from bot.incidents.baseline_rate import BaselineRate
from bot.incidents.declare import shared_cause
from bot.incidents.levels import BOOSTS
from bot.incidents.likelihood import Usual, boost_weights
from bot.incidents.narrow import narrowed
from bot.incidents.posterior import Posterior
from bot.incidents.prior import PRIORS_TOGETHER, usual
from bot.incidents.report_counts import ReportCounts
from bot.model.catalogue import Product, ProductKind
from bot.model.event import Baseline
from bot.model.evidence import UNKNOWN
from bot.model.status import Shows
from bot.model.tenant_report import NO_INCIDENT, USES
from bot.triage.evidence.use import MOST_USED, share_of
from tests.builders import (
    HOME,
    PLATFORM,
    RARE,
    SHARES,
    a_catalogue,
    a_feed,
    a_testimony,
    a_watch,
    at,
    beliefs_of,
    several,
)

MANY = [f"plugin:p{n}" for n in range(40)]
WAVE = {PLATFORM.cause: 3.0, **dict.fromkeys(MANY, -12.0), UNKNOWN: 0.0}
ALIKE = {**SHARES, PLATFORM.cause: 1.0, UNKNOWN: 1.0, **dict.fromkeys(MANY, 0.06)}


def test_one_odd_report_is_no_veto() -> None:
    odd = a_testimony(90, {**dict.fromkeys(MANY, -4.0), UNKNOWN: -2.0}, support={}, at=at(0))
    said = several(8, WAVE, support={})
    beliefs = beliefs_of(odd, *said, shares=ALIKE)
    watch = a_watch(after=6)
    assert shared_cause(beliefs, watch) is not None
    suspects = narrowed(beliefs.of(NO_INCIDENT, watch), beliefs.tallies.of(NO_INCIDENT), watch)
    assert PLATFORM.cause in [c for c, _ in suspects[:3]]


def test_what_explains_little_does_not_gain_by_numbers() -> None:
    """A plug-in that few have cannot have twenty reporters within the quarter of an hour."""
    said = several(20, {**WAVE, **dict.fromkeys(MANY, -10.0)}, support={})
    found = beliefs_of(*said, shares=ALIKE).of(NO_INCIDENT, a_watch(after=21))
    assert found.chances[PLATFORM.cause] > 0.9
    assert sum(found.chances.get(c, 0.0) for c in MANY) < 0.05


def test_something_that_no_catalogue_has_is_seen_and_stays_open() -> None:
    beliefs = beliefs_of(*several(6, {UNKNOWN: 0.0, RARE.cause: -24.0}, support={}), shares=ALIKE)
    assert shared_cause(beliefs, a_watch(after=7)) == UNKNOWN


def test_many_alike_and_unnamed_are_some_plugin() -> None:
    said = several(6, {**dict.fromkeys(MANY, -3.0), UNKNOWN: -6.0}, support={})
    shares = {**ALIKE, **dict.fromkeys(MANY, 0.3)}
    beliefs = beliefs_of(*said, shares=shares)
    assert shared_cause(beliefs, a_watch(after=7)) == "plugin:any"


def test_what_each_of_many_hardly_explains_some_one_of_them_does() -> None:
    """Hardly anybody uses any one of them, so that no report counts as explained by it."""
    known = {**dict.fromkeys(MANY, -11.0), UNKNOWN: -14.0}
    odd = a_testimony(50, dict.fromkeys(MANY, -4.0), support={}, at=at(0))
    said = several(7, known, support={})
    beliefs = beliefs_of(odd, *said, shares=ALIKE)
    tally = beliefs.tallies.of(NO_INCIDENT)
    assert tally.organisations(MANY[0]) == 1
    assert tally.organisations("plugin:any") == 8
    assert shared_cause(beliefs, a_watch(after=8)) == "plugin:any"


def test_one_organisation_alone_does_not_narrow_the_cause() -> None:
    known = {**dict.fromkeys(MANY, -3.0), UNKNOWN: -6.0}
    shares = {**ALIKE, **dict.fromkeys(MANY, 0.3)}
    one = a_testimony(50, {**known, MANY[0]: 9.0}, support={MANY[0]: (USES,)}, at=at(6))
    other = a_testimony(51, {**known, MANY[0]: 9.0}, support={MANY[0]: (USES,)}, at=at(6))
    said = several(6, known, support={})

    def lead(*more: object) -> str:
        beliefs = beliefs_of(*said, *more, shares=shares)  # type: ignore[arg-type]
        watch = a_watch(after=8)
        tally = beliefs.tallies.of(NO_INCIDENT)
        return narrowed(beliefs.of(NO_INCIDENT, watch), tally, watch)[0][0]

    assert lead(one) == "plugin:any"
    assert lead(one, other) == MANY[0]


def test_a_page_in_trouble_does_not_make_two_strangers_its_reporters() -> None:
    feeds = {HOME.id: a_feed(HOME, Shows.MAJOR_OUTAGE, read=10)}
    said = [a_testimony(n, {HOME.cause: -6.0}, support={}, at=at(20 * n)) for n in range(2)]
    assert shared_cause(beliefs_of(*said), a_watch(after=60, feeds=feeds)) is None


def test_a_boost_is_bounded_by_the_users_there_are() -> None:
    for customers, rate in ((300, 2.0), (800, 1.0), (20_000, 30.0)):
        given = Usual(Baseline(customers, 6.0, rate), BaselineRate(), {})
        weights = boost_weights(given, at(0))
        writing = {k: k * rate / (2 * customers) for k in BOOSTS}
        possible = [w for k, w in zip(BOOSTS, weights, strict=True) if writing[k] <= 0.25]
        assert all(w < -60 for k, w in zip(BOOSTS, weights, strict=True) if writing[k] > 0.25)
        assert max(possible) > -2


def test_a_longer_catalogue_makes_no_worse_world() -> None:
    few, many = (
        a_catalogue(*(Product(f"p{n}", f"P{n}", ProductKind.PLUGIN) for n in range(count)))
        for count in (4, 100)
    )
    for catalogue in (few, many):
        products = list(catalogue.products.values())
        together = sum(10 ** (usual(p.cause, catalogue, at(0)) / 10) for p in products)
        assert together <= 10 ** (PRIORS_TOGETHER["plugin"] / 10) * 1.001
        assert sum(share_of(p, catalogue) for p in products) <= MOST_USED[ProductKind.PLUGIN] + 1e-9


def test_a_cause_of_the_short_list_leads_also_where_it_is_likelier_that_none_is_known() -> None:
    def lead(chance: float) -> str:
        found = Posterior(chances={RARE.cause: chance, UNKNOWN: 0.6})
        return narrowed(found, ReportCounts(), a_watch())[0][0]

    assert lead(0.35) == RARE.cause
    assert lead(0.25) == UNKNOWN
