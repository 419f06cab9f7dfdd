"""Deliveries from approval to the last that is settled, beside bare loops; one command, one table.

    python -m tests.benchmarks.delivery [PART ...] [--recipients 100000] [--rounds 3] [--million]

Parts: ``throughput``, ``limits``, ``overtaking``, ``memory``, ``sizing``; without any all of them.
Real processes with the real desk, jobs and ledger on SQLite (which waits for the disk at every
commit) and on PostgreSQL at 127.0.0.1; only the channel is one that does nothing. Times are those
that the ledger itself has written down. Each bar is met by the median of the rounds. ``memory`` is
that of the command as it ships; with ``--million`` also with a million recipients, which takes a
quarter of an hour.
"""

import argparse
import os
import sys
from collections.abc import Callable
from statistics import median

from tests.benchmarks.delivery import bare
from tests.benchmarks.delivery.overtaking import replies, reply_rate
from tests.benchmarks.delivery.process import Wire
from tests.benchmarks.delivery.shipped import peaks
from tests.benchmarks.delivery.throughput import told, typical

SET_UPS = (("file", 1), ("postgresql", 1), ("postgresql", 2))
NAMES = {"file": "SQLite", "postgresql": "PostgreSQL"}
FAST = Wire(at_once=512)
BAR, MARGIN, OVERTAKES, MEMORY = 5_000, 1.1, 1.0, 150


class Table:
    """Lines with a measure, its bar if it has one, and whether that is met."""

    def __init__(self) -> None:
        self.missed = 0

    def say(self, line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def head(self, title: str) -> None:
        self.say(f"\n{title} (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)")

    def line(self, name: str, value: str, bar: str = "", *, met: bool = True) -> None:
        self.missed += not met
        verdict = ("met" if met else "MISSED") if bar else ""
        self.say(f"  {name:52}{value:>22}{bar:>12}  {verdict}")


def named(kind: str, processes: int) -> str:
    many = f"{processes} workers" if processes > 1 else "1 process"
    return f"{NAMES[kind]}, {many}"


def throughput(table: Table, recipients: int, rounds: int) -> None:
    table.head(f"{recipients:,} recipients, a channel that does nothing; deliveries a second")
    for kind, processes in SET_UPS:
        rates = [told(kind, recipients, processes, FAST).took.rate for _ in range(rounds)]
        barred = kind == "file" or processes == 2
        table.line(
            named(kind, processes),
            f"{median(rates):,.0f}",
            f">= {BAR:,}" if barred else "",
            met=not barred or median(rates) >= BAR,
        )
        table.say(f"    rounds: {[round(rate) for rate in rates]}")
    for kind, name in NAMES.items():
        loops = [bare.ledger_loop(kind, recipients) for _ in range(rounds)]
        table.line(f"bare ledger loop, {name}", f"{median(loops):,.0f}")
    jobs = [bare.job_engine(min(recipients, 10_000), 64) for _ in range(rounds)]
    table.line("bare Procrastinate, a job each, already deferred", f"{median(jobs):,.0f}")


def limits(table: Table, rounds: int) -> None:
    table.head("20 destinations with a rate limit; wall time against what the limits allow")
    paced = (
        ("1 a second each, as Slack's rooms", Wire(256, 0.05, every=1.0), 31),
        ("50 a second each, 10 at once", Wire(256, 0.01, every=0.02, burst=10, abreast=16), 500),
    )
    for name, wire, each in paced:
        bound = (each - wire.burst) * wire.every + wire.takes
        for kind, processes in SET_UPS:
            took = [told(kind, 20 * each, processes, wire, 20).took.seconds for _ in range(rounds)]
            share = median(took) / bound
            table.line(
                f"{name}; {named(kind, processes)}",
                f"{median(took):.2f} s = {share:.2f}",
                f"<= {MARGIN}",
                met=share <= MARGIN,
            )


def overtaking(table: Table) -> None:
    table.head("replies while a broadcast runs, seconds from decision to delivery")
    slow = (("receivers that take 5 ms", Wire(8, 0.005)), ("receivers that take 2 s", Wire(8, 2.0)))
    for name, wire in slow:
        for kind, processes in SET_UPS:
            middle, late = typical(replies(kind, processes, wire, 200, 10.0))
            table.line(
                f"{name}; {named(kind, processes)}",
                f"p50 {middle:.3f} p99 {late:.3f}",
                f"<= {OVERTAKES}",
                met=late <= OVERTAKES,
            )


def memory(table: Table, *, million: bool) -> None:
    table.head("the most memory of each process that ships, MB; at most 50,000 deliveries")
    for number in (10_000, 100_000, *([1_000_000] if million else [])):
        for kind, name in NAMES.items():
            for process, most in peaks(kind, number).items():
                bar, met = f"<= {MEMORY}", most <= MEMORY
                table.line(f"{name}, {number:,}: {process}", f"{most:.0f}", bar, met=met)


def sizing(table: Table) -> None:
    table.head("for the sizing table; seconds from decision to delivery")
    for kind, processes in SET_UPS:
        rate, (middle, late) = reply_rate(kind, processes, 1_000)
        waits = f"p50 {middle:.3f} p99 {late:.3f}"
        table.line(f"replies, {named(kind, processes)}", f"{rate:,.0f}/s {waits}")
    for kind, processes in SET_UPS:
        found = told(kind, 20_000, processes, FAST)
        waits = f"p50 {found.waited[0]:.3f} p99 {found.waited[1]:.3f}"
        table.line(f"deliveries, {named(kind, processes)}", f"{found.took.rate:,.0f}/s {waits}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.delivery")
    table = Table()
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--recipients", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--million", action="store_true", help="memory also with so many recipients"
    )
    given = parser.parse_args()
    parts: dict[str, Callable[[], None]] = {
        "throughput": lambda: throughput(table, given.recipients, given.rounds),
        "limits": lambda: limits(table, given.rounds),
        "overtaking": lambda: overtaking(table),
        "memory": lambda: memory(table, million=given.million),
        "sizing": lambda: sizing(table),
    }
    if unknown := set(given.parts) - parts.keys():
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    for name in given.parts or parts:
        parts[name]()
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
