"""What watching status feeds costs us, beside what another reader takes and makes of them.

    python -m tests.benchmarks.feeds

Everything is served from this machine's loopback addresses. It takes three minutes and ends by
itself; the exit code is 1 where a bar is missed.
"""

import signal
import statistics
import sys
import tempfile
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tests.benchmarks.feeds.documents import DOCUMENTS
from tests.benchmarks.feeds.pages import COUNT, SUMMARIES, address
from tests.benchmarks.feeds.processes import (
    Process,
    certificate,
    installed,
    ours,
    server,
    theirs,
    trusting,
)

PACKAGE = "statuspage-prometheus-exporter==2.6.0"
ROUNDS = 9  # of each side, the first of them to warm up
CPU_BAR = 10.0  # per cent of one core
MEMORY_BAR = 100.0  # MB
RATIO_BAR = 10.0
LONGEST = 480  # seconds that all of it may take


def say(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def minute() -> bool:
    """500 feeds at an interval of a minute: whether processor and memory keep to their bars."""
    say(f"A minute of {COUNT} feeds on {COUNT} loopback hosts, each polled once a minute")
    with server("mixed") as port, ours(COUNT, port) as process:
        seen = process.ask("minute")
    first, steady = seen["first"] / 0.6, seen["cpu"] / 0.6
    peak = seen["peak"] / 1e6
    polls = sum(seen["told"].values())
    say(f"  processor, steady minute      {steady:6.1f} % of one core   (bar {CPU_BAR:g} %)")
    say(f"  processor, first minute       {first:6.1f} % of one core   (every document is read)")
    say(f"  memory, peak of the process   {peak:6.1f} MB              (bar {MEMORY_BAR:g} MB)")
    say(f"  polls told to the desk        {polls:6d}   {seen['told']}")
    say(f"  longest stall of the loop     {1000 * seen['lag']:6.0f} ms")
    say()
    return bool(max(steady, first) <= CPU_BAR and peak <= MEMORY_BAR)


@dataclass(frozen=True, slots=True)
class Other:
    """The other reader, installed in a folder that goes when the benchmark ends."""

    python: str
    folder: Path

    def __call__(
        self, count: int, port: int, scheme: str = "http"
    ) -> AbstractContextManager[Process]:
        addresses = [address(number, port, scheme) for number in range(count)]
        return theirs(self.python, self.folder, addresses)


def alternating(we: Process, they: Process) -> list[float]:
    """Medians of the processor time for one poll in µs: ours, theirs, and its checks alone."""
    steps = ((we, "round"), (they, "round"), (they, "checks"))
    rounds = [[side.ask(command)["cpu"] for side, command in steps] for _ in range(ROUNDS)]
    columns = zip(*rounds[1:], strict=True)
    return [1e6 * statistics.median(column) / SUMMARIES for column in columns]


def row(name: str, used: list[float]) -> float:
    mine, whole, checks = used
    say(
        f"  {name:12} {mine:6.0f} µs {whole:7.0f} µs {whole / mine:6.1f} x"
        f" {checks:9.0f} µs {checks / mine:6.1f} x"
    )
    return whole / mine


def costs(other: Other) -> bool:
    """Processor time for one poll of an unchanged Statuspage summary, both sides."""
    say(f"One poll of an unchanged summary of 2 to 90 KB ({SUMMARIES} hosts, ten at a time)")
    say("  ours: name lookup, GET on a new connection, digest or 304, word, event for the desk")
    say("  theirs: its monitor_services() with its caches, history and gauges; its log held back")
    say("  its checks alone: its check_service_status() one after another, without gauges")
    say("  feeds          ours     theirs    ratio  its checks alone")
    ratios = []
    for manner in ("etag", "plain"):
        with server(manner) as port, ours(SUMMARIES, port) as we, other(SUMMARIES, port) as they:
            ratios.append(row(manner, alternating(we, they)))
    if both := certificate(other.folder):
        trusted = trusting(other.python, both)
        with (
            server("etag", both) as port,
            ours(SUMMARIES, port, trusted) as we,
            other(SUMMARIES, port, "https") as they,
        ):
            row("etag, TLS", alternating(we, they))
    say(
        f"  medians of {ROUNDS - 1} rounds that alternate   (bar {RATIO_BAR:g} x, in the first two rows;"
    )
    say("  over TLS each poll of either side is a handshake more, whose cost is nobody's merit)")
    say()
    return min(ratios) >= RATIO_BAR


def slow(other: Other) -> bool:
    """One body of 45 bytes at a byte a second among the feeds: when the others are known."""
    say(f"One body that drips for 45 s among {SUMMARIES} feeds")
    with server("drip") as port:
        with ours(SUMMARIES, port) as we:
            told = sorted(we.ask("round")["told"])
        with other(SUMMARIES, port) as they:
            whole = they.ask("round")["told"][0]
    say(
        f"  ours:   {SUMMARIES - 1} feeds told after {told[-2]:.1f} s; the slow one given up after {told[-1]:.1f} s"
    )
    say(f"  theirs: no gauge is set before the slowest has answered: {whole:.1f} s")
    say()
    return bool(told[-2] < 2)


def documents(other: Other) -> bool:
    """What each side says of documents that are easily misread; the second poll counts."""
    say("What is made of a document, at the second poll")
    with server("documents") as port, ours(len(DOCUMENTS), port) as we:
        mine = [we.ask("read") for _ in range(2)][1]
    with server("documents") as port, other(len(DOCUMENTS), port) as they:
        its = [they.ask("read") for _ in range(2)][1]
    right = True
    for document, we_say, they_say in zip(DOCUMENTS, mine, its, strict=True):
        wrong = "" if we_say == document.ours else f"   WRONG, not {document.ours!r}"
        right = right and not wrong
        say(f"  {document.name}")
        say(f"    truth:  {document.truth}")
        say(f"    theirs: {they_say}")
        say(f"    ours:   {we_say}{wrong}")
    say(
        "  Its (1) is its gauge for operational, (0) for trouble. That maintenance_info is 1 for what"
    )
    say("  is only planned, and probe_check 1 from its cache, is as it documents them.")
    say()
    return right


def give_up(*_: object) -> NoReturn:
    raise SystemExit(f"not done after {LONGEST} s")


def main() -> None:
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LONGEST)
    kept = {"minute": minute()}
    with tempfile.TemporaryDirectory() as name:
        other = Other(installed(Path(name), PACKAGE), Path(name))
        kept["costs"] = costs(other)
        kept["slow body"] = slow(other)
        kept["documents"] = documents(other)
    missed = [bar for bar, is_kept in kept.items() if not is_kept]
    say(f"bars missed: {', '.join(missed)}" if missed else "every bar is kept")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
