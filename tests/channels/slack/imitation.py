"""An imitation of Slack: its Web API on loopback, and the requests it sends us.

As strict as the documentation: unknown arguments, Block Kit limits, escaping and threads are
checked, since a double that accepts everything proves nothing.
"""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from tests.channels.slack.block_kit import problem_with
from tests.channels.slack.loopback import on_loopback

SECRET = "signing-secret-of-the-tests"
TOKEN = "xoxb-token-of-the-tests"
TEAM, BOT, ROOM, SATO = "T1", "UBOT", "C1", "USATO"

POST_ARGUMENTS = {
    *("channel", "thread_ts", "text", "blocks", "metadata", "unfurl_links", "unfurl_media"),
    *("link_names", "parse"),
}
EDIT_ARGUMENTS = {"channel", "ts", "text", "blocks", "metadata", "link_names", "parse"}
POSTING = frozenset({"chat.postMessage", "chat.update"})


class Slack:
    """A workspace: rooms with posts, and what goes wrong next."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.url = ""
        self._next_errors: list[str] = []
        self._limited_for: list[str] = []
        self._drops = 0
        self._busy_with: dict[str, int] = {}
        self._odd_answers: list[web.Response] = []
        self._page = 1000
        self.statuses: list[dict[str, Any]] = []
        self._refuses_deleting = False
        self._moment = 1_800_000_000.0

    # what a test says about the world

    def somebody_posts(self, ts: str, room: str = ROOM) -> None:
        self.posts.append({"room": room, "ts": ts, "text": "…"})

    def somebody_deletes(self, ts: str) -> None:
        self.posts = [p for p in self.posts if p["ts"] != ts]

    def answers_next_with(self, error: str) -> None:
        self._next_errors.append(error)

    def is_busy(self, retry_after: str) -> None:
        self._limited_for.append(retry_after)

    def is_busy_with(self, method: str, times: int) -> None:
        self._busy_with[method] = times

    def breaks_the_connection_after_posting(self) -> None:
        self._drops += 1

    def answers_oddly_next(self, status: int, body: str, kind: str = "text/html") -> None:
        """What stands between us and Slack answers, or Slack's own front does."""
        self._odd_answers.append(web.Response(status=status, text=body, content_type=kind))

    def gives_pages_of(self, posts: int) -> None:
        self._page = posts

    def refuses_deleting(self) -> None:
        self._refuses_deleting = True

    def ours(self, room: str = ROOM) -> list[dict[str, Any]]:
        return [p for p in self.posts if p["room"] == room and p.get("ours")]

    # the Web API

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Slack"]:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._answer)
        async with on_loopback(app) as url:
            self.url = f"{url}/api/"
            yield self

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls.append(method)
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if self._busy_with.get(method, 0):
            self._busy_with[method] -= 1
            self._limited_for.append("1")
        if self._limited_for:
            headers = {"Retry-After": self._limited_for.pop(0)}
            answer = {"ok": False, "error": "ratelimited"}
            return web.json_response(answer, status=429, headers=headers)
        if self._odd_answers:
            return self._odd_answers.pop(0)
        if self._next_errors:
            return web.json_response({"ok": False, "error": self._next_errors.pop(0)})
        answer = await self._carry_out(method, request)
        if answer["ok"] and method in POSTING and self._drops:
            self._drops -= 1
            assert request.transport is not None
            request.transport.close()
            await asyncio.sleep(0)
        return web.json_response(answer)

    async def _carry_out(self, method: str, request: web.Request) -> dict[str, Any]:
        match method:
            case "conversations.replies":  # takes no JSON
                return self._replies(dict(request.query))
            case "conversations.history":
                return self._history(dict(request.query))
            case "chat.delete":
                return self._delete(dict(request.query))
            case "chat.postMessage":
                return self._post(await request.json())
            case "chat.update":
                return self._edit(await request.json())
            case "assistant.threads.setStatus":
                self.statuses.append(await request.json())
                return {"ok": True}
            case _:
                return {"ok": False, "error": "unknown_method"}

    def _post(self, arguments: dict[str, Any]) -> dict[str, Any]:
        if unknown := set(arguments) - POST_ARGUMENTS:
            return {"ok": False, "error": "invalid_arguments", "unknown": sorted(unknown)}
        if not str(arguments.get("text", "")).strip():
            return {"ok": False, "error": "no_text"}
        if problem := problem_with(arguments.get("blocks") or []):
            return {"ok": False, "error": "invalid_blocks", "errors": [problem]}
        self._moment += 1
        post = {
            **arguments,
            "room": arguments["channel"],
            "ts": f"{self._moment:.6f}",
            "ours": True,
        }
        message = {"text": post["text"], "ts": post["ts"], "bot_id": "B1"}
        thread = arguments.get("thread_ts")
        if any(p["ts"] == thread and p["room"] == post["room"] for p in self.posts):
            message["thread_ts"] = thread
        else:
            post["thread_ts"] = None  # Slack does not fail: it posts at top level
        self.posts.append(post)
        return {"ok": True, "channel": post["room"], "ts": post["ts"], "message": message}

    def _edit(self, arguments: dict[str, Any]) -> dict[str, Any]:
        if unknown := set(arguments) - EDIT_ARGUMENTS:
            return {"ok": False, "error": "invalid_arguments", "unknown": sorted(unknown)}
        found = [p for p in self.ours(arguments["channel"]) if p["ts"] == arguments["ts"]]
        if not found:
            return {"ok": False, "error": "message_not_found"}
        if len(arguments["text"].encode()) > 4_000:
            return {"ok": False, "error": "msg_too_long"}
        if problem := problem_with(arguments.get("blocks") or []):
            return {"ok": False, "error": "invalid_blocks", "errors": [problem]}
        if "blocks" not in arguments:  # a text alone takes the blocks away
            found[0].pop("blocks", None)
        found[0].update({k: v for k, v in arguments.items() if k != "channel"})
        found[0]["edits"] = found[0].get("edits", 0) + 1
        return {"ok": True, "channel": arguments["channel"], "ts": arguments["ts"]}

    def _delete(self, arguments: dict[str, Any]) -> dict[str, Any]:
        found = [p for p in self.ours(arguments["channel"]) if p["ts"] == arguments["ts"]]
        if not found or self._refuses_deleting:
            missing = "cant_delete_message" if found else "message_not_found"
            return {"ok": False, "error": missing}
        self.posts.remove(found[0])
        return {"ok": True}

    def _history(self, asked: Mapping[str, str]) -> dict[str, Any]:
        here = [p for p in self.posts if p["room"] == asked["channel"] and not p.get("thread_ts")]
        return {"ok": True, "messages": here[::-1]}

    def _replies(self, asked: Mapping[str, str]) -> dict[str, Any]:
        here = [p for p in self.posts if p["room"] == asked["channel"]]
        if not any(p["ts"] == asked["ts"] for p in here):
            return {"ok": False, "error": "thread_not_found"}
        told = [p for p in here if p["ts"] == asked["ts"] or p.get("thread_ts") == asked["ts"]]
        if asked.get("include_all_metadata") not in {"1", "true"}:
            told = [{k: v for k, v in p.items() if k != "metadata"} for p in told]
        start = int(asked.get("cursor") or 0)
        page, rest = told[start : start + self._page], told[start + self._page :]
        cursor = str(start + self._page) if rest else ""
        return {"ok": True, "messages": page, "response_metadata": {"next_cursor": cursor}}


# what Slack sends us


def post(text: str, ts: str = "1700000000.000100", **changes: Any) -> dict[str, Any]:
    """An ``event_callback`` with a person's message in an opted-in room."""
    event: dict[str, Any] = {
        "type": "message",
        "channel": ROOM,
        "channel_type": "channel",
        "user": SATO,
    }
    event |= {"text": text, "ts": ts, "team": TEAM, "event_ts": ts, **changes}
    return envelope({name: value for name, value in event.items() if value is not None})


def envelope(event: dict[str, Any], event_id: str = "Ev1", team: str = TEAM) -> dict[str, Any]:
    me = {"enterprise_id": None, "team_id": team, "user_id": BOT, "is_bot": True}
    return {
        "type": "event_callback",
        "team_id": team,
        "api_app_id": "A1",
        "event": event,
        "event_id": event_id,
        "event_time": 1_700_000_000,
        "authorizations": [me],
    }


def press(
    action_id: str, thread: str = "1700000000.000100", user_team: str = TEAM
) -> dict[str, Any]:
    """A ``block_actions`` payload: somebody pressed a button under one of our posts."""
    message_ts = "1700000005.000200"
    label = {"type": "plain_text", "text": "直った"}
    action = {"type": "button", "action_id": action_id, "block_id": "b", "text": label}
    return {
        "type": "block_actions",
        "user": {"id": SATO, "team_id": user_team},
        "team": {"id": TEAM, "domain": "desk"},
        "api_app_id": "A1",
        "trigger_id": "1.2.3",
        "container": {
            "type": "message",
            "message_ts": message_ts,
            "channel_id": ROOM,
            "thread_ts": thread,
        },
        "channel": {"id": ROOM, "name": "help"},
        "message": {"ts": message_ts, "thread_ts": thread, "text": "…"},
        "actions": [{**action, "value": "slack:T1:C1:1", "action_ts": "1700000009.000300"}],
    }


def signed(payload: dict[str, Any], *, secret: str = SECRET, age: int = 0) -> AsyncBoltRequest:
    """The request that carries a payload, signed as Slack signs it ``age`` seconds ago."""
    is_form = payload["type"] not in {"event_callback", "url_verification", "app_rate_limited"}
    body = urlencode({"payload": json.dumps(payload)}) if is_form else json.dumps(payload)
    return AsyncBoltRequest(body=body, headers=headers_for(body, secret=secret, age=age))


def headers_for(body: str, *, secret: str = SECRET, age: int = 0) -> dict[str, Any]:
    moment = str(int(time.time()) - age)  # noqa: TID251  # Bolt compares it with the real clock
    digest = hmac.new(secret.encode(), f"v0:{moment}:{body}".encode(), hashlib.sha256).hexdigest()
    is_form = body.startswith("payload=")
    kind = "application/x-www-form-urlencoded" if is_form else "application/json"
    return {
        "content-type": [kind],
        "x-slack-signature": [f"v0={digest}"],
        "x-slack-request-timestamp": [moment],
    }


async def dispatch(app: AsyncApp, payload: dict[str, Any], **signing: Any) -> BoltResponse:
    return await app.async_dispatch(signed(payload, **signing))
