"""For how long a server wants to be left alone."""

from email.utils import parsedate_to_datetime

import httpx


def retry_after(headers: httpx.Headers, most: float) -> float | None:
    """Seconds, from a number or from a date compared with the server's own; ``most`` caps them.

    RFC 9110, section 10.2.3. None where the header is missing, or is neither.
    """
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdecimal():
        return min(float(said[:9]), most)
    try:
        until = parsedate_to_datetime(said)
        now = parsedate_to_datetime(headers.get("date", ""))
        return min(max((until - now).total_seconds(), 0.0), most)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
