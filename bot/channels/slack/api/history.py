"""Posts as they stand in a room or a thread, with the keys by which ours are known."""

from typing import Any

from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.pace import Call
from bot.channels.slack.api.places import ThreadAddress


async def posts_in(
    calls: Calls, place: ThreadAddress, most: int, oldest: str | None = None, cursor: str = ""
) -> dict[str, Any]:
    """One page of a thread or, where ``thread`` is "", of the open room. Raises as ``Calls.ask``."""
    which: dict[str, Any] = {
        "channel": place.room,
        "limit": most,
        "include_all_metadata": True,
        "oldest": oldest,
        "cursor": cursor or None,
    }
    if place.thread:
        return await calls.ask(
            Call(place.team, "conversations.replies"),
            lambda client: client.conversations_replies(ts=place.thread, **which),
            changes=False,
        )
    return await calls.ask(
        Call(place.team, "conversations.history"),
        lambda client: client.conversations_history(**which),
        changes=False,
    )
