"""One feed over HTTP, read: at most one conditional GET, and nothing is retried here.

An unchanged document is neither read nor kept twice: 304 and an equal body both answer the reading
that is there. Bounds and refusals are in ``bounds``, the rules of robots.txt in ``robots``.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import httpx

from bot.feeds.bounds import Bounded, FetchError, FetchLimits, FetchReply
from bot.feeds.detect import read
from bot.feeds.robots import LONGEST_ROBOTS, RobotsRules, RobotsVerdict
from bot.model.errors import FeedError
from bot.model.knowledge import FeedEntry, Robots
from bot.model.status import FeedReading
from bot.net.addresses import Resolve, resolve
from bot.net.retry_after import retry_after

__all__ = ["LONGEST_WAIT", "FeedFetch", "FetchError", "FetchLimits"]

PRODUCT = "Jitabata/0.1"
ACCEPT = (
    "application/json, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
)
LONGEST_WAIT = 600.0  # seconds that a Retry-After may ask of us
LONGEST_VALIDATOR = 1000  # characters; longer ones are not kept
QUICK = 8 * 1024  # bytes that are read in a few ms, RSS included; a thread would cost 0.1 ms more
WAIT = frozenset({420, 429, 503})
REASONS = {
    304: "not modified, which was not asked",
    401: "the page asks for a login",
    403: "the page refuses us",
    404: "there is no such page",
    410: "the page is gone for good",
    420: "the page asks us to wait",
    429: "the page asks us to wait",
}
_address = lru_cache(maxsize=1024)(httpx.URL)


@dataclass(frozen=True, slots=True)
class _Kept:
    url: str  # that gave the validators: behind a redirect not the feed's own
    validators: Mapping[str, str]  # as request headers
    digest: bytes
    reading: FeedReading

    def conditions(self, url: str) -> Mapping[str, str]:
        """Request headers that ask for a change only; none for another address."""
        return self.validators if url == self.url else {}


class FeedFetch:
    """Fetches feeds and reads them; keeps each address's validators and its last good reading.

    Raises FeedError: ``reachable`` False when nothing usable came back (no connection, no answer in
    time, 5xx), True when something answered that is not the feed (4xx, too long, unreadable, another
    site). ``contact``, an address for whom we bother, is sent along with each request. Without
    ``robots`` no robots.txt is asked for.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        limits: FetchLimits | None = None,
        resolve: Resolve = resolve,
        *,
        contact: str = "",
        robots: RobotsRules | None = None,
    ) -> None:
        self._get = Bounded(client, limits or FetchLimits(), resolve)
        self._robots = robots
        self._headers = {"user-agent": _agent(contact), "accept": ACCEPT, "accept-encoding": "gzip"}
        self._kept: dict[str, _Kept] = {}

    async def __call__(self, source: FeedEntry) -> FeedReading:
        kept = self._kept.get(source.url)
        async with self._get.deadline():
            reply = await self._follow(source, kept)
        if reply.status == httpx.codes.NOT_MODIFIED and kept and kept.conditions(reply.url):
            return kept.reading
        if reply.status != httpx.codes.OK:
            raise _failure(reply)
        return await self._read(source, reply, kept)

    async def _follow(self, source: FeedEntry, kept: _Kept | None) -> FetchReply:
        """The answer behind all redirects; each new address is tested against its robots.txt."""
        asked = _address(source.url)
        for _ in range(self._get.limits.redirects + 1):
            await self._permit(source, asked)
            conditions = kept.conditions(str(asked)) if kept else {}
            reply = await self._get(asked, {**self._headers, **conditions})
            if reply.sent_to is None:
                return reply
            asked = _sent_on(asked, reply.sent_to, {source.host, *source.sent_on_to})
        raise FetchError("too many redirects", reachable=True)

    async def _permit(self, source: FeedEntry, url: httpx.URL) -> None:
        if self._robots is None or source.robots is not Robots.OBEYED:
            return

        async def text(of: str) -> tuple[int, bytes]:
            return await self._robots_text(source, of)

        verdict = await self._robots.verdict(str(url), text)
        if verdict is RobotsVerdict.CLOSED:
            raise FetchError(f"robots.txt of {url.host} closes this address to us", reachable=True)
        if verdict is RobotsVerdict.UNKNOWN:
            raise FetchError(
                f"robots.txt of {url.host} cannot be read, so nothing there is asked for",
                reachable=False,
            )

    async def _robots_text(self, source: FeedEntry, url: str) -> tuple[int, bytes]:
        asked = httpx.URL(url)
        async with self._get.deadline(self._get.limits.robots):
            for _ in range(self._get.limits.redirects + 1):
                reply = await self._get(asked, self._headers, cut_at=LONGEST_ROBOTS)
                if reply.sent_to is None:
                    return reply.status, reply.body
                asked = _sent_on(asked, reply.sent_to, {source.host, *source.sent_on_to})
        raise FetchError("too many redirects", reachable=True)

    async def _read(self, source: FeedEntry, reply: FetchReply, kept: _Kept | None) -> FeedReading:
        digest = hashlib.sha256(reply.body).digest()
        if kept and kept.digest == digest:
            reading = kept.reading
        else:
            try:
                reading = await _parsed(reply)
            except FeedError:
                self._kept.pop(source.url, None)  # a 304 would bring the older reading back
                raise
        self._kept[source.url] = _Kept(reply.url, _validators(reply), digest, reading)
        return reading


async def _parsed(reply: FetchReply) -> FeedReading:
    kind = reply.headers.get("content-type")
    if len(reply.body) <= QUICK:
        return read(reply.body, content_type=kind)
    return await asyncio.to_thread(read, reply.body, content_type=kind)


def _agent(contact: str) -> str:
    """Who we are; ``contact`` must be printable ASCII, since it becomes part of a header."""
    if not (contact.isascii() and contact.isprintable()):
        raise ValueError("the contact address is not printable ASCII")
    return f"{PRODUCT} (+{contact})" if contact else PRODUCT


def _validators(reply: FetchReply) -> dict[str, str]:
    pairs = (("etag", "if-none-match"), ("last-modified", "if-modified-since"))
    given = ((condition, reply.headers.get(name, "")) for name, condition in pairs)
    return {condition: said for condition, said in given if 0 < len(said) <= LONGEST_VALIDATOR}


def _sent_on(asked: httpx.URL, to: httpx.URL, named: set[str]) -> httpx.URL:
    """Where a redirect leads, if we go there."""
    if to.path.rstrip("/") == "/inactive":  # as Statuspage answers for a page that was given up
        raise FetchError("the page is inactive", reachable=True)
    if asked.scheme == "https" and to.scheme != "https":
        raise FetchError(f"refused: sent on from https to {to.scheme}", reachable=True)
    if to.userinfo:
        raise FetchError("refused: sent on to an address with a login", reachable=True)
    if to.host != asked.host and not {to.host, to.raw_host.decode("ascii")} & named:
        raise FetchError(
            f"{asked.host} sends us on to {to.host}: another site until its feed names it",
            reachable=True,
        )
    return to


def _failure(reply: FetchReply) -> FetchError:
    reason = REASONS.get(reply.status)
    said = f"HTTP {reply.status}: {reason}" if reason else f"HTTP {reply.status}"
    wait = retry_after(reply.headers, LONGEST_WAIT) if reply.status in WAIT else None
    return FetchError(said, reachable=reply.status < 500, retry_after=wait)
