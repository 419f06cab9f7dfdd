"""A real SMTP server on a loopback port that takes mails, refuses them, or breaks off."""

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "correct horse"


class PostOffice:
    """What it was given, and how it answers; a handler of aiosmtpd."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []
        self.connections = 0
        self.at_once = 0
        self.most_at_once = 0
        self.senders: list[str] = []
        self._answers: dict[str, list[str]] = {}
        self._calls: dict[str, Callable[[], object]] = {}
        self._after_dot: Callable[[SMTP], Any] | None = None
        self.holds = asyncio.Event()
        self.holds.set()

    # What a test says

    def answers(self, command: str, *lines: str) -> None:
        """The next answers to a command (or to ``RCPT someone@…``), one each; then it is content."""
        self._answers[command] = list(lines)

    def calls(self, command: str, what: Callable[[], object]) -> None:
        """Do something, once, when a command arrives."""
        self._calls[command] = what

    def drops_after_the_dot(self) -> None:
        """Take the next mail and hang up without a word."""
        self._after_dot = _hang_up

    def is_silent_after_the_dot(self) -> None:
        """Take mails and never say so."""
        self.holds.clear()

    @property
    def messages(self) -> list[EmailMessage]:
        """The mails, read."""
        return [
            message_from_bytes(m.content or b"", EmailMessage, policy=default)  # type: ignore[arg-type]
            for m in self.mails
        ]

    # What aiosmtpd asks

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self._next("MAIL"):
            return answer
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RSET(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.at_once -= 1
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self._next(f"RCPT {address}") or self._next("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if answer := self._next("."):
            return answer
        self.mails.append(envelope)
        self.at_once -= 1
        if self._after_dot is not None:
            after, self._after_dot = self._after_dot, None
            after(server)
        await self.holds.wait()
        return "250 2.0.0 OK queued"

    def _next(self, command: str) -> str:
        if command in self._calls:
            self._calls.pop(command)()
        waiting = self._answers.get(command)
        return waiting.pop(0) if waiting else ""


def _hang_up(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()


def signs_in(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    """The only account."""
    good = isinstance(data, LoginPassword) and data == LoginPassword(b"desk", PASSWORD.encode())
    return AuthResult(success=good, handled=False)


@asynccontextmanager
async def open_office(
    office: PostOffice, tls: ssl.SSLContext | None = None, *, implicit: bool = False, **more: Any
) -> AsyncIterator[int]:
    """The port at which it listens; ``tls`` alone wants STARTTLS."""
    servers: set[SMTP] = set()

    def serve() -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it takes implicit TLS for none
            server = SMTP(
                office,
                hostname="post.example",
                tls_context=None if implicit else tls,
                require_starttls=tls is not None and not implicit,
                auth_require_tls=not implicit,
                **more,
            )
        servers.add(server)
        office.connections += 1
        return server

    loop = asyncio.get_running_loop()
    listening = await loop.create_server(serve, "127.0.0.1", 0, ssl=tls if implicit else None)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        office.holds.set()
        listening.close()
        for server in servers:
            _hang_up(server)
            task = getattr(server, "_handler_coroutine", None)
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError, ConnectionError):
                    await task
        for _ in range(3):  # until the transports have let go of their sockets
            await asyncio.sleep(0)


@asynccontextmanager
async def open_server(
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[object]],
) -> AsyncIterator[int]:
    """The port of a server that is no SMTP server, or a poor one."""
    serving: set[asyncio.Task[object] | None] = set()

    async def serve_and_close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.add(asyncio.current_task())
        with suppress(ConnectionError):
            await serve(reader, writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve_and_close, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await asyncio.gather(*(task for task in serving if task is not None))
