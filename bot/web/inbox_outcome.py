"""What an address of the inbox tells of what was just done with several of its entries.

It is told by the address, so that a page that is loaded anew does nothing again. What makes no sense tells nothing.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import ceil

from bot.desk.taking_back import HELD_FOR
from bot.web.several_cases import Left, Outcome

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = {"done": 3, "undone": 3, "closed": 17}  # digits


def told(outcome: Outcome) -> dict[str, str]:
    """The parts of an address that tell an outcome."""
    values = {"done": str(outcome.done)}
    values |= {f"left.{why}": str(number) for why, number in outcome.left.items()}
    if outcome.closed_at is not None:
        values["closed"] = str((outcome.closed_at - _BEGIN) // timedelta(microseconds=1))
    return values


def outcome_of(given: Mapping[str, str], now: datetime) -> Outcome | None:
    """The outcome that an address tells; None: it tells none. It is told as undoable only while it is."""
    done = number_in(given, "done")
    if done is None:
        return None
    left = {why: number for why in Left if (number := number_in(given, f"left.{why}"))}
    closed_at = moment_in(given.get("closed", ""))
    is_held = closed_at is not None and closed_at <= now < closed_at + HELD_FOR
    return Outcome(done, left, closed_at if is_held else None)


def banner_of(given: Mapping[str, str], now: datetime) -> dict[str, object]:
    """What the page says of it: the outcome, and until when and for how many seconds it can be taken back."""
    outcome = outcome_of(given, now)
    until = outcome.closed_at + HELD_FOR if outcome and outcome.closed_at else None
    return {
        "outcome": outcome,
        "undone": number_in(given, "undone"),
        "closed": given.get("closed", ""),
        "undo_until": until,
        "undo_for": ceil((until - now).total_seconds()) if until is not None else 0,
    }


def number_in(given: Mapping[str, str], name: str) -> int | None:
    """A small number that stands in an address under a name."""
    found = given.get(name, "")
    is_number = found.isascii() and found.isdecimal() and len(found) <= _LONGEST.get(name, 3)
    return int(found) if is_number else None


def moment_in(text: str) -> datetime | None:
    """The moment that a number of an address or a form stands for."""
    micros = number_in({"closed": text}, "closed")
    return _BEGIN + timedelta(microseconds=micros) if micros is not None else None
