"""Rates of destinations that nobody has asked for a week are let go."""

from datetime import timedelta
from pathlib import Path

from bot.model.retention import Retention
from bot.store.sql import SqlStore
from bot.store.tidying.tidy import tidy
from tests.store.builders import NOON


def test_only_what_is_idle_for_long_goes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    store = SqlStore.open(url, durable=False)
    moments = {"long ago": NOON - timedelta(days=8), "lately": NOON - timedelta(days=6)}
    with store.slate.hold("T1", list(moments)) as kept:
        kept.update({name: at.timestamp() for name, at in moments.items()})
    counts = list(tidy(url, Retention(), NOON, lambda *_: None))
    with store.slate.hold("T1", list(moments)) as kept:
        assert list(kept) == ["lately"]
    assert ("paces", 1) in counts
    store.close()
