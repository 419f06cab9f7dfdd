"""A status feed that we poll."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.model.knowledge import FeedEntry


@dataclass(frozen=True, slots=True)
class FeedSource:
    """Where a feed is and whose it is.

    ``format`` is what we expect; the document itself decides (vendors change products).
    ``components`` names the parts that matter to us; empty: the whole page. ``verified`` False:
    the address was never seen to answer, so that a failure says nothing about the vendor.
    """

    id: str
    service: str
    url: str
    format: str
    components: tuple[str, ...] = ()
    verified: bool = False

    @classmethod
    def of(cls, entry: FeedEntry, components: tuple[str, ...] = ()) -> "FeedSource":
        """From an entry of ``knowledge/feeds.yaml``."""
        return cls(entry.id, entry.service, entry.url, entry.format, components, entry.verified)

    @property
    def host(self) -> str:
        """The host that is asked, in lower case; what is polled one request at a time."""
        return (urlsplit(self.url).hostname or "").lower()
