"""Real servers on this machine to be measured: plain, over TLS, silent, dripping, or not there."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable

import trustme

HOST = "127.0.0.1"
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok"
Serve = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


def answer(status: int, body: str = "", **headers: str) -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status} x", f"content-length: {len(body.encode())}", "connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


@contextlib.asynccontextmanager
async def serving(
    *answers: bytes | Serve, secured: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """A server that gives these answers in turn, the last one for ever; yields its port."""
    left, serving = list(answers), set[asyncio.Task[None]]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving.add(task)
        with contextlib.suppress(
            ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError
        ):
            request = await reader.readuntil(b"\r\n\r\n")
            said = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(said, bytes):
                writer.write(said)
                await writer.drain()
            else:
                await said(request, writer)
        writer.close()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()
        serving.discard(task)

    server = await asyncio.start_server(serve, HOST, 0, ssl=secured)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)


class Authority:
    """An authority that a client trusts, and the certificates that it gives."""

    def __init__(self) -> None:
        self._ca = trustme.CA()

    def client(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self._ca.configure_trust(context)
        return context

    def server(self, name: str = HOST) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(name).configure_cert(context)
        return context
