"""What watching status feeds costs us, beside what another reader takes and makes of them.

    python -m tests.benchmarks.feeds

Everything is served from this machine's loopback addresses over plain HTTP. It takes four minutes
and ends by itself; the exit code is 1 where a bar is missed.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.feeds.documents import DOCUMENTS
from tests.benchmarks.feeds.pages import COUNT, SUMMARIES, address
from tests.benchmarks.feeds.processes import installed, ours, server, theirs

PACKAGE = "statuspage-prometheus-exporter==2.6.0"
ROUNDS = 9  # of each side, the first of them to warm up
CPU_BAR = 10.0  # per cent of one core
MEMORY_BAR = 100.0  # MB
RATIO_BAR = 10.0


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
    say(f"  processor, first minute       {first:6.1f} % of one core   (every document is new)")
    say(f"  memory, peak of the process   {peak:6.1f} MB              (bar {MEMORY_BAR:g} MB)")
    say(f"  polls told to the desk        {polls:6d}   {seen['told']}")
    say(f"  longest stall of the loop     {1000 * seen['lag']:6.0f} ms")
    say()
    return bool(max(steady, first) <= CPU_BAR and peak <= MEMORY_BAR)


def beside(python: str, folder: Path, manner: str) -> float:
    """How many times our processor time the other takes for a poll; rounds alternate."""
    with server(manner) as port:
        addresses = [address(number, port) for number in range(SUMMARIES)]
        with ours(SUMMARIES, port) as we, theirs(python, folder, addresses) as they:
            rounds = [
                [1e6 * side.ask(command)["cpu"] / SUMMARIES for side, command in
                 ((we, "round"), (they, "round"), (they, "checks"))]
                for _ in range(ROUNDS)
            ][1:]  # fmt: skip
    mine, whole, checks = (statistics.median(column) for column in zip(*rounds, strict=True))
    say(
        f"  {manner:6} {mine:8.0f} µs {whole:8.0f} µs {whole / mine:6.1f} x"
        f" {checks:10.0f} µs {checks / mine:6.1f} x"
    )
    return float(whole / mine)


def costs(python: str, folder: Path) -> bool:
    """Processor time for one poll of an unchanged Statuspage summary, both sides."""
    say(f"One poll of an unchanged summary of 2 to 90 KB ({SUMMARIES} hosts, ten at a time)")
    say("  ours: name lookup, GET on a new connection, digest or 304, word, event for the desk")
    say("  theirs: its monitor_services() with its caches, history and gauges; its log held back")
    say("  its checks alone: its check_service_status() one after another, without gauges")
    say("  feeds       ours      theirs    ratio   its checks alone")
    with_etag, without = (beside(python, folder, manner) for manner in ("etag", "plain"))
    say(f"  medians of {ROUNDS - 1} rounds that alternate   (bar {RATIO_BAR:g} x, in both rows)")
    say()
    return min(with_etag, without) >= RATIO_BAR


def slow(python: str, folder: Path) -> bool:
    """One body of 45 bytes at a byte a second among the feeds: when the others are known."""
    say(f"One body that drips for 45 s among {SUMMARIES} feeds")
    with server("drip") as port:
        with ours(SUMMARIES, port) as we:
            told = sorted(we.ask("round")["told"])
        with theirs(python, folder, [address(n, port) for n in range(SUMMARIES)]) as they:
            whole = they.ask("round")["told"][0]
    say(
        f"  ours:   {SUMMARIES - 1} feeds told after {told[-2]:.1f} s; the slow one given up after {told[-1]:.1f} s"
    )
    say(f"  theirs: no gauge is set before the slowest has answered: {whole:.1f} s")
    say()
    return bool(told[-2] < 2)


def documents(python: str, folder: Path) -> bool:
    """What each side says of documents that are easily misread; the second poll counts."""
    say("What is made of a document, at the second poll")
    with server("documents") as port, ours(len(DOCUMENTS), port) as we:
        mine = [we.ask("read") for _ in range(2)][1]
    with server("documents") as port:
        addresses = [address(number, port) for number in range(len(DOCUMENTS))]
        with theirs(python, folder, addresses) as they:
            other = [they.ask("read") for _ in range(2)][1]
    right = True
    for document, we_say, they_say in zip(DOCUMENTS, mine, other, strict=True):
        wrong = "" if we_say == document.ours else f"   WRONG, not {document.ours!r}"
        right = right and not wrong
        say(f"  {document.name}")
        say(f"    truth:  {document.truth}")
        say(f"    theirs: {they_say}")
        say(f"    ours:   {we_say}{wrong}")
    say()
    return right


def main() -> None:
    kept = {"minute": minute()}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = installed(folder, PACKAGE)
        kept["costs"] = costs(python, folder)
        kept["slow body"] = slow(python, folder)
        kept["documents"] = documents(python, folder)
    missed = [bar for bar, is_kept in kept.items() if not is_kept]
    say(f"bars missed: {', '.join(missed)}" if missed else "every bar is kept")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
