"""From what was written down to figures: right, sure, accused, found, and the rules beside us."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import mean, median
from typing import Any

from tests.benchmarks.worlds.record import Failing, Played, Said

BINS = tuple(b / 10 for b in range(11))
TROUBLE = frozenset({"first", "answer", "result"})
SEEN_AFTER = 60.0  # minutes after a fault's end in which an alarm still counts as one about it
WORTH_FINDING = 3  # organisations that wrote: fewer are no incident yet

Figures = dict[str, Any]


def verdict(said: Said) -> str:
    """right, coarse (some product of the right sort), through (what the root cause takes down), open, wrong."""
    if said.cause == said.truth:
        return "right"
    heading, _, ident = said.cause.partition(":")
    if said.cause == "unknown":
        return "open"
    if ident == "any" and said.truth.startswith(f"{heading}:"):
        return "coarse"
    return "through" if said.fault is not None and ident == said.front != "" else "wrong"


def _share(verdicts: Counter[str], *names: str) -> float:
    return round(sum(verdicts[n] for n in names) / max(1, sum(verdicts.values())), 3)


def _row(name: str, replies: Sequence[Said]) -> Figures:
    found = Counter(verdict(s) for s in replies)
    return {
        "evidence": name,
        "replies": len(replies),
        "right": _share(found, "right"),
        "right_or_part": _share(found, "right", "coarse", "through"),
        "open": _share(found, "open"),
        "wrong": _share(found, "wrong"),
    }


def accuracy(worlds: Sequence[Played]) -> list[Figures]:
    """How right the reply's cause is, by how much was known."""
    all_of = [s for w in worlds for s in w.said if s.what in TROUBLE]
    own = [s for s in all_of if s.fault is None]
    shared = [s for s in all_of if s.fault is not None]
    rows = []
    for name, replies in (("all", all_of), ("own", own), ("shared", shared)):
        rows.append(_row(f"{name}: first message", [s for s in replies if s.what == "first"]))
        for answers in (1, 2):
            said = [s for s in replies if s.what == "answer" and s.answers == answers]
            rows.append(_row(f"{name}: {answers} answered", said))
        said = [s for s in replies if s.what == "answer" and s.answers >= 3]
        if said:
            rows.append(_row(f"{name}: 3 or more answered", said))
        tried = [s for s in replies if s.what == "result"]
        rows.append(_row(f"{name}: something tried", tried))
    for low, high in ((1, 1), (2, 2), (3, 4), (5, 9), (10, 19), (20, 10**6)):
        said = [s for s in shared if s.what == "first" and low <= s.reporters <= high]
        label = (
            f"{low}" if low == high else f"{low} to {high}" if high < 10**6 else f"{low} or more"
        )
        rows.append(_row(f"shared: first message, {label} organisations", said))
    return rows


def calm(worlds: Sequence[Played]) -> list[Figures]:
    """What messages that tell of no trouble get: ``none``, or a cause where there is none."""
    rows = []
    said = [s for w in worlds for s in w.said if s.truth == "none"]
    for what in sorted({s.what for s in said}):
        causes = [s.cause for s in said if s.what == what]
        none, unknown = (round(causes.count(c) / len(causes), 3) for c in ("none", "unknown"))
        blamed = round(1 - none - unknown, 3)
        rows.append(
            {"what": what, "replies": len(causes), "none": none, "open": unknown, "blamed": blamed}
        )
    return rows


def calibration(worlds: Sequence[Played], counts: Iterable[str] = ("right", "coarse")) -> Figures:
    """Confidence beside the frequency of being right, over every reply that holds a cause."""
    held = [s for w in worlds for s in w.said if s.cause not in ("none", "unknown")]
    good = frozenset(counts)
    pairs = [(min(1.0, s.confidence), verdict(s) in good, s) for s in held]
    table = []
    for low, high in pairwise(BINS):
        inside = [(c, r) for c, r, _ in pairs if low <= c < high or (high == 1.0 == c)]
        if inside:
            sure, right = mean(c for c, _ in inside), mean(r for _, r in inside)
            row = {"from": low, "to": high, "replies": len(inside)}
            table.append({**row, "confidence": round(sure, 3), "right": round(right, 3)})
    total = max(1, len(pairs))
    error = sum(r["replies"] * abs(r["confidence"] - r["right"]) for r in table) / total
    by_heading = {}
    for heading in sorted({s.cause.partition(":")[0] for s in held}):
        of = [(c, r) for c, r, s in pairs if s.cause.startswith(f"{heading}:")]
        by_heading[heading] = {
            "replies": len(of),
            "confidence": round(mean(c for c, _ in of), 3),
            "right": round(mean(r for _, r in of), 3),
        }
    return {
        "replies": len(pairs),
        "expected_calibration_error": round(error, 3),
        "brier": round(sum((c - r) ** 2 for c, r, _ in pairs) / total, 3),
        "table": table,
        "by_heading": by_heading,
    }


def accusations(worlds: Sequence[Played]) -> Figures:
    """Replies and notices that name an innocent product as a suspect, per 1,000 worlds."""
    per = 1000 / max(1, len(worlds))
    replies = [(w.seed, s) for w in worlds for s in w.said if s.innocent]
    held = [(seed, s) for seed, s in replies if s.cause.partition(":")[2] in s.innocent]
    notices = [(w.seed, t) for w in worlds for t in w.told if t.innocent]
    wild = [(seed, s) for seed, s in held if s.cause.partition(":")[2] not in s.published]
    total = sum(len(w.said) for w in worlds)
    return {
        "replies": total,
        "replies_naming_anything": sum(bool(s.suspected) for w in worlds for s in w.said),
        "per_1000_worlds": round(len(held) * per, 1),
        "per_1000_replies": round(1000 * len(held) / max(1, total), 2),
        "though_no_page_said_so": round(len(wild) * per, 1),
        "any_name_in_the_text": round(len(replies) * per, 1),
        "notices_per_1000_worlds": round(len(notices) * per, 1),
        "worlds_with_one": round(len({seed for seed, _ in held}) / max(1, len(worlds)), 3),
        "by_message": dict(Counter(s.what for _, s in held)),
        "by_truth": dict(Counter(s.truth.partition(":")[0] for _, s in held)),
    }


def is_present(fault: Failing, first: float | None, at: float) -> bool:
    """Whether an alarm at a moment can be about a fault: somebody has written, and it is not long over."""
    return first is not None and first <= at <= fault.ends + SEEN_AFTER


def first_report(played: Played, fault: int) -> float | None:
    return next((r.at for r in played.reports if r.fault == fault), None)


def reporters(played: Played, fault: int) -> int:
    return len({r.organisation for r in played.reports if r.fault == fault})


def our_alarms(played: Played) -> Counter[str]:
    """Incidents raised in one world, sorted: false, of a fault, wrongly named, or once more."""
    firsts = [first_report(played, n) for n in range(len(played.faults))]
    figures = Counter[str]()
    known: set[int] = set()
    for alarm in played.alarms:
        if alarm.action != "raised":
            continue
        here = [n for n, f in enumerate(played.faults) if is_present(f, firsts[n], alarm.at)]
        lead = alarm.suspects[0] if alarm.suspects else ""
        guilty = [
            n for n in here if lead in (played.faults[n].cause, *played.faults[n].accomplices)
        ]
        figures["raised"] += 1
        if not here:
            figures["false"] += 1
        elif not guilty:
            figures["wrong_suspect"] += 1
        elif set(guilty) <= known:
            figures["repeated"] += 1
        known |= set(guilty)
    return figures


def found_at(
    played: Played, number: int, how: Callable[[str, tuple[str, ...], Failing], bool]
) -> float | None:
    """When the first alarm about a fault was given that satisfies ``how``, in minutes of the world."""
    fault = played.faults[number]
    first = first_report(played, number)
    for alarm in played.alarms:
        if alarm.action in ("raised", "updated") and is_present(fault, first, alarm.at):
            lead = alarm.suspects[0] if alarm.suspects else ""
            if how(lead, alarm.suspects, fault):
                return alarm.at
    return None


def any_alarm(lead: str, suspects: tuple[str, ...], fault: Failing) -> bool:
    return True


def among_suspects(lead: str, suspects: tuple[str, ...], fault: Failing) -> bool:
    return fault.cause in suspects


def right_first(lead: str, suspects: tuple[str, ...], fault: Failing) -> bool:
    return lead == fault.cause


def right_or_accomplice(lead: str, suspects: tuple[str, ...], fault: Failing) -> bool:
    return lead in (fault.cause, *fault.accomplices)


def middle(delays: Sequence[float | None]) -> float | None:
    """The median over all, those never found counting as longest; None when half were not found, or there are none."""
    finite = sorted(d for d in delays if d is not None)
    place = (len(delays) - 1) // 2
    return round(finite[place], 1) if 0 <= place < len(finite) else None


def middle_of_found(delays: Sequence[float | None]) -> float | None:
    finite = [d for d in delays if d is not None]
    return round(median(finite), 1) if finite else None
