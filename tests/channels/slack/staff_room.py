"""A small imitation of the part of Slack that the staff's side speaks to, on loopback.

It keeps posts with their metadata and edits them, opens forms, and counts what is asked. It checks
no limits of Block Kit; the staff's cards are checked for those in ``test_staff_cards``.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.channels.slack.loopback import on_loopback

TEAM, ROOM = "T1", "CSTAFF"


class StaffRoom:
    """Posts by ``ts``; ``fails_next`` makes the next calls of a method fail in some way."""

    def __init__(self) -> None:
        self.posts: dict[str, dict[str, Any]] = {}
        self.calls: list[str] = []
        self.views: list[dict[str, Any]] = []
        self.whispers: list[tuple[str, str]] = []
        self.names: dict[str, str] = {}  # display names by user id
        self.url = ""
        self._failing: list[tuple[str, str]] = []

    def fails_next(self, method: str, how: str) -> None:
        """``how``: a word of Slack, or ``lost``: done, and the answer is never heard."""
        self._failing.append((method, how))

    @property
    def top(self) -> list[dict[str, Any]]:
        """The posts that hang in no thread."""
        return [p for p in self.posts.values() if "thread_ts" not in p]

    def thread(self, ts: str) -> list[str]:
        return [p["text"] for p in self.posts.values() if p.get("thread_ts") == ts]

    @asynccontextmanager
    async def open(self) -> AsyncIterator["StaffRoom"]:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._answer)
        async with on_loopback(app) as url:
            self.url = f"{url}/api/"
            yield self

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = await _given(request)
        self.calls.append(method)
        failing = next((f for f in self._failing if f[0] == method), None)
        if failing is not None:
            self._failing.remove(failing)
            if failing[1] != "lost":
                return web.json_response({"ok": False, "error": failing[1]})
        done = getattr(self, method.replace(".", "_"))(given)
        if failing is not None:
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"ok": True, **done})

    def chat_postMessage(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's
        ts = f"1700000{len(self.posts):03}.000100"
        self.posts[ts] = {"ts": ts, **given}
        return {"ts": ts, "message": self.posts[ts]}

    def chat_update(self, given: dict[str, Any]) -> dict[str, Any]:
        self.posts[given["ts"]].update(text=given["text"], blocks=given["blocks"])
        return {"ts": given["ts"]}

    def chat_postEphemeral(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        self.whispers.append((given["user"], given["text"]))
        return {"message_ts": "1"}

    def conversations_history(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"messages": list(reversed(self.top))}

    def conversations_replies(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"messages": [p for p in self.posts.values() if p.get("thread_ts") == given["ts"]]}

    def chat_getPermalink(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        place = f"{given['channel']}/p{given['message_ts'].replace('.', '')}"
        return {"permalink": f"https://desk.slack.com/archives/{place}?a=1&b=2"}

    def users_info(self, given: dict[str, Any]) -> dict[str, Any]:
        handle = given["user"][1:].lower()
        told = {"id": given["user"], "team_id": TEAM, "name": handle}
        return {"user": {**told, "profile": {"display_name": self.names.get(given["user"], "")}}}

    def views_open(self, given: dict[str, Any]) -> dict[str, Any]:
        self.views.append(given["view"])
        return {"view": given["view"]}


async def _given(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found: dict[str, Any] = await request.json()
        return found
    form = {**request.query, **await request.post()}
    return {
        name: json.loads(str(value)) if str(value)[:1] in "[{" else str(value)
        for name, value in form.items()
    }
