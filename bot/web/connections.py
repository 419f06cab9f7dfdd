"""Bounds on connections before the application sees a request.

A connection that sends no complete request head costs a file and nothing else, and a stranger can
open thousands. So each has ten seconds for a head, each address has some fifty connections, and when
there are too many the oldest without a request gives way to the newest. What is left over is for
staff: such a connection is accepted, its requests say so (``scope["state"]``), and ``CrowdGuard`` lets
only staff pass.
"""

import asyncio
import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from uvicorn.protocols.http.h11_impl import H11Protocol

CROWDED = "crowded"  # in the state of a request: its address has all its connections
FULL = "full"  # the process has all its connections
SPARE_FILES = 300  # for the database, feeds, Slack, mail, and what is accepted in one turn


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """``head_within``, ``stalled_for``: seconds; the rest are numbers of connections.

    ``stalled_for``: how long a client may leave an answer unread. ``reserved``: beyond the others,
    for staff, of each address and of all.
    """

    head_within: float = 10.0
    stalled_for: float = 30.0
    per_address: int = 50
    in_all: int = 2000
    reserved: int = 20

    @classmethod
    def for_files(cls, most: int) -> "ConnectionLimits":
        """Limits of a process that may have ``most`` files open."""
        return cls(in_all=max(32, min(cls().in_all, most - SPARE_FILES)))


class Connection(Protocol):
    """What ``Places`` knows of a connection."""

    def give_way(self) -> None:
        """Close at once; ``Places`` has forgotten it already."""


def group_of(address: str) -> str:
    """Whoever may be one sender: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]  # of a proxy that forwards anything
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False).network_address)


def is_within(networks: Sequence[str]) -> Callable[[str], bool]:
    """Whether an address lies in one of the networks."""
    known = [ipaddress.ip_network(network) for network in networks]

    def is_known(address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in known)

    return is_known


@dataclass(slots=True)
class _Group:
    """Connections that share a limit. Those without a request are in order, the oldest first."""

    limit: int
    reserved: int
    open: int = 0
    idle: dict[Connection, None] = field(default_factory=dict)
    over: dict[Connection, None] = field(default_factory=dict)  # accepted beyond the limit

    def gives_way(self) -> Connection | None:
        """The connection to close before one more is accepted; None: none has to, or none can."""
        if self.open < self.limit:
            return None
        within = next((c for c in self.idle if c not in self.over), None)
        if within is not None:
            return within
        waiting = [c for c in self.idle if c in self.over]
        return waiting[0] if len(waiting) >= self.reserved else None

    @property
    def is_full(self) -> bool:
        return self.open >= self.limit

    def add(self, connection: Connection) -> bool:
        """Take one in; whether it is beyond the limit."""
        is_over = self.is_full
        if is_over:
            self.over[connection] = None
        self.open += 1
        self.idle[connection] = None
        return is_over

    def remove(self, connection: Connection) -> None:
        self.open -= 1
        self.idle.pop(connection, None)
        self.over.pop(connection, None)


class Places:
    """Who is connected. Called from the event loop only."""

    def __init__(
        self,
        limits: ConnectionLimits | None = None,
        is_proxy: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """``is_proxy``: whether an address is a trusted proxy, which speaks for many."""
        self.limits = limits or ConnectionLimits()
        self._is_proxy = is_proxy
        self._all = _Group(self.limits.in_all, self.limits.reserved)
        self._by_address: dict[str, _Group] = {}
        self._groups: dict[Connection, tuple[str, tuple[_Group, ...]]] = {}

    def __len__(self) -> int:
        return len(self._groups)

    def enter(self, connection: Connection, address: str) -> dict[str, bool] | None:
        """Take a connection in; what its requests carry as state. None: there is no place at all."""
        key, groups = self._groups_of(address)
        for group in groups:
            if (oldest := group.gives_way()) is not None:
                self.leave(oldest)
                oldest.give_way()
        if self._all.open >= self._all.limit + self._all.reserved:
            return None
        if key and groups[-1].open == 0:
            self._by_address[key] = groups[-1]
        full, *crowded = [group.add(connection) for group in groups]
        self._groups[connection] = (key, groups)
        return {FULL: full, CROWDED: any(crowded)}

    def _groups_of(self, address: str) -> tuple[str, tuple[_Group, ...]]:
        if self._is_proxy(address):
            return "", (self._all,)
        key = group_of(address)
        limits = self.limits
        group = self._by_address.get(key) or _Group(limits.per_address, limits.reserved)
        return key, (self._all, group)

    def begins(self, connection: Connection) -> None:
        """A request has come; until it is over the connection does not give way."""
        for group in self._groups.get(connection, ("", ()))[1]:
            group.idle.pop(connection, None)

    def waits(self, connection: Connection) -> None:
        """The request is over."""
        for group in self._groups.get(connection, ("", ()))[1]:
            group.idle[connection] = None

    def leave(self, connection: Connection) -> None:
        """It is closed, or about to be."""
        key, groups = self._groups.pop(connection, ("", ()))
        for group in groups:
            group.remove(connection)
        if key and groups[-1].open == 0:
            self._by_address.pop(key, None)


class BoundedProtocol(H11Protocol):
    """uvicorn's HTTP protocol with deadlines. ``places`` is set by ``protocol_over``."""

    places: Places
    _head: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        state = self.places.enter(self, self.client[0] if self.client else "")
        if state is None:
            self.give_way()
            return
        self.app_state = {**self.app_state, **state}
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._head, self._stalled):
            if timer is not None:
                timer.cancel()
        self.places.leave(self)
        super().connection_lost(exc)

    def give_way(self) -> None:
        self.transport.abort()

    def handle_events(self) -> None:
        before = self.cycle
        super().handle_events()
        if self.cycle is not before and self._head is not None:
            self._head.cancel()
            self._head = None
            self.places.begins(self)

    def on_response_complete(self) -> None:
        """The next head has its time from now on, and so has the rest of a body nobody reads."""
        self.places.waits(self)
        self._await_head()
        super().on_response_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self.loop.call_later(self.places.limits.stalled_for, self.give_way)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _await_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
        self._head = self.loop.call_later(self.places.limits.head_within, self.give_way)

    def _unsupported_upgrade_warning(self) -> None:
        """Whoever asks for a WebSocket is answered over HTTP; that is nothing to log."""


def protocol_over(places: Places) -> type[asyncio.Protocol]:
    """The protocol class for ``uvicorn.Config(http=…)``."""
    namespace: dict[str, Any] = {"places": places}
    return type("Door", (BoundedProtocol,), namespace)
