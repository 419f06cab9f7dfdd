"""What a world consists of: workspaces, people, rooms, posts, tokens, files."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

# What the app asks for, and a few more that a workspace may have granted.
SCOPES = frozenset(
    {
        *(
            "app_mentions:read",
            "assistant:write",
            "channels:history",
            "groups:history",
            "im:history",
        ),
        *("mpim:history", "chat:write", "commands", "files:read", "files:write"),
        *("reactions:read", "reactions:write", "channels:read", "groups:read", "im:write"),
        *("im:read", "mpim:read", "users:read"),
    }
)


@dataclass
class Token:
    """A token; ``state`` is ``good`` or the word with which it is refused."""

    value: str
    team: str
    kind: str = "bot"  # bot or app
    scopes: frozenset[str] = SCOPES
    expires_at: float | None = None
    state: str = "good"


@dataclass
class Team:
    """A workspace, and our app as it is installed there."""

    id: str
    bot: str
    bot_id: str
    token: str
    scopes: frozenset[str] = SCOPES


@dataclass
class Person:
    id: str
    team: str
    locale: str = "ja-JP"
    zone: str = "Asia/Tokyo"


@dataclass
class Room:
    """A Slack channel. ``kind``: channel, group (private) or im; ``audience`` says who reads it."""

    id: str
    team: str
    kind: str = "channel"
    members: set[str] = field(default_factory=set)
    audience: str = "customers"  # or staff
    is_ext_shared: bool = False
    is_archived: bool = False
    bot_is_member: bool = True


@dataclass
class Post:
    """One message as readers see it. ``asked`` is the thread that it was meant for."""

    room: str
    ts: str
    text: str
    user: str
    at: float
    by_app: bool = False
    thread: str | None = None
    asked: str | None = None
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    only_for: str | None = None
    deleted_at: float | None = None
    edits: list[tuple[float, str]] = field(default_factory=list)
    reactions: set[tuple[str, str]] = field(default_factory=set)
    files: list[str] = field(default_factory=list)

    @property
    def is_there(self) -> bool:
        return self.deleted_at is None

    @property
    def key(self) -> str | None:
        """The app's own key, if it put one into the metadata."""
        payload = (self.metadata or {}).get("event_payload") or {}
        return str(payload["key"]) if "key" in payload else None


@dataclass
class File:
    """A file. From the other side of a shared room it arrives as a stub."""

    id: str
    name: str
    mimetype: str
    content: bytes
    rooms: set[str] = field(default_factory=set)
    is_stub: bool = False
    mode: str = "hosted"


@dataclass
class View:
    """A modal or Home; ``root`` is the modal it was pushed upon."""

    id: str
    team: str
    user: str
    body: Json
    root: str
    external_id: str | None = None
    digest: str = "1"


@dataclass
class Trigger:
    """A ``trigger_id``: lives three seconds and works once."""

    id: str
    team: str
    user: str
    made_at: float
    is_used: bool = False
