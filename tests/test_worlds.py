"""The random worlds of the benchmark: the same for a seed, sane in their spread, and fairly counted."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from random import Random
from statistics import median

import pytest

from bot.knowledge.load import load
from bot.model.status import TROUBLE
from tests.benchmarks.worlds import texts_en, texts_ja
from tests.benchmarks.worlds.class_day import Stage as ClassStage
from tests.benchmarks.worlds.days import CLASSES, a_day
from tests.benchmarks.worlds.faults import MEDIAN_LAG, NEVER_PUBLISHED, a_fault, pages
from tests.benchmarks.worlds.market import PLATFORM, a_market
from tests.benchmarks.worlds.measure import calibration, our_alarms, verdict
from tests.benchmarks.worlds.people import a_person, organisations
from tests.benchmarks.worlds.play import Stage
from tests.benchmarks.worlds.probing import Probing
from tests.benchmarks.worlds.record import Alarm, Failing, Played, Report, Said
from tests.benchmarks.worlds.rules import RULES, detected_at, false_alarms
from tests.benchmarks.worlds.troubles import ORDINARY, Trouble
from tests.benchmarks.worlds.world import World, a_world
from tests.benchmarks.worlds.writing import Writer
from tests.cases import each

pytestmark = pytest.mark.slow

SEEDS = range(40)


@cache
def worlds() -> tuple[World, ...]:
    return tuple(a_world(seed) for seed in SEEDS)


def test_a_seed_makes_the_same_world_again() -> None:
    assert a_world(7) == a_world(7)
    assert a_world(7) != a_world(8)


def test_markets_have_ten_to_forty_products_that_lean_on_known_ones() -> None:
    for world in worlds():
        products = {p.id: p for p in world.market.products}
        assert 10 <= len(products) <= 40
        assert PLATFORM in products
        assert len({p.name for p in products.values()}) == len(products)
        assert all(d in products for p in products.values() for d in p.depends_on)
        assert all(0 < world.market.shares[p] <= 1 for p in products)
        assert sum(p.home_product for p in products.values()) <= 1


def test_worlds_have_none_one_or_two_faults() -> None:
    counts = Counter(len(w.faults) for w in worlds())
    assert set(counts) == {0, 1, 2}
    assert counts[0] + counts[1] > counts[2]


def test_only_those_whom_a_fault_can_reach_write_about_it() -> None:
    for world in worlds():
        for arrival in world.arrivals:
            if arrival.trouble is None or arrival.trouble.fault is None:
                continue
            fault = world.faults[arrival.trouble.fault]
            above = {p.id for p in world.market.above(fault.product)}
            uses = arrival.person.organisation.uses | {PLATFORM}
            assert uses & {fault.product, *above}
            assert fault.onset <= arrival.at <= fault.ends


def test_the_desk_knows_some_inventories_in_full_some_in_part_and_some_not() -> None:
    market = a_market(Random(3))
    listed = [o.listed for o in organisations(market, 400, Random(3))]
    assert 0.35 <= sum(x is None for x in listed) / 400 <= 0.55


def test_traffic_follows_the_hour() -> None:
    for world in worlds():
        by_hour = {world.at(m).hour: mean for m, mean in enumerate(world.expected)}
        if {10, 12} <= by_hour.keys():
            assert by_hour[10] > 2 * by_hour[12]


def test_vendors_publish_late_or_never() -> None:
    lags: list[float] = []
    never = 0
    for seed in range(300):
        lots = Random(seed)
        market = a_market(lots)
        fault = replace(a_fault(market, 60, lots), product=PLATFORM, lasts=240)
        own = [p for p in pages((fault,), market, 1e6, lots) if p.feed == "kintone_status"]
        began = [p.at - fault.onset for p in own if p.shows in TROUBLE]
        never += not began
        lags += began[:1]
    assert NEVER_PUBLISHED - 0.08 <= never / 300 <= NEVER_PUBLISHED + 0.08
    assert MEDIAN_LAG * 0.75 <= median(lags) <= MEDIAN_LAG * 1.33


def test_both_languages_have_the_same_pieces() -> None:
    for name in (n for n in vars(texts_ja) if n.isupper()):
        ja, en = getattr(texts_ja, name), getattr(texts_en, name)
        assert isinstance(ja, dict) == isinstance(en, dict)
        if isinstance(ja, dict):
            assert ja.keys() == en.keys(), name


@each("lang", ["ja", "en"])
def test_every_question_of_the_desk_gets_an_answer(lang: str) -> None:
    market, lots = a_market(Random(1)), Random(2)
    organisation = replace(organisations(market, 1, lots)[0], lang=lang)
    person = replace(a_person("p", organisation, lots), knows=1.0)
    trouble = Trouble("customer:network", "wont_open", truth=ORDINARY, error="503")
    writer = Writer(person, market, lots)
    for question in load().questions:
        assert writer.answer(question, trouble, "10:00", 20), question


def test_every_symptom_can_be_told_in_every_place() -> None:
    for texts in (texts_ja, texts_en):
        for symptom, places in texts.SYMPTOMS.items():
            for forms in (places["app"], places["all"], places["product"]):
                assert all(f.format(app="a", product="b") for f in forms), symptom


def test_a_world_plays_through_the_desk() -> None:
    world = next(w for w in worlds() if any(a.trouble for a in w.arrivals))
    first = next(a for a in world.arrivals if a.trouble)
    short = replace(world, minutes=3, pages=(), blind=(), arrivals=(replace(first, at=1.0),))
    played = Stage(replace(short, market=replace(world.market, feeds=()))).played()
    assert played.messages == 1
    assert first.trouble is not None
    assert [(s.what, s.truth) for s in played.said] == [("first", first.trouble.cause)]


def some_world(*reports: Report, alarms: tuple[Alarm, ...] = ()) -> Played:
    fault = Failing("plugin:a", "plugin", 100.0, 200.0, ())
    usual = tuple(1 / 60 for _ in range(300))
    return Played(0, 300, (fault,), reports, (), alarms, (), usual, (), 0, 0.0)


def test_a_rule_counts_organisations_and_fires_with_the_one_that_fulfils_it() -> None:
    four_in_four_hours = RULES[0]
    own = [Report(float(n), "noisy", "slow", None) for n in range(10)]
    shared = [Report(110.0 + n, f"org{n}", "slow", 0) for n in range(4)]
    firings = four_in_four_hours.firings(some_world(*own, *shared), 4)
    assert detected_at(firings, 0) == 112.0
    assert false_alarms(firings) == 0


def test_an_alarm_of_a_rule_is_false_while_no_fault_was_reported() -> None:
    own = [Report(20.0 + n, f"org{n}", "slow", None) for n in range(4)]
    late = [Report(150.0 + n, f"late{n}", "slow", None) for n in range(4)]
    firings = RULES[1].firings(some_world(*own, *late), 3)
    assert false_alarms(firings) == 2
    assert detected_at(firings, 0) is None


def test_our_own_alarms_are_judged_the_same_way() -> None:
    report = Report(110.0, "org", "slow", 0)
    early = Alarm(50.0, "I1", "raised", ("plugin:a",), 2)
    right = Alarm(120.0, "I2", "raised", ("plugin:a", "plugin:b"), 2)
    again = Alarm(130.0, "I3", "raised", ("plugin:a",), 2)
    astray = Alarm(140.0, "I4", "raised", ("plugin:b",), 2)
    counted = our_alarms(some_world(report, alarms=(early, right, again, astray)))
    assert counted == {"raised": 4, "false": 1, "repeated": 1, "wrong_suspect": 1}


def reply(cause: str, confidence: float, truth: str = "plugin:a", front: str = "") -> Said:
    fault = 0 if front else None
    return Said(0.0, "first", truth, front, fault, cause, confidence, 0, 1, (), (), ())


def test_verdicts() -> None:
    assert verdict(reply("plugin:a", 0.9)) == "right"
    assert verdict(reply("plugin:any", 0.9)) == "coarse"
    assert verdict(reply("unknown", 0.4)) == "open"
    assert verdict(reply("plugin:b", 0.9)) == "wrong"
    assert verdict(reply("plugin:b", 0.9, "infra:c", front="b")) == "through"


def test_who_is_right_as_often_as_sure_has_no_calibration_error() -> None:
    said = [*(reply("plugin:a", 0.75) for _ in range(3)), reply("plugin:b", 0.75)]
    sure = calibration([replace(some_world(), said=tuple(said))])
    assert sure["expected_calibration_error"] == 0
    wrong = calibration([replace(some_world(), said=tuple(said[3:]))])
    assert wrong["expected_calibration_error"] == 0.75


def test_what_is_measured_fails_with_a_fault_and_hardly_ever_without() -> None:
    failing, well = 0, 0
    for world in worlds():
        probing = Probing(world)
        assert probing.refs == Probing(world).refs
        alone = not world.faults
        found = [p for m in range(0, world.minutes, 2) for p in probing.at(m)]
        failing += sum(p.step is not None for p in found if alone)
        well += sum(p.step is None for p in found if alone)
    assert 0 < failing < well / 50


@pytest.mark.slow
def test_a_desk_that_measures_plays_the_same_world() -> None:
    world = next(w for w in worlds() if w.faults and w.faults[0].look == "down")
    without, measuring = Stage(world).played(), Stage(world, probes=True).played()
    assert [f.onset for f in without.faults] == [f.onset for f in measuring.faults]
    assert len(without.reports) > 0


_BLANK = re.compile(r"\{\w*\}")  # that was to be filled in; people paste JSON


def test_a_day_of_each_class_is_drawn_alike_and_hit_as_the_class_says() -> None:
    wrong, known, all_of = [], 0, 0
    for name, of in CLASSES.items():
        day = a_day(name, 3)
        hit = {w.tenant for w in day.words if w.fault == 0 and not w.cured}
        least = of["reports"][0] if of else 0
        blanks = [w for w in day.words if w.fault is not None and _BLANK.search(w.text)]
        well = len(hit) >= least and not blanks
        causes = [f.failing.cause for f in day.faults]
        expected = 0 if not of else 1 + ("and" in of) + ("again" in of)
        if day != a_day(name, 3) or not well or len(causes) != expected:
            wrong.append(name)
        known += sum(w.uses is not None for w in day.words)
        all_of += len(day.words)
    assert not wrong
    assert 0 < known / all_of < 0.25


def test_a_day_of_a_class_plays_through_the_desk() -> None:
    day = a_day("plugin_named", 1)
    first = next(w for w in day.words if w.fault == 0)
    short = replace(day, minutes=3, words=(replace(first, at=1.0),))
    result = ClassStage(short).played()
    assert [s.fault for s in result.played.said] == [0]
    assert result.seen == (None,)
    assert not result.named
