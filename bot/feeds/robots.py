"""Whether a host's robots.txt lets us poll an address, as RFC 9309 has it.

The rules are Protego's: the longest pattern decides, ``*`` stands for anything and a final ``$``
for the end (section 2.2; ``urllib.robotparser`` knows neither and takes the first match). A file
that is not there (4xx) closes nothing; one that cannot be had closes everything until it can
(section 2.3). A copy is good for a day, and longer while no new one can be had.

Nothing is fetched here, and ``Crawl-delay``, which no standard knows, is not read.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from protego import Protego

from bot.model.errors import FeedError

PRODUCT = "jitabata"
LONGEST_ROBOTS = 512 * 1024  # bytes; what lies beyond is not read
DAY = 86_400.0  # seconds
AGAIN = 600.0  # seconds until a file that could not be had is asked for again

GetText = Callable[[str], Awaitable[tuple[int, bytes]]]


class RobotsVerdict(StrEnum):
    """What robots.txt says of one address."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"  # it could not be had, and no older copy is kept: not to be asked


@dataclass(frozen=True, slots=True)
class _Known:
    rules: Protego | None
    until: float


class RobotsRules:
    """The rules of every host that was asked of; ``clock`` counts seconds and never runs back.

    Not to be shared between threads, and not kept over a restart.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: dict[str, _Known] = {}

    async def verdict(self, url: str, get: GetText) -> RobotsVerdict:
        """Whether ``url`` may be asked. ``get`` answers status and body, or raises FeedError."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        known = self._known.get(site)
        if known is None or self._clock() >= known.until:
            known = await self._ask(site, get, known)
            self._known[site] = known
        if known.rules is None:
            return RobotsVerdict.UNKNOWN
        return RobotsVerdict.OPEN if is_allowed(known.rules, url) else RobotsVerdict.CLOSED

    async def _ask(self, site: str, get: GetText, before: _Known | None) -> _Known:
        try:
            status, body = await get(f"{site}/robots.txt")
        except FeedError:
            status, body = 0, b""
        if 200 <= status < 300:
            return _Known(rules_for(body), self._clock() + DAY)
        if 400 <= status < 500 and status not in (420, 429):  # those two ask us to wait
            return _Known(rules_for(b""), self._clock() + DAY)
        return _Known(before.rules if before else None, self._clock() + AGAIN)


def rules_for(text: bytes) -> Protego:
    """The rules of a file, of which no more than ``LONGEST_ROBOTS`` bytes are read."""
    return Protego.parse(text[:LONGEST_ROBOTS].decode("utf-8-sig", "replace"))


def is_allowed(rules: Protego, url: str) -> bool:
    """Whether the rules let us ask for an address."""
    return urlsplit(url).path == "/robots.txt" or rules.can_fetch(url, PRODUCT)
