"""The settings that a form asks for in fields of their own: business hours, closed days, quiet hours."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from bot.model.operator import OfficeHours
from bot.model.settings_in_force import CLOSED, HOURS, QUIET
from bot.web import closed_form, hours_form
from bot.web.closed_form import ClosedDays
from bot.web.hours_form import HoursRow, lines_of, rows_in, rows_of
from bot.web.staff_pages import text_of

_ENDS = ("quiet.begins", "quiet.ends")
_ASKED = {HOURS: hours_form.ROWS, CLOSED: closed_form.ROWS, QUIET: _ENDS[0]}
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class QuietSpan:
    """When nobody is disturbed, as two fields for a time have it. Both empty: no such hours."""

    begins: str = ""
    ends: str = ""

    @classmethod
    def of(cls, kept: str) -> "QuietSpan":
        begins, _, ends = kept.partition("-")
        return cls(begins, ends)

    @property
    def is_faulty(self) -> bool:
        """Whether one of the times is missing or none, or both are the same."""
        if not (self.begins or self.ends):
            return False
        return self.begins == self.ends or not all(map(_CLOCK.fullmatch, (self.begins, self.ends)))

    def line(self) -> str:
        """As the setting is kept; "" where it is faulty."""
        says = (self.begins or self.ends) and not self.is_faulty
        return f"{self.begins}-{self.ends}" if says else ""


@dataclass(frozen=True, slots=True)
class SettingRows:
    """The three settings as their fields have them."""

    hours: tuple[HoursRow, ...]
    closed: ClosedDays
    quiet: QuietSpan

    @classmethod
    def of(cls, values: Mapping[str, str], spans: Iterable[OfficeHours]) -> "SettingRows":
        """As they are in force."""
        return cls(rows_of(spans), ClosedDays.of(values[CLOSED]), QuietSpan.of(values[QUIET]))

    def typed(
        self, form: FormData, free: Iterable[str], values: Mapping[str, str]
    ) -> "SettingRows":
        """As somebody has filled in those that are ``free``; the others stay."""
        asked = set(free)
        return SettingRows(
            rows_in(form) if HOURS in asked else self.hours,
            ClosedDays.typed(form, values[CLOSED]) if CLOSED in asked else self.closed,
            QuietSpan(*(text_of(form, end)[:5] for end in _ENDS)) if QUIET in asked else self.quiet,
        )

    def texts(self) -> dict[str, str]:
        """As the settings are kept."""
        return {
            HOURS: lines_of(self.hours),
            CLOSED: self.closed.lines(),
            QUIET: self.quiet.line(),
        }

    def faulty(self) -> set[str]:
        """The settings that cannot be saved; their fields say why."""
        found = {
            HOURS: any(row.fault for row in self.hours),
            CLOSED: self.closed.fault is not None,
            QUIET: self.quiet.is_faulty,
        }
        return {name for name, is_so in found.items() if is_so}


def asks(form: FormData, name: str) -> bool:
    """Whether a form asks for a setting."""
    return _ASKED.get(name, name) in form
