"""One request within bounds: against addresses that are refused and servers on this machine."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.feeds.fetch import FeedFetch, FetchError, FetchLimits
from bot.model.knowledge import FeedEntry
from bot.model.status import FeedReading, State
from bot.net.client import Polling
from tests.cases import each

SOURCE = FeedEntry("kumo", "kumo", "https://status.kumo.example/api/v2/status.json", "statuspage")
PAGE = b'{"page":{"id":"p"},"status":{"indicator":"none"}}'
PACKED = gzip.compress(PAGE, mtime=0)  # alike in every process, which name tests by it


def answering(headers: dict[str, str], body: bytes) -> FeedReading:
    async def public(host: str, port: int) -> list[str]:
        return ["1.1.1.1"]

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(body))

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return asyncio.run(FeedFetch(client, None, public)(SOURCE))


@each(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:192.168.0.1", "x"],
)
def test_private_addresses_are_refused_before_anything_is_asked(address: str) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["1.1.1.1", address]

    def answer(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"asked {request.url}")

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    with pytest.raises(FetchError, match="not a public address"):
        asyncio.run(FeedFetch(client, None, resolve)(SOURCE))


def test_a_name_without_an_address_is_unreachable() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    client = httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(200)))
    with pytest.raises(FetchError) as caught:
        asyncio.run(FeedFetch(client, None, resolve)(SOURCE))
    assert not caught.value.reachable


@each(
    ("encoding", "body"),
    [
        ("", PAGE),
        ("identity", PAGE),
        ("gzip", PACKED),
        ("GZIP", PACKED),
        ("deflate", zlib.compress(PAGE)),
        ("gzip", PACKED + b"trailing"),
    ],
)
def test_a_body_is_unpacked(encoding: str, body: bytes) -> None:
    assert answering({"content-encoding": encoding}, body).overall is State.OPERATIONAL


@each(
    ("encoding", "body", "why"),
    [
        ("gzip, gzip", gzip.compress(PACKED, mtime=0), "an encoding"),
        ("br", PAGE, "an encoding"),
        ("gzip", PAGE, "cannot be unpacked"),
        ("gzip", PACKED[:-12], "breaks off"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(encoding: str, body: bytes, why: str) -> None:
    with pytest.raises(FetchError, match=why):
        answering({"content-encoding": encoding}, body)


Serve = Callable[[asyncio.StreamWriter], Awaitable[None]]
Make = Callable[[], httpx.AsyncClient]


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[FeedEntry]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        try:
            await serve(writer)
        except ConnectionError:
            pass  # the client had enough, as it should
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield FeedEntry("x", "x", f"http://127.0.0.1:{port}/", "rss")


@pytest.fixture(params=["httpx", "polling"])
def client(request: pytest.FixtureRequest) -> Make:
    if request.param == "httpx":
        return lambda: httpx.AsyncClient(trust_env=False)
    return lambda: httpx.AsyncClient(transport=Polling(allow_private=True))


def against(make: Make, serve: Serve, limits: FetchLimits) -> FeedReading:
    async def fetch() -> FeedReading:
        async with serving(serve) as source, make() as client:
            return await FeedFetch(client, limits)(source)

    return asyncio.run(fetch())


LOCAL = {"allow_http": True, "allow_private": True}


async def drip(writer: asyncio.StreamWriter, dripped: list[int]) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
    for number in range(1000):
        dripped.append(number)
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


def test_a_body_that_drips_is_cut_off_although_no_read_ever_times_out(client: Make) -> None:
    dripped: list[int] = []

    async def count(writer: asyncio.StreamWriter) -> None:
        await drip(writer, dripped)

    with pytest.raises(FetchError, match=r"no answer in 0\.15 s") as caught:
        against(client, count, FetchLimits(read=50, total=0.15, **LOCAL))
    assert not caught.value.reachable
    assert len(dripped) < 500  # it did not wait for the end


async def pour(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(200):
        writer.write(b"x" * 65536)
        await writer.drain()


async def announce(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 999999999999\r\n\r\n")
    await writer.drain()


async def explode(writer: asyncio.StreamWriter) -> None:
    body = gzip.compress(b" " * 3_000_000)
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n" + body)
    await writer.drain()


@pytest.fixture(params=[pour, announce, explode], ids=lambda serve: serve.__name__)
def too_much(request: pytest.FixtureRequest) -> Serve:
    serve: Serve = request.param
    return serve


def test_a_body_that_does_not_end_is_refused_at_the_cap(client: Make, too_much: Serve) -> None:
    with pytest.raises(FetchError, match="more than 100000 bytes") as caught:
        against(client, too_much, FetchLimits(size=100_000, **LOCAL))
    assert caught.value.reachable


def test_a_small_body_that_unpacks_to_a_large_one_never_does() -> None:
    body = gzip.compress(b" " * 30_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="more than 8388608 bytes"):
            answering({"content-encoding": "gzip"}, body)
        assert tracemalloc.get_traced_memory()[1] < 25_000_000
    finally:
        tracemalloc.stop()


async def hang_up(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")
    await writer.drain()


async def say_nothing(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.2)


async def speak_otherwise(writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 mail.example ESMTP\r\n")
    await writer.drain()


@pytest.mark.parametrize("serve", [hang_up, say_nothing, speak_otherwise])
def test_an_answer_that_is_none_is_unreachable(client: Make, serve: Serve) -> None:
    with pytest.raises(FetchError, match="no connection") as caught:
        against(client, serve, FetchLimits(read=0.1, **LOCAL))
    assert not caught.value.reachable


def test_this_machine_is_refused_unless_it_is_allowed(client: Make) -> None:
    with pytest.raises(FetchError, match="not a public address"):
        against(client, announce, FetchLimits(allow_http=True))


@each("make", [httpx.AsyncClient, lambda: httpx.AsyncClient(transport=Polling())])
def test_a_name_that_leads_home_after_the_check_hears_nothing(make: Make) -> None:
    asked: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked.append(await reader.read())
        finally:
            writer.close()

    async def resolve(host: str, port: int) -> list[str]:
        return ["1.1.1.1"]

    async def fetch() -> None:
        server = await asyncio.start_server(listen, "127.0.0.1", 0)
        async with server, make() as client:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            await FeedFetch(client, FetchLimits(allow_http=True), resolve)(
                FeedEntry("x", "x", url, "rss")
            )

    with pytest.raises(FetchError, match="private address") as caught:
        asyncio.run(fetch())
    assert caught.value.reachable
    assert asked in ([], [b""])
