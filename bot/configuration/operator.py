"""Who runs the desk, as the configuration file says it (``[operator]``).

[operator]
name = "株式会社サンプル"
name_en = "Sample Inc."
home_product = "sample-forms"     # an id of the knowledge base's products; left out: none
greeting = "ご不便をおかけしております。状況をお調べします。"
greeting_en = "Sorry for the trouble. Let us look at what is going on."
logo = "logo.svg"                 # beside this file
colour = "#0b676b"
hours = ["mon-fri 09:00-18:00"]   # Japan's time
closed = [2026-12-31, 2027-01-01]
contact = "support@example.jp"    # or a page or a telephone number
"""

import re
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.model.errors import JitabataError
from bot.model.operator import MOST_CLOSED, MOST_SPANS, BusinessHours, Logo, OfficeHours, Operator

LARGEST_LOGO = 200_000  # bytes
MEDIA_TYPES: Mapping[str, str] = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
}
_DAYS = {
    name: n % 7
    for n, name in enumerate(("mon tue wed thu fri sat sun " + " ".join("月火水木金土日")).split())
}
_DAY = "|".join(_DAYS)
_WEEK = ("平日", "weekdays")
_DASH = r" ?[-–〜～] ?"
_SPAN = re.compile(
    rf"(?:({_DAY})(?:{_DASH}({_DAY}))?|{'|'.join(_WEEK)}) *"
    rf"([01]?\d|2[0-3]):([0-5]\d){_DASH}([01]?\d|2[0-4]):([0-5]\d)"
)

# One line of text; control and format characters would reach pages, mails and other programs.
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e]*$")
]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Line = Field(default="", max_length=60)
    name_en: Line = Field(default="", max_length=60)
    home_product: Line = Field(default="", max_length=80)
    greeting: Line = Field(default="", max_length=200)
    greeting_en: Line = Field(default="", max_length=200)
    logo: str = Field(default="", max_length=400)
    colour: str = Field(default="", pattern=r"^(#[0-9A-Fa-f]{6})?$")
    hours: tuple[str, ...] = Field(default=(), max_length=MOST_SPANS)
    closed: frozenset[date] = Field(default=frozenset(), max_length=MOST_CLOSED)
    contact: Line = Field(default="", max_length=200)


def operator_of(given: object, folder: Path) -> Operator:
    """The operator that a table declares; ``folder`` is where the file is, and its logo.

    Raises JitabataError with what is wrong.
    """
    try:
        row = _Row.model_validate({} if given is None else given)
    except ValidationError as error:
        wrong = "; ".join(
            f"[operator] {'.'.join(map(str, e['loc']))}: {e['msg']}"
            for e in error.errors(include_url=False, include_input=False)[:3]
        )
        raise JitabataError(wrong) from None
    return Operator(
        name=_texts(row.name, row.name_en),
        home_product=row.home_product or None,
        greeting=_texts(row.greeting, row.greeting_en),
        logo=_logo(folder / row.logo) if row.logo else None,
        colour=row.colour.lower(),
        hours=_hours(row),
        contact=row.contact,
    )


def _texts(ja: str, en: str) -> dict[str, str]:
    return {lang: text for lang, text in (("ja", ja), ("en", en)) if text}


def _logo(path: Path) -> Logo:
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        raise JitabataError(f"[operator] logo must be one of {', '.join(MEDIA_TYPES)}, not {path}")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_LOGO + 1)
    except OSError as why:
        raise JitabataError(f"[operator] logo: cannot read {path}: {why.strerror}") from why
    if len(content) > LARGEST_LOGO:
        raise JitabataError(f"[operator] logo: {path} has more than {LARGEST_LOGO:,} bytes")
    return Logo(content, media_type)


def _hours(row: _Row) -> BusinessHours | None:
    if not row.hours:
        return None
    return BusinessHours(tuple(map(_span, row.hours)), row.closed)


def _span(words: str) -> OfficeHours:
    found = _SPAN.fullmatch(words.strip().lower())
    if found is None:
        raise JitabataError(
            f'[operator] hours must be such as "mon-fri 09:00-18:00", not {words!r}'
        )
    first, last, *clock = found.groups()
    begins, ends = _clock(*clock[:2]), _clock(*clock[2:])
    if ends != time() and begins >= ends:
        raise JitabataError(f"[operator] hours: {words!r} ends before it begins")
    if first is None:
        return OfficeHours(_days(0, 4), begins, ends)
    return OfficeHours(_days(_DAYS[first], _DAYS[last or first]), begins, ends)


def _clock(hour: str, minute: str) -> time:
    if int(hour) == 24:
        if int(minute):
            raise JitabataError("[operator] hours: a day ends at 24:00")
        return time()
    return time(int(hour), int(minute))


def _days(first: int, last: int) -> frozenset[int]:
    """From one day of the week to another, over Sunday if need be."""
    return frozenset((first + n) % 7 for n in range((last - first) % 7 + 1))
