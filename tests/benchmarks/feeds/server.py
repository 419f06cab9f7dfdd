"""The feeds' server: one process, one socket per loopback host, no more than 127.0.0.0/8.

    python -m tests.benchmarks.feeds.server mixed|etag|plain|drip|documents PORT [CERTIFICATE]

It says ``ready`` once it listens and ends when its standard input does.
"""

import asyncio
import gzip
import hashlib
import ssl
import sys
from collections.abc import Iterable
from functools import partial

from tests.benchmarks.feeds.documents import DOCUMENTS
from tests.benchmarks.feeds.pages import Manner, Page, host, mixed, summaries

DRIPS = 45  # bytes, one a second
CHUNK = b"10000\r\n" + b" " * 65536 + b"\r\n"


class Served:
    """A page with what is computed once: its compressed bodies and its ETag.

    Every connection is closed after its answer: between two polls a minute passes, and few servers
    keep one so long.
    """

    def __init__(self, page: Page) -> None:
        self.manner = page.manner
        self.etag = b'W/"' + hashlib.sha256(page.body).hexdigest()[:32].encode() + b'"'
        common = (
            b"content-type: application/json; charset=utf-8\r\nserver: loopback\r\n"
            b"date: Fri, 01 May 2026 00:00:00 GMT\r\ncache-control: max-age=0\r\n"
            b"vary: accept, accept-encoding\r\nx-request-id: 0\r\nconnection: close\r\n"
        )
        if page.manner is Manner.ETAG:
            common += b"etag: " + self.etag + b"\r\n"
        self.same = b"HTTP/1.1 304 Not Modified\r\n" + common + b"\r\n"
        self._whole = _whole(common, page.body)
        self._later = self._whole if page.later is None else _whole(common, page.later)

    def whole(self) -> bytes:
        """The answer with its body; the later one from now on."""
        now, self._whole = self._whole, self._later
        return now


def _whole(common: bytes, body: bytes) -> bytes:
    if not body:
        return b"HTTP/1.1 404 Not Found\r\n" + common + b"content-length: 0\r\n\r\n"
    packed = gzip.compress(body)
    about = b"content-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(packed)
    return b"HTTP/1.1 200 OK\r\n" + common + about + packed


class Feed(asyncio.Protocol):
    """One connection to one feed; answers one request after another."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._heard = b""
        self._slow: asyncio.Task[None] | None = None
        self._may_write = asyncio.Event()
        self._may_write.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while b"\r\n\r\n" in self._heard:
            request, _, self._heard = self._heard.partition(b"\r\n\r\n")
            self._answer(request.lower())

    def _answer(self, request: bytes) -> None:
        served = self._served
        if served.manner is Manner.DRIP:
            self._slow = asyncio.ensure_future(self._drip())
        elif served.manner is Manner.ENDLESS:
            self._slow = asyncio.ensure_future(self._pour())
        else:
            self._transport.write(self._at_once(request))
            self._transport.close()

    def _at_once(self, request: bytes) -> bytes:
        served = self._served
        if served.manner is Manner.BROKEN:
            return b"HTTP/1.1 500 Oh\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        if served.manner is Manner.ETAG and served.etag.lower() in request:
            return served.same
        return served.whole()

    async def _drip(self) -> None:
        self._transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % DRIPS)
        for _ in range(DRIPS):
            self._transport.write(b" ")
            await asyncio.sleep(1)
        self._transport.close()

    async def _pour(self) -> None:
        self._transport.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        for _ in range(1000):
            await self._may_write.wait()
            self._transport.write(CHUNK)
        self._transport.close()

    def pause_writing(self) -> None:
        self._may_write.clear()

    def resume_writing(self) -> None:
        self._may_write.set()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._slow:
            self._slow.cancel()


async def serve(pages: Iterable[Page], port: int, certificate: str | None = None) -> None:
    loop, tls = asyncio.get_running_loop(), None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
    for page in pages:
        await loop.create_server(partial(Feed, Served(page)), host(page.number), port, ssl=tls)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)


def pages(which: str) -> Iterable[Page]:
    if which == "documents":
        return (
            Page(number, Manner.PLAIN, document.body, document.later)
            for number, document in enumerate(DOCUMENTS)
        )
    return mixed() if which == "mixed" else summaries(Manner(which))


if __name__ == "__main__":
    asyncio.run(serve(pages(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]))
