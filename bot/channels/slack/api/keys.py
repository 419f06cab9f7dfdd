"""By which a post of ours is known again: a key in its metadata, which every app can read."""

from collections.abc import Iterable, Mapping
from typing import Any


def keyed(kind: str, key: str) -> dict[str, Any]:
    """The ``metadata`` of a post.

    ``kind`` has letters, digits, ``_`` and ``-`` only, else Slack drops the metadata silently.
    """
    return {"event_type": kind, "event_payload": {"key": key}}


def with_key(key: str, posts: Iterable[Mapping[str, Any]] | None) -> str | None:
    """The ``ts`` of the post with a key, as methods that read answer posts; None: not there."""
    for post in posts or ():
        payload = (post.get("metadata") or {}).get("event_payload") or {}
        if payload.get("key") == key:
            return str(post["ts"])
    return None
