"""Business hours as somebody fills them in: rows of days and times, kept as lines."""

from datetime import time

import pytest
from starlette.datastructures import FormData, UploadFile

from bot.model.operator import MOST_SPANS, OfficeHours
from bot.web.hours_form import HoursRow, lines_of, rows_in, rows_of

WEEK = frozenset(range(5))
NINE, SIX = time(9), time(18)


def form(*rows: tuple[str, str, str], number: int | None = None) -> FormData:
    """``rows``: the days that are ticked ("01": Monday and Tuesday), the beginning and the end."""
    fields: list[tuple[str, str | UploadFile]] = [
        ("hours.rows", str(len(rows) if number is None else number))
    ]
    for n, (days, begins, ends) in enumerate(rows):
        fields += [(f"hours.{n}.days", day) for day in days]
        fields += [(f"hours.{n}.begins", begins), (f"hours.{n}.ends", ends)]
    return FormData(fields)


def test_rows_are_kept_as_lines_and_empty_ones_are_left_out() -> None:
    rows = rows_in(form(("01234", "09:00", "18:00"), ("", "", ""), ("5", "10:00", "00:00")))
    assert lines_of(rows) == "mon-fri 09:00-18:00\nsat 10:00-24:00"
    assert lines_of(rows_in(form(("", "", "")))) == ""


def test_days_apart_are_lines_of_their_own_and_one_row_again() -> None:
    rows = rows_in(form(("024", "9:00", "18:00")))
    assert lines_of(rows) == "mon 09:00-18:00\nwed 09:00-18:00\nfri 09:00-18:00"
    spans = [OfficeHours(frozenset({day}), NINE, SIX) for day in (0, 2, 4)]
    assert rows_of(spans) == (HoursRow(frozenset({0, 2, 4}), "09:00", "18:00"),)


def test_what_was_kept_is_shown_as_it_was_filled_in() -> None:
    noon = OfficeHours(WEEK, NINE, time(12)), OfficeHours(WEEK, time(13), time())
    assert rows_of(noon) == (
        HoursRow(WEEK, "09:00", "12:00"),
        HoursRow(WEEK, "13:00", "00:00"),
    )
    assert lines_of(rows_of(noon)) == "mon-fri 09:00-12:00\nmon-fri 13:00-24:00"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("0", "09:00", ""), "times"),
        (("0", "", ""), "times"),
        (("0", "nine", "18:00"), "times"),
        (("0", "24:00", "18:00"), "times"),
        (("", "09:00", "18:00"), "days"),
        (("9", "09:00", "18:00"), "days"),
        (("0", "18:00", "09:00"), "order"),
        (("0", "09:00", "09:00"), "order"),
        (("0", "00:00", "24:00"), ""),
    ],
)
def test_a_row_says_what_is_wrong_with_it(row: tuple[str, str, str], fault: str) -> None:
    [found] = rows_in(form(row))
    assert found.fault == fault
    assert bool(lines_of([found])) == (not fault)


def test_a_form_has_as_many_rows_as_can_be_kept() -> None:
    rows = [("0", "09:00", "18:00")] * (MOST_SPANS + 3)
    assert len(rows_in(form(*rows))) == MOST_SPANS
    assert rows_in(form(*rows, number=-1)) == ()
