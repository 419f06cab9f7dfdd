"""The few figures to follow from one version to the next, with how far chance moves them."""

from collections.abc import Callable, Sequence
from random import Random

from tests.benchmarks.worlds.measure import (
    TROUBLE,
    Figures,
    calibration,
    our_alarms,
    verdict,
)
from tests.benchmarks.worlds.record import Played, Said

DRAWN = 200  # times


def headlines(worlds: Sequence[Played]) -> list[Figures]:
    """Each figure with the middle 95 % of what it is when the worlds are drawn anew (bootstrap)."""
    lots = Random("worlds drawn anew")
    draws = [lots.choices(worlds, k=len(worlds)) for _ in range(DRAWN)]
    rows = []
    for name, figure in _FIGURES.items():
        drawn = sorted(figure(d) for d in draws)
        cut = round(DRAWN * 0.025)
        rows.append(
            {
                "figure": name,
                "value": round(figure(worlds), 3),
                "from": round(drawn[cut], 3),
                "to": round(drawn[-cut - 1], 3),
            }
        )
    return rows


def _right(wanted: Callable[[Said], bool]) -> Callable[[Sequence[Played]], float]:
    def share(worlds: Sequence[Played]) -> float:
        replies = [s for w in worlds for s in w.said if s.what in TROUBLE and wanted(s)]
        return sum(verdict(s) == "right" for s in replies) / max(1, len(replies))

    return share


def _wrong(worlds: Sequence[Played]) -> float:
    replies = [s for w in worlds for s in w.said if s.what in TROUBLE]
    return sum(verdict(s) == "wrong" for s in replies) / max(1, len(replies))


def _calibration_error(worlds: Sequence[Played]) -> float:
    return float(calibration(worlds)["expected_calibration_error"])


def _accusations(worlds: Sequence[Played]) -> float:
    held = sum(s.cause.partition(":")[2] in s.innocent for w in worlds for s in w.said)
    return 1000 * held / max(1, len(worlds))


def _false_alarms(worlds: Sequence[Played]) -> float:
    false = sum(int(our_alarms(w)["false"]) for w in worlds)
    return 1000 * false / max(1, len(worlds))


_FIGURES: dict[str, Callable[[Sequence[Played]], float]] = {
    "right, own trouble, first message": _right(lambda s: s.fault is None and s.what == "first"),
    "right, own trouble, two answered": _right(lambda s: s.fault is None and s.answers == 2),
    "right, shared fault, first message": _right(
        lambda s: s.fault is not None and s.what == "first"
    ),
    "right, shared fault, five organisations or more": _right(
        lambda s: s.fault is not None and s.reporters >= 5
    ),
    "wrong, any trouble": _wrong,
    "expected calibration error": _calibration_error,
    "false accusations per 1,000 worlds": _accusations,
    "false incident alarms per 1,000 worlds": _false_alarms,
}
