"""Japan's time, by which the operator and its readers live."""

from datetime import timedelta, timezone

JST = timezone(timedelta(hours=9))
