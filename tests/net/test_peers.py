"""Whom a connection reached is looked at before anything is sent."""

import asyncio
from dataclasses import dataclass

import httpx
import pytest

from bot.net.addresses import is_public
from bot.net.peers import CONNECTED, PrivatePeerError, public_only, require_public
from tests.cases import each


@dataclass
class Connection:
    """A connection that went to ``peer``."""

    peer: tuple[str, int] | None
    closed: bool = False

    def get_extra_info(self, info: str) -> tuple[str, int] | None:
        return self.peer if info == "server_addr" else None

    async def aclose(self) -> None:
        self.closed = True


def connected(connection: Connection, event: str = CONNECTED) -> None:
    asyncio.run(public_only(event, {"return_value": connection}))


@each("address", ["1.1.1.1", "2606:4700:4700::1111"])
def test_a_public_peer_is_let_through(address: str) -> None:
    connection = Connection((address, 443))
    connected(connection)
    require_public(connection)
    assert not connection.closed


@each("peer", [("127.0.0.1", 443), ("10.0.0.1", 443), ("fe80::1%eth0", 443), ("::1", 443), None])
def test_a_private_or_unknown_peer_is_refused_and_the_connection_closed(
    peer: tuple[str, int] | None,
) -> None:
    connection = Connection(peer)
    with pytest.raises(PrivatePeerError, match="not a public address"):
        connected(connection)
    assert connection.closed


@each(
    "address",
    [
        *("64:ff9b::7f00:1", "64:ff9b:1::a00:1"),
        *("2002:7f00:1::1", "192.88.99.1"),
        *("::127.0.0.1", "::8.8.8.8", "::ffff:0:7f00:1", "::ffff:10.0.0.1"),
        *("fec0::1", "100.64.0.1", "192.0.0.8", "224.0.0.1"),
    ],
)
def test_addresses_that_lead_inside_by_way_of_a_translator_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_other_events_pass() -> None:
    connection = Connection(("127.0.0.1", 443))
    connected(connection, "http11.send_request_headers.complete")
    assert not connection.closed


def test_a_server_on_this_machine_never_hears_a_word() -> None:
    async def ask() -> bytes:
        heard = asyncio.get_running_loop().create_future()

        async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heard.set_result(await reader.read())
            writer.close()

        server = await asyncio.start_server(listen, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, httpx.AsyncClient(trust_env=False) as client:
            with pytest.raises(PrivatePeerError, match=r"127\.0\.0\.1"):
                await client.get(f"http://127.0.0.1:{port}/", extensions={"trace": public_only})
            said: bytes = await heard
            return said

    assert asyncio.run(ask()) == b""
