"""Which addresses may be asked: those of the public internet, whatever a name resolves to.

A name may be given another address between the check and the connection, so the caller also checks
the peer that it got (``is_public``).
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable

Resolve = Callable[[str, int], Awaitable[list[str]]]
# What Python 3.11 takes for public and is not (IANA's registries of special-purpose addresses).
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("64:ff9b::/96", "64:ff9b:1::/48"),  # NAT64, RFC 6052 and 8215
        *("2002::/16", "192.88.99.0/24"),  # 6to4 and its relays, RFC 3056 and 7526
        *("::/96", "::ffff:0:0:0/96"),  # IPv4-compatible and IPv4-translated, RFC 4291 and 7915
        *("fec0::/10", "192.0.0.0/24"),  # site-local, RFC 3879; protocol assignments, RFC 6890
        *("3fff::/20", "5f00::/16"),  # documentation, RFC 9637; segment routing, RFC 9602
    )
)


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, by the system's resolver. Raises OSError where there are none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def network_of(address: str) -> str:
    """The network that an IP address, as text, belongs to: its /24, or its /64; "" for what is none.

    Whoever has one address of it can commonly have the others.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 64), strict=False))


def is_public(address: str) -> bool:
    """Whether an IP address, as text, belongs to the public internet; False for what is none.

    An IPv6 address that carries an IPv4 address inside it leads wherever a translator takes it, so
    it counts as private; only ``::ffff:…``, which is plain IPv4, is looked into.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    if any(found in network for network in _NOT_PUBLIC):
        return False
    return found.is_global and not found.is_multicast
