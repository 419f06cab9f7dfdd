"""The client that polls, against servers on this machine."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.net.client import Polling, polling_client
from bot.net.peers import PrivatePeerError
from tests.cases import each

PROXIES = tuple(f"{scheme}_proxy" for scheme in ("http", "https", "all"))
Use = Callable[[httpx.AsyncClient, str], Awaitable[httpx.Response]]
PACKED = gzip.compress(b"hello")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


class Server:
    """Answers every request with ``answer``; remembers what it heard."""

    def __init__(self, answer: bytes, *, closes: bool = False) -> None:
        self.answer = answer
        self.closes = closes
        self.connections = 0
        self.heard: list[bytes] = []
        self._serving: set[asyncio.Task[None] | None] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._serving.add(asyncio.current_task())
        try:
            while True:
                self.heard.append(await reader.readuntil(b"\r\n\r\n"))
                writer.write(self.answer)
                if self.closes:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has gone
        writer.close()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        async with server:
            try:
                yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            finally:
                await asyncio.gather(*(task for task in self._serving if task))

    def used(self, use: Use, *, allow_private: bool = True) -> httpx.Response:
        async def run() -> httpx.Response:
            client = polling_client(allow_private=allow_private)
            async with self.running() as url, client:
                return await use(client, url)

        return asyncio.run(run())


def answer(headers: str, body: bytes = b"", status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}\r\n".encode() + body


async def get(client: httpx.AsyncClient, url: str) -> httpx.Response:
    return await client.get(url, headers={"user-agent": "us", "accept": "x/y"}, timeout=50)


async def hurried(client: httpx.AsyncClient, url: str) -> httpx.Response:
    return await client.get(url, timeout=0.2)


def test_an_answer_comes_back_and_only_our_own_headers_go_out() -> None:
    server = Server(answer("content-length: 5\r\netag: a\r\n", b"hello"))
    response = server.used(get)
    assert (response.status_code, response.headers["etag"], response.content) == (
        200,
        "a",
        b"hello",
    )
    names = {line.partition(b":")[0].lower() for line in server.heard[0].split(b"\r\n")[1:] if line}
    assert {b"host", b"user-agent", b"accept"} <= names
    assert b"cookie" not in names


def test_the_body_comes_as_it_was_sent() -> None:
    server = Server(answer(f"content-encoding: gzip\r\ncontent-length: {len(PACKED)}\r\n", PACKED))
    raw: list[bytes] = []

    async def stream(client: httpx.AsyncClient, url: str) -> httpx.Response:
        async with client.stream("GET", url) as response:
            raw.extend([part async for part in response.aiter_raw()])
        return response

    server.used(stream)
    assert b"".join(raw) == PACKED


def test_a_short_body_is_posted_as_it_is() -> None:
    server = Server(answer("content-length: 0\r\n"), closes=True)

    async def post(client: httpx.AsyncClient, url: str) -> httpx.Response:
        headers = {"content-type": "application/json"}
        return await client.post(url, headers=headers, content=b'{"a":1}', timeout=50)

    assert server.used(post).status_code == 200
    head = server.heard[0].lower()
    assert head.startswith(b"post / ")
    assert (head.count(b"content-length: 7"), head.count(b"content-type:")) == (1, 1)


def test_a_connection_serves_the_next_request_to_its_host() -> None:
    server = Server(answer("", status="304 Not Modified"))

    async def twice(client: httpx.AsyncClient, url: str) -> httpx.Response:
        await get(client, url)
        return await get(client, url)

    assert server.used(twice).status_code == 304
    assert (server.connections, len(server.heard)) == (1, 2)


def test_no_cookie_is_kept() -> None:
    server = Server(answer("set-cookie: a=b\r\ncontent-length: 0\r\n"))

    async def twice(client: httpx.AsyncClient, url: str) -> httpx.Response:
        await get(client, url)
        return await get(client, url)

    server.used(twice)
    assert b"cookie" not in server.heard[1].lower()


def test_a_redirect_is_handed_back() -> None:
    server = Server(answer("location: /x\r\ncontent-length: 0\r\n", status="302 Found"))
    assert server.used(get).headers["location"] == "/x"
    assert len(server.heard) == 1


@each(
    ("said", "error"),
    [
        (answer("content-length: 9\r\n", b"half"), httpx.ReadError),
        (b"good day to you\r\n\r\n", httpx.ReadError),
        (b"", httpx.ReadError),
    ],
    ids=["breaks off", "no HTTP", "hangs up"],
)
def test_an_answer_that_is_none_is_an_error_of_httpx(
    said: bytes, error: type[httpx.HTTPError]
) -> None:
    with pytest.raises(error):
        Server(said, closes=True).used(get)


def test_silence_times_out() -> None:
    with pytest.raises(httpx.TimeoutException):
        Server(b"").used(hurried)


def test_a_closed_port_is_no_connection() -> None:
    async def elsewhere(client: httpx.AsyncClient, url: str) -> httpx.Response:
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        server.close()
        await server.wait_closed()
        return await get(client, f"http://127.0.0.1:{port}/")

    with pytest.raises(httpx.ConnectError):
        Server(b"").used(elsewhere)


def test_a_private_address_is_not_even_connected_to() -> None:
    server = Server(b"")
    with pytest.raises(PrivatePeerError, match=r"127\.0\.0\.1"):
        server.used(get, allow_private=False)
    assert server.connections == 0


def test_behind_a_proxy_it_is_the_ordinary_client(monkeypatch: pytest.MonkeyPatch) -> None:
    async def transport() -> httpx.AsyncBaseTransport:
        async with polling_client() as client:
            return client._transport

    assert isinstance(asyncio.run(transport()), Polling)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:3128")
    assert not isinstance(asyncio.run(transport()), Polling)
