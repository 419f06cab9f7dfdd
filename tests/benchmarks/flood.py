"""What one first report costs in a flood of them: the shipped catalogue, mixed words, SQLite in a file.

    python -m tests.benchmarks.flood [OPEN_REPORTS ...]

Each report is the first of its organisation, in words from ``knowledge/messages`` mixed in a fixed order;
every page of the catalogue was read and shows nothing. All of them come within two hours. The table has
processor time in milliseconds, of the last reports before each size: mean, median and 99th percentile, the
mean as a multiple of an event that is journalled and nothing else (handled in between, on the same store),
and where the mean goes: what each part takes by itself.

The bars: a mean of 3 ms, and with 1,200 and more at most 1.5 times that with 50.
"""

import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from bot.desk import answering, intake
from bot.desk.desk import Desk
from bot.desk.gather import DeskContext
from bot.knowledge.load import load, shipped
from bot.knowledge.messages import training_messages
from bot.model.event import Baseline, Event, FeedRead, MessageReceived, Opened, SocialPost, Tick
from bot.model.status import FetchOutcome, Shows
from bot.store.sql import SqlStore
from bot.triage.reply.wording import ReplyWording
from bot.triage.triage import Triage
from tests.builders import MINUTE, MORNING

SIZES = (50, 1_200)
MEASURED = 40  # reports before each size
WITHIN = timedelta(hours=2)
PARTS: tuple[tuple[Any, str, str], ...] = (
    (Triage, "understand", "reading"),
    (Triage, "hear", "reading"),
    (DeskContext, "facts", "crowd"),
    (Triage, "testified", "evidence"),
    (Triage, "next_move", "reply"),
    (ReplyWording, "reply", "reply"),
    (intake, "raise_ticket", "reply"),
    (answering, "look_after", "incidents"),
    (Connection, "execute", "store"),
    (Connection, "_commit_impl", "store"),
)


class Clock:
    """Processor time by part, each without the parts inside it."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = defaultdict(float)
        self._inside = [0.0]
        for owner, name, part in PARTS:
            setattr(owner, name, self.timing(getattr(owner, name), part))

    def timing(self, function: Callable[..., Any], part: str) -> Callable[..., Any]:
        @wraps(function)
        def timed(*args: Any, **named: Any) -> Any:
            self._inside.append(0.0)
            began = time.process_time()
            try:
                return function(*args, **named)
            finally:
                taken = 1000 * (time.process_time() - began)
                self.taken[part] += taken - self._inside.pop()
                self._inside[-1] += taken

        return timed


def opened(desk: Desk) -> None:
    """The shipped catalogue, and its pages as they are on a good day."""
    knowledge = load()
    desk.handle(Opened(MORNING, restarted=False, baseline=Baseline(800, 6.0, 1.0)))
    for product in knowledge.catalogue.products.values():
        if product.status_feed is not None:
            feed = FeedRead(
                MORNING, product.status_feed, product.id, FetchOutcome.OK, Shows.OPERATIONAL
            )
            desk.handle(feed)


def reports(count: int) -> list[Event]:
    """So many first reports, and a minute's tick where one has gone by."""
    texts = [m.text for m in training_messages(shipped()) if m.kind.is_report]
    random.Random(1).shuffle(texts)  # noqa: S311 - a fixed mixture
    events: list[Event] = []
    last = MORNING
    for n in range(count):
        at = MORNING + WITHIN * n / count
        if at - last >= MINUTE:
            events.append(Tick(at))
            last = at
        text = texts[n % len(texts)]
        events.append(MessageReceived(at, f"m{n}", f"c{n}", f"t{n}", "chat", text, None, None))
    return events


def cpu(handle: Callable[[Event], object], event: Event) -> float:
    """Milliseconds of processor time that an event takes."""
    began = time.process_time()
    handle(event)
    return 1000 * (time.process_time() - began)


def measured(count: int, folder: Path, clock: Clock) -> tuple[list[float], list[float]]:
    """Milliseconds of the last reports, and of as many events that do nothing."""
    store = SqlStore.open(f"sqlite:///{folder / 'desk.sqlite'}")
    desk = Desk(store, load())
    handle = clock.timing(desk.handle, "rest")
    opened(desk)
    taken, nothing, left = list[float](), list[float](), count
    for event in reports(count):
        is_report = isinstance(event, MessageReceived)
        left -= is_report
        counts = is_report and left < MEASURED
        if counts:
            taken.append(cpu(handle, event))
        kept = dict(clock.taken) if taken else {}
        if counts:
            nothing.append(cpu(desk.handle, SocialPost(event.at, "x")))
        else:
            desk.handle(event)
        clock.taken.clear()
        clock.taken.update(kept)
    store.close()
    return taken, nothing


def main() -> None:
    clock, parts = Clock(), [*dict.fromkeys(part for *_, part in PARTS), "rest"]
    names = ("mean", "median", "p99", "times", *parts)
    sys.stdout.write(f"{'open reports':>12} " + " ".join(f"{n:>9}" for n in names) + "\n")
    for size in [int(given) for given in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            taken, nothing = measured(size, Path(folder), clock)
        mean = statistics.mean(taken)
        figures = [mean, statistics.median(taken), statistics.quantiles(taken, n=100)[98]]
        figures += [mean / statistics.mean(nothing)]
        figures += [clock.taken[part] / len(taken) for part in parts]
        sys.stdout.write(f"{size:12,} " + " ".join(f"{f:9.2f}" for f in figures) + "\n")


if __name__ == "__main__":
    main()
