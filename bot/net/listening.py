"""Taking a port before anything else is done, so that one in use is the first thing that is said."""

import errno
import os
import socket

from bot.model.errors import JitabataError


def bound(host: str, port: int) -> socket.socket:
    """A socket at this address, not listening yet. Raises JitabataError when it cannot be had."""
    found: socket.socket | None = None
    try:
        places = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        # A name may have addresses of both families; what we print is that of IPv4.
        family, kind, proto, _, address = min(places, key=lambda p: p[0] != socket.AF_INET)
        found = socket.socket(family, kind, proto)
        if os.name == "posix":  # elsewhere it would let two programs have one port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
    except OSError as why:
        if found is not None:
            found.close()
        raise JitabataError(_said(host, port, why)) from why
    return found


def _said(host: str, port: int, why: OSError) -> str:
    if why.errno == errno.EADDRINUSE:
        return (
            f"port {port} on {host} is in use by another program (perhaps a desk that is running"
            " already); stop that one, or choose another port with --port"
        )
    if why.errno == errno.EACCES:
        return (
            f"port {port} needs more rights than this user has; choose one above 1023 with --port"
        )
    return f"cannot listen on {host}, port {port}: {why.strerror}"
