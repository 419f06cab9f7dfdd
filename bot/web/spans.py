"""The spans of time that staff choose from: how old an entry is, and for how long it is snoozed."""

from datetime import timedelta

SPANS = {
    "1h": timedelta(hours=1),
    "4h": timedelta(hours=4),
    "1d": timedelta(days=1),
    "7d": timedelta(days=7),
}
LONGEST_SNOOZE = timedelta(days=366)
