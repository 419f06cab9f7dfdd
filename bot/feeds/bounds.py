"""One request over HTTP, bounded in time, size and reach.

A body that drips one byte a second outlives any read timeout, hence the deadline for the whole; a
few bytes can unpack to thousands of times as many, hence no more is unpacked than may be kept.
Names are resolved and checked before a request, the peer before anything is sent to it, and again
when it has answered. No redirect is followed here.
"""

import asyncio
import zlib
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import httpx

from bot.feeds.document import LONGEST
from bot.model.errors import FeedError
from bot.net.addresses import Resolve, is_public
from bot.net.peers import PrivatePeerError, public_only, require_public

PLAIN = frozenset({"", "identity"})
PACKED = frozenset({"gzip", "x-gzip", "deflate"})  # never stacked: those explode
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class FetchError(FeedError):
    """A feed could not be fetched; ``retry_after`` is what the server asks for, in seconds."""

    def __init__(self, message: str, *, reachable: bool, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message, reachable=reachable)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may take. Seconds and bytes.

    ``allow_http`` and ``allow_private`` are for a server on this machine, and the latter for a
    network whose only way out is a proxy with a private address.
    """

    connect: float = 5.0
    read: float = 10.0
    total: float = 20.0
    robots: float = 10.0  # for all of robots.txt, within ``total``
    size: int = LONGEST
    redirects: int = 5
    allow_http: bool = False
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class FetchReply:
    """What came back. ``sent_to``: where it redirects; the body is read only with a 200."""

    url: str
    status: int
    headers: httpx.Headers
    body: bytes
    sent_to: httpx.URL | None


class Bounded:
    """GET within ``limits``; raises FetchError for whatever it refuses, within ``deadline``."""

    def __init__(self, client: httpx.AsyncClient, limits: FetchLimits, resolve: Resolve) -> None:
        self.limits = limits
        self._client = client
        self._resolve = resolve
        self._extensions: dict[str, Any] = {
            "timeout": {
                "connect": limits.connect,
                "read": limits.read,
                "write": limits.read,
                "pool": limits.total,
            }
        }
        if not limits.allow_private:
            self._extensions["trace"] = public_only

    @asynccontextmanager
    async def deadline(self, seconds: float | None = None) -> AsyncIterator[None]:
        """Ends what runs within after so long, and turns what the network raises into ours."""
        seconds = self.limits.total if seconds is None else seconds
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError as e:
            raise FetchError(f"no answer in {seconds:g} s", reachable=False) from e
        except PrivatePeerError as e:
            raise FetchError("refused: connected to a private address", reachable=True) from e
        except (httpx.InvalidURL, UnicodeError) as e:  # the latter from hosts in other scripts
            raise FetchError("refused: sent to an address that is none", reachable=True) from e
        except (httpx.HTTPError, OSError) as e:
            raise FetchError(f"no connection: {type(e).__name__}", reachable=False) from e

    async def __call__(
        self, url: httpx.URL, headers: Mapping[str, str], *, cut_at: int | None = None
    ) -> FetchReply:
        """The answer; a body longer than ``cut_at`` bytes is cut there, else it is refused."""
        await self._check(url)
        request = httpx.Request("GET", url, headers=headers, extensions=self._extensions)
        response = await self._client.send(request, stream=True, auth=None, follow_redirects=False)
        try:
            self._check_peer(response)
            sent_to = None
            if response.has_redirect_location:
                sent_to = url.join(response.headers["location"])
            body = b""
            if response.status_code == httpx.codes.OK:
                body = await self._body(response, cut_at)
        finally:
            await response.aclose()
        return FetchReply(str(url), response.status_code, response.headers, body, sent_to)

    async def _check(self, url: httpx.URL) -> None:
        """Refuses what is not https, carries a login, or is an address of our own network."""
        if url.scheme != "https" and not (url.scheme == "http" and self.limits.allow_http):
            raise FetchError(f"refused: {url.scheme or 'no scheme'}, not https", reachable=True)
        if not url.host or url.userinfo:
            raise FetchError("refused: no host, or a login in the address", reachable=True)
        if self.limits.allow_private:
            return
        try:
            addresses = await self._resolve(url.host, url.port or 443)
        except (OSError, UnicodeError) as e:
            raise FetchError(f"no address for {url.host}", reachable=False) from e
        if not addresses or not all(is_public(a) for a in addresses):
            raise FetchError(f"refused: {url.host} is not a public address", reachable=True)

    def _check_peer(self, response: httpx.Response) -> None:
        """The connection may have been opened by somebody who did not look."""
        stream = response.extensions.get("network_stream")
        if stream is not None and not self.limits.allow_private:
            require_public(stream)

    async def _body(self, response: httpx.Response, cut_at: int | None) -> bytes:
        encoding = response.headers.get("content-encoding", "").strip().lower()
        if encoding not in PLAIN | PACKED:
            raise FetchError("refused: an encoding that was not asked for", reachable=True)
        most = self.limits.size if cut_at is None else cut_at
        announced = response.headers.get("content-length", "")
        if cut_at is None and announced.isdecimal() and int(announced[:18]) > most:
            raise FetchError(f"more than {most} bytes", reachable=True)
        sent = cast("AsyncIterable[bytes]", response.stream)  # as it is sent, still packed
        body = bytearray()
        async for part in sent if encoding in PLAIN else _unpacked(sent, most + 1):
            body += part
            if len(body) > most:
                break
        if len(body) > most and cut_at is None:
            raise FetchError(f"more than {most} bytes", reachable=True)
        return bytes(body[:most])


async def _unpacked(parts: AsyncIterable[bytes], most: int) -> AsyncIterator[bytes]:
    """No more than ``most`` bytes of what the parts unpack to."""
    unpack = zlib.decompressobj(GZIP_OR_ZLIB)
    try:
        async for part in parts:
            plain = unpack.decompress(part, most)
            most -= len(plain)
            yield plain
            if most <= 0 or unpack.eof:
                return
    except zlib.error as e:
        raise FetchError("the body cannot be unpacked", reachable=True) from e
    raise FetchError("the body breaks off", reachable=False)
