"""Business hours as rows of a form: some days of the week, from when to when."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from starlette.datastructures import FormData

from bot.model.operator import MOST_SPANS, OfficeHours
from bot.web.staff_pages import text_of

ROWS = "hours.rows"  # the hidden field that says how many rows a form has
SPARE_ROWS = 3  # that a form offers beside those that are filled in
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_MIDNIGHT = "24:00"  # as a text may say when a day ends; a field of a time says 00:00


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One row as somebody filled it in.

    ``fault``: what is wrong with it, as the end of the name of a text (``settings.hours.fault.…``); "": nothing.
    """

    days: frozenset[int] = frozenset()  # 0: Monday
    begins: str = ""
    ends: str = ""
    fault: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was filled in."""
        return not (self.days or self.begins or self.ends)

    @property
    def hours(self) -> OfficeHours:
        """What it says. Raises ValueError where it has a fault."""
        begins, ends = _clock(self.begins), _clock(self.ends)
        if begins is None or ends is None:
            raise ValueError("a row with a fault says no hours")
        return OfficeHours(self.days, begins, ends)


def rows_of(spans: Iterable[OfficeHours]) -> tuple[HoursRow, ...]:
    """The rows that say these hours; days that have the same hours share a row."""
    days: dict[tuple[time, time], frozenset[int]] = {}
    for span in spans:
        clock = span.begins, span.ends
        days[clock] = days.get(clock, frozenset()) | span.days
    return tuple(
        HoursRow(on, f"{begins:%H:%M}", f"{ends:%H:%M}") for (begins, ends), on in days.items()
    )


def rows_in(form: FormData) -> tuple[HoursRow, ...]:
    """The rows of a form that somebody filled in, each with what is wrong with it."""
    asked = text_of(form, ROWS)
    number = min(int(asked), MOST_SPANS) if asked.isdecimal() and len(asked) < 4 else 0
    rows = (_row(form, f"hours.{n}") for n in range(number))
    return tuple(row for row in rows if not row.is_empty)


def lines_of(rows: Iterable[HoursRow]) -> str:
    """Rows as the setting keeps them, without those that have a fault."""
    return "\n".join(line for row in rows if not row.fault for line in row.hours.lines())


def _row(form: FormData, name: str) -> HoursRow:
    ticked = {str(day) for day in form.getlist(f"{name}.days")}
    days = frozenset(day for day in range(7) if str(day) in ticked)
    begins, ends = (text_of(form, f"{name}.{end}")[:5] for end in ("begins", "ends"))
    return HoursRow(days, begins, ends, _fault(days, begins, ends))


def _fault(days: frozenset[int], begins: str, ends: str) -> str:
    first, last = _clock(begins), _clock(ends)
    if first is None or last is None or begins == _MIDNIGHT:
        return "times"
    if not days:
        return "days"
    return "order" if last != time() and first >= last else ""


def _clock(text: str) -> time | None:
    if text == _MIDNIGHT:
        return time()
    found = _CLOCK.fullmatch(text)
    return time(int(found[1]), int(found[2])) if found else None
