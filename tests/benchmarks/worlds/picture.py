"""Draws the figures: reliability, accuracy by evidence, time to detection beside the rules."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from tests.benchmarks.worlds.measure import Figures

OURS, GOOD, PART, OPEN, WRONG = "#0b6e4f", "#2a9d8f", "#a8dadc", "#d9d9d9", "#e76f51"
LONGEST = 120  # minutes shown


def draw(figures: Figures, path: Path) -> None:
    """One SVG; the same figures give the same bytes."""
    mpl.rcParams.update({"svg.hashsalt": "worlds", "font.size": 9, "svg.fonttype": "none"})
    figure = Figure(figsize=(11, 8.5), layout="constrained")
    panels: Any = figure.subplots(2, 2)
    _reliability(panels[0][0], figures["calibration"])
    rows = figures["accuracy"]
    own = [r for r in rows if not r["evidence"].startswith("all") and r["replies"]]
    _accuracy(panels[0][1], [r for r in own if "organisations" not in r["evidence"]])
    _accuracy(panels[1][0], [r for r in own if "organisations" in r["evidence"]])
    panels[0][1].set_title("Cause of the reply, by what was known")
    panels[1][0].set_title("First message of a shared fault, by organisations so far")
    _detection(panels[1][1], figures)
    worlds = figures["worlds"]
    figure.suptitle(
        f"{worlds['count']} random worlds, {worlds['messages']} messages, {worlds['faults']} faults"
    )
    figure.savefig(path, format="svg", metadata={"Date": None})


def _reliability(panel: Any, calibration: Figures) -> None:
    rows = calibration["table"]
    most = max((r["replies"] for r in rows), default=1)
    panel.plot([0, 1], [0, 1], color="grey", linewidth=0.8, linestyle="--")
    panel.plot([r["confidence"] for r in rows], [r["right"] for r in rows], color=OURS)
    sizes = [15 + 300 * r["replies"] / most for r in rows]
    panel.scatter(
        [r["confidence"] for r in rows], [r["right"] for r in rows], s=sizes, color=OURS, alpha=0.6
    )
    panel.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="confidence of the reply", ylabel="right")
    error = calibration["expected_calibration_error"]
    panel.set_title(f"Reliability ({calibration['replies']} replies, calibration error {error})")


def _accuracy(panel: Any, rows: Sequence[Figures]) -> None:
    names = [f"{_short(r['evidence'])} ({r['replies']})" for r in rows]
    left = [0.0] * len(rows)
    parts = [
        ("right", GOOD, [r["right"] for r in rows]),
        ("the right part", PART, [r["right_or_part"] - r["right"] for r in rows]),
        ("still open", OPEN, [r["open"] for r in rows]),
        ("wrong", WRONG, [1 - r["right_or_part"] - r["open"] for r in rows]),
    ]
    for label, colour, widths in parts:
        panel.barh(names, widths, left=left, color=colour, label=label)
        left = [a + b for a, b in zip(left, widths, strict=True)]
    panel.invert_yaxis()
    panel.set(xlim=(0, 1), xlabel="share of replies")
    panel.legend(
        loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=4, fontsize=7, frameon=False
    )


def _short(evidence: str) -> str:
    return str(evidence).replace("shared: first message, ", "").replace("first message", "first")


def _detection(panel: Any, figures: Figures) -> None:
    _steps(panel, figures["our_delays"], OURS, 2.4, "ours, any alarm")
    _steps(panel, figures["our_delays_named"], OURS, 1.2, "ours, the right cause first", ":")
    equal = [r for r in figures["rules"] if r["how"] == "no more false alarms than ours"]
    for number, row in enumerate(equal):
        label = f"{row['name']}, n = {row['number']:g}".replace(">=", "≥")
        style = "--" if "alike" in row["name"] else "-"
        _steps(panel, row["delays"], f"C{number % 4}", 0.9, label, style)
    panel.set(
        xlim=(0, LONGEST), ylim=(0, 1.02), xlabel="minutes since onset", ylabel="faults found"
    )
    count = len(figures["our_delays"])
    panel.set_title(f"{count} faults: found when, at equal false alarms")
    panel.legend(loc="lower right", fontsize=6)


def _steps(
    panel: Any,
    delays: Sequence[float | None],
    colour: str,
    width: float,
    label: str,
    style: str = "-",
) -> None:
    found = sorted(d for d in delays if d is not None)
    share = [n / max(1, len(delays)) for n in range(len(found) + 1)]
    xs, ys = [0.0, *found, float(LONGEST)], [*share, share[-1]]
    panel.step(xs, ys, where="post", color=colour, linewidth=width, label=label, linestyle=style)
