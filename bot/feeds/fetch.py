"""One feed over HTTP, read: bounded in time, size, redirects and reach.

A body that drips one byte a second outlives any read timeout, hence the deadline for the whole.
Names are resolved and checked before each request and the peer is checked after it, so that a feed
cannot point us into our own network. Nothing is retried here.
"""

import asyncio
import hashlib
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime

import httpx

from bot.feeds.detect import read
from bot.feeds.document import LONGEST
from bot.feeds.source import FeedSource
from bot.model.errors import FeedError
from bot.model.status import Reading
from bot.net.addresses import Resolve, is_public, resolve

USER_AGENT = "Jitabata/0.1 (status feed reader of a support desk)"
ACCEPT = (
    "application/json, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
)
LONGEST_WAIT = 600.0  # seconds that a Retry-After may ask of us
PLAIN_ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})  # never stacked: those explode


class FetchError(FeedError):
    """A feed could not be fetched; ``retry_after`` is what the server asks for, in seconds."""

    def __init__(self, message: str, *, reachable: bool, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message, reachable=reachable)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take. Seconds and bytes.

    ``allow_http`` and ``allow_private`` are for a server on this machine, and the latter for a
    network whose only way out is a proxy with a private address.
    """

    connect: float = 5.0
    read: float = 10.0
    total: float = 20.0
    size: int = LONGEST
    redirects: int = 5
    allow_http: bool = False
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class _Kept:
    etag: str
    modified: str
    digest: bytes
    reading: Reading


class FeedFetch:
    """Fetches feeds and reads them; keeps each feed's validators and its last good reading.

    Raises FeedError: ``reachable`` False when nothing usable came back (no connection, no answer in
    time, 5xx), True when something answered that is not the feed (4xx, too long, unreadable).
    """

    def __init__(
        self, client: httpx.AsyncClient, limits: Limits | None = None, resolve: Resolve = resolve
    ) -> None:
        self._client = client
        self._limits = limits or Limits()
        self._resolve = resolve
        self._kept: dict[str, _Kept] = {}

    async def __call__(self, source: FeedSource) -> Reading:
        kept = self._kept.get(source.url)
        try:
            async with asyncio.timeout(self._limits.total):
                response, body, moved = await self._get(source.url, kept)
        except TimeoutError as e:
            raise FetchError(f"no answer in {self._limits.total:g} s", reachable=False) from e
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as e:
            raise FetchError(f"no connection: {type(e).__name__}", reachable=False) from e
        if response.status_code == httpx.codes.NOT_MODIFIED and kept:
            return kept.reading
        digest = hashlib.sha256(body).digest()
        if kept and kept.digest == digest:
            reading = kept.reading
        else:
            kind = response.headers.get("content-type")
            reading = await asyncio.to_thread(read, body, content_type=kind)
            reading = replace(reading, oddities=reading.oddities + moved)
        self._kept[source.url] = _Kept(
            response.headers.get("etag", ""),
            response.headers.get("last-modified", ""),
            digest,
            reading,
        )
        return reading

    async def _get(
        self, url: str, kept: _Kept | None
    ) -> tuple[httpx.Response, bytes, tuple[str, ...]]:
        """The final answer with its body, and an oddity for each host that we were sent on to."""
        moved: list[str] = []
        asked = httpx.URL(url)
        for _ in range(self._limits.redirects + 1):
            await self._check(asked)
            async with self._client.stream(
                "GET",
                asked,
                headers=_headers(kept),
                follow_redirects=False,
                timeout=httpx.Timeout(self._limits.read, connect=self._limits.connect),
            ) as response:
                self._check_peer(response)
                if not response.has_redirect_location:
                    _check_status(response)
                    return response, await self._body(response), tuple(moved)
                sent_to = asked.join(response.headers["location"])
            if sent_to.host != asked.host:
                moved.append(f"moved from {asked.host} to {sent_to.host}")
            asked = sent_to
        raise FetchError("too many redirects", reachable=True)

    async def _check(self, url: httpx.URL) -> None:
        """Refuses what is not https, carries a login, or is an address of our own network."""
        if url.scheme != "https" and not (url.scheme == "http" and self._limits.allow_http):
            raise FetchError(f"refused: {url.scheme or 'no scheme'}, not https", reachable=True)
        if not url.host or url.userinfo:
            raise FetchError("refused: no host, or a login in the address", reachable=True)
        if self._limits.allow_private:
            return
        try:
            addresses = await self._resolve(url.host, url.port or 443)
        except (OSError, UnicodeError) as e:
            raise FetchError(f"no address for {url.host}", reachable=False) from e
        if not addresses or not all(is_public(a) for a in addresses):
            raise FetchError(f"refused: {url.host} is not a public address", reachable=True)

    def _check_peer(self, response: httpx.Response) -> None:
        """The name may have been given another address between the check and the connection."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream else None
        if peer and not self._limits.allow_private and not is_public(str(peer[0])):
            raise FetchError("refused: connected to a private address", reachable=True)

    async def _body(self, response: httpx.Response) -> bytes:
        if response.headers.get("content-encoding", "").strip().lower() not in PLAIN_ENCODINGS:
            raise FetchError("refused: an encoding that was not asked for", reachable=True)
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and int(announced[:18]) > self._limits.size:
            raise FetchError(f"more than {self._limits.size} bytes", reachable=True)
        parts, size = [], 0
        async for part in response.aiter_bytes():
            size += len(part)
            if size > self._limits.size:
                raise FetchError(f"more than {self._limits.size} bytes", reachable=True)
            parts.append(part)
        return b"".join(parts)


def _headers(kept: _Kept | None) -> dict[str, str]:
    headers = {"user-agent": USER_AGENT, "accept": ACCEPT, "accept-encoding": "gzip"}
    if kept and kept.etag:
        headers["if-none-match"] = kept.etag
    if kept and kept.modified:
        headers["if-modified-since"] = kept.modified
    return headers


def _check_status(response: httpx.Response) -> None:
    code = response.status_code
    if code in (httpx.codes.OK, httpx.codes.NOT_MODIFIED):
        return
    wait = _retry_after(response) if code in (429, 503) else None
    raise FetchError(f"HTTP {code}", reachable=code < 500, retry_after=wait)


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds, from a number or from a date compared with the server's own; capped."""
    said = response.headers.get("retry-after", "").strip()
    if said.isdecimal():
        return min(float(said[:9]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
        now = parsedate_to_datetime(response.headers.get("date", ""))
        return min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT)
    except (ValueError, TypeError, IndexError):
        return None
