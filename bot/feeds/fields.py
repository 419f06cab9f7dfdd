"""Fields of documents that others wrote: whatever stands there, what comes out has a known type."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from bot.model.japan import JST

Row = Mapping[str, object]
"""An object of such a document."""

LONGEST = 1000  # characters of a title; a page of prose is cut

# Control characters (a terminal would obey them), bidirectional overrides, lone surrogates.
_UNPRINTABLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_SPACES = re.compile(r"\s+")
_TAGS = re.compile(r"<[^<>]*>")
_NAMED_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,400}>|<!--[^<>]{0,400}-->")
_LINKS = re.compile(r"!?\[([^\[\]]{1,200})\]\((?:https?://|/|mailto:)[^()\s]{0,500}\)")
_STRONG = re.compile(r"(\*\*|`)(\S(?:[^*`]{0,300}?\S)?)\1")
_ENTITIES = {"&nbsp;": " ", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&"}
# Zones that RFC 822 does not name; the American ones are known to the standard library.
_ZONES: Mapping[str, tzinfo] = {
    "UTC": UTC, "GMT": UTC, "Z": UTC, "-0000": UTC, "JST": JST, "KST": JST, "日本時間": JST,
    "CET": timezone(timedelta(hours=1)), "CEST": timezone(timedelta(hours=2)),
    "EST": timezone(timedelta(hours=-5)), "EDT": timezone(timedelta(hours=-4)),
    "CST": timezone(timedelta(hours=-6)), "CDT": timezone(timedelta(hours=-5)),
    "MST": timezone(timedelta(hours=-7)), "MDT": timezone(timedelta(hours=-6)),
    "PST": timezone(timedelta(hours=-8)), "PDT": timezone(timedelta(hours=-7)),
}  # fmt: skip
_ZONE_NAME = re.compile(r"[A-Z][A-Za-z]{1,20}(?:/[A-Z][A-Za-z_+\-]{1,20}){0,2}")
_WRITTEN = re.compile(
    r"(?<!\d)(\d{4})(?:[-/.]|年)\s?(\d{1,2})(?:[-/.]|月)\s?(\d{1,2})日?\s?"
    r"(?:[(（][月火水木金土日][)）])?[T ]?\s?(\d{1,2})(?::|時)(\d{2})分?(?::(\d{2})(?:\.\d{1,9})?)?"
    r"\s?(UTC|GMT|Z|JST|KST|CES?T|[ECMP][SD]T|日本時間|[+-]\d{2}:?\d{2})?"
)


def mapping(value: object) -> Mapping[str, object]:
    """The object that stands there, or an empty one."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Mapping[str, object]]:
    """The objects of a list; what is no object is left out, what is no list is empty."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def text(value: object) -> str:
    """One line of printable text, at most ``LONGEST`` characters; empty for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    said = str(value)[: LONGEST * 4] if isinstance(value, str) else _digits(value)
    return _SPACES.sub(" ", _UNPRINTABLE.sub("", said)).strip()[:LONGEST]


def _digits(number: int) -> str:
    return str(number) if abs(number) < 10**18 else ""


def first(row: Mapping[str, object], *names: str) -> str:
    """The text of the first of these fields that holds any."""
    return next((said for name in names if (said := text(row.get(name)))), "")


def word(value: object) -> str:
    """A vendor's word, folded for the tables: ``Under Maintenance`` is ``under_maintenance``."""
    return re.sub(r"[\s\-]+", "_", text(value).lower())


def plain(html: object) -> str:
    """HTML or markdown-free prose as one line: tags dropped, the five entities read."""
    return text(prose(html))


def prose(html: object) -> str:
    """The same of a whole body: its text in one line, at most twenty times as long."""
    said = _TAGS.sub(" ", html[: LONGEST * 20]) if isinstance(html, str) else ""
    return _SPACES.sub(" ", _unescaped(said))


def title(row: Mapping[str, object], *names: str) -> str:
    """The first of these fields as a title: without tags, entities and the marks of Markdown.

    A title that is nothing but an address stays one.
    """
    return bare_title(first(row, *names))


def bare_title(said: str) -> str:
    """A title without the markup that some vendors leave in it."""
    if not set(said) & set("<&[*_`"):
        return said
    without = _NAMED_TAGS.sub(" ", _unescaped(_NAMED_TAGS.sub(" ", said)))
    return text(_STRONG.sub(r"\2", _LINKS.sub(r"\1", without)))


def _unescaped(said: str) -> str:
    for entity, character in _ENTITIES.items():
        said = said.replace(entity, character)
    return said


def stamp(value: object) -> str | None:
    """A time as the feed writes it, or None when it says none."""
    return text(value) or None


def moment(value: object, zone: tzinfo = UTC) -> datetime | None:
    """An aware time from ISO 8601, RFC 822, ``2026/05/01 10:00 JST`` or an epoch.

    A time that names no zone is one of ``zone``.
    """
    said = text(value)
    if said.isdecimal() and len(said) > 8:
        said = from_epoch(said, milliseconds=len(said) > 11) or ""
    return _aware(_iso(said) or written_time(said, zone) or _rfc822(said), zone)


def _iso(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None


def _rfc822(said: str) -> datetime | None:
    name = said.rpartition(" ")[2]
    try:
        found = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=_ZONES.get(name))


def written_time(said: str, zone: tzinfo = JST) -> datetime | None:
    """The first date with a time of day in running text, Japanese or not; None without one."""
    found = _WRITTEN.search(said[: LONGEST * 20])
    if not found:
        return None
    year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
    try:
        at = datetime(year, month, day, hour, minute, int(found[6] or 0), tzinfo=zone)
        if not found[7]:
            return at
        if found[7] in _ZONES:
            return at.replace(tzinfo=_ZONES[found[7]])
        return datetime.fromisoformat(f"{at.replace(tzinfo=None).isoformat()}{found[7]}")
    except ValueError:
        return None


def _aware(found: datetime | None, zone: tzinfo) -> datetime | None:
    try:
        return found and (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def zone_named(value: object) -> tzinfo | None:
    """The time zone of this name (``Asia/Tokyo``); None where it names none that we have."""
    name = text(value)
    if name in _ZONES:
        return _ZONES[name]
    try:
        return ZoneInfo(name) if _ZONE_NAME.fullmatch(name) else None
    except (ValueError, OSError, LookupError):  # LookupError: no such zone, or no data for it
        return None


def with_zone(value: object, zone: tzinfo | None) -> str | None:
    """A time as the feed writes it; a naive one with the offset of ``zone`` where that is known."""
    said = text(value)
    found = _iso(said)
    if found is None or found.tzinfo or zone is None:
        return said or None
    return found.replace(tzinfo=zone).isoformat()


def from_epoch(value: object, *, milliseconds: bool = False) -> str | None:
    """ISO 8601 in UTC from an epoch, a number or its digits; None when it is no time."""
    said = str(value)[:15].partition(".")[0] if isinstance(value, float) else text(value)
    if not re.fullmatch(r"\d{1,15}", said):
        return None
    try:
        found = datetime.fromtimestamp(int(said) / (1000 if milliseconds else 1), UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return found.isoformat().replace("+00:00", "Z")


def latest(values: Iterable[object], zone: tzinfo = UTC) -> datetime | None:
    """The latest time among these texts; None when there is none."""
    return max((at for value in values if (at := moment(value, zone))), default=None)


def newest(row: Mapping[str, object], updates: str, *names: str) -> datetime | None:
    """When this was last touched: the latest of these times of it and of its updates."""
    touched = [row, *rows(row.get(updates))]
    return latest(each.get(name) for each in touched for name in names)
