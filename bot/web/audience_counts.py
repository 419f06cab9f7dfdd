"""How many recipients each audience has. Where there are 100,000 it takes a second, so once a minute is enough."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.recipient_lists import AudienceCount
from bot.web.views import Views, read

HOLDS = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CountedAudiences:
    """The numbers as of a moment."""

    at: datetime
    counts: Sequence[AudienceCount]


class AudienceCounts:
    """Counts, and remembers it for a minute; what other processes change shows after that."""

    def __init__(self, views: Views, clock: Callable[[], datetime]) -> None:
        self._views, self._clock = views, clock
        self._known: CountedAudiences | None = None

    async def now(self) -> CountedAudiences:
        at = self._clock()
        if self._known is None or not timedelta() <= at - self._known.at < HOLDS:
            counts = await read(self._views, lambda work: work.audience_counts())
            self._known = CountedAudiences(at, counts)
        return self._known

    def forget(self) -> None:
        """Count anew when somebody asks: recipients have changed."""
        self._known = None
