"""Which backups to keep: many of late, fewer the older they are. Pure.

The newest of each hour for a day, of each day for a week, of each week for a month, and always the
newest of all. Days and weeks (which begin on Monday) are those of UTC, so that what is kept today
is what tomorrow chooses from.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

TIERS: tuple[tuple[timedelta, Callable[[datetime], datetime]], ...] = (
    (timedelta(days=1), lambda m: m.replace(minute=0, second=0, microsecond=0)),
    (timedelta(days=7), lambda m: m.replace(hour=0, minute=0, second=0, microsecond=0)),
    (
        timedelta(days=31),
        lambda m: (
            m.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=m.weekday())
        ),
    ),
)


def kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Of the moments of backups those that stay. Moments are aware; one after ``now`` stays."""
    chosen: dict[tuple[int, datetime], datetime] = {}
    found = sorted({moment.astimezone(UTC) for moment in moments})
    for moment in found:  # the later ones take the places of the earlier
        for tier, (lasts, bucket) in enumerate(TIERS):
            if now - moment < lasts:
                chosen[tier, bucket(moment)] = moment
    return {*chosen.values(), *found[-1:]}
