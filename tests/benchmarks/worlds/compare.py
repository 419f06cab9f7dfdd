"""Time to detection: ours beside the fixed-count rules, on the same faults of the same worlds."""

from collections.abc import Sequence
from random import Random
from statistics import median

from tests.benchmarks.worlds.measure import (
    WORTH_FINDING,
    Figures,
    among_suspects,
    any_alarm,
    found_at,
    middle,
    our_alarms,
    reporters,
    right_first,
    right_or_accomplice,
)
from tests.benchmarks.worlds.record import Played
from tests.benchmarks.worlds.rules import (
    RULES,
    Rule,
    detected_at,
    false_alarms,
    usual_symptoms,
)

Delays = list[float | None]
WAYS = {
    "any alarm": any_alarm,
    "cause among suspects": among_suspects,
    "cause or what it takes down first": right_or_accomplice,
    "cause first": right_first,
}


def faults_of(worlds: Sequence[Played], least: int = WORTH_FINDING) -> list[tuple[Played, int]]:
    """The faults that at least so many organisations wrote about."""
    return [(w, n) for w in worlds for n in range(len(w.faults)) if reporters(w, n) >= least]


def since_onset(played: Played, number: int, at: float | None) -> float | None:
    return None if at is None else round(at - played.faults[number].onset, 2)


def our_delays(faults: Sequence[tuple[Played, int]], way: str = "any alarm") -> Delays:
    return [since_onset(w, n, found_at(w, n, WAYS[way])) for w, n in faults]


def detection(worlds: Sequence[Played]) -> Figures:
    """Our own: false alarms, missed faults, time to detection."""
    alarms = [our_alarms(w) for w in worlds]
    per = 1000 / max(1, len(worlds))
    figures: Figures = {
        f"{kind}_per_1000_worlds": round(sum(a[kind] for a in alarms) * per, 1)
        for kind in ("raised", "false", "wrong_suspect", "repeated")
    }
    hours = sum(w.minutes for w in worlds) / 60
    figures["false_per_1000_hours"] = round(1000 * sum(a["false"] for a in alarms) / hours, 1)
    for trick in ("none", "flood", "accusers", "rumour", "wave"):
        pairs = zip(alarms, worlds, strict=True)
        alone = [a["false"] for a, w in pairs if (trick,) == (w.tricks or ("none",))]
        figures[f"false_in_{len(alone)}_worlds_with_{trick}_alone"] = sum(alone)
    figures["ways"] = []
    for least in (1, WORTH_FINDING, 6):
        faults = faults_of(worlds, least)
        for way in WAYS:
            delays = our_delays(faults, way)
            figures["ways"].append(_figures(way, delays) | {"organisations_at_least": least})
    kinds = sorted({w.faults[n].kind for w, n in faults_of(worlds)})
    figures["by_kind"] = [
        _figures(kind, our_delays(of)) | {"cause_first": _found(our_delays(of, "cause first"))}
        for kind in kinds
        if (of := [(w, n) for w, n in faults_of(worlds) if w.faults[n].kind == kind])
    ]
    return figures


def _found(delays: Delays) -> float:
    return round(sum(d is not None for d in delays) / max(1, len(delays)), 3)


def _figures(name: str, delays: Delays) -> Figures:
    return {
        "name": name,
        "faults": len(delays),
        "found": _found(delays),
        "missed": sum(d is None for d in delays),
        "median_minutes": middle(delays),
    }


def beside_rules(worlds: Sequence[Played]) -> list[Figures]:
    """Each rule as published, and turned until its false alarms equal ours."""
    faults = faults_of(worlds)
    ours = our_delays(faults)
    allowed = sum(our_alarms(w)["false"] for w in worlds)
    shares = usual_symptoms(worlds)
    rows = []
    for rule in RULES:
        tried = {
            number: _tried(rule, number, worlds, faults, shares)
            for number in sorted({*rule.tries, rule.published})
        }
        level = [n for n, (false, _) in tried.items() if false <= allowed]
        equal = min(level) if level else max(tried)
        eager = max((n for n in tried if n < equal), default=equal)
        for how, number in (
            ("as published", rule.published),
            ("no more false alarms than ours", equal),
            ("next more eager", eager),
        ):
            false, delays = tried[number]
            row = _figures(rule.name, delays)
            rows.append(
                row
                | {
                    "how": how,
                    "number": number,
                    "false": false,
                    "false_per_1000_worlds": round(1000 * false / len(worlds), 1),
                    "delays": delays,
                }
                | _ratio(ours, delays)
            )
    return rows


def _tried(
    rule: Rule,
    number: float,
    worlds: Sequence[Played],
    faults: Sequence[tuple[Played, int]],
    shares: object,
) -> tuple[int, Delays]:
    firings = {w.seed: rule.firings(w, number, shares) for w in worlds}  # type: ignore[arg-type]
    false = sum(false_alarms(f) for f in firings.values())
    delays = [since_onset(w, n, detected_at(firings[w.seed], n)) for w, n in faults]
    return false, delays


def _ratio(ours: Delays, theirs: Delays) -> Figures:
    """Theirs over ours among the faults that both found, and who found what alone."""
    both = [(o, t) for o, t in zip(ours, theirs, strict=True) if o is not None and t is not None]
    pairs = list(zip(ours, theirs, strict=True))
    figures: Figures = {
        "both": len(both),
        "ours_alone": sum(o is not None and t is None for o, t in pairs),
        "theirs_alone": sum(o is None and t is not None for o, t in pairs),
    }
    if len(both) >= 5:
        figures["times_ours_interval"] = _interval(both)
    if both:
        figures["our_median_of_both"] = round(median(o for o, _ in both), 1)
        figures["their_median_of_both"] = round(median(t for _, t in both), 1)
        figures["times_ours"] = round(
            median(t for _, t in both) / max(0.1, median(o for o, _ in both)), 2
        )
    return figures


def _interval(both: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """95 % of the ratio of medians when the faults are drawn anew (bootstrap, fixed seed)."""
    lots = Random("faults drawn anew")
    ratios = []
    for _ in range(400):
        drawn = lots.choices(both, k=len(both))
        ratios.append(median(t for _, t in drawn) / max(0.1, median(o for o, _ in drawn)))
    ratios.sort()
    return round(ratios[10], 2), round(ratios[389], 2)
