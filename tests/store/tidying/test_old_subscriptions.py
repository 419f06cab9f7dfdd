"""Addresses that nobody confirmed go by themselves, as do those that have been off for long."""

from datetime import timedelta
from pathlib import Path

from bot.model.retention import Retention
from bot.model.subscription import CONFIRMED_WITHIN, SubscriptionState
from bot.store.sql import SqlStore
from bot.store.tidying.logs import OFF_LASTS
from bot.store.tidying.tidy import tidy
from tests.store.builders import NOON
from tests.subscribers import a_subscription

REQUESTED, OFF = SubscriptionState.REQUESTED, SubscriptionState.OFF
SECOND = timedelta(seconds=1)


def test_what_nobody_confirmed_and_what_is_long_off_goes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    store = SqlStore.open(url, durable=False)
    year_ago = NOON - timedelta(days=365)
    asked, off = NOON - CONFIRMED_WITHIN, NOON - OFF_LASTS
    with store.work() as work:
        for one in (
            a_subscription("sato", requested_at=year_ago, changed_at=year_ago),
            a_subscription("yui", state=REQUESTED, requested_at=asked + SECOND),
            a_subscription("ken", state=REQUESTED, requested_at=asked - SECOND),
            a_subscription("hook", state=OFF, changed_at=off - SECOND),
            a_subscription("hook2", state=OFF, changed_at=off + SECOND),
        ):
            work.save_subscription(one)
    counts = list(tidy(url, Retention(), NOON, lambda *_: None))
    with store.look() as work:
        left = [one.id.partition(":")[2] for _, one in work.subscriptions()]
    assert left == ["sato", "yui", "hook2"]
    assert ("subscriptions", 2) in counts
    store.close()
