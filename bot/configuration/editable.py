"""The settings that admins may change in the console: as texts, read by the rules of the file. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.configuration.broadcast import quiet_of, quiet_text
from bot.configuration.operator import operator_of
from bot.configuration.switches import SWITCHES, switch_texts, turned_off_with
from bot.configuration.upkeep import retention_of
from bot.model.broadcast import Quiet
from bot.model.errors import JitabataError
from bot.model.operator import MOST_CLOSED, MOST_SPANS, BusinessHours, Operator
from bot.model.retention import Retention
from bot.model.settings_in_force import CLOSED, HOURS, QUIET

OPERATOR = tuple(
    f"operator.{name}"
    for name in (
        *("name", "name_en", "home_product", "greeting", "greeting_en"),
        *("hours", "closed", "contact"),
    )
)
RETENTION = tuple(f"retention.{field.name}" for field in fields(Retention))
EDITABLE = (*OPERATOR, QUIET, *SWITCHES, *RETENTION)
_SEVERAL = {HOURS: MOST_SPANS, CLOSED: MOST_CLOSED}  # a line each
LONGEST = 10_000  # characters of any


def fault_of(name: str, value: str) -> str | None:
    """The part of a value that cannot be, at most 60 characters of it; None: nothing is wrong."""
    parts = value.split("\n") if name in _SEVERAL else [value]
    for part in parts:
        try:
            _table({name: part[:LONGEST]})
            quiet_with(None, {name: part[:LONGEST]})
            turned_off_with(frozenset(), {name: part[:LONGEST]})
        except JitabataError:
            return part[:60]
    if len(value) > LONGEST or len(parts) > _SEVERAL.get(name, 1):
        return parts[-1][:60]
    return None


def operator_with(operator: Operator, saved: Mapping[str, str]) -> Operator:
    """An operator with what was saved in the place of what they have. Raises JitabataError."""
    table, home = _table(saved)[0], "operator.home_product"
    of = table.hours if "operator.hours" in saved else operator.hours
    closed = operator.hours.closed if operator.hours is not None else frozenset[date]()
    if "operator.closed" in saved:
        closed = frozenset(_dates(saved["operator.closed"]))
    return replace(
        operator,
        name=_texts(operator.name, table.name, saved, "operator.name"),
        greeting=_texts(operator.greeting, table.greeting, saved, "operator.greeting"),
        home_product=table.home_product if home in saved else operator.home_product,
        contact=table.contact if "operator.contact" in saved else operator.contact,
        hours=BusinessHours(of.spans, closed) if of is not None else None,
    )


def retention_with(retention: Retention, saved: Mapping[str, str]) -> Retention:
    """A policy with what was saved in the place of what it says. Raises JitabataError."""
    return replace(retention, **_days(saved))


def quiet_with(quiet: Quiet | None, saved: Mapping[str, str]) -> Quiet | None:
    """The quiet hours, with what was saved in their place. Raises JitabataError."""
    return quiet_of({"quiet": saved[QUIET]}) if QUIET in saved else quiet


def as_texts(
    operator: Operator, retention: Retention, quiet: Quiet | None, off: frozenset[str]
) -> dict[str, str]:
    """Every editable setting as it is, in the form in which it would be saved."""
    hours, days = operator.hours, asdict(retention)
    told = {
        "operator.name": operator.name.get("ja", ""),
        "operator.name_en": operator.name.get("en", ""),
        "operator.home_product": operator.home_product or "",
        "operator.greeting": operator.greets("ja"),
        "operator.greeting_en": operator.greets("en"),
        "operator.hours": "\n".join(line for s in hours.spans for line in s.lines())
        if hours
        else "",
        "operator.closed": "\n".join(d.isoformat() for d in sorted(hours.closed)) if hours else "",
        "operator.contact": operator.contact,
        QUIET: quiet_text(quiet),
        **switch_texts(off),
    }
    return told | {f"retention.{name}": str(number) for name, number in days.items()}


def _table(saved: Mapping[str, str]) -> tuple[Operator, Retention]:
    row: dict[str, Any] = {}
    for name, value in saved.items():
        group, _, key = name.partition(".")
        if group == "operator":
            row[key] = _lines(value) if name == "operator.hours" else value
    if "closed" in row:
        row["closed"] = _dates(row["closed"])
    return operator_of(row, Path()), retention_of(_days(saved))


def _days(saved: Mapping[str, str]) -> dict[str, Any]:
    found = {name.partition(".")[2]: v for name, v in saved.items() if name in RETENTION}
    return {name: int(v) if v.isdecimal() else v for name, v in found.items()}


def _lines(value: str) -> list[str]:
    return [line.strip() for line in value.split("\n") if line.strip()]


def _dates(value: str) -> list[date]:
    try:
        return [date.fromisoformat(line) for line in _lines(value)]
    except ValueError as why:
        raise JitabataError(f"[operator] closed: {why}") from why


def _texts(
    known: Mapping[str, str], given: Mapping[str, str], saved: Mapping[str, str], name: str
) -> dict[str, str]:
    keys = {"ja": name, "en": f"{name}_en"}
    found = {lang: (given if keys[lang] in saved else known).get(lang, "") for lang in keys}
    return {lang: text for lang, text in found.items() if text}
