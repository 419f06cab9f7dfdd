"""In which time zone a reader reads times, and how a zone is told."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_ZONES = {"ja": "Asia/Tokyo", "en": "UTC"}
_ZONE_NAME = re.compile(r"[A-Za-z0-9_+\-]{1,32}(?:/[A-Za-z0-9_+\-]{1,32}){0,2}")
JAPAN = ZoneInfo("Asia/Tokyo")  # whose time all of a desk's staff speak of


def zone_of(lang: str, asked: str) -> ZoneInfo:
    """The reader's time zone as their browser names it, otherwise that of the language."""
    if _ZONE_NAME.fullmatch(asked):
        try:
            return ZoneInfo(asked)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    return ZoneInfo(_ZONES[lang])


def offset_of(local: datetime) -> str:
    """How far a zone is from UTC, such as "+09:00"; "": not at all."""
    return local.isoformat()[-6:] if local.utcoffset() else ""
