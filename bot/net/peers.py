"""The address at the other end of a connection, refused before anything is sent to it.

A name may be given another address between the check and the connection, so what counts is where
the connection went. ``public_only`` is handed to httpx with each request, as its ``trace``
extension (httpx documentation, "Request extensions"); ``require_public`` looks at a connection that
somebody else may have opened.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from bot.net.addresses import is_public

CONNECTED = "connection.connect_tcp.complete"


class PrivatePeerError(OSError):
    """The connection went to an address that is not of the public internet; nothing was sent."""


class Stream(Protocol):
    """What httpx gives as a connection: see its extension ``network_stream``."""

    def get_extra_info(self, info: str) -> Any:
        """``server_addr`` answers the peer: its address, then its port and more."""


async def public_only(event: str, info: Mapping[str, Any]) -> None:
    """A trace callback: closes a connection to a private peer as soon as it stands.

    Raises PrivatePeerError before TLS and before the request. Connections that are used again come
    without this event, and behind a proxy the peer is the proxy.
    """
    if event == CONNECTED:
        stream = info["return_value"]
        try:
            require_public(stream)
        except PrivatePeerError:
            await stream.aclose()
            raise


def require_public(stream: Stream) -> None:
    """Raises PrivatePeerError unless the peer has a public address; also where it cannot be told."""
    peer = stream.get_extra_info("server_addr")
    address = str(peer[0]) if peer else "an unknown address"
    if not is_public(address):
        raise PrivatePeerError(f"connected to {address}, which is not a public address")
