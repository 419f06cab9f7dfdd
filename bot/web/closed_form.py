"""Closed days as a form: those that are known, each with a tick, and fields for days that come to them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.datastructures import FormData

from bot.model.operator import MOST_CLOSED
from bot.web.staff_pages import text_of

ROWS = "closed.rows"  # the hidden field that says that a form asks for closed days
SPARE_ROWS = 4  # spans that can be added at once
LONGEST_SPAN = 62  # days of one row; more than two months is a slip of the year
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """A span of days as somebody filled it in; without ``last`` it is one day.

    ``fault``: what is wrong with it, as the end of the name of a text (``settings.closed.fault.…``); "": nothing.
    """

    first: str = ""
    last: str = ""
    fault: str = ""

    def days(self) -> Iterator[date]:
        """The days of the span. None where it has a fault."""
        first = _day(self.first)
        last = _day(self.last) if self.last else first
        if first is not None and last is not None and not self.fault:
            for n in range((last - first).days + 1):
                yield first + timedelta(days=n)


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """What is known, which of it stays, and what somebody adds."""

    known: tuple[date, ...] = ()
    kept: frozenset[date] = frozenset()
    rows: tuple[ClosedRow, ...] = ()

    @classmethod
    def of(cls, lines: str) -> "ClosedDays":
        """The setting as it is kept, all of it to stay."""
        known = tuple(sorted(map(date.fromisoformat, lines.split())))
        return cls(known, frozenset(known))

    @classmethod
    def typed(cls, form: FormData, lines: str) -> "ClosedDays":
        """What somebody has made of the setting in a form."""
        known = cls.of(lines).known
        ticked = {str(day) for day in form.getlist("closed.kept")}
        rows = (_row(form, f"closed.{n}") for n in range(SPARE_ROWS))
        kept = frozenset(day for day in known if day.isoformat() in ticked)
        return cls(known, kept, tuple(row for row in rows if row.first or row.last))

    @property
    def all(self) -> list[date]:
        """The days that stay and those that come to them, in order."""
        added = (day for row in self.rows for day in row.days())
        return sorted(self.kept.union(added))

    @property
    def fault(self) -> str | None:
        """What is wrong with all of it, as a row's fault; "": a row says it. None: nothing."""
        if any(row.fault for row in self.rows):
            return ""
        return "many" if len(self.all) > MOST_CLOSED else None

    def lines(self) -> str:
        """As the setting is kept."""
        return "\n".join(day.isoformat() for day in self.all)


def in_words(day: date, t: Callable[..., str]) -> str:
    """A day with its day of the week. ``t``: the texts of a page."""
    weekday = t("hours.weekdays").split()[day.weekday()]
    return t("settings.closed.day", day=day.isoformat(), on=weekday)


def _row(form: FormData, name: str) -> ClosedRow:
    first, last = (text_of(form, f"{name}.{end}").strip()[:10] for end in ("first", "last"))
    return ClosedRow(first, last, _fault(first, last))


def _fault(first: str, last: str) -> str:
    if not (first or last):
        return ""
    begins = _day(first)
    ends = _day(last) if last else begins
    if begins is None or ends is None:
        return "day"
    if ends < begins:
        return "order"
    return "long" if (ends - begins).days >= LONGEST_SPAN else ""


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found is not None else None
    except ValueError:
        return None
