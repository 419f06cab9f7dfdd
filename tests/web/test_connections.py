"""Connections that ask for nothing, and what they may cost all others."""

import asyncio
import resource
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.running.files import most_files
from bot.web.connections import (
    CROWDED,
    FULL,
    Connection,
    ConnectionLimits,
    Places,
    group_of,
    protocol_over,
)
from bot.web.crowd import AT_ONCE, CrowdGuard
from tests.web.conftest import House
from tests.web.forms import sign_in

pytestmark = pytest.mark.anyio
PATIENCE = 50.0  # seconds on a busy machine, before a test that hangs is given up
SILENT, HALF_A_HEAD = b"", b"GET / HTTP/1.1\r\nHost: lo"
A_BODY_TO_COME = b"POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
A_STREAM = b"GET /events HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n"


@dataclass(eq=False)
class FakeConnection:
    """Remembers that it was told to close."""

    closed: bool = False

    def give_way(self) -> None:
        self.closed = True


@dataclass
class Crowded:
    """Places, and those who have come."""

    limits: ConnectionLimits
    places: Places = field(init=False)

    def __post_init__(self) -> None:
        self.places = Places(self.limits, lambda address: address == "10.0.0.1")

    def comes(self, address: str, *, asks: bool = False) -> tuple[FakeConnection, dict[str, bool]]:
        connection = FakeConnection()
        state = self.places.enter(connection, address)
        assert state is not None
        if asks:
            self.places.begins(connection)
        return connection, state


FREE = {FULL: False, CROWDED: False}


def test_the_oldest_silent_connection_of_an_address_gives_way() -> None:
    crowd = Crowded(ConnectionLimits(per_address=2, in_all=10))
    first, second, third = [crowd.comes("192.0.2.1") for _ in range(3)]
    assert [c.closed for c, _ in (first, second, third)] == [True, False, False]
    assert third[1] == FREE
    assert len(crowd.places) == 2


def test_one_that_is_being_answered_never_gives_way() -> None:
    crowd = Crowded(ConnectionLimits(per_address=2, in_all=10, reserved=2))
    busy = [crowd.comes("192.0.2.1", asks=True)[0] for _ in range(2)]
    waiting = [crowd.comes("192.0.2.1") for _ in range(3)]
    assert not any(c.closed for c in busy)
    assert [c.closed for c, _ in waiting] == [True, False, False]
    assert all(state[CROWDED] for _, state in waiting)
    assert crowd.comes("192.0.2.2")[1] == FREE
    crowd.places.leave(busy[0])
    assert crowd.comes("192.0.2.1")[1][CROWDED]  # those that wait beyond the limit count as well


def test_all_addresses_together_have_a_limit() -> None:
    crowd = Crowded(ConnectionLimits(per_address=2, in_all=3, reserved=1))
    came = [crowd.comes(f"192.0.2.{n}", asks=True) for n in range(3)]
    assert crowd.comes("192.0.2.9")[1] == {FULL: True, CROWDED: False}
    crowd.comes("192.0.2.10", asks=True)
    assert crowd.places.enter(FakeConnection(), "192.0.2.11") is None
    assert not any(c.closed for c, _ in came)


def test_an_end_and_a_next_request_change_who_gives_way() -> None:
    crowd = Crowded(ConnectionLimits(per_address=2, in_all=10))
    first, second = [crowd.comes("192.0.2.1", asks=True)[0] for _ in range(2)]
    crowd.places.waits(second)
    crowd.comes("192.0.2.1")
    assert (first.closed, second.closed) == (False, True)


def test_a_trusted_proxy_may_have_as_many_as_there_are() -> None:
    crowd = Crowded(ConnectionLimits(per_address=1, in_all=10))
    assert all(crowd.comes("10.0.0.1")[1] == FREE for _ in range(9))


def test_nothing_is_kept_of_those_who_left() -> None:
    crowd = Crowded(ConnectionLimits(per_address=1, in_all=5))
    for n in range(20):
        connection, _ = crowd.comes(f"192.0.2.{n}")
        crowd.places.leave(connection)
        crowd.places.leave(connection)
    assert len(crowd.places) == 0
    assert not crowd.places._by_address


def test_neighbours_in_one_network_are_one_sender() -> None:
    assert group_of("2001:db8::1") == group_of("2001:db8::ffff:1") != group_of("2001:db8:0:1::1")
    assert group_of("::ffff:192.0.2.1") == group_of("192.0.2.1") != group_of("192.0.2.2")


class WatchedPlaces(Places):
    """Places that one can wait for."""

    def __init__(self, limits: ConnectionLimits) -> None:
        super().__init__(limits)
        self._changed = asyncio.Event()

    def begins(self, connection: Connection) -> None:
        super().begins(connection)
        self._changed.set()

    def leave(self, connection: Connection) -> None:
        super().leave(connection)
        self._changed.set()

    async def until(self, busy: int) -> None:
        """Until so many requests are under way, and no connection waits for one."""
        while not len(self) == busy == busy - len(self._all.idle):
            self._changed.clear()
            await self._changed.wait()


@asynccontextmanager
async def serving(app: Starlette, places: Places) -> AsyncIterator[int]:
    listening = socket.create_server(("127.0.0.1", 0), backlog=2048)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            http=protocol_over(places),
            ws="none",
            lifespan="off",
            log_level="critical",
            timeout_graceful_shutdown=1,
        )
    )
    running = asyncio.create_task(server._serve(sockets=[listening]))
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        await running


async def connect(port: int, said: bytes, times: int = 1) -> list[asyncio.StreamWriter]:
    writers = []
    for _ in range(times):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        writers.append(writer)
    return writers


def closed(writers: list[asyncio.StreamWriter]) -> None:
    for writer in writers:
        writer.transport.abort()


@pytest.mark.slow
@pytest.mark.parametrize("said", [SILENT, HALF_A_HEAD], ids=["silent", "half a head"])
async def test_a_thousand_connections_that_ask_for_nothing_keep_nobody_out(
    house: House, said: bytes
) -> None:
    assert most_files() > 2_100  # both ends of each connection are here
    places = Places()
    async with serving(house.app(), places) as port:
        at = f"http://localhost:{port}"
        writers: list[asyncio.StreamWriter] = []
        async with httpx.AsyncClient(timeout=PATIENCE, base_url=at) as staff:
            await sign_in(staff)
            for _ in range(10):
                writers += await connect(port, said, 100)
                assert (await staff.get("/staff", follow_redirects=True)).status_code == 200
                assert len(places) <= 51
        async with httpx.AsyncClient(timeout=PATIENCE, base_url=at) as newcomer:
            assert (await newcomer.get("/chat")).status_code == 200
        closed(writers)


@pytest.mark.slow
@pytest.mark.parametrize("said", [SILENT, HALF_A_HEAD], ids=["silent", "half a head"])
async def test_a_head_that_does_not_come_ends_the_connection(house: House, said: bytes) -> None:
    async with serving(house.app(), Places(ConnectionLimits(head_within=0.05))) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        assert await reader.read() == b""
        writer.close()


async def test_a_body_that_nobody_reads_cannot_go_on_for_ever(house: House) -> None:
    async with serving(house.app(), Places(ConnectionLimits(head_within=0.05))) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
        assert (await reader.read()).endswith(b"ok")
        writer.close()


@pytest.mark.slow
async def test_who_reads_no_answer_is_let_go(house: House) -> None:
    places = WatchedPlaces(ConnectionLimits(stalled_for=0.05))
    async with serving(house.app(), places) as port:
        raw = socket.create_connection(("127.0.0.1", port))
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.setblocking(False)  # noqa: FBT003 - as it is called
        ask = b"GET /static/demo.png HTTP/1.1\r\nHost: localhost\r\n\r\n"
        await asyncio.get_running_loop().sock_sendall(raw, ask * 40)
        await places.until(busy=1)
        await places.until(busy=0)
        raw.close()


async def test_beyond_the_connections_of_one_address_only_staff_are_answered(house: House) -> None:
    places = WatchedPlaces(ConnectionLimits(per_address=12, reserved=5))
    async with serving(house.app(), places) as port:
        at = f"http://localhost:{port}"
        async with (
            httpx.AsyncClient(timeout=PATIENCE, base_url=at) as staff,
            httpx.AsyncClient(timeout=PATIENCE, base_url=at) as guest,
        ):
            await sign_in(staff)
            await guest.get("/chat")
        cookie = "; ".join(f"{k}={v}" for k, v in guest.cookies.items()).encode()
        writers = await connect(port, A_STREAM % cookie, 8)  # as many as one visitor may have
        writers += await connect(port, A_BODY_TO_COME, 4)
        await places.until(busy=12)
        async with httpx.AsyncClient(timeout=PATIENCE, base_url=at) as other:
            answer = await other.get("/chat")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        async with httpx.AsyncClient(timeout=PATIENCE, base_url=at, cookies=staff.cookies) as again:
            assert (await again.get("/staff")).status_code == 200
        closed(writers)


async def test_one_address_has_fifty_answers_at_a_time_and_programs_have_more() -> None:
    goes_on, under_way = asyncio.Event(), asyncio.Semaphore(0)

    async def slow(_: Request) -> Response:
        under_way.release()
        await goes_on.wait()
        return Response()

    async def is_staff(request: Request) -> bool:
        return "staff" in request.cookies

    routes = [Route("/", slow), Route("/in", slow)]
    crowd = CrowdGuard(Starlette(routes=routes), is_staff, frozenset({"/in"}))

    def ask(path: str, address: str, **cookies: str) -> Coroutine[None, None, int]:
        async def asked() -> int:
            transport = httpx.ASGITransport(crowd, client=(address, 1))
            async with httpx.AsyncClient(transport=transport, cookies=cookies) as client:
                return (await client.get(f"http://desk{path}")).status_code

        return asked()

    async with asyncio.TaskGroup() as group:
        held = [group.create_task(ask("/", "192.0.2.1")) for _ in range(AT_ONCE)]
        for _ in held:
            await under_way.acquire()
        assert await ask("/", "192.0.2.1") == 503
        through = [ask("/", "192.0.2.2"), ask("/in", "192.0.2.1"), ask("/", "192.0.2.1", staff="x")]
        held += [group.create_task(one) for one in through]
        for _ in through:
            await under_way.acquire()
        goes_on.set()
    assert {task.result() for task in held} == {200}
    assert not crowd._open


async def test_a_process_asks_for_the_files_that_it_may_have() -> None:
    most = most_files()
    assert most == resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    assert ConnectionLimits.for_files(1024).in_all < 1024 < ConnectionLimits.for_files(8192).in_all
