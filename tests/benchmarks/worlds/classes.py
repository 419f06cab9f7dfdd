"""Classes of shared trouble in real words, through the real desk and beside rules that count.

    python -m tests.benchmarks.worlds.classes --days 10 --jobs 2

``classes.yaml`` says what the classes are, ``days.py`` how a day of one is drawn. The rules count true
reports, which the desk must read. Of all of them (so many organisations in so many minutes) that one is
shown for each class that is in time most often without more false alarms than the desk on the same days,
so that chance favours the rules. In time: by the fifth organisation's report. False: before the first.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks.worlds.class_day import Result, Stage
from tests.benchmarks.worlds.days import CLASSES, REAL, a_day
from tests.benchmarks.worlds.measure import calibration
from tests.benchmarks.worlds.record import Played
from tests.benchmarks.worlds.rules import Rule, detected_at, false_alarms, organisations_within

RULES = tuple(
    Rule(f">= {n} in {minutes} min", n, (), organisations_within(minutes))
    for minutes in (10, 20, 30, 60, 120, 240)
    for n in range(2, 11)
)


def fifth(played: Played, fault: int) -> float:
    """When the fifth organisation of a fault, or its last, had written."""
    moments = [r.at for r in played.reports if r.fault == fault]
    return moments[min(4, len(moments) - 1)]


def _in_time(result: Result, fault: int) -> bool:
    seen = result.seen[fault]
    return seen is not None and seen <= fifth(result.played, fault)


def false_of(result: Result) -> int:
    """Incidents raised before anybody wrote of a fault."""
    firsts = [r.at for r in result.played.reports if r.fault is not None]
    begun = min(firsts, default=float("inf"))
    return sum(a.action == "raised" and a.at < begun for a in result.played.alarms)


def beside(results: Sequence[Result]) -> dict[str, tuple[int, dict[str, float]]]:
    """By rule: its false alarms on all days, and the share of faults in time by class."""
    found = {}
    for rule in RULES:
        firings = [rule.firings(r.played, rule.published) for r in results]
        false = sum(false_alarms([f for f in fired if f.is_false]) for fired in firings)
        hits: dict[str, list[bool]] = {}
        for result, fired in zip(results, firings, strict=True):
            for n in range(len(result.played.faults)):
                at = detected_at(fired, n)
                in_time = at is not None and at <= fifth(result.played, n)
                hits.setdefault(result.name, []).append(in_time)
        found[rule.name] = false, {c: sum(h) / len(h) for c, h in hits.items()}
    return found


def table(results: Sequence[Result]) -> list[dict[str, Any]]:
    """A row for each class, and one for all."""
    false = sum(map(false_of, results))
    rules = beside(results)
    calm = {name: hits for name, (many, hits) in rules.items() if many <= false}
    rows = []
    for name in [*dict.fromkeys(r.name for r in results), "all"]:
        of = [r for r in results if name in (r.name, "all")]
        faults = [(r, n) for r in of for n in range(len(r.seen))]
        total = max(1, len(faults))
        best = max(calm, key=lambda c: calm[c].get(name, 0.0), default="") if name != "all" else ""
        good = calibration([r.played for r in of])
        rows.append(
            {
                "class": name,
                "days": len(of),
                "seen": sum(r.seen[n] is not None for r, n in faults) / total,
                "in_time": sum(_in_time(r, n) for r, n in faults) / total,
                "rule": calm[best].get(name, 0.0) if best else 0.0,
                "rule_is": best,
                "false": sum(map(false_of, of)),
                "fair": sum(r.fair for r in of) / total,
                "early": sum(r.early for r in of),
                "named": sum(len(set(r.named)) for r in of),
                "ece": good["expected_calibration_error"],
                "seconds": round(sum(r.played.seconds for r in of), 1),
            }
        )
    return rows


def played(task: tuple[str, int], real: Path | None) -> Result:
    return Stage(a_day(*task, real)).played()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.worlds.classes")
    parser.add_argument(
        "--days", type=int, default=10, help="of each class; quiet days twice as many"
    )
    parser.add_argument("--first", type=int, default=0, help="first seed")
    parser.add_argument("--only", nargs="*", choices=[*CLASSES], help="classes")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--real", type=Path, default=REAL, help="real messages, JSON lines")
    parser.add_argument("--verbose", action="store_true", help="what was missed and who was named")
    given = parser.parse_args()
    real = given.real if given.real.exists() else None
    if real is None:
        sys.stderr.write(
            f"no real messages at {given.real}: words of the training messages alone\n"
        )
    names = given.only or [*CLASSES]
    tasks = [
        (n, s)
        for n in names
        for s in range(given.first, given.first + given.days * (1 + (n == "quiet")))
    ]
    with ProcessPoolExecutor(given.jobs) as pool:
        results = list(pool.map(partial(played, real=real), tasks, chunksize=4))
    if given.verbose:
        for r in results:
            leads = [
                (round(a.at), a.action, a.suspects[:2], a.organisations) for a in r.played.alarms
            ]
            sys.stdout.write(
                f"{r.name} {r.played.seed} onset {[(round(f.onset), f.cause) for f in r.played.faults]} seen {r.seen} {leads} named {r.named}\n"
            )
    for row in table(results):
        shown = {k: round(v, 2) if isinstance(v, float) else v for k, v in row.items()}
        sys.stdout.write(json.dumps(shown, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
