"""Where people are in Slack, and which of it is ours. Values only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ThreadAddress:
    """A thread: the workspace where we are installed, the room, and the post that it hangs from.

    Its text, in which events carry it, is ``T1/C1:1718000000.0001``.
    """

    team: str
    room: str
    thread: str

    @classmethod
    def of(cls, text: str) -> "ThreadAddress":
        """Read an address. One of an older version names no workspace; its team is ""."""
        place, _, posted = text.partition(":")
        team, _, room = place.rpartition("/")
        return cls(team, room, posted)

    def __str__(self) -> str:
        return f"{self.team}/{self.room}:{self.thread}"


@dataclass(frozen=True, slots=True)
class RoomAddress:
    """A room of the workspace where we are installed. Its text is ``T1/C1``."""

    team: str
    room: str

    @classmethod
    def of(cls, text: str) -> "RoomAddress":
        """Read an address."""
        team, _, room = text.partition("/")
        return cls(team, room)

    def __str__(self) -> str:
        return f"{self.team}/{self.room}"


@dataclass(frozen=True, slots=True)
class PersonPlace:
    """Where one person can be told something that nobody else sees.

    ``team`` is where we are installed, ``home`` the person's own workspace.
    """

    team: str
    room: str
    user: str
    thread: str = ""
    home: str = ""


def _nobody(team: str, user: str) -> bool:  # noqa: ARG001 - as the field's type has it
    return False


@dataclass(frozen=True, slots=True)
class RoomRules:
    """Which posts are for the desk, and who is which organisation.

    ``is_ours`` says whether the desk has spoken in a thread (the text of its address).
    ``tenants``: organisations by workspace (``T…``) or by room (``T…/C…``, the workspace where we
    are installed), the room first. ``is_staff`` tells our own people by workspace and user;
    like ``is_ours`` it may read the store, so it is asked off the loop.
    """

    is_ours: Callable[[str], bool]
    rooms: frozenset[str] = frozenset()
    tenants: Mapping[str, str] = field(default_factory=dict)
    is_staff: Callable[[str, str], bool] = _nobody

    def tenant(self, installed: str, room: str, team: str) -> str:
        """The organisation of somebody from ``team`` who speaks in a room."""
        return self.tenants.get(f"{installed}/{room}") or self.tenants.get(team, team)
