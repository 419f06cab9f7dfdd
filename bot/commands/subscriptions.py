"""The command ``subscriptions``: who follows the public page by an address of their own.

Part of the composition root. It reads and writes in short transactions, so that a desk that runs on
the same database goes on.
"""

import argparse
import csv
from collections.abc import Iterator
from typing import TextIO

from bot.desk.spreadsheet_cells import guarded
from bot.model.errors import JitabataError
from bot.model.recipient import recipient_id
from bot.model.subscription import Subscription
from bot.settings import Settings
from bot.store.sql import SqlStore
from bot.texts.loader import say

COLUMNS = ("id", "channel", "address", "lang", "topics", "state", "requested_at", "changed_at")


def run(arguments: argparse.Namespace, settings: Settings, out: TextIO) -> int:
    """Count them, write them as CSV, or remove that of one address."""
    with SqlStore.open(settings.database_url) as store:
        if arguments.what == "export":
            _exported(store, out)
        elif arguments.what == "remove":
            _remove(store, arguments.who, arguments.lang)
        else:
            _counted(store, arguments.lang, out)
    return 0


def _counted(store: SqlStore, lang: str, out: TextIO) -> None:
    with store.look() as work:
        counts = work.subscriber_counts()
    if not counts:
        print(say(lang, "subscriptions.staff.none"), file=out)
    for count in counts:
        way = say(lang, f"subscriptions.way.{count.channel}")
        state = say(lang, f"subscriptions.state.{count.state}")
        print(say(lang, "subscriptions.line", way=way, state=state, n=count.number), file=out)


def _exported(store: SqlStore, out: TextIO) -> None:
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    for one in _all(store):
        moments = (one.requested_at.isoformat(), one.changed_at.isoformat())
        row = (one.id, one.channel, one.address, one.lang, ";".join(one.topics), one.state)
        lines.writerow([guarded(str(cell)) for cell in (*row, *moments)])


def _remove(store: SqlStore, who: str, lang: str) -> None:
    """By its id or its address."""
    with store.work() as work:
        keys = (recipient_id(channel, who) for channel in ("mail", "webhook", "slack"))
        found = next((s for s in map(work.subscription_of, keys) if s is not None), None)
        if not work.drop_subscription(found.id if found is not None else who):
            raise JitabataError(say(lang, "subscriptions.unknown"))


def _all(store: SqlStore) -> Iterator[Subscription]:
    after = 0
    while True:
        with store.look() as work:
            page = work.subscriptions(after)
        if not page:
            return
        yield from (one for _, one in page)
        after = page[-1][0]
