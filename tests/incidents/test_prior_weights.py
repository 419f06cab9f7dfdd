"""How often a fault begins before anybody reports, and what pages and measurements weigh beside reports."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.incidents.prior import (
    feed_weight,
    is_just_changed,
    prior,
    probe_weight,
    seen_products,
    seen_weight,
    told_weight,
    usual,
)
from bot.model.catalogue import LicenceCheck, Product, ProductKind
from bot.model.incident import IncidentStatus
from bot.model.probe import Measure, ServiceHealth
from bot.model.status import FeedState, Shows
from tests.builders import (
    FORMS,
    HOME,
    HOSTING,
    MORNING,
    PLATFORM,
    POPULAR,
    PRODUCTS,
    RARE,
    a_catalogue,
    a_feed,
    a_watch,
    an_incident,
    at,
)
from tests.cases import each

STRETCHES = 240  # of three hours, in a month


def a_month(decibans: float) -> float:
    """How many faults begin in a month that are as likely as that in three hours."""
    return STRETCHES * float(10 ** (decibans / 10))


@each(
    ("heading", "faults"),
    [
        ("platform", 3.0),
        ("plugin", 2.4),
        ("connected", 2.4),
        ("home", 1.9),
        ("infra", 0.6),  # published outages of clouds and networks are rare, and large
        ("idp", 1.9),
        ("isp", 1.5),
        ("external", 0.76),
        ("update", 2.4),  # a change that somebody takes for a fault
        ("maintenance", 1.2),
        ("unlisted_plugin", 3.0),
        ("browser", 1.5),
        ("unknown", 0.96),
        ("something_else", 0.76),
    ],
)
def test_how_many_faults_of_one_product_begin_in_a_month(heading: str, faults: float) -> None:
    """To a tenth: a deciban more or less is a quarter."""
    found = usual(f"{heading}:some", a_catalogue(PLATFORM), MORNING)
    assert a_month(found) == pytest.approx(faults, rel=0.1)


@each(
    ("kind", "faults"),
    [
        (ProductKind.PLUGIN, 7.6),
        (ProductKind.CONNECTED_SERVICE, 7.6),
        (ProductKind.CDN, 9.6),
        (ProductKind.IDP, 9.6),
        (ProductKind.ISP, 9.6),
        (ProductKind.EXTERNAL_SERVICE, 6.0),
    ],
)
def test_how_many_faults_of_a_sort_begin_in_a_month_however_many_a_catalogue_lists(
    kind: ProductKind, faults: float
) -> None:
    many = [Product(f"p{n}", f"P{n}", kind, hosts=("p.example",)) for n in range(100)]
    catalogue = a_catalogue(*many)
    found = sum(a_month(usual(p.cause, catalogue, MORNING)) for p in many)
    assert found == pytest.approx(faults, rel=0.1)


def test_a_fault_that_was_over_within_a_day_is_back_in_one_of_five_stretches() -> None:
    over = an_incident(status=IncidentStatus.RESOLVED, resolved_at=at(5))
    found = 10 ** (prior(RARE.cause, a_watch(over), at(10)) / 10)
    assert found / (1 + found) == pytest.approx(1 / 5, rel=0.05)


NO_HOST = replace(RARE, hosts=(), depends_on=(), licence_check=LicenceCheck.NONE)


@each(
    ("product", "seldom"),
    [
        (NO_HOST, True),
        (replace(NO_HOST, hosts=("a.example",)), False),
        (replace(NO_HOST, depends_on=(HOSTING.id,)), False),
        (replace(NO_HOST, licence_check=LicenceCheck.UNKNOWN), False),
        (replace(NO_HOST, kind=ProductKind.CONNECTED_SERVICE), False),  # it is its own host
    ],
)
def test_only_a_plug_in_that_is_known_to_call_nobody_fails_six_times_as_seldom(
    product: Product, *, seldom: bool
) -> None:
    found = usual(product.cause, a_catalogue(product), MORNING)
    assert found == (-28.0 if seldom else -20.0)


@each(
    ("cause", "more"),
    [("update:kintone", 6.0), (RARE.cause, 6.0), (FORMS.cause, 0.0), (PLATFORM.cause, 0.0)],
)
def test_in_the_days_after_the_monthly_change_it_and_plug_ins_are_four_times_likelier(
    cause: str, more: float
) -> None:
    monday = datetime(2026, 1, 12, 3, tzinfo=UTC)
    assert is_just_changed(monday)
    catalogue = a_watch().catalogue
    assert usual(cause, catalogue, monday) - usual(cause, catalogue, MORNING) == more


def page(product: Product, shows: Shows, since: float = 10) -> dict[str, FeedState]:
    return {product.id: a_feed(product, shows, read=10, since=since)}


@each(
    ("cause", "pages", "weight"),
    [
        (FORMS.cause, page(FORMS, Shows.MAJOR_OUTAGE), 20.0),
        (RARE.cause, page(HOSTING, Shows.MAJOR_OUTAGE), 8.0),  # it may have another host
        (RARE.cause, page(RARE, Shows.DEGRADED) | page(HOSTING, Shows.DEGRADED), 8.0),  # not both
        (HOME.cause, page(PLATFORM, Shows.MAJOR_OUTAGE), 0.0),  # on which everything stands
        (PLATFORM.cause, page(PLATFORM, Shows.MAJOR_OUTAGE), 20.0),
        ("update:kintone", page(PLATFORM, Shows.NOTICE), 6.0),
        ("update:kintone", page(PLATFORM, Shows.MAJOR_OUTAGE), 0.0),
        ("update:nobody_knows", page(PLATFORM, Shows.NOTICE), 0.0),
        ("maintenance:hoshi_form", page(FORMS, Shows.MAINTENANCE_IN_PROGRESS), 25.0),
        ("maintenance:nobody_knows", page(FORMS, Shows.MAINTENANCE_IN_PROGRESS), 0.0),
        ("teapot:x", page(FORMS, Shows.MAJOR_OUTAGE), 0.0),
    ],
)
def test_what_a_page_weighs(cause: str, pages: dict[str, FeedState], weight: float) -> None:
    """A page in trouble makes a fault a hundred times likelier: few cry wolf, and many are late."""
    assert feed_weight(cause, a_watch(feeds=pages)) == weight


@each(("reported", "explains"), [(8.9, True), (9, False)])
def test_announced_work_explains_what_was_reported_before_its_end(
    reported: float, *, explains: bool
) -> None:
    watch = a_watch(feeds=page(FORMS, Shows.MAINTENANCE_COMPLETED, since=9))
    found = feed_weight("maintenance:hoshi_form", watch, at(reported))
    assert found == (25.0 if explains else 0.0)


def measured(health: ServiceHealth) -> Measure:
    return Measure(health, at(9), at(10))


@each(
    ("cause", "measures", "weight"),
    [
        (RARE.cause, {RARE.id: ServiceHealth.FAILING}, 16.0),
        (RARE.cause, {RARE.id: ServiceHealth.SLOW}, 6.0),
        (RARE.cause, {RARE.id: ServiceHealth.PARTLY}, 4.0),
        (RARE.cause, {RARE.id: ServiceHealth.WELL}, -2.5),  # one function may fail all the same
        (RARE.cause, {HOSTING.id: ServiceHealth.FAILING}, 8.0),
        (RARE.cause, {HOSTING.id: ServiceHealth.SLOW}, 0.0),
        (RARE.cause, {RARE.id: ServiceHealth.WELL, HOSTING.id: ServiceHealth.FAILING}, 8.0),
        (RARE.cause, {RARE.id: ServiceHealth.SLOW, HOSTING.id: ServiceHealth.FAILING}, 6.0),
        (HOME.cause, {PLATFORM.id: ServiceHealth.FAILING}, 0.0),
        (RARE.cause, {FORMS.id: ServiceHealth.FAILING}, 0.0),
        ("update:kintone", {PLATFORM.id: ServiceHealth.FAILING}, 0.0),  # what works as designed
        ("teapot:x", {RARE.id: ServiceHealth.FAILING}, 0.0),
    ],
)
def test_what_a_measurement_of_ours_weighs(
    cause: str, measures: dict[str, ServiceHealth], weight: float
) -> None:
    """Less than a page: a host fails for us alone now and then, and half of all trouble is not seen at it."""
    watch = a_watch(probes={i: measured(h) for i, h in measures.items()})
    assert probe_weight(cause, watch) == weight


def test_the_word_of_other_desks_counts_for_the_product_alone_and_for_no_change() -> None:
    watch = a_watch(told={RARE.id: 9.0, PLATFORM.id: 7.0})
    causes = (RARE.cause, FORMS.cause, "update:kintone", "teapot:x")
    assert [told_weight(c, watch) for c in causes] == [9.0, 0.0, 0.0, 0.0]
    both = replace(
        watch, feeds=page(HOSTING, Shows.DEGRADED), probes={RARE.id: measured(ServiceHealth.PARTLY)}
    )
    assert seen_weight(RARE.cause, both) == 8.0 + 4.0 + 9.0


@each(
    ("seen", "products"),
    [
        ({"feeds": page(HOSTING, Shows.MAJOR_OUTAGE)}, {HOSTING.id, RARE.id}),
        ({"feeds": page(HOSTING, Shows.OPERATIONAL)}, set()),
        ({"feeds": page(PLATFORM, Shows.MAJOR_OUTAGE)}, {PLATFORM.id}),
        ({"probes": {HOSTING.id: measured(ServiceHealth.FAILING)}}, {HOSTING.id, RARE.id}),
        ({"probes": {HOSTING.id: measured(ServiceHealth.WELL)}}, {HOSTING.id}),
        ({"told": {POPULAR.id: 3.0}}, {POPULAR.id}),
    ],
)
def test_of_which_products_anything_is_seen_without_a_report(
    seen: dict[str, Any], products: set[str]
) -> None:
    watch = a_watch(**seen)
    assert seen_products(watch) == products
    for product in PRODUCTS:
        assert product.id in products or seen_weight(product.cause, watch) == 0


@each(
    ("shows", "since", "reported", "weight"),
    [
        (Shows.RESOLVED, 40, None, 0.0),  # what the page says now
        (Shows.INVESTIGATING, 40, 5, 20.0),  # it goes on
        (Shows.MONITORING, 40, 54, 20.0),  # for a quarter of an hour they still write
        (Shows.MONITORING, 40, 55, 0.0),
        (None, 40, 39, 0.0),  # a page that says nothing of now
    ],
)
def test_trouble_on_a_page_explains_what_was_reported_before_it_ended(
    shows: Shows | None, since: float, reported: float | None, weight: float
) -> None:
    down = a_feed(FORMS, Shows.MAJOR_OUTAGE, since=10, read=20)
    over = down.read(at(since), shows, None).read(at(90), shows, None)
    moment = at(reported) if reported is not None else None
    assert feed_weight(FORMS.cause, a_watch(after=90, feeds={FORMS.id: over}), moment) == weight
