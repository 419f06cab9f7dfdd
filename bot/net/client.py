"""An httpx client for many hosts, each of which is asked rarely.

httpx's own transport looks at every idle connection on each request, and its locks search the disk
for a module that is not there, which together cost five times what a poll costs through aiohttp
(``python -m tests.benchmarks.feeds``). So aiohttp speaks to the network, and httpx stays what
callers and tests see. (httpx-aiohttp 0.2 does that too, but takes a closed port for a timeout and
lets errors of aiohttp through.)
"""

import socket
import ssl
from collections.abc import AsyncIterator
from functools import cache
from http.cookiejar import CookieJar
from typing import Any
from urllib.request import getproxies

import aiohttp
import httpx

from bot.net.addresses import is_public
from bot.net.peers import PrivatePeerError

IDLE = 5.0  # seconds that a connection waits for another request to its host
AT_ONCE = 100  # connections
AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]  # as getaddrinfo has it


def polling_client(*, allow_private: bool = False) -> httpx.AsyncClient:
    """A client for polling; to be made where a loop runs, and closed.

    Where the environment names a proxy it is httpx's own client, slower, and whoever asks has to
    look at the peer (``bot.net.peers``). Certificates are httpx's in both.
    """
    if {"http", "https", "all"} & getproxies().keys():
        return httpx.AsyncClient()
    transport = Polling(allow_private=allow_private)
    return httpx.AsyncClient(transport=transport, trust_env=False, cookies=_NoCookies())


@cache
def trusted() -> ssl.SSLContext:
    """The certificates that every client trusts: read once, for reading them takes 5 ms."""
    return httpx.create_ssl_context()


class _NoCookies(CookieJar):
    """Stays empty: who polls is nobody's returning visitor."""

    def extract_cookies(self, response: object, request: object) -> None:
        """Takes none."""


class Polling(httpx.AsyncBaseTransport):
    """Requests with a short body or none; heeds the timeouts ``connect`` and ``read``.

    Raises httpx's errors (with ConnectError and ConnectTimeout nothing was sent), and
    PrivatePeerError before it connects to an address that is not of the public internet, unless
    ``allow_private``. It unpacks nothing, follows no redirect, sends no cookie and knows no proxy.
    """

    def __init__(self, *, allow_private: bool = False) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=AT_ONCE,
                keepalive_timeout=IDLE,
                use_dns_cache=False,
                ssl=trusted(),
                socket_factory=None if allow_private else _public_socket,
            ),
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer; its body is still to be read."""
        waits = request.extensions.get("timeout", {})
        try:
            answer = await self._session.request(
                request.method,
                str(request.url),
                headers=[(n.decode("ascii"), v.decode("latin-1")) for n, v in request.headers.raw],
                data=await request.aread() or None,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(
                    sock_connect=waits.get("connect"), sock_read=waits.get("read")
                ),
            )
        except (aiohttp.ClientError, TimeoutError) as e:
            raise _as_httpx(e) from e
        return httpx.Response(answer.status, headers=answer.raw_headers, stream=_Body(answer))

    async def aclose(self) -> None:
        """Closes all connections."""
        await self._session.close()


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._answer.content.iter_any():
                yield part
        except (aiohttp.ClientError, TimeoutError) as e:
            raise _as_httpx(e) from e

    async def aclose(self) -> None:
        self._answer.close()  # a connection whose answer was read to its end is free by now


def _public_socket(address: AddressInfo) -> socket.socket:
    family, kind, protocol, _, peer = address
    if not is_public(str(peer[0])):
        raise PrivatePeerError(f"{peer[0]} is not a public address")
    made = socket.socket(family, kind, protocol)
    made.setblocking(False)  # noqa: FBT003  the standard library's own
    return made


def _as_httpx(error: Exception) -> httpx.TransportError | PrivatePeerError:
    if isinstance(error.__cause__, PrivatePeerError):
        return error.__cause__
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return httpx.ConnectTimeout(type(error).__name__)
    if isinstance(error, TimeoutError):
        return httpx.TimeoutException(type(error).__name__)
    if isinstance(error, aiohttp.ClientConnectorError):
        return httpx.ConnectError(type(error).__name__)
    return httpx.ReadError(type(error).__name__)
