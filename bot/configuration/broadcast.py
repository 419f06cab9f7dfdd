"""What the configuration says of notices to many: the hours in which nobody is told."""

import re
from collections.abc import Mapping
from datetime import time

from bot.model.broadcast import Quiet
from bot.model.errors import JitabataError

NIGHT = Quiet(time(22), time(7))
_SPAN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d) ?[-–〜] ?([01]?\d|2[0-3]):([0-5]\d)")


def quiet_text(quiet: Quiet | None) -> str:
    """Quiet hours as the configuration says them; "": there are none."""
    return f"{quiet.begins:%H:%M}-{quiet.ends:%H:%M}" if quiet is not None else ""


def quiet_of(given: object) -> Quiet | None:
    """The table ``[broadcast]``: ``quiet = "22:00-07:00"`` in Japan's time, "" for no quiet hours.

    The night where it says nothing. Raises JitabataError.
    """
    if given is None:
        return NIGHT
    if not isinstance(given, Mapping):
        raise JitabataError("[broadcast] must be a table")
    if unknown := sorted(set(given) - {"quiet"}):
        raise JitabataError(f"[broadcast] knows no {', '.join(unknown)}; it knows quiet")
    said = given.get("quiet")
    if said is None or said == "":
        return NIGHT if said is None else None
    found = _SPAN.fullmatch(said.strip()) if isinstance(said, str) else None
    if found is None:
        raise JitabataError(
            f'[broadcast] quiet must be hours such as "22:00-07:00", or "" for none, not {said!r}'
        )
    begins_hour, begins_minute, ends_hour, ends_minute = map(int, found.groups())
    quiet = Quiet(time(begins_hour, begins_minute), time(ends_hour, ends_minute))
    if quiet.begins == quiet.ends:
        raise JitabataError(
            '[broadcast] quiet cannot be the whole day; write "" for no quiet hours'
        )
    return quiet
