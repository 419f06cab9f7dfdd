"""What the configuration says of upkeep: how often to back up, and how long what is kept."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bot.model.errors import JitabataError
from bot.model.retention import Retention

LEAST_DAYS = 7  # an incident and everything that follows from it is over by then
MOST_DAYS = 36_500
MOST_HOURS = 24 * 7


def backup_hours_of(value: str) -> int:
    """Hours between two backups; 0: none is made. Raises JitabataError."""
    if not value.isdecimal() or int(value) > MOST_HOURS:
        raise JitabataError(
            f"backup_hours must be a whole number from 0 (never) to {MOST_HOURS}, not {value!r}"
        )
    return int(value)


def retention_of(given: object) -> Retention:
    """The table ``[retention]``: days by what is kept. Raises JitabataError."""
    table: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    if given is not None and not isinstance(given, Mapping):
        raise JitabataError("[retention] must be a table")
    known = [field.name for field in fields(Retention)]
    if unknown := sorted(set(table) - set(known)):
        raise JitabataError(
            f"[retention] knows no {', '.join(unknown)}; it knows {', '.join(known)}"
        )
    return Retention(**{name: _days(name, value) for name, value in table.items()})


def _days(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise JitabataError(f"[retention] {name} must be a whole number of days, not {value!r}")
    if not LEAST_DAYS <= value <= MOST_DAYS:
        raise JitabataError(f"[retention] {name} must be from {LEAST_DAYS} to {MOST_DAYS} days")
    return value
