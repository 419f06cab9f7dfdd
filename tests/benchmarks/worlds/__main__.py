"""Robustness over random worlds, through the real desk.

    python -m tests.benchmarks.worlds --worlds 200 --jobs 2 --json figures.json --svg

Prints the report; ``--json`` writes every figure, ``--svg`` draws them (matplotlib, the extra ``bench``).
The same seeds give the same figures whatever ``--jobs`` is.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.worlds.compare import beside_rules, detection, faults_of, our_delays
from tests.benchmarks.worlds.headlines import headlines
from tests.benchmarks.worlds.measure import (
    Figures,
    accuracy,
    accusations,
    calibration,
    calm,
)
from tests.benchmarks.worlds.play import play
from tests.benchmarks.worlds.record import Played
from tests.benchmarks.worlds.report import lines

PICTURE = Path(__file__).parent / "worlds.svg"


def played(seeds: Sequence[int], jobs: int, *, probes: bool) -> list[Played]:
    """Every world of these seeds, in their order; a dot for each ten on standard error."""
    found, one = [], partial(play, probes=probes)
    with ProcessPoolExecutor(jobs) as pool:
        worlds = pool.map(one, seeds, chunksize=4) if jobs > 1 else map(one, seeds)
        for number, world in enumerate(worlds, 1):
            found.append(world)
            if number % 10 == 0:
                sys.stderr.write(".")
                sys.stderr.flush()
    sys.stderr.write("\n")
    return found


def figures_of(worlds: Sequence[Played]) -> Figures:
    """Every figure that is reported, ready for JSON."""
    return {
        "worlds": {
            "count": len(worlds),
            "first_seed": worlds[0].seed,
            "hours": round(sum(w.minutes for w in worlds) / 60),
            "messages": sum(w.messages for w in worlds),
            "reports": sum(len(w.reports) for w in worlds),
            "faults": sum(len(w.faults) for w in worlds),
            "seconds_of_desk": round(sum(w.seconds for w in worlds), 1),
        },
        "headlines": headlines(worlds),
        "accuracy": accuracy(worlds),
        "calm": calm(worlds),
        "calibration": calibration(worlds),
        "calibration_with_parts": calibration(worlds, ("right", "coarse", "through")),
        "accusations": accusations(worlds),
        "detection": detection(worlds),
        "our_delays": our_delays(faults_of(worlds)),
        "our_delays_named": our_delays(faults_of(worlds), "cause first"),
        "rules": beside_rules(worlds),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.worlds")
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="first seed")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--probes", action="store_true", help="the desk measures hosts as well")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--svg", type=Path, metavar="FILE", nargs="?", const=PICTURE)
    given = parser.parse_args()
    if given.svg and find_spec("matplotlib") is None:
        parser.error("--svg needs matplotlib: pip install jitabata[bench]")
    seeds = range(given.first, given.first + given.worlds)
    figures = figures_of(played(seeds, given.jobs, probes=given.probes))
    for line in lines(figures):
        sys.stdout.write(line + "\n")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False), "utf-8")
    if given.svg:
        from tests.benchmarks.worlds.picture import draw

        draw(figures, given.svg)


if __name__ == "__main__":
    main()
