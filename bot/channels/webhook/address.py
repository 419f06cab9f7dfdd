"""Where a webhook may be posted to: which URLs are taken at all, and which hosts are excepted.

A URL has one strict shape, so that no two parsers can disagree about its host. What a name resolves
to is looked at when something is posted, not here.
"""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.net.addresses import is_public

LONGEST = 2_000  # characters
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_SHAPE = re.compile(
    rf"(https?)://({_LABEL}(?:\.{_LABEL}){{0,30}})(?::([0-9]{{1,5}}))?(/[!$-;=?-\[\]_a-z~]*)?",
    re.IGNORECASE | re.ASCII,
)


class AddressProblem(StrEnum):
    """Why a URL is not taken."""

    LONG = "long"
    SHAPE = "shape"
    HTTP = "http"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Hosts that the operator names: ``http`` without TLS, ``private`` in a network of our own."""

    http: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()


def host_of(url: str) -> str:
    """The host of a URL, in lower case; "" when the URL has not the shape."""
    found = _SHAPE.fullmatch(url)
    return found[2].lower() if found else ""


def spelt(url: str) -> str:
    """The URL as it is kept: scheme and host in lower case, with a path."""
    found = _SHAPE.fullmatch(url)
    if not found:
        return url
    port = f":{found[3]}" if found[3] else ""
    return f"{found[1].lower()}://{found[2].lower()}{port}{found[4] or '/'}"


def problem_with(url: str, exceptions: Exceptions) -> AddressProblem | None:
    """What is the matter with a URL; None: it may be posted to if its host has a public address."""
    if len(url) > LONGEST:
        return AddressProblem.LONG
    found = _SHAPE.fullmatch(url)
    if not found or not 0 < int(found[3] or 443) < 65_536:
        return AddressProblem.SHAPE
    host = found[2].lower()
    if found[1].lower() == "http" and host not in exceptions.http:
        return AddressProblem.HTTP
    if host not in exceptions.private and _is_ours(host):
        return AddressProblem.PRIVATE
    return None


def may_be_private(url: str, exceptions: Exceptions) -> bool:
    """Whether the operator lets this URL lead into a network of our own."""
    return host_of(url) in exceptions.private


def _is_ours(host: str) -> bool:
    """Whether a host is of a private network by its look: an address, or a name without a dot."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        last = host.rpartition(".")[2]
        return "." not in host or last.isdigit() or last in {"localhost", "local", "internal"}
    return not is_public(host)


def hosts_of(given: Collection[str]) -> frozenset[str]:
    """Names of hosts in lower case. ValueError names the first that is none."""
    for host in given:
        if not host_of(f"https://{host}/"):
            raise ValueError(host)
    return frozenset(host.lower() for host in given)
