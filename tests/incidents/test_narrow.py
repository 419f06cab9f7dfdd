"""Which causes stand behind an incident, as narrow as the reports allow: each bound from both sides."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.incidents.narrow import narrowed, told_apart
from bot.incidents.posterior import Posterior
from bot.incidents.report_counts import ReportCounts
from bot.model.evidence import UNKNOWN
from bot.model.probe import Measure, ServiceHealth
from bot.model.tenant_report import TenantReport
from tests.builders import (
    FORMS,
    HOME,
    HOSTING,
    POPULAR,
    PRINTS,
    RARE,
    a_watch,
    at,
    several,
)
from tests.cases import each

SISTER = "platform:garoon"  # which is not the one that customers mean


def counted(said: Iterable[TenantReport]) -> ReportCounts:
    tally = ReportCounts()
    for one in said:
        tally.add(one)
    return tally


def suspects(
    chances: Mapping[str, float],
    said: Iterable[TenantReport] = (),
    default: str = UNKNOWN,
    *,
    pairs: Mapping[tuple[str, str], float] | None = None,
    **watch: Any,
) -> list[str]:
    found = Posterior(chances=chances, pairs=pairs or {})
    return [c for c, _ in narrowed(found, counted(said), a_watch(**watch), default)]


@each(("chance", "lead"), [(0.3, RARE.cause), (0.299, UNKNOWN)])
def test_a_cause_with_a_name_leads_from_three_in_ten_on_though_it_is_likelier_that_none_is_known(
    chance: float, lead: str
) -> None:
    """Staff look at what has a name first; the unknown stays beside it."""
    assert suspects({RARE.cause: chance, UNKNOWN: 0.65})[0] == lead


def test_what_is_less_likely_than_three_in_a_hundred_is_no_suspect_and_no_more_than_five_are() -> (
    None
):
    few = {RARE.cause: 0.9, FORMS.cause: 0.03, HOSTING.cause: 0.029}
    assert suspects(few) == [RARE.cause, FORMS.cause]
    many = [RARE.cause, FORMS.cause, HOSTING.cause, HOME.cause, "idp:kagi", "isp:tsuna"]
    alike = dict.fromkeys(many, 0.16)
    lead, *rest = suspects(alike)
    assert [lead, *rest] == [max(many), *sorted(c for c in many if c != max(many))[:4]]


def test_a_second_fault_beside_the_lead_is_no_suspect_in_its_place() -> None:
    both = {(RARE.cause, FORMS.cause): 0.38}
    chances = {RARE.cause: 0.9, FORMS.cause: 0.4}
    assert suspects(chances, pairs=both) == [RARE.cause]
    assert suspects(chances) == [RARE.cause, FORMS.cause]


@each(
    ("users", "names"),
    [((2, 2), {RARE.cause, POPULAR.cause}), ((2, 1), {RARE.cause, POPULAR.cause}), ((1, 1), {"plugin:any"})],
)  # fmt: skip
def test_products_of_a_sort_are_told_apart_where_two_organisations_use_one(
    users: tuple[int, int], names: set[str]
) -> None:
    said = [
        *several(users[0], {RARE.cause: 5.0}),
        *several(users[1], {POPULAR.cause: 5.0}, first=5),
    ]
    found = Posterior(chances={RARE.cause: 0.5, POPULAR.cause: 0.4})
    assert {*told_apart(found, counted(said), a_watch())} == names


@each(
    ("health", "names"),
    [
        (ServiceHealth.SLOW, {RARE.cause, "plugin:any"}),
        (ServiceHealth.PARTLY, {"plugin:any"}),  # that says too little
    ],
)
def test_a_measurement_of_six_decibans_tells_a_product_from_its_like(
    health: ServiceHealth, names: set[str]
) -> None:
    chances = {RARE.cause: 0.4, POPULAR.cause: 0.3, PRINTS.cause: 0.2}
    watch = a_watch(probes={RARE.id: Measure(health, at(9), at(10))})
    assert {*told_apart(Posterior(chances=chances), ReportCounts(), watch)} == names


@each(("chance", "name"), [(1e-4, "plugin:any"), (0.9e-4, RARE.cause)])
def test_what_can_hardly_be_it_makes_no_sort_of_a_product(chance: float, name: str) -> None:
    found = Posterior(chances={RARE.cause: 0.9, POPULAR.cause: chance})
    assert next(iter(told_apart(found, ReportCounts(), a_watch()))) == name


def test_a_sister_of_the_platform_that_hardly_anybody_speaks_of_is_something_unknown() -> None:
    found = Posterior(chances={SISTER: 0.5, "platform:mailwise": 0.3, "platform:kintone": 0.1})
    names = told_apart(found, ReportCounts(), a_watch())
    assert names == {
        UNKNOWN: [SISTER, "platform:mailwise"],
        "platform:kintone": ["platform:kintone"],
    }
    used = counted(several(2, {SISTER: 5.0}))
    assert SISTER in told_apart(found, used, a_watch())


def test_what_works_as_designed_is_no_fault() -> None:
    found = Posterior(chances={"update:kintone": 0.6, RARE.cause: 0.3})
    assert told_apart(found, ReportCounts(), a_watch()) == {RARE.cause: [RARE.cause]}
    assert suspects({"update:kintone": 0.6}, default=HOME.cause) == [HOME.cause]


@each(
    ("chance", "explained", "lead"),
    [
        (0.31, (3, 3), RARE.cause),
        (0.29, (3, 3), FORMS.cause),  # too unlikely
        (0.9, (1, 2), FORMS.cause),  # one organisation means it, two mean what was believed
        (0.9, (2, 2), RARE.cause),
        (0.9, (1, 1), RARE.cause),
    ],
)
def test_what_was_believed_leads_until_something_else_is_likely_and_meant_by_two(
    chance: float, explained: tuple[int, int], lead: str
) -> None:
    said = [
        *several(explained[0], {RARE.cause: 5.0}),
        *several(explained[1], {FORMS.cause: 5.0}, first=5),
    ]
    chances = {RARE.cause: chance, FORMS.cause: 0.05}
    assert suspects(chances, said, FORMS.cause)[0] == lead


def test_that_no_cause_is_known_gives_way_to_what_one_organisation_means() -> None:
    said = [*several(1, {RARE.cause: 5.0}), *several(2, {UNKNOWN: 5.0}, first=5)]
    assert suspects({RARE.cause: 0.9, UNKNOWN: 0.05}, said, UNKNOWN)[0] == RARE.cause


@each(("chance", "lead"), [(0.14, [RARE.cause]), (0.16, ["plugin:any"])])
def test_a_plug_in_that_reports_no_longer_tell_from_others_stays_while_none_is_likely(
    chance: float, lead: list[str]
) -> None:
    """Two of its sort together are some product of the sort from three in ten on."""
    chances = {RARE.cause: 0.15, POPULAR.cause: chance}
    assert suspects(chances, default=RARE.cause) == lead


@each(
    ("second", "lead"),
    [
        ({FORMS.cause: 0.5}, FORMS.cause),
        ({FORMS.cause: 0.49}, RARE.cause),
        ({HOSTING.cause: 0.6}, RARE.cause),  # it stands on that: one fault, not two at once
    ],
)
def test_of_two_faults_at_once_the_one_leads_that_explains_more(
    second: dict[str, float], lead: str
) -> None:
    (other,) = second
    said = [*several(2, {RARE.cause: 5.0}), *several(4, {other: 5.0}, first=5)]
    assert suspects({RARE.cause: 0.9, **second}, said)[0] == lead
    fewer = [*several(4, {RARE.cause: 5.0}), *several(2, {other: 5.0}, first=5)]
    assert suspects({RARE.cause: 0.9, **second}, fewer)[0] == RARE.cause


def test_where_the_likeliest_is_less_likely_than_not_no_second_fault_goes_before_it() -> None:
    said = [*several(2, {RARE.cause: 5.0}), *several(4, {FORMS.cause: 5.0}, first=5)]
    assert suspects({RARE.cause: 0.499, FORMS.cause: 0.498}, said)[0] == RARE.cause
    assert suspects({RARE.cause: 0.501, FORMS.cause: 0.5}, said)[0] == FORMS.cause


def test_doubt_between_a_second_product_and_what_it_stands_on_is_no_doubt_that_it_fails() -> None:
    """Each alone is less likely than not; that one of them fails beside the lead is likelier."""
    said = [*several(2, {FORMS.cause: 5.0}), *several(4, {RARE.cause: 5.0}, first=5)]
    chances = {FORMS.cause: 0.9, RARE.cause: 0.31, HOSTING.cause: 0.3}
    assert suspects(chances, said)[0] == RARE.cause
    assert suspects({**chances, HOSTING.cause: 0.1}, said)[0] == FORMS.cause
