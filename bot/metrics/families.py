"""Figures as families of Prometheus. Pure: the names, their meaning and their labels.

Whatever comes from the store is the same in every process on it: over several processes take the
greatest, not the sum. Ages are seconds. Labels are ids of the knowledge base, names of channels and
words of enums; no customer, ticket or text is ever one.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
)

from bot.metrics.alarms import ALARMS, alarms
from bot.model.figures import ANSWER_EDGES, Ended, Figures, Waiting
from bot.model.probe import ProbeState
from bot.model.status import FeedState, FetchOutcome

MOST = 300  # samples of one family; who has more probes than that sees the first of them
Family = GaugeMetricFamily | CounterMetricFamily | HistogramMetricFamily


def families(figures: Figures, now: datetime) -> Iterator[Family]:
    """Everything that is read from the store."""
    yield from _feeds(figures, now)
    yield from _probes(figures.probes, now)
    yield from _waiting(figures, now)
    yield from _ended(figures.ended)
    yield from _counts(figures)
    yield _gauge(
        "peer_failing_seconds",
        "Since another desk takes nothing of what it is told; 0 while it does.",
        ["peer"],
        (
            ((ident,), _age(c.failing_since, now) if c.failing_since is not None else 0.0)
            for ident, c in figures.peers.items()
        ),
    )
    yield _gauge(
        "alarm",
        "1 while something should wake somebody. "
        + "; ".join(f"{name}: {meaning}" for name, (_, meaning) in ALARMS.items()),
        ["alarm"],
        (((name,), float(is_on)) for name, is_on in alarms(figures, now).items()),
    )
    if figures.ticked_at is not None:
        age = _age(figures.ticked_at, now)
        yield _gauge("tick_age_seconds", "Since the last tick.", [], [((), age)])


def jobs(waiting: Mapping[str, int]) -> Family:
    """What waits in the engine of jobs, by task."""
    rows = (((task,), float(count)) for task, count in waiting.items())
    return _gauge("jobs_waiting", "Jobs that nobody has begun yet.", ["task"], rows)


def _feeds(figures: Figures, now: datetime) -> Iterator[Family]:
    feeds = figures.feeds
    yield _gauge(
        "feed_read_age_seconds",
        "Since a status feed was last read well; absent when it never was.",
        ["feed"],
        (((f.feed,), _age(f.read_at, now)) for f in feeds if f.read_at is not None),
    )
    yield _gauge(
        "feed_tried_age_seconds",
        "Since the last attempt to read a status feed.",
        ["feed"],
        (((f.feed,), _age(f.tried_at, now)) for f in feeds),
    )
    yield _gauge(
        "feed_readable",
        "Whether the last attempt to read a status feed succeeded; 0 when there was none.",
        ["feed"],
        (
            *(((f.feed,), float(f.outcome is FetchOutcome.OK)) for f in feeds),
            *(((feed,), 0.0) for feed in figures.unread_feeds),
        ),
    )
    yield _gauge(
        "feed_state",
        "1 for what a status feed shows now; unknown: not read lately, silent: nothing about now.",
        ["feed", "service", "state"],
        (((f.feed, f.service, _shown(f, now)), 1.0) for f in feeds),
    )


def _shown(feed: FeedState, now: datetime) -> str:
    if not feed.is_fresh(now):
        return "unknown"
    return feed.shows.value if feed.shows is not None else "silent"


def _probes(probes: tuple[ProbeState, ...], now: datetime) -> Iterator[Family]:
    yield _gauge(
        "probe_state",
        "1 for what our own measurements say now; unknown: not lately, or not sure yet.",
        ["probe", "service", "vantage", "state"],
        (
            ((p.probe, p.service, p.vantage, health.value if health else "unknown"), 1.0)
            for p in probes
            for health in [p.says(now)]
        ),
    )
    yield _gauge(
        "probe_age_seconds",
        "Since a host was last measured.",
        ["probe", "vantage"],
        (((p.probe, p.vantage), _age(p.at, now)) for p in probes),
    )


def _waiting(figures: Figures, now: datetime) -> Iterator[Family]:
    waits: tuple[tuple[str, str, list[str], dict[tuple[str, ...], Waiting]], ...] = (
        (
            "inbox_waiting",
            "Messages that came in and were not handled yet",
            ["channel"],
            {(channel,): waiting for channel, waiting in figures.inbox.items()},
        ),
        (
            "deliveries_waiting",
            "Deliveries that were decided and have not arrived yet",
            ["channel", "lane"],
            {(channel, lane): waiting for (channel, lane), waiting in figures.deliveries.items()},
        ),
        (
            "proposals_waiting",
            "Notices that wait for a decision of staff",
            [],
            {(): figures.proposals},
        ),
    )
    for name, what, labels, rows in waits:
        yield _gauge(name, f"{what}.", labels, ((k, float(w.count)) for k, w in rows.items()))
        yield _gauge(
            f"{name}_age_seconds",
            f"{what}: since when the oldest waits; 0 when none does.",
            labels,
            ((k, _age(w.oldest_at, now)) for k, w in rows.items()),
        )


def _ended(ended: Ended) -> Iterator[Family]:
    settled = CounterMetricFamily(
        "jitabata_deliveries",
        "Deliveries by what became of them, since this process began to count.",
        labels=["channel", "lane", "state"],
    )
    for labels, count in sorted(ended.settled.items())[:MOST]:
        settled.add_metric(labels, count)
    yield settled
    answers = HistogramMetricFamily(
        "jitabata_answer_delivered_seconds",
        "From a message's arrival until its reply was delivered, since this process began to count.",
        labels=["channel"],
    )
    edges = [*(str(edge) for edge in ANSWER_EDGES), "+Inf"]
    for channel, spread in sorted(ended.answers.items())[:MOST]:
        buckets = [(e, float(n)) for e, n in zip(edges, spread.cumulative, strict=True)]
        answers.add_metric([channel], buckets, spread.seconds)
    yield answers


def _counts(figures: Figures) -> Iterator[Family]:
    for name, what, counts in (
        ("incidents", "Open incidents.", figures.incidents),
        ("tickets", "Tickets that are not closed.", figures.tickets),
        ("broadcasts", "Broadcasts whose deliveries are still being written.", figures.broadcasts),
    ):
        rows = (((status,), float(count)) for status, count in counts.items())
        yield _gauge(name, what, ["status"], rows)
    yield _gauge(
        "broadcast_recipients",
        "For how many the broadcasts under way are meant.",
        [],
        [((), float(figures.recipients))],
    )


def _gauge(
    name: str, what: str, labels: list[str], rows: Iterable[tuple[tuple[str, ...], float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"jitabata_{name}", what, labels=labels)
    for values, value in sorted(rows)[:MOST]:
        family.add_metric(values, value)
    return family


def _age(at: datetime | None, now: datetime) -> float:
    """Seconds since then; 0 for a moment to come, since clocks of machines differ."""
    return 0.0 if at is None else max((now - at).total_seconds(), 0.0)
