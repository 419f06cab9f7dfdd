"""A status feed that we poll."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.model.knowledge import FeedEntry, Robots


@dataclass(frozen=True, slots=True)
class FeedSource:
    """Where a feed is and whose it is.

    ``format`` is what we expect; the document itself decides (vendors change products).
    ``components`` and ``regions`` name the parts that matter to us; empty: the whole page. ``recorded`` False:
    the reader of its format is proven on documents made by hand only.
    ``sent_on_to`` names the hosts to which its own may send us; ``robots`` is how its robots.txt is
    taken.
    """

    id: str
    service: str
    url: str
    format: str
    components: tuple[str, ...] = ()
    recorded: bool = False
    regions: tuple[str, ...] = ()
    sent_on_to: tuple[str, ...] = ()
    robots: Robots = Robots.OBEYED

    @classmethod
    def of(cls, entry: FeedEntry) -> "FeedSource":
        """From an entry of ``knowledge/feeds.yaml``."""
        return cls(
            id=entry.id,
            service=entry.service,
            url=entry.url,
            format=entry.format,
            components=entry.components,
            regions=entry.regions,
            recorded=entry.recorded,
            sent_on_to=entry.sent_on_to,
            robots=entry.robots,
        )

    @property
    def host(self) -> str:
        """The host that is asked, in lower case; what is polled one request at a time."""
        return (urlsplit(self.url).hostname or "").lower()
