"""The HTTP server of a process: uvicorn with bounds on connections, and how it is stopped."""

import asyncio
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from bot.desk.ports import Store
from bot.desk.staff_accounts import StaffStore
from bot.running.files import most_files
from bot.texts.loader import say
from bot.web.connections import ConnectionLimits, Places, is_within, protocol_over
from bot.web.hub import Hub
from bot.web.staff_token import OneTimeLinks

STOPS = (signal.SIGINT, signal.SIGTERM)


class WebServer(uvicorn.Server):
    """Ends the open pages' streams the moment it is told to stop, so that stopping is quick."""

    def __init__(
        self,
        app: ASGIApp,
        host: str,
        port: int,
        hub: Hub,
        proxies: Sequence[str] = (),
        started: Callable[[], None] | None = None,
    ) -> None:
        """``proxies``: networks whose ``X-Forwarded-…`` headers are believed.

        ``started`` is called once the port is ours.
        """
        places = Places(ConnectionLimits.for_files(most_files()), is_within(proxies))
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                proxy_headers=bool(proxies),
                forwarded_allow_ips=list(proxies),
                http=protocol_over(places),
                ws="none",
                backlog=128,  # so many may be accepted before any gives way
                log_config=None,
                log_level="warning",
                timeout_graceful_shutdown=3,
            )
        )
        self._hub, self._started = hub, started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self._started is not None:
            self._started()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop when told to; what runs beside the pages is ended in order after that."""
        loop = asyncio.get_running_loop()
        for number in STOPS:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in STOPS:
                loop.remove_signal_handler(number)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._hub.close()
        super().handle_exit(sig, frame)


def sockets_of(taken: socket.socket | None) -> list[socket.socket] | None:
    """As uvicorn wants to be given what it listens on."""
    return None if taken is None else [taken]


def begin_of(host: str, port: int) -> str:
    """How addresses begin by which a browser on this machine finds us; "": by none."""
    if host in ("127.0.0.1", "localhost", "0.0.0.0", ""):  # noqa: S104 - as it may be set
        return f"http://127.0.0.1:{port}"
    return f"http://[::1]:{port}" if host in ("::", "::1") else ""


REACHED_AT = "web:reached_at"  # the memory of where the pages were served last


def reached_at(host: str, port: int) -> str:
    """How addresses begin where we listen, for whoever may reach that."""
    named = f"[{host}]" if ":" in host else host
    return begin_of(host, port) or f"http://{named}:{port}"


def remember_address(store: Store, host: str, port: int) -> None:
    """Keep where the pages are served, so that a command on the same database can lead there."""
    address = reached_at(host, port)
    with store.look() as work:
        known = work.recall(REACHED_AT)
    if known != address:
        with store.work() as work:
            work.remember(REACHED_AT, address)


def announce(link: str, key: str) -> None:
    """Show a link, in the words of a key, to whoever started the process; it is no line of the log, since it opens a door."""
    for lang in ("en", "ja"):
        sys.stdout.write(say(lang, key, link=link) + "\n")
    sys.stdout.flush()


def way_in(
    staff: StaffStore, begin: str, links: OneTimeLinks, *, has_provider: bool
) -> Callable[[], None]:
    """What tells whoever started the process how to sign in: a link once, or the page of accounts."""
    if has_provider or any(account.can_sign_in for account in staff.accounts()):
        return partial(announce, f"{begin}/staff", "accounts.command.sign_in")
    return links.announce


async def told_to_stop() -> None:
    """Until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in STOPS:
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
