"""From where on staff hear of an incident, and of two in one: each bound from both sides."""

from dataclasses import replace

from bot.incidents.beliefs import Beliefs
from bot.incidents.declare import (
    is_of_second,
    joined,
    left,
    mergeable,
    raised,
    second_fault,
    shared_cause,
    updated,
)
from bot.incidents.posterior import Posterior
from bot.model.catalogue import Product, ProductKind
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus
from bot.model.tenant_report import NO_INCIDENT, Statement, TenantReport
from tests.builders import (
    FORMS,
    HOME,
    HOSTING,
    PLATFORM,
    PRODUCTS,
    RARE,
    a_catalogue,
    a_watch,
    an_incident,
    at,
    beliefs_of,
    several,
)
from tests.cases import each

LASTING = a_watch(after=60)


class Given(Beliefs):
    """Reports with a posterior that is given, not worked out, so that a bound can be met exactly."""

    def __init__(self, found: Posterior, *said: TenantReport, group: str = NO_INCIDENT) -> None:
        counted = beliefs_of(*said, group=group)
        super().__init__(counted.tallies, counted.usual)
        self.found = found

    def of(self, group: str, watch: Watch) -> Posterior:
        return self.found


def believed(**chances: float) -> Posterior:
    """These chances, by heading, with reports that say enough of each."""
    products = (HOME, RARE, FORMS, HOSTING)
    of = {p.cause: chances[h] for p in products if (h := p.cause.partition(":")[0]) in chances}
    return Posterior(chances=of, weights=dict.fromkeys(of, 10.0))


@each(
    ("heading", "organisations", "chance", "is_raised"),
    [
        ("plugin", 3, 0.6, True),
        ("plugin", 3, 0.599, False),
        ("plugin", 2, 0.75, True),  # two may agree by chance
        ("plugin", 2, 0.749, False),
        ("home", 3, 0.45, True),  # ours: nobody else looks into it
        ("home", 3, 0.449, False),
        ("home", 2, 0.6, True),
        ("home", 2, 0.599, False),
    ],
)
def test_staff_are_woken_by_how_many_report_and_sooner_for_what_is_ours(
    heading: str, organisations: int, chance: float, *, is_raised: bool
) -> None:
    cause = RARE.cause if heading == "plugin" else HOME.cause
    beliefs = Given(believed(**{heading: chance}), *several(organisations, {cause: 6.0}))
    assert (shared_cause(beliefs, LASTING) is not None) is is_raised


@each(("said", "is_raised"), [(5.0, True), (4.9, False)])
def test_a_page_in_trouble_does_not_speak_for_reports_that_hardly_do(
    said: float, *, is_raised: bool
) -> None:
    found = replace(believed(plugin=0.99), weights={RARE.cause: said})
    beliefs = Given(found, *several(3, {RARE.cause: 6.0}))
    assert (shared_cause(beliefs, a_watch()) is not None) is is_raised


@each(("chance", "is_raised"), [(0.03, True), (0.029, False)])
def test_how_many_report_it_is_counted_by_the_widest_of_the_causes_that_are_suspected(
    chance: float, *, is_raised: bool
) -> None:
    """Two with the likeliest and a third with another suspect are three, who need not last."""
    said = [
        *several(2, {RARE.cause: 6.0, FORMS.cause: 6.0}),
        *several(1, {FORMS.cause: 6.0}, first=5),
    ]
    beliefs = Given(believed(plugin=0.7, connected=chance), *said)
    assert (shared_cause(beliefs, a_watch(after=5)) is not None) is is_raised


def test_an_incident_that_is_back_belongs_to_whose_it_was_and_stays_parted() -> None:
    """The latest of its cause; in thousandths, so that a hair's breadth is no news to anybody."""
    over = [
        an_incident(
            ident=f"I{n}", status=IncidentStatus.RESOLVED, owner=f"hana{n}", apart=(f"I{n}0",)
        )
        for n in (1, 2)
    ]
    beliefs = Given(believed(plugin=0.8765432), *several(3, {RARE.cause: 6.0}))
    back = raised(RARE.cause, beliefs, a_watch(*over)).incident
    assert (back.id, back.owner, back.apart, back.relapses) == ("I2", "hana2", ("I20",), 1)
    assert back.chances == (0.877,)
    assert raised(RARE.cause, beliefs, a_watch(an_incident())).incident.id == ""  # that one goes on


def test_an_incident_is_news_once_more_than_two_report_it_and_only_where_staff_heard_of_two() -> (
    None
):
    beliefs = Given(believed(plugin=0.95), *several(3, {RARE.cause: 6.0}), group="I1")

    def is_news(alerted: int, organisations: int) -> bool:
        incident = an_incident(alerted=alerted, organisations=organisations)
        return updated(incident, beliefs, a_watch(incident)).action is not None

    assert [is_news(n, 3) for n in (0, 1, 2, 3)] == [False, True, True, False]
    assert not is_news(2, 2)


def test_only_what_changed_is_dated_anew() -> None:
    incident = an_incident(chances=(0.95,))
    beliefs = Given(believed(plugin=0.95), *several(3, {RARE.cause: 6.0}), group="I1")
    same = updated(incident, beliefs, a_watch(incident, after=30)).incident
    assert same.changed_at == incident.changed_at
    surer = Given(believed(plugin=0.97), *several(3, {RARE.cause: 6.0}), group="I1")
    assert updated(incident, surer, a_watch(incident, after=30)).incident.changed_at == at(30)


def test_nothing_is_left_of_an_organisation_that_was_counted_before_it_was_verified() -> None:
    alone = an_incident(organisations=1, verified=0, tenants=("acme",))
    assert left(alone, "acme").verified == 0
    assert [joined(alone, t, is_new=True).verified for t in ("bolt", "~from:net1")] == [1, 0]


BOTH = (RARE.cause, FORMS.cause)


@each(
    ("chance", "alone", "changes", "is_split"),
    [
        (0.75, 2, {}, True),
        (0.749, 2, {}, False),
        (0.75, 1, {}, False),  # one organisation may mean anything
        (0.75, 2, {"whole": True}, False),  # a person found that it is one
        (0.75, 2, {"ruled_out": (FORMS.cause,)}, False),
        (0.75, 2, {"suspects": (HOSTING.cause,)}, False),  # neither of the two is its own
    ],
)
def test_an_incident_is_split_when_two_faults_are_likely_and_each_has_reports_of_its_own(
    chance: float, alone: int, changes: dict[str, object], *, is_split: bool
) -> None:
    said = [*several(3, {RARE.cause: 6.0}), *several(alone, {FORMS.cause: 6.0}, first=5)]
    found = replace(believed(plugin=0.9, connected=0.9), pairs={BOTH: chance})
    incident = replace(an_incident(), **changes)  # type: ignore[arg-type]
    second = second_fault(incident, Given(found, *said, group="I1"), a_watch(incident))
    assert second == (FORMS.cause if is_split else None)


@each(
    ("other", "is_second"),
    [
        (RARE.cause, False),
        ("platform:kintone", False),
        ("browser:chrome", False),
        ("isp:kaze", True),  # a line and a browser have nothing to do with each other
        ("customer:network", True),
    ],
)
def test_a_browser_and_what_is_shown_in_it_are_one_trouble(other: str, *, is_second: bool) -> None:
    edge = "browser:edge"
    said = [*several(3, {other: 6.0}), *several(2, {edge: 6.0}, first=5)]
    found = replace(believed(plugin=0.9), pairs={(other, edge): 0.99})
    for one, second in ((other, edge), (edge, other)):
        incident = replace(an_incident(), suspects=(one,))
        given = Given(found, *said, group="I1")
        told = second_fault(incident, given, a_watch(incident))
        assert told == (second if is_second else None)


@each(
    ("weights", "is_second"),
    [
        ({RARE.cause: 4.0, FORMS.cause: 9.1}, True),
        ({RARE.cause: 4.0, FORMS.cause: 9.0}, False),  # half a ban is needed
        ({FORMS.cause: -24.9}, True),  # of what is not spoken of next to nothing is said
        ({FORMS.cause: -25.0}, False),
        ({RARE.cause: -35.1}, True),
        ({RARE.cause: -35.0}, False),
    ],
)
def test_a_report_goes_with_the_second_fault_only_where_it_says_so_plainly(
    weights: dict[str, float], *, is_second: bool
) -> None:
    assert is_of_second(weights, RARE.cause, FORMS.cause) is is_second


OURS_TOO = Product(
    "minato", "Minato", ProductKind.CONNECTED_SERVICE, depends_on=(PLATFORM.id,), install_share=0.3
)


@each(
    ("suspects", "becomes_one"),
    [
        ((PLATFORM.cause, HOME.cause), True),  # the platform itself is one of the two
        ((HOME.cause, PLATFORM.cause), True),
        ((OURS_TOO.cause, HOME.cause), False),  # that everything stands on it makes nothing one
        (("plugin:any", "isp:any"), False),  # nor that no product is known of either
    ],
)
def test_that_all_stand_on_the_platform_makes_no_two_incidents_one(
    suspects: tuple[str, str], *, becomes_one: bool
) -> None:
    weights = dict.fromkeys(("isp:any", "plugin:any", OURS_TOO.cause, HOME.cause), -20.0)
    said = several(8, {**weights, PLATFORM.cause: 9.0})
    beliefs = beliefs_of(*said[:4], group="I1", shares={PLATFORM.cause: 1.0})
    beliefs.tallies.fold(
        Statement(100 + n, "I2", counts=True, testimony=t) for n, t in enumerate(said[4:])
    )
    one, other = (an_incident(ident=f"I{n}", suspects=(c,)) for n, c in enumerate(suspects, 1))
    watch = replace(a_watch(one, other), catalogue=a_catalogue(*PRODUCTS, OURS_TOO))
    assert mergeable(beliefs, watch) == ((one, other) if becomes_one else None)


def an_open_pair(doubt: float) -> tuple[Beliefs, tuple[Incident, Incident]]:
    """What stands below and what stands on it, with reports of the upper one that speak so much against the lower."""
    below, above = (
        several(3, {HOSTING.cause: 6.0}),
        several(3, {RARE.cause: 9.0, HOSTING.cause: doubt}, first=10),
    )
    beliefs = beliefs_of(*below, group="I1")
    beliefs.tallies.fold(
        Statement(100 + n, "I2", counts=True, testimony=t) for n, t in enumerate(above)
    )
    one, other = (
        an_incident(ident=f"I{n}", suspects=(p.cause,)) for n, p in ((1, HOSTING), (2, RARE))
    )
    return beliefs, (one, other)


@each(("doubt", "becomes_one"), [(3.0, True), (-25.0, False)])
def test_a_parent_takes_in_a_child_only_where_one_fault_very_likely_explains_both(
    doubt: float, *, becomes_one: bool
) -> None:
    beliefs, (one, other) = an_open_pair(doubt)
    found = mergeable(beliefs, a_watch(one, other))
    assert found == ((one, other) if becomes_one else None)


def test_what_a_person_found_of_one_keeps_two_incidents_apart() -> None:
    beliefs, (one, other) = an_open_pair(3.0)
    out = replace(other, ruled_out=(HOSTING.cause,))
    assert mergeable(beliefs, a_watch(one, out)) is None
