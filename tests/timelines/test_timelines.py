"""Whole days through the real desk: what must have been said by when, and what must never be.

One YAML file a day. ``events`` happen ``+N`` minutes after nine o'clock: ``message`` (``from``,
``text`` and so on), ``feed`` (what it shows, or how reading it fails), ``social``. ``expect`` says
``by``, ``between`` or ``never`` of an ``alert``, ``reply``, ``notice`` or ``note``. The products are
those of ``tests/builders.py``. Every fourth day is played twice in the slow run and must give the same effects.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.desk.ports import Store
from bot.model.effect import Effect, Notice, Reply, StaffAlert, TicketRaised
from bot.model.knowledge import Knowledge
from bot.model.status import FetchOutcome, Shows
from bot.store.sql import SqlStore
from tests.builders import MINUTE, MORNING
from tests.fakes import Day
from tests.store.databases import a_schema

DAYS = sorted(Path(__file__).parent.glob("*.yaml"))
EACH = [  # one of them in the quick run
    pytest.param(day, marks=[pytest.mark.slow] if day.stem != "one-users-extension" else [])
    for day in DAYS
]
KINDS: dict[str, type[Effect]] = {
    "alert": StaffAlert,
    "reply": Reply,
    "notice": Notice,
    "note": TicketRaised,
}


def minutes(said: object) -> int:
    """``+90m`` as a number of minutes."""
    return int(str(said).removeprefix("+").removesuffix("m"))


def played(day: dict[str, Any], knowledge: Knowledge, store: Store | None = None) -> Day:
    desk = Day(knowledge, store)
    desk.opens()
    for event in sorted(day["events"], key=lambda e: minutes(e["at"])):
        desk.passes(minutes(event["at"]) - (desk.now - MORNING) // MINUTE)
        happen(event, desk)
    desk.passes(minutes(day["ends"]) - (desk.now - MORNING) // MINUTE)
    desk.store.close()
    return desk


def happen(event: dict[str, Any], desk: Day) -> None:
    if said := event.get("message"):
        uses = said.get("uses")
        desk.says(
            said["from"],
            said["text"],
            tenant=said.get("tenant", ""),
            lang=said.get("lang"),
            uses=None if uses is None else tuple(uses),
        )
    for feed, shows in event.get("feed", {}).items():
        desk.feed(feed, Shows(shows) if shows in set(Shows) else FetchOutcome(shows))
    if "social" in event:
        desk.posts(event["social"])


def fits(effect: Effect, kind: str, wanted: dict[str, Any]) -> bool:
    """Whether an effect is of a kind and has all that is wanted of it."""
    if not isinstance(effect, KINDS[kind]):
        return False
    return all(has(effect, name, value) for name, value in wanted.items())


def has(effect: Effect, name: str, value: Any) -> bool:
    match name:
        case "suspect":
            return value in getattr(effect, "suspects", ())[:3]
        case "to" | "customer":
            return value in (*getattr(effect, "to", ()), getattr(effect, "customer", None))
        case "says":
            return str(value) in getattr(effect, "text", "")
        case "advice" | "questions":
            return any(a.startswith(value) for a in getattr(effect, name, ()))
        case _:
            return bool(getattr(effect, name) == value)


def times(desk: Day, kind: str, wanted: dict[str, Any]) -> list[float]:
    """When something of this kind happened, in minutes after nine."""
    everyone = [{**wanted, "to": to} for to in wanted["to"]] if listed(wanted) else [wanted]
    found = [
        [(at - MORNING) / MINUTE for at, e in desk.happened if fits(e, kind, one)]
        for one in everyone
    ]
    return [max(each) for each in zip(*found, strict=False)] if all(found) else []


def listed(wanted: dict[str, Any]) -> bool:
    return isinstance(wanted.get("to"), list)


def missed(expectation: dict[str, Any], desk: Day) -> str | None:
    """What is wrong, in a sentence; None when the expectation is met."""
    asked = dict(expectation)
    first, last = asked.pop("between", ("+0m", asked.pop("by", "+9999m")))
    never = asked.pop("never", None)
    (kind, wanted), *rest = (never or asked).items()
    assert not rest
    found = [t for t in times(desk, kind, wanted or {}) if minutes(first) <= t <= minutes(last)]
    if never is not None:
        return f"never {kind} {wanted}, but at {found}" if found else None
    return None if found else f"no {kind} {wanted} from {first} to {last}"


@pytest.mark.parametrize("file", EACH, ids=lambda f: f.stem)
def test_a_day(file: Path, knowledge: Knowledge, request: pytest.FixtureRequest) -> None:
    day = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    if "broken" in day:
        request.applymarker(pytest.mark.xfail(strict=True, reason=day["broken"]))
    desk = played(day, knowledge)
    problems = [p for e in day["expect"] if (p := missed(e, desk)) is not None]
    assert problems == []
    if file in DAYS[2::4]:
        assert played(day, knowledge).happened == desk.happened


@pytest.mark.slow
@pytest.mark.parametrize("file", DAYS[::4], ids=lambda f: f.stem)
def test_a_day_is_the_same_on_postgresql(file: Path, knowledge: Knowledge) -> None:
    day = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    with a_schema() as url:
        there = played(day, knowledge, SqlStore.open(url))
    assert there.happened == played(day, knowledge).happened
