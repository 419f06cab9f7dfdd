"""What is read and measured, as any store keeps it: the same tests over every database."""

from dataclasses import replace

from bot.desk.ports import Store
from bot.model.probe import MeasurementStep, ProbeState
from bot.model.status import FeedState, FetchOutcome, Shows
from tests.store.builders import MINUTE, NOON


def test_a_feed_has_one_state(store: Store) -> None:
    first = FeedState("slack", "slack", FetchOutcome.OK, NOON, Shows.OPERATIONAL, read_at=NOON)
    now = first.failed(NOON + MINUTE, FetchOutcome.UNREACHABLE, "no answer in 20 s")
    with store.work() as work:
        work.save_feed(first)
        work.save_feed(FeedState("github", "github", FetchOutcome.OK, NOON))
        work.save_feed(now)
        assert [f.feed for f in work.feeds()] == ["slack", "github"]
        assert work.feeds()[0] == now


def test_a_probe_has_one_state_for_each_vantage(store: Store) -> None:
    tokyo = ProbeState("cdn.example/", "kumo", "tokyo", NOON, NOON)
    osaka = replace(tokyo, vantage="osaka")
    failing = tokyo.next(NOON + MINUTE, MeasurementStep.TLS, None, None, NOON + 60 * MINUTE)
    with store.work() as work:
        work.save_probe(tokyo)
        work.save_probe(osaka)
        work.save_probe(failing)
        assert work.probes() == [failing, osaka]
        assert work.probe("cdn.example/", "osaka") == osaka
        assert work.probe("cdn.example/", "kobe") is None
        assert work.feed("nobody") is None
