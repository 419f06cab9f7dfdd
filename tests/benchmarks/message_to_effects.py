"""How long one message takes from event to effects, in process, on SQLite in a file.

    python -m tests.benchmarks.message_to_effects

Prints median and 99th percentile in milliseconds with 10 and with 1,000 open reports.
"""

import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bot.knowledge.load import load
from bot.store.sql import SqlStore
from tests.builders import MINUTE, PRODUCTS
from tests.fakes import Day

MEASURED = 60
TEXTS = (
    "見積アプリの一覧が真っ白で開きません。ほかのアプリは開きます",
    "Hoshi Formの回答がkintoneに届きません",
    "kintone is slow and the list does not open",
    "私だけログインできません",
)


def fill(day: Day, open_reports: int) -> None:
    """Open reports of as many organisations, copied from a few that were really read."""
    for n, text in enumerate(TEXTS):
        day.says(f"user{n}", text)
    with day.store.work() as work:
        heard = work.active_conversations(day.now - MINUTE)
        for n in range(len(heard), open_reports):
            like = heard[n % len(heard)]
            copy = replace(like, id=f"C9{n}", customer=f"user{n}", tenant=f"tenant{n}")
            work.save_conversation(copy, day.now)


def measured(open_reports: int, folder: Path) -> list[float]:
    """Milliseconds of each measured message."""
    day = Day(load(), SqlStore.open(f"sqlite:///{folder / 'desk.sqlite'}", durable=False))
    day.opens(*PRODUCTS)
    fill(day, open_reports)
    taken = []
    for n in range(MEASURED):
        day.now += MINUTE * 0.05
        began = time.perf_counter()
        day.says(f"later{n}", TEXTS[n % len(TEXTS)])
        taken.append(1000 * (time.perf_counter() - began))
    day.store.close()
    return taken


def main() -> None:
    for open_reports in (10, 1000):
        with tempfile.TemporaryDirectory() as folder:
            taken = measured(open_reports, Path(folder))
        median, last = statistics.median(taken), statistics.quantiles(taken, n=100)[98]
        sys.stdout.write(
            f"{open_reports:5} open reports: median {median:.1f} ms, p99 {last:.1f} ms\n"
        )


if __name__ == "__main__":
    main()
