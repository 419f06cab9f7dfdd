"""The figures in words and columns."""

from collections.abc import Iterable, Sequence
from typing import Any

from tests.benchmarks.worlds.measure import Figures


def lines(figures: Figures) -> Iterable[str]:
    """The whole report, line by line."""
    w = figures["worlds"]
    yield f"{w['count']} worlds, {w['hours']} hours, {w['messages']} messages, {w['faults']} faults; desk {w['seconds_of_desk']} s of CPU"
    yield "95 % intervals, worlds drawn anew:"
    yield from table(figures["headlines"], ("figure", "value", "from", "to"))
    yield ""
    yield "Cause of the reply, by evidence (part: the right sort of product, or what the root cause takes down)"
    keys = ("evidence", "replies", "right", "right_or_part", "open", "wrong")
    yield from table(figures["accuracy"], keys)
    yield ""
    yield "Messages that tell of no trouble (none: no cause given)"
    yield from table(figures["calm"], ("what", "replies", "none", "open", "blamed"))
    yield ""
    c = figures["calibration"]
    yield f"Calibration over {c['replies']} replies that hold a cause: expected calibration error {c['expected_calibration_error']}, Brier {c['brier']}"
    parts = figures["calibration_with_parts"]["expected_calibration_error"]
    yield f"  (a product that the root cause takes down taken for right: {parts})"
    yield from table(c["table"], ("from", "to", "replies", "confidence", "right"))
    rows = [{"heading": h, **f} for h, f in c["by_heading"].items()]
    yield from table(rows, ("heading", "replies", "confidence", "right"))
    yield ""
    yield "False accusations (an innocent product held as the cause and named as a suspect in the text)"
    yield from (f"  {k}: {v}" for k, v in figures["accusations"].items())
    yield ""
    yield from _alarms(figures)


def _alarms(figures: Figures) -> Iterable[str]:
    d = figures["detection"]
    yield "Incidents raised, per 1,000 worlds"
    yield from (f"  {k}: {v}" for k, v in d.items() if not isinstance(v, list))
    yield "Faults found, by how right the alarm is (median from onset; faults never found count as longest)"
    keys = ("organisations_at_least", "name", "faults", "found", "missed", "median_minutes")
    yield from table(d["ways"], keys)
    yield from table(d["by_kind"], ("name", "faults", "found", "cause_first", "median_minutes"))
    yield ""
    yield "Beside fixed-count rules: the same faults (three organisations or more); ours counts any alarm"
    yield "(times ours: their median over ours among the faults that both found; above 1 ours is faster)"
    keys = ("name", "how", "number", "false_per_1000_worlds", "found", "median_minutes")
    more = ("both", "ours_alone", "theirs_alone", "times_ours", "times_ours_interval")
    yield from table(figures["rules"], (*keys, *more))


def table(rows: Sequence[Figures], keys: Sequence[str]) -> Iterable[str]:
    """Rows in columns as wide as they need."""
    cells = [[_cell(r.get(k)) for k in keys] for r in rows]
    heads = [k.replace("_", " ") for k in keys]
    wide = [max(len(c[n]) for c in (heads, *cells)) for n in range(len(keys))]
    for row in (heads, *cells):
        yield (
            "  "
            + "  ".join(
                c.ljust(n) if _is_word(c) else c.rjust(n) for c, n in zip(row, wide, strict=True)
            ).rstrip()
        )


def _is_word(cell: str) -> bool:
    return not cell[:1].isdigit() and cell != "-"


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, tuple):
        return " to ".join(_cell(v) for v in value)
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
