"""Whose turn it is: spread, once per host, ever more rarely in failure, sooner under suspicion."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.net.timetable import PollPace, Timetable

EVEN = PollPace(interval=100, quick=40, jitter=0, gap=0, longest=1000, seed=1)


def visits(timetable: Timetable, until: float, step: float = 1.0) -> list[tuple[float, str]]:
    """Every visit, each over at once."""
    found, now = [], 0.0
    while now < until:
        for target in timetable.begin(now):
            found.append((now, target))
            timetable.end(target, now)
        now += step
    return found


def of(target: str, seen: list[tuple[float, str]]) -> list[float]:
    return [at for at, visited in seen if visited == target]


def test_the_first_visits_are_spread_over_one_interval() -> None:
    table = Timetable({f"t{n}": f"h{n}" for n in range(50)}, EVEN, 0.0)
    first = {target: at for at, target in reversed(visits(table, 102))}
    assert len(first) == 50
    assert max(first.values()) - min(first.values()) > 80


def test_what_is_under_suspicion_is_visited_at_the_quick_interval_and_nothing_else_is() -> None:
    table = Timetable({"a": "h1", "b": "h2"}, EVEN, 0.0)
    visits(table, 200)
    table.hurry({"a"}, 200.0)
    seen = visits(table, 600)
    hurried = [at for at in of("a", seen) if at > 200]
    assert {round(b - a) for a, b in pairwise(hurried)} == {40}
    assert {round(b - a) for a, b in pairwise(of("b", seen))} == {100}
    table.hurry((), 600.0)
    table.hurry((), 610.0)
    calm = [at for at in of("a", visits(table, 1500)) if at > 660]
    assert {round(b - a) for a, b in pairwise(calm)} == {100}


def test_a_suspicion_brings_a_visit_forward_but_never_before_the_quick_interval_has_passed() -> (
    None
):
    table = Timetable({"a": "h"}, EVEN, 0.0)
    last = of("a", visits(table, 101))[-1]
    table.hurry({"a"}, last + 1)
    now = last + 1
    while not table.begin(now):
        now += 1
    assert now == last + 40


def test_a_host_that_asks_to_be_left_alone_is_left_alone_under_suspicion_too() -> None:
    table = Timetable({"a": "h"}, EVEN, 0.0)
    now = 0.0
    while not table.begin(now):
        now += 1
    table.end("a", now, failures=1, wait=500)
    table.hurry({"a"}, now + 1)
    assert table.begin(now + 499) == []
    assert table.begin(now + 500) == ["a"]


def test_visits_under_way_fill_the_places_and_a_place_that_is_free_is_taken() -> None:
    pace = PollPace(interval=10, jitter=0, gap=0, at_once=3, seed=2)
    table = Timetable({f"t{n}": f"h{n}" for n in range(9)}, pace, 0.0)
    first = table.begin(20.0)
    assert len(first) == 3
    assert table.begin(21.0) == []
    table.end(first[0], 21.0)
    assert len(table.begin(22.0)) == 1


@given(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.booleans()), max_size=60),
    st.integers(0, 99),
)
def test_one_host_is_asked_by_one_at_a_time_with_its_gap_and_nothing_is_forgotten(
    hosts: list[str], happenings: list[tuple[int, int, bool]], seed: int
) -> None:
    pace = PollPace(interval=60, quick=20, jitter=0.3, gap=5, longest=300, at_once=4, seed=seed)
    targets = {f"t{n}": host for n, host in enumerate(hosts)}
    table = Timetable(targets, pace, 0.0)
    now, under_way, free_at = 0.0, dict[str, float](), dict[str, float]()
    for passes, failures, hurried in happenings:
        now += passes
        for target in table.begin(now):
            host = targets[target]
            assert host not in {targets[t] for t in under_way}
            assert now >= free_at.get(host, 0.0)
            under_way[target] = now
        assert len(under_way) <= 4
        table.hurry(set(targets) if hurried else (), now)
        for target in list(under_way)[:2]:
            del under_way[target]
            table.end(target, now, failures=failures)
            free_at[targets[target]] = now + 5
    for target in under_way:
        table.end(target, now)
    asked = set()
    for n in range(2000):
        for target in table.begin(now + n):
            asked.add(target)
            table.end(target, now + n)
    assert asked == set(targets)
