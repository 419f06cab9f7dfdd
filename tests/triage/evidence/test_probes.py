"""What our own measurements say: sure only after two, silent of themselves, blind when cut off."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.catalogue import Catalogue, Product
from bot.model.facts import Facts
from bot.model.probe import (
    Importance,
    Measure,
    MeasurementStep,
    ProbeRef,
    ProbeState,
    ServiceHealth,
)
from bot.triage.evidence.probes import attributed, blind, measures
from bot.triage.view import ProductView
from tests.builders import HOME, HOSTING, MINUTE, PLATFORM, RARE, at, some_facts
from tests.cases import each

SCRIPT = ProbeRef("cdn.example/x.js", RARE.id)
EDITOR = ProbeRef("editor.example/", RARE.id, Importance.LOW)


def a_probe(
    ref: ProbeRef, *said: MeasurementStep | float | None, vantage: str = "main"
) -> ProbeState:
    """Measurements a minute apart, the last now: where it failed, or the seconds it took."""
    start = at(0) - MINUTE * len(said)
    state = ProbeState(ref.id, ref.service, vantage, start, start)
    for n, word in enumerate(said, 1):
        step = word if isinstance(word, MeasurementStep) else None
        seconds = None if step else float(word or 0.1)
        state = state.next(start + n * MINUTE, step, 200 if step is None else None, seconds, None)
    return state


def looked_at(product: Product, facts: Facts) -> tuple[object, object]:
    """What is measured of a product, and of what it stands on."""
    seen = ProductView(facts).of(product)
    return seen["probe"], seen["foundation_probe"]


def measured(*states: ProbeState, refs: tuple[ProbeRef, ...] = (SCRIPT,)) -> Measure | None:
    return measures(refs, states, at(0), feeds_fail=False).get(RARE.id)


def health(*states: ProbeState, refs: tuple[ProbeRef, ...] = (SCRIPT,)) -> ServiceHealth | None:
    found = measured(*states, refs=refs)
    return found.health if found else None


@each(
    ("said", "health"),
    [
        ((0.1,), ServiceHealth.WELL),
        ((0.1, MeasurementStep.CONNECT), None),  # one packet may go astray
        ((0.1, MeasurementStep.CONNECT, MeasurementStep.CONNECT), ServiceHealth.FAILING),
        (
            (MeasurementStep.DNS, MeasurementStep.DNS, MeasurementStep.DNS),
            None,
        ),  # never seen to answer: the address may be wrong
        ((0.1, MeasurementStep.STATUS, MeasurementStep.STATUS, 0.1), ServiceHealth.WELL),
        ((0.1, 0.1, 0.1, 0.1, 0.1, 3.5), ServiceHealth.SLOW),
        ((2.0, 2.0, 2.0, 2.0, 2.0, 5.0), ServiceHealth.WELL),  # always slow, so that is usual
        ((), None),
    ],
)
def test_one_probe(said: tuple[MeasurementStep | float, ...], health: ServiceHealth | None) -> None:
    assert a_probe(SCRIPT, *said).says(at(0)) is health


def test_what_was_measured_long_ago_says_nothing() -> None:
    state = a_probe(SCRIPT, 0.1)
    assert state.says(at(9)) is ServiceHealth.WELL
    assert state.says(at(11)) is None


def test_since_when_and_how_often_in_a_row() -> None:
    state = a_probe(SCRIPT, 0.1, MeasurementStep.TLS, MeasurementStep.TLS, MeasurementStep.ANSWER)
    assert (state.fails, state.wells, state.since, state.step) == (
        3,
        0,
        at(-2),
        MeasurementStep.ANSWER,
    )
    assert state.mended_at is None
    again = state.next(at(1), None, 200, 0.1, None).next(at(2), None, 200, 0.1, None)
    assert (again.fails, again.wells, again.since, again.mended_at) == (0, 2, at(1), at(1))


def test_a_slow_answer_does_not_make_slowness_usual() -> None:
    steady = a_probe(SCRIPT, *[0.1] * 6)
    slow = steady
    for n in range(1, 30):
        slow = slow.next(at(n), None, 200, 9.0, None)
    assert slow.usual == steady.usual
    assert slow.says(at(29)) is ServiceHealth.SLOW


def test_a_service_fails_with_a_vital_part_and_partly_with_another() -> None:
    refs = (SCRIPT, EDITOR)
    well, gone = (0.1, 0.1, 0.1), (0.1, MeasurementStep.CONNECT, MeasurementStep.CONNECT)
    assert (
        health(a_probe(SCRIPT, *gone), a_probe(EDITOR, *well), refs=refs) is ServiceHealth.FAILING
    )
    assert health(a_probe(SCRIPT, *well), a_probe(EDITOR, *gone), refs=refs) is ServiceHealth.PARTLY
    assert health(a_probe(SCRIPT, *well), a_probe(EDITOR, *well), refs=refs) is ServiceHealth.WELL


def test_a_service_is_not_well_before_every_vital_part_was_measured() -> None:
    second = ProbeRef("licence.example/", RARE.id)
    assert health(a_probe(SCRIPT, 0.1), refs=(SCRIPT, second)) is None
    assert health(a_probe(EDITOR, 0.1), refs=(SCRIPT, EDITOR)) is None
    assert health(a_probe(EDITOR, 0.1), refs=(EDITOR,)) is None


def test_what_is_not_declared_any_more_is_not_heard() -> None:
    gone = a_probe(SCRIPT, 0.1, MeasurementStep.DNS, MeasurementStep.DNS)
    assert measures((), [gone], at(0), feeds_fail=False) == {}


def test_two_vantages_that_disagree_make_it_a_matter_of_the_way_there() -> None:
    gone = a_probe(SCRIPT, 0.1, MeasurementStep.CONNECT, MeasurementStep.CONNECT)
    other = a_probe(SCRIPT, 0.1, vantage="osaka")
    # the first vantage reaches something else, so that it is not cut off
    also = a_probe(ProbeRef("other.example/", "other"), 0.1)
    assert health(gone, also) is ServiceHealth.FAILING
    assert health(gone, also, other) is ServiceHealth.PARTLY


def cut_off(vantage: str, *services: str) -> list[ProbeState]:
    refs = [ProbeRef(f"{s}.example/", s) for s in services]
    return [
        a_probe(ref, 0.1, MeasurementStep.DNS, MeasurementStep.CONNECT, vantage=vantage)
        for ref in refs
    ]


def test_a_vantage_that_reaches_nothing_is_not_heard_but_another_is() -> None:
    here = [
        a_probe(SCRIPT, 0.1, MeasurementStep.DNS, MeasurementStep.DNS),
        *cut_off("main", "b", "c"),
    ]
    assert blind(here, at(0), feeds_fail=False) == ("main",)
    assert health(*here) is None
    there = a_probe(SCRIPT, 0.1, vantage="osaka")
    assert health(*here, there) is ServiceHealth.WELL


def test_few_probes_make_blind_only_when_no_page_can_be_read_either() -> None:
    here = cut_off("main", "a")
    assert blind(here, at(0), feeds_fail=False) == ()
    assert blind(here, at(0), feeds_fail=True) == ("main",)


def test_a_server_that_answers_with_an_error_is_reached() -> None:
    refs = [ProbeRef(f"{s}.example/", s) for s in "abcd"]
    states = [a_probe(ref, 0.1, MeasurementStep.STATUS, MeasurementStep.STATUS) for ref in refs]
    assert blind(states, at(0), feeds_fail=True) == ()


def test_when_it_was_mended_and_how_often_it_has_answered_since() -> None:
    found = measured(a_probe(SCRIPT, 0.1, MeasurementStep.DNS, MeasurementStep.DNS, 0.1, 0.1, 0.1))
    assert found is not None
    assert (found.health, found.wells, found.mended_at) == (ServiceHealth.WELL, 3, at(-2))


def test_what_fails_below_a_product_is_seen_but_not_the_platform() -> None:
    failing = Measure(ServiceHealth.FAILING, at(0), at(0))
    plugin = replace(RARE, depends_on=(HOSTING.id, PLATFORM.id))
    facts = replace(
        some_facts(),
        catalogue=Catalogue.of([PLATFORM, HOSTING, HOME, plugin]),
        probes={HOSTING.id: failing},
    )
    assert looked_at(plugin, facts) == (None, "failing")
    assert looked_at(HOSTING, facts) == ("failing", None)
    assert looked_at(plugin, replace(facts, probes={PLATFORM.id: failing})) == (None, None)


FAILING, FINE = (
    Measure(ServiceHealth.FAILING, at(0), at(0), failing=("a/",)),
    Measure(ServiceHealth.WELL, at(0), at(0)),
)
ONE, OTHER = (replace(RARE, id=i, depends_on=(HOSTING.id, PLATFORM.id)) for i in ("one", "other"))
ON_ONE_HOSTING = Catalogue.of([PLATFORM, HOSTING, ONE, OTHER])


def blamed(**found: Measure) -> set[str]:
    named = {HOSTING.id if i == "hosting" else i: m for i, m in found.items()}
    after = attributed(named, ON_ONE_HOSTING)
    return {i for i, m in after.items() if m.health is ServiceHealth.FAILING}


def test_what_stands_on_something_that_fails_says_nothing_of_itself() -> None:
    assert blamed(one=FAILING, hosting=FAILING) == {HOSTING.id}
    assert blamed(one=FAILING, hosting=FINE) == {"one"}


def test_what_is_not_measured_fails_with_all_that_stands_on_it() -> None:
    second = replace(FAILING, failing=("b/",))
    assert blamed(one=FAILING, other=second) == {HOSTING.id}
    assert blamed(one=FAILING, other=FINE) == {"one"}
    assert blamed(one=FAILING) == {"one", HOSTING.id}  # either may be at fault
    assert blamed(one=FINE) == set()


def test_the_platform_takes_no_blame_from_what_stands_on_it() -> None:
    assert blamed(one=FAILING, other=FINE, kintone=FAILING) == {"one", "kintone"}


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, *MeasurementStep]), st.floats(0.01, 9), st.integers(0, 900)
        ),
        max_size=40,
    )
)
def test_any_history_keeps_its_counts(
    said: list[tuple[MeasurementStep | None, float, int]],
) -> None:
    now: datetime = at(0)
    state = ProbeState("p", "s", "main", now, now)
    for step, seconds, passed in said:
        now += timedelta(seconds=passed)
        state = state.next(now, step, None, None if step else seconds, None)
        assert (state.fails == 0) != (state.wells == 0)
        assert state.since <= state.at == now
        assert (state.says(now) is ServiceHealth.FAILING) == (
            state.fails >= 2 and bool(state.answered_at)
        )
        assert state.mended_at is None or state.mended_at <= now
