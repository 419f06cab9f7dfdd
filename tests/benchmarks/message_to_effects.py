"""How long one message takes from event to effects, in process, on SQLite in a file.

    python -m tests.benchmarks.message_to_effects [OPEN_REPORTS ...]

A bad morning: a plug-in fails, its vendor's page says so, and of so many organisations each has one
open report of the last two hours. Nine in ten stand in the incident, and all of these were told of
it; the others have troubles of their own, as many as are usual for a desk of that size. The store
holds of each what the desk looks at: the conversation, the testimony in the log and what was told in
the ledger, copied from a few reports that were really read.

Then a desk starts and 40 minutes go by. In each a new organisation reports the fault, another a
trouble of its own, a third asks how something is done, and of those before them one says that it goes
on and one that it works again. The table has milliseconds: the first message (it waits until the
patterns are built and the log is folded in), median and 99th percentile of the 200 that follow, how
many times the median with 1,000 open reports that is, the median of each kind, and that of the ticks
between. The smallest size comes first and bears what is built once in a process.

Last, the day of the demo, drawn out to five hours: its events, recorded, are handed one after the
other to a desk that has started, on a store of its own.

The bars: with 1,000 open reports a median of 5 ms and a 99th percentile of 25 ms, with 100,000 at
most 1.5 times that; the day in less than a second. It does not measure delivery, the web or the wait
for a disk (``durable`` is off), nor the events that write to everybody: when an incident is first
told of, or ends, every member's notice takes its time.
"""

import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from bot.desk.desk import Desk, Keeps
from bot.desk.player import Player
from bot.knowledge.day import load_day
from bot.knowledge.load import load
from bot.model.conversation import Conversation
from bot.model.effect import Effect
from bot.model.event import Baseline, Event, MessageReceived, Tick
from bot.model.incident import ToldNotice
from bot.model.knowledge import Knowledge
from bot.model.status import Shows
from bot.model.tenant_report import NO_INCIDENT, TenantReport
from bot.store import rows, tables
from bot.store.sql import SqlStore
from tests.builders import MINUTE, PRINTS, PRODUCTS, opening
from tests.fakes import Day

SIZES = (10, 1_000, 20_000, 100_000)
COMPARED_WITH = 1_000
ROUNDS = 40
EXPLAINED = 0.9  # share of the open reports that the incident explains
LASTED = timedelta(hours=2)
CHUNK = 2_000  # reports written at a time
COUNTS = 1  # the state of a testimony that nothing has replaced
FAULT = (
    "帳票の印刷ボタンを押してもPDFが出ません",
    "Tanpopo PrintのPDFが今朝から出力できません",
    "The PDF button of Tanpopo Print does nothing since this morning",
)
LOCAL = (
    "私だけログインできません",
    "私のパソコンだけ添付ファイルが開けません",
    "アプリの権限がないと出て見られません",
)
HOW_TO = "一覧の絞り込みの方法を教えてください"
STILL = "まだ印刷できません"
WELL = "何もしていませんが、使えるようになりました"
KINDS = ("report", "other", "how-to", "still", "well")


class TimedDesk(Desk):
    """A desk that keeps of every event how many milliseconds it took."""

    def __init__(self, store: SqlStore, knowledge: Knowledge) -> None:
        super().__init__(store, knowledge)
        self.taken: dict[type[Event], list[float]] = defaultdict(list)

    def handle(self, event: Event, keeps: Keeps = tuple) -> tuple[Effect, ...]:
        began = time.perf_counter()
        effects = super().handle(event, keeps)
        self.taken[type(event)].append(1000 * (time.perf_counter() - began))
        return effects


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of one size of morning: the first message, the others in order, the ticks."""

    first: float
    messages: list[float] = field(default_factory=list)
    ticks: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.messages)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.messages, n=100)[98]

    def of(self, kind: str) -> float:
        """The median of one kind of message."""
        return statistics.median(self.messages[KINDS.index(kind) :: len(KINDS)])


@dataclass(frozen=True, slots=True)
class Copied:
    """What is copied: a conversation as it was read, and what it says to others."""

    conversation: Conversation
    said: TenantReport

    def as_of(self, number: int, at: datetime) -> "Copied":
        """The same trouble of another organisation at another moment."""
        tenant, said = f"tenant{number}", self.conversation
        moved = replace(
            said,
            id=f"C-{number}",
            customer=f"user{number}",
            tenant=tenant,
            opened_at=at,
            reported_at=at,
            last_report_at=at,
            turns=tuple(replace(t, at=at) for t in said.turns),
            ticket=None,
        )
        return Copied(moved, replace(self.said, tenant=tenant, at=at))


def a_morning(day: Day) -> None:
    """A few reports, really read: the incident they raise is published and told of."""
    day.opens(*PRODUCTS)
    for n in range(3 * len(FAULT)):
        day.report(f"early{n}", text=FAULT[n % len(FAULT)], uses=PRINTS)
    day.feed(str(PRINTS.status_feed), Shows.INVESTIGATING)
    for n, text in enumerate(LOCAL):
        day.passes(2)
        day.says(f"alone{n}", text)
    day.passes(15)  # nobody waits for an answer of theirs any more


def read_so_far(day: Day, incident: str | None) -> list[Copied]:
    """The reports that were really read, of an incident or of none."""
    with day.store.work() as work:
        found = [
            (c, work.testimony(incident or NO_INCIDENT, c.tenant))
            for c in work.active_conversations(day.now - LASTED)
            if c.incident == incident
        ]
    return [Copied(c, said) for c, said in found if said is not None]


def spread(count: int, since: datetime, until: datetime) -> Iterator[datetime]:
    """Moments at which so many report: most of them soon after it began."""
    return (since + (until - since) * (n / count) ** 1.5 for n in range(count))


def fill(day: Day, store: SqlStore, open_reports: int) -> None:
    """Open reports of as many organisations, in the incident or with a trouble of their own."""
    (incident,) = day.incidents
    since, until = day.now, day.now + LASTED
    explained = round(EXPLAINED * open_reports)
    for group, numbers in (
        (incident.id, range(explained)),
        (None, range(explained, open_reports)),
    ):
        like = read_so_far(day, group)
        moments = spread(len(numbers), since, until)
        copies = (like[n % len(like)].as_of(n, at) for n, at in zip(numbers, moments, strict=True))
        write(store, group, copies)
    day.now = until
    grown = incident.organisations + explained
    with day.store.work() as work:
        work.save_incident(replace(incident, organisations=grown, last_report_at=until))
    usual = (open_reports - explained) / (LASTED / timedelta(hours=1))
    day.desk.handle(replace(opening(when=until), baseline=Baseline(problem_reports_per_hour=usual)))


def write(store: SqlStore, incident: str | None, copies: Iterable[Copied]) -> None:
    """Everything that the store holds of reports, many at a time."""
    while some := list(islice(copies, CHUNK)):
        with store.work() as work:
            into = work._connection
            into.execute(
                tables.conversations.insert(),
                [rows.row_of(c.conversation, changed_at=c.said.at) for c in some],
            )
            into.execute(
                tables.testimonies.insert(),
                [rows.row_of(c.said, group=incident or NO_INCIDENT, state=COUNTS) for c in some],
            )
            if incident is not None:
                work.tell(
                    incident,
                    [
                        ToldNotice(c.conversation.customer, reason, c.said.at)
                        for c in some
                        for reason in ("update", "workaround")
                    ],
                )


def messages(number: int) -> Iterator[tuple[str, str, tuple[str, ...] | None]]:
    """What is written in one minute: by whom, what, and what they are known to use."""
    uses = (PRINTS.id,)
    yield f"late{number}", FAULT[number % len(FAULT)], uses
    yield f"other{number}", LOCAL[number % len(LOCAL)], None
    yield f"asks{number}", HOW_TO, uses
    yield f"late{number - 1}", STILL, uses
    yield f"other{number - 1}", WELL, None


def measured(open_reports: int, folder: Path, knowledge: Knowledge) -> Measured:
    """What messages take beside so many open reports."""
    store = SqlStore.open(f"sqlite:///{folder / 'desk.sqlite'}", durable=False)
    day = Day(knowledge, store)
    a_morning(day)
    fill(day, store, open_reports)
    day.desk = desk = TimedDesk(store, knowledge)
    for name, text, uses in messages(0):
        day.says(name, text, uses=uses)
    for number in range(1, ROUNDS + 1):
        day.passes(1)
        since = day.now
        for place, (name, text, uses) in enumerate(messages(number)):
            day.now = since + place * MINUTE / len(KINDS)
            day.says(name, text, uses=uses)
        day.now = since
    if len(day.incidents) > 1:
        raise SystemExit(f"other incidents were raised beside {open_reports} open reports")
    store.close()
    taken = desk.taken[MessageReceived]
    return Measured(taken[0], taken[len(KINDS) :], desk.taken[Tick])


def a_recorded_day(knowledge: Knowledge) -> list[Event]:
    """The day of the demo, drawn out to five hours: all its events in order."""
    day = load_day()
    store = SqlStore.open("sqlite://")
    player = Player(replace(day, end=day.start + timedelta(hours=5)), Desk(store, knowledge).handle)
    events = []
    while (step := player.step()) is not None:
        events.append(step.event)
    store.close()
    return events


def replayed(events: list[Event], folder: Path, knowledge: Knowledge) -> float:
    """Seconds that a desk takes for recorded events, once it has started and read a message."""
    store = SqlStore.open(f"sqlite:///{folder / 'replay.sqlite'}", durable=False)
    desk = Desk(store, knowledge)
    opened, *others = events
    desk.handle(opened)
    assert desk._room is not None
    assert desk._room.triage is not None
    began = time.perf_counter()
    for event in others:
        desk.handle(event)
    taken = time.perf_counter() - began
    store.close()
    return taken


def table(found: Mapping[int, Measured]) -> Iterator[str]:
    """The figures, a line for each size."""
    compared = found.get(COMPARED_WITH)
    names = ("first", "median", "p99", "times", *KINDS, "tick")
    yield " ".join((" open reports", *(f"{n:>7}" for n in names)))
    for size, m in found.items():
        times = f"{m.median / compared.median:7.2f}" if compared else " " * 7
        rest = (*(m.of(k) for k in KINDS), statistics.median(m.ticks))
        before = " ".join(f"{x:7.1f}" for x in (m.first, m.median, m.p99))
        yield f"{size:13,} {before} {times} " + " ".join(f"{x:7.1f}" for x in rest)


def main() -> None:
    knowledge = load()
    found = {}
    for size in [int(given) for given in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            found[size] = measured(size, Path(folder), knowledge)
    sys.stdout.writelines(f"{line}\n" for line in table(found))
    events = a_recorded_day(knowledge)
    said = sum(isinstance(e, MessageReceived) for e in events)
    with tempfile.TemporaryDirectory() as folder:
        seconds = replayed(events, Path(folder), knowledge)
    sys.stdout.write(
        f"a day of five hours ({len(events)} events, {said} messages): {seconds:.2f} s\n"
    )


if __name__ == "__main__":
    main()
