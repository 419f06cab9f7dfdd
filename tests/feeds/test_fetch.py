"""One feed over HTTP: what is asked, what is refused, and how long it may take."""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.feeds.fetch import LONGEST_WAIT, FeedFetch, FetchError, Limits
from bot.feeds.source import FeedSource
from bot.model.errors import FeedError
from bot.model.knowledge import FeedEntry
from bot.model.status import Reading, State

SOURCE = FeedSource("kumo", "kumo", "https://status.kumo.example/api/v2/status.json", "statuspage")
PAGE = b'{"page":{"id":"p"},"status":{"indicator":"none"}}'

Answer = Callable[[httpx.Request], httpx.Response]


async def public(host: str, port: int) -> list[str]:
    return ["1.1.1.1"]


def fetching(answer: Answer, limits: Limits | None = None) -> FeedFetch:
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return FeedFetch(client, limits, public)


def fetch(answer: Answer, source: FeedSource = SOURCE) -> Reading:
    return asyncio.run(fetching(answer)(source))


def failure(answer: Answer, source: FeedSource = SOURCE) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(answer, source)
    return caught.value


def test_a_page_is_fetched_and_read_under_our_own_name() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=PAGE)

    assert fetch(answer).overall is State.OPERATIONAL
    assert "Jitabata" in asked[0].headers["user-agent"]


def test_validators_come_back_and_not_modified_keeps_the_reading() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if "if-none-match" in request.headers:
            return httpx.Response(304)
        return httpx.Response(
            200, content=PAGE, headers={"etag": '"a"', "last-modified": "Fri, 01 May 2026"}
        )

    async def twice() -> tuple[Reading, Reading]:
        fetch_feed = fetching(answer)
        return await fetch_feed(SOURCE), await fetch_feed(SOURCE)

    first, second = asyncio.run(twice())
    assert first is second
    assert asked[1].headers["if-none-match"] == '"a"'
    assert asked[1].headers["if-modified-since"] == "Fri, 01 May 2026"


def test_an_unchanged_body_is_not_read_again_and_a_changed_one_is() -> None:
    bodies = iter([PAGE, PAGE, PAGE.replace(b"none", b"major")])

    async def thrice() -> list[Reading]:
        fetch_feed = fetching(lambda _: httpx.Response(200, content=next(bodies)))
        return [await fetch_feed(SOURCE) for _ in range(3)]

    first, second, third = asyncio.run(thrice())
    assert first is second
    assert third.overall is State.PARTIAL_OUTAGE


def test_not_modified_without_anything_kept_is_a_failure() -> None:
    with pytest.raises(FeedError):
        fetch(lambda _: httpx.Response(304))


@pytest.mark.parametrize(
    ("code", "reachable"), [(401, True), (403, True), (404, True), (429, True), (500, False)]
)
def test_an_error_says_whether_anything_answered(code: int, *, reachable: bool) -> None:
    assert failure(lambda _: httpx.Response(code)).reachable is reachable


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "30"}, 30.0),
        ({"retry-after": "86400"}, LONGEST_WAIT),
        ({"retry-after": "soon"}, None),
        ({}, None),
        (
            {
                "retry-after": "Fri, 01 May 2026 00:01:00 GMT",
                "date": "Fri, 01 May 2026 00:00:00 GMT",
            },
            60.0,
        ),
    ],
)
def test_retry_after_is_heard_up_to_a_cap(headers: dict[str, str], seconds: float | None) -> None:
    assert failure(lambda _: httpx.Response(503, headers=headers)).retry_after == seconds


def test_a_connection_that_fails_is_unreachable() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    assert not failure(answer).reachable


def test_html_behind_a_200_is_unreadable() -> None:
    with pytest.raises(FeedError) as caught:
        fetch(lambda _: httpx.Response(200, html="<!DOCTYPE html><p>operational"))
    assert caught.value.reachable


def moved(to: str) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url == SOURCE.url:
            return httpx.Response(302, headers={"location": to})
        return httpx.Response(200, content=PAGE)

    return answer


def test_a_change_of_host_is_noted() -> None:
    reading = fetch(moved("https://status.kumo-new.example/x"))
    assert reading.oddities == ("moved from status.kumo.example to status.kumo-new.example",)


def test_a_redirect_within_the_host_is_nothing_to_note() -> None:
    assert fetch(moved("/elsewhere")).oddities == ()


@pytest.mark.parametrize(
    "to", ["http://status.kumo.example/", "file:///etc/passwd", "ftp://x/", "https://u:p@x/"]
)
def test_a_redirect_away_from_plain_https_is_refused(to: str) -> None:
    assert "refused" in str(failure(moved(to)))


def test_redirects_end() -> None:
    said = failure(lambda request: httpx.Response(302, headers={"location": f"{request.url}x"}))
    assert "redirects" in str(said)


@pytest.mark.parametrize(
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

    client = httpx.AsyncClient(transport=httpx.MockTransport(moved("/")))
    with pytest.raises(FetchError) as caught:
        asyncio.run(FeedFetch(client, None, resolve)(SOURCE))
    assert not caught.value.reachable


def test_stacked_encodings_are_refused() -> None:
    body = gzip.compress(gzip.compress(PAGE))
    answer = httpx.Response(200, content=body, headers={"content-encoding": "gzip, gzip"})
    assert "encoding" in str(failure(lambda _: answer))


def test_a_source_comes_from_an_entry_of_the_knowledge() -> None:
    url = "https://Status.Kumo.example/x"
    entry = FeedEntry("kumo", "kumo-sheet", url, "rss", verified=True, components=("Tokyo",))
    source = FeedSource.of(entry)
    assert (source.service, source.host, source.components) == (
        "kumo-sheet", "status.kumo.example", ("Tokyo",)
    )  # fmt: skip


# Against a real server on this machine.

Serve = Callable[[asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[FeedSource]:
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
        yield FeedSource("x", "x", f"http://127.0.0.1:{port}/", "rss")


async def against(serve: Serve, limits: Limits) -> Reading:
    async with serving(serve) as source, httpx.AsyncClient(trust_env=False) as client:
        return await FeedFetch(client, limits)(source)


LOCAL = {"allow_http": True, "allow_private": True}


async def drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
    for _ in range(1000):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


def test_a_body_that_drips_is_cut_off_although_no_read_ever_times_out() -> None:
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"no answer in 0\.15 s") as caught:
        asyncio.run(against(drip, Limits(read=0.1, total=0.15, **LOCAL)))
    assert not caught.value.reachable
    assert time.monotonic() - began < 2


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


def test_a_body_that_does_not_end_is_refused_at_the_cap(too_much: Serve) -> None:
    with pytest.raises(FetchError, match="more than 100000 bytes"):
        asyncio.run(against(too_much, Limits(size=100_000, **LOCAL)))


def test_this_machine_is_refused_unless_it_is_allowed() -> None:
    with pytest.raises(FetchError, match="not a public address"):
        asyncio.run(against(announce, Limits(allow_http=True)))
