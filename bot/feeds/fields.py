"""Fields of documents that others wrote: whatever stands there, what comes out has a known type."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

LONGEST = 1000  # characters of a title; a page of prose is cut

# Control characters (a terminal would obey them), bidirectional overrides, lone surrogates.
_UNPRINTABLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_SPACES = re.compile(r"\s+")
_TAGS = re.compile(r"<[^<>]*>")
_ENTITIES = {"&nbsp;": " ", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&"}
JST = timezone(timedelta(hours=9))


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
    said = _TAGS.sub(" ", html[: LONGEST * 20]) if isinstance(html, str) else ""
    for entity, character in _ENTITIES.items():
        said = said.replace(entity, character)
    return text(said)


def stamp(value: object) -> str | None:
    """A time as the feed writes it, or None when it says none."""
    return text(value) or None


def moment(value: object) -> datetime | None:
    """An aware time from ISO 8601 or RFC 822 text; naive times count as UTC."""
    said = text(value)
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        try:
            found = parsedate_to_datetime(said)
        except (ValueError, TypeError, IndexError):
            return None
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:
        return None


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


def latest(values: Iterable[object]) -> datetime | None:
    """The latest time among these texts; None when there is none."""
    return max((at for value in values if (at := moment(value))), default=None)
