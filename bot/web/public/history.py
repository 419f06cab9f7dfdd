"""Ninety days of a component as a picture and in words."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.model.publication import ComponentDay
from bot.status_page.snapshot import DAYS, ComponentStatus, Snapshot, first_day

STEP, WIDE, HIGH = 5, 4, 28  # of a day in the picture
WIDTH = DAYS * STEP - (STEP - WIDE)
BAD_FROM = 0.02  # of a day's measurements; from here on a day was bad and not only troubled
SLOW_FROM = 0.05


@dataclass(frozen=True, slots=True)
class Bar:
    """The picture: for each tone the outline of its days. ``width`` and ``height`` of the whole."""

    paths: tuple[tuple[str, str], ...]
    width: int = WIDTH
    height: int = HIGH


def tone_of(day: ComponentDay | None) -> str:
    """How a day was: good, warn, bad; unknown where nothing was measured."""
    if day is None or not day.measured:
        return "unknown"
    if day.failed / day.measured >= BAD_FROM:
        return "bad"
    return "warn" if day.failed or day.slow / day.measured >= SLOW_FROM else "good"


def bar_of(part: ComponentStatus) -> Bar:
    """The ninety days side by side, today at the right."""
    outlines: dict[str, list[str]] = {}
    for number, day in enumerate(part.days):
        outline = f"M{number * STEP} 0h{WIDE}v{HIGH}h-{WIDE}z"
        outlines.setdefault(tone_of(day), []).append(outline)
    return Bar(tuple((tone, "".join(found)) for tone, found in sorted(outlines.items())))


def bad_days(part: ComponentStatus, snapshot: Snapshot) -> list[tuple[date, float, float]]:
    """The days with trouble, the latest first: which, and the share that failed or was slow."""
    first = first_day(snapshot.at)
    found = [
        (first + timedelta(days=n), day.failed / day.measured, day.slow / day.measured)
        for n, day in enumerate(part.days)
        if day is not None and tone_of(day) in ("warn", "bad")
    ]
    return found[::-1]
