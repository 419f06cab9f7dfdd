"""The page of metrics, read back by the library's own parser."""

import re
from datetime import timedelta
from typing import Any

import pytest
from prometheus_client.openmetrics import parser as open_metrics
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics.exposition import Build, Metrics
from bot.metrics.families import MOST
from bot.metrics.pulse import Pulse
from bot.model.event import Tick
from bot.model.figures import ANSWER_EDGES, Ended, Spread, Waiting
from bot.model.probe import ProbeState
from bot.model.status import FetchOutcome
from tests.builders import FORMS, HOSTING, MORNING, PRINTS, a_feed, a_message
from tests.fakes import Day
from tests.metrics.figures import NOW, Told, failing_feeds, some_figures

OPEN_METRICS = "application/openmetrics-text; version=1.0.0"
BUILD = Build("1.2.3", "0005", "sqlite")


def metrics(told: Told, pulse: Pulse | None = None) -> Metrics:
    return Metrics(told, lambda: NOW, BUILD, pulse)


def page(told: Told) -> dict[str, dict[tuple[str, ...], float]]:
    """Samples by name, then by the values of their labels, in the order of the labels' names."""
    body, content_type = metrics(told).render()
    assert content_type.startswith("text/plain; version=0.0.4")
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(body.decode()):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value
    return found


def test_it_says_what_waits_and_since_when() -> None:
    told = page(Told())
    assert told["jitabata_inbox_waiting"] == {("slack",): 2}
    assert told["jitabata_inbox_waiting_age_seconds"] == {("slack",): 3}
    assert told["jitabata_deliveries_waiting"][("mail", "broadcast")] == 400
    assert told["jitabata_deliveries_waiting_age_seconds"][("slack", "reply")] == 2
    assert told["jitabata_broadcasts"] == {("running",): 1, ("paused",): 0}
    assert told["jitabata_broadcast_recipients"] == {(): 500}
    assert told["jitabata_tick_age_seconds"] == {(): 20}
    assert told["jitabata_store_readable"] == {(): 1}


def test_what_has_ended_is_counted_and_answers_are_a_histogram() -> None:
    told = page(Told())
    assert told["jitabata_deliveries_total"] == {("slack", "reply", "delivered"): 7}
    buckets = told["jitabata_answer_delivered_seconds_bucket"]
    assert buckets[("slack", "0.5")] == 1
    assert buckets[("slack", "2.0")] == 2
    assert buckets[("slack", "3600.0")] == 2
    assert buckets[("slack", "+Inf")] == told["jitabata_answer_delivered_seconds_count"][("slack",)]
    assert told["jitabata_answer_delivered_seconds_sum"] == {("slack",): 9001.9}


def test_what_a_feed_shows_is_unknown_when_it_was_not_read() -> None:
    feeds = (
        a_feed(FORMS),
        a_feed(HOSTING, outcome=FetchOutcome.UNREACHABLE),
        a_feed(PRINTS, shows=None),
    )
    told = page(Told(some_figures(feeds=feeds, unread_feeds=("never_status",))))
    assert told["jitabata_feed_state"] == {
        ("hoshi_status", "hoshi_form", "operational"): 1,
        ("hama_status", "hama_hosting", "unknown"): 1,
        ("tanpopo_status", "tanpopo_print", "silent"): 1,
    }
    assert told["jitabata_feed_readable"][("hama_status",)] == 0
    assert told["jitabata_feed_readable"][("never_status",)] == 0
    assert told["jitabata_feed_read_age_seconds"][("hama_status",)] == 660
    assert told["jitabata_feed_tried_age_seconds"][("hama_status",)] == 60


def test_our_own_measurements_have_their_state_and_age() -> None:
    fresh = ProbeState("www", "hama_hosting", "main", MORNING, MORNING)
    well = fresh.next(MORNING, None, 200, 0.1, None)
    told = page(Told(some_figures(probes=(well,))))
    assert told["jitabata_probe_state"] == {("www", "hama_hosting", "well", "main"): 1}
    assert told["jitabata_probe_age_seconds"] == {("www", "main"): 60}


def test_an_alarm_is_a_sample_of_its_own() -> None:
    told = page(Told(failing_feeds()))
    assert told["jitabata_alarm"][("feeds_unreadable",)] == 1
    assert told["jitabata_alarm"][("no_tick",)] == 0


def test_jobs_are_counted_where_an_engine_says_so() -> None:
    def away() -> dict[str, int]:
        raise OSError("postgresql://desk:swordfish@db/desk")

    waiting = Metrics(Told(), lambda: NOW, BUILD, jobs=lambda: {"deliver": 3}).render()[0]
    assert b'jitabata_jobs_waiting{task="deliver"} 3.0' in waiting
    assert b"jobs_waiting" not in Metrics(Told(), lambda: NOW, BUILD, jobs=away).render()[0]


def test_it_says_what_runs_and_what_the_process_takes() -> None:
    told = page(Told())
    ((labels, one),) = told["jitabata_build_info"].items()
    assert (set(labels) >= {"1.2.3", "0005", "sqlite"}, one) == (True, 1)
    assert told["process_resident_memory_bytes"][()] > 1_000_000


def test_without_the_store_the_rest_is_shown(caplog: pytest.LogCaptureFixture) -> None:
    told = Told()

    def gone() -> None:
        raise OSError("postgresql://desk:swordfish@db/desk")

    told.before = gone
    shown = page(told)
    assert shown["jitabata_store_readable"] == {(): 0}
    assert "jitabata_inbox_waiting" not in shown
    assert "process_cpu_seconds_total" in shown
    assert "cannot be read" in caplog.text


def test_it_is_logged_once_when_the_store_goes_and_once_when_it_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told, away = Told(), iter((True, True, False, False))

    def goes() -> None:
        if next(away):
            raise OSError

    told.before = goes
    made = metrics(told)
    with caplog.at_level("INFO"):
        for _ in range(4):
            made.render()
    assert [r.getMessage() for r in caplog.records] == [
        "the store cannot be read for the metrics",
        "the store can be read for the metrics again",
    ]


def test_how_long_the_desk_takes_is_measured_by_kind_of_event() -> None:
    made = metrics(Told())
    made.times.handled(Tick(NOW), (), 0.004)
    made.times.handled(Tick(NOW), (), 0.2)
    body = made.render()[0].decode()
    assert 'jitabata_triage_seconds_bucket{event="tick",le="0.005"} 1.0' in body
    assert 'jitabata_triage_seconds_count{event="tick"} 2.0' in body
    assert 'jitabata_triage_seconds_count{event="message"} 0.0' in body


def test_how_long_a_message_waits_for_its_reply_counts_from_its_arrival(desk: Day) -> None:
    message = a_message(text="開きません")
    effects = desk.says("aoi", "開きません")
    made = Metrics(Told(), lambda: message.at + timedelta(seconds=4), BUILD)
    made.times.handled(message, effects, 0.1)
    made.times.handled(message, (), 0.1)  # a flood, say: nobody is answered
    body = made.render()[0].decode()
    assert 'jitabata_answer_decided_seconds_bucket{le="3.0"} 0.0' in body
    assert 'jitabata_answer_decided_seconds_bucket{le="5.0"} 1.0' in body


def test_it_speaks_open_metrics_to_who_asks_for_it() -> None:
    body, content_type = metrics(Told()).render(OPEN_METRICS)
    assert content_type.startswith("application/openmetrics-text")
    read: Any = open_metrics.text_string_to_metric_families  # it has no types
    assert "jitabata_deliveries" in {family.name for family in read(body.decode())}


def test_however_much_there_is_the_page_stays_short() -> None:
    many = 5 * MOST
    feeds = tuple(a_feed(FORMS) for _ in range(many))
    waiting = {(f"c{n}", "reply"): Waiting(1, NOW) for n in range(many)}
    settled = {(f"c{n}", "reply", "failed"): 1 for n in range(many)}
    told = page(Told(some_figures(feeds=feeds, deliveries=waiting, ended=Ended(settled))))
    assert len(told["jitabata_deliveries_waiting"]) == MOST
    assert len(told["jitabata_deliveries_total"]) == MOST


def test_every_family_has_a_meaning() -> None:
    body = metrics(Told()).render()[0].decode()
    for line in re.findall(r"^# HELP (\w+) ?(.*)$", body, re.MULTILINE):
        assert line[1], line[0]


def test_a_spread_counts_each_length_once() -> None:
    spread = Spread.of([-1, 0.5, 0.6, 4000]) + Spread.of([2])
    assert sum(spread.counts) == spread.cumulative[-1] == 5
    assert spread.counts[0] == 2
    assert spread.counts[len(ANSWER_EDGES)] == 1
    assert spread.seconds == pytest.approx(4003.1)
