"""Bolt listeners: the row first, then the acknowledgement; the worker does the rest.

One ``AsyncApp`` for both ways in: ``slack_routes`` (HTTP) and ``run_socket_mode``. Bolt checks the
signature of HTTP requests (five minutes, constant time); Socket Mode needs none.
"""

import asyncio
import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.slack.api.places import PersonPlace, RoomRules, ThreadAddress
from bot.channels.slack.home.modal import NEW_CASE, problems
from bot.channels.slack.home.surfaces import (
    STAFF_PREFIX,
    Surfaces,
    installed_in,
)
from bot.channels.slack.incoming.commands import Payload, row_key
from bot.channels.slack.incoming.entrance import is_certificate_check, is_signed
from bot.channels.slack.incoming.grouping import Grouping, take
from bot.channels.slack.incoming.inbox import Command, IgnoredPayload, translate
from bot.channels.slack.incoming.interactions import CASE_FROM_MESSAGE
from bot.channels.slack.incoming.worker import CHANNEL, pack
from bot.channels.slack.settings import SlackSettings
from bot.desk.ports import Store
from bot.model.event import MessageReceived

EVENTS = "/slack/events"
MOST_BYTES = 1_000_000  # of one request; Slack's events are far smaller
ANYTHING = re.compile(".*")
NO_TOKEN = "none"  # noqa: S105  # calls are made by those who know the workspace
NO_RETRY = {"X-Slack-No-Retry": "1"}  # the same request would be refused again

logger = logging.getLogger(__name__)


class Receiver:
    """The listeners. They write down what is for the desk; what is only shown they have shown.

    An error of the store is an answer of 500: Slack sends events again, and whoever pressed or
    sent a form sees that it failed.
    """

    def __init__(
        self,
        store: Store,
        rules: RoomRules,
        clock: Callable[[], datetime],
        nudge: Callable[[], None] = lambda: None,
        *,
        surfaces: Surfaces,
        forget: Callable[[Payload], Awaitable[object]],
    ) -> None:
        """``nudge`` is called after a row was written, ``forget`` when we were uninstalled."""
        self._store = store
        self._grouping = Grouping(store)
        self._rules = self._grouping.over(rules)
        self._early = replace(rules, is_ours=lambda t: _is_in(rules, t) or self._rules.is_ours(t))
        self._clock = clock
        self._nudge = nudge
        self._surfaces = surfaces
        self._staff = surfaces.staff
        self._forget = forget

    async def receive(self, body: dict[str, Any]) -> None:
        """Take one event in.

        The key of its row is the post, not the delivery: a retry, a delivery under another event
        id and the pair of message and app_mention are one row.
        """
        event = body.get("event")
        match event.get("type") if isinstance(event, dict) else None:
            case "app_home_opened":
                self._surfaces.opened(body)
            case "app_uninstalled" | "tokens_revoked":
                await self._forget(body)
            case "channel_shared" | "channel_unshared" as what:
                await asyncio.to_thread(self._note_shared, body, is_shared=what == "channel_shared")
            case _:
                await self._write_down(body)

    async def press(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A button or menu."""
        name = str(body["actions"][0].get("action_id")) if body.get("actions") else ""
        if name.startswith(STAFF_PREFIX):
            await self._staff.press(body)
        elif name == NEW_CASE:
            self._surfaces.open_form(body)
        else:
            await self._write_down(body)
        await ack()

    async def submit(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A form that was sent; what is missing is said in the form."""
        view = body["view"]
        if str(view.get("callback_id")).startswith(STAFF_PREFIX):
            await ack(**(await self._staff.submit(body) or {}))
        elif view.get("callback_id") == NEW_CASE and (wrong := problems(view)):
            await ack(response_action="errors", errors=wrong)
        else:
            await self._write_down(body)
            await ack()

    async def shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The shortcut that opens the form, or the one that makes a case of a post."""
        if body.get("callback_id") == NEW_CASE:
            self._surfaces.open_form(body)
        elif body.get("callback_id") == CASE_FROM_MESSAGE:
            written = await self._write_down(body)
            if isinstance(written, IgnoredPayload):
                user = body["user"]["id"]
                place = PersonPlace(installed_in(body), str(body["channel"]["id"]), str(user))
                self._surfaces.tell(
                    place, "slack.case.unclear", str(body.get("response_url") or "")
                )
        await ack()

    async def command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The slash command, which only reads: there is nothing to write down."""
        await ack(text=await self._surfaces.command(body), response_type="ephemeral")

    async def acknowledge(self, ack: AsyncAck) -> None:
        """What we never asked for: closed forms, menus of other versions."""
        await ack()

    async def _write_down(self, body: dict[str, Any]) -> Command | IgnoredPayload:
        """Write a row for what is for the desk, off the loop."""
        now = self._clock()
        command, is_heard = await asyncio.to_thread(self._row, body, now)
        if isinstance(command, IgnoredPayload):
            logger.debug("Slack payload ignored: %s", command)
            return command
        self._nudge()
        if is_heard and isinstance(command, MessageReceived):
            self._surfaces.heard(command)
        return command

    def _row(self, body: dict[str, Any], now: datetime) -> tuple[Command | IgnoredPayload, bool]:
        """The command, and whether it is new and surely for the desk.

        The thread is taken with the row: an answer in it may come in the next moment.
        """
        command = translate(body, now, self._early)
        if isinstance(command, IgnoredPayload):
            return command, False
        if body.get("is_ext_shared_channel"):
            self._note_shared(body, is_shared=True)
        is_sure = not isinstance(translate(body, now, self._rules), IgnoredPayload)
        thread = command.thread if is_sure and isinstance(command, MessageReceived) else None
        beside = partial(take, thread) if thread is not None else None
        row = row_key(command), CHANNEL, pack(body, now), now
        return command, self._store.receive(*row, beside=beside) and is_sure

    def _note_shared(self, body: dict[str, Any], *, is_shared: bool) -> None:
        """Remember whether people of other companies read a room."""
        key = f"slack:shared:{body.get('team_id')}/{body['event'].get('channel')}"
        word = "yes" if is_shared else "no"
        with self._store.look() as work:
            is_known = work.recall(key) == word
        if not is_known:
            with self._store.work() as work:
                work.remember(key, word)


def _is_in(rules: RoomRules, thread: str) -> bool:
    """Whether a thread hangs in an opted-in room; there the worker decides, in order."""
    return ThreadAddress.of(thread).room in rules.rooms


def slack_app(settings: SlackSettings, receiver: Receiver) -> AsyncApp:
    """The Bolt app. ``process_before_response``: a listener is done before Slack gets its answer.

    Authorisation is our own, so that a ``SLACK_CLIENT_ID`` in the environment cannot turn the app
    into an OAuth app, and no event waits for ``auth.test``. Bolt itself calls nobody: its token is
    none.
    """

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=NO_TOKEN)

    app = AsyncApp(
        name="jitabata",
        # Without a secret (Socket Mode alone) nobody may sign: an empty key is one all know.
        signing_secret=settings.signing_secret or secrets.token_hex(32),
        client=AsyncWebClient(base_url=settings.api_url, timeout=10, retry_handlers=[]),
        authorize=authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        logger=_bolt_logger(),
        ignoring_self_events_enabled=False,  # inbox.py tells own posts, and other bots' too
    )
    app.event(ANYTHING)(receiver.receive)
    app.action(ANYTHING)(receiver.press)
    app.view_submission(ANYTHING)(receiver.submit)
    app.view_closed(ANYTHING)(receiver.acknowledge)
    app.shortcut(ANYTHING)(receiver.shortcut)
    app.command(ANYTHING)(receiver.command)
    app.options(ANYTHING)(receiver.acknowledge)
    app.error(_answer_error)
    return app


def _bolt_logger() -> logging.Logger:
    """Bolt's words below a warning are about settings that it believes to have found."""
    bolt = logging.getLogger(f"{__name__}.bolt")
    bolt.setLevel(logging.WARNING)
    return bolt


async def _answer_error(error: Exception) -> BoltResponse:
    """What we do not listen to is acknowledged, else Slack repeats it and counts a failure."""
    if isinstance(error, BoltUnhandledRequestError):
        if error.request.body.get("type") == "app_rate_limited":
            logger.warning("Slack holds events back: there are too many in this hour")
        return BoltResponse(status=200, body="")
    logger.error("a Slack payload could not be written down", exc_info=error)
    return BoltResponse(status=500, body="")


def slack_routes(app: AsyncApp, signing_secret: str) -> list[Route]:
    """The HTTP way in, for the Starlette application. Only what Slack signed is parsed."""

    async def events(request: Request) -> Response:
        body = await _bounded(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413, headers=NO_RETRY)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return PlainTextResponse("unreadable", status_code=400, headers=NO_RETRY)
        if is_certificate_check(text):
            return Response()
        if not is_signed(signing_secret, request.headers, text):
            return PlainTextResponse("not signed", status_code=401, headers=NO_RETRY)
        try:
            bolt_request = to_async_bolt_request(request, body)
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
            # No JSON, no object, or one of a shape that Slack never sends.
            return PlainTextResponse("unreadable", status_code=400, headers=NO_RETRY)
        return to_starlette_response(await app.async_dispatch(bolt_request))

    return [Route(EVENTS, events, methods=["POST"])]


async def _bounded(request: Request) -> bytes | None:
    """The body; None: it has too many bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


async def run_socket_mode(app: AsyncApp, app_token: str) -> None:
    """The way in without a public address; runs until cancelled."""
    socket = AsyncSocketModeHandler(app, app_token)
    try:
        await socket.connect_async()  # type: ignore[no-untyped-call]  # as in the SDK
        await asyncio.Event().wait()
    finally:
        await socket.close_async()  # type: ignore[no-untyped-call]  # as in the SDK
