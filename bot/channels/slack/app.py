"""Bolt listeners: the row first, then the acknowledgement; the worker does the rest.

One ``AsyncApp`` for both ways in: ``slack_routes`` (HTTP) and ``run_socket_mode``. Bolt checks the
signature of HTTP requests (five minutes, constant time); Socket Mode needs none.
"""

import asyncio
import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.slack.addresses import Address
from bot.channels.slack.inbox import Ignored, Rules, translate
from bot.channels.slack.settings import SlackSettings
from bot.channels.slack.worker import CHANNEL, pack
from bot.desk.ports import Store

MOST_BYTES = 1_000_000  # of one request; Slack's events are far smaller
ANYTHING = re.compile(".*")

logger = logging.getLogger(__name__)


class Receiver:
    """The listeners. They write down what is for the desk, and nothing else."""

    def __init__(
        self,
        store: Store,
        rules: Rules,
        clock: Callable[[], datetime],
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        """``nudge`` is called after a row was written."""
        self._store = store
        self._rules = replace(rules, is_ours=lambda t: _is_in(rules, t) or rules.is_ours(t))
        self._clock = clock
        self._nudge = nudge

    async def receive(self, body: dict[str, Any]) -> None:
        """Write one payload down. An error of the store is an answer of 500: Slack sends again.

        The key is the post, not the delivery: a retry, a delivery under another event id and the
        pair of message and app_mention are one row.
        """
        now = self._clock()
        message = translate(body, now, self._rules)
        if isinstance(message, Ignored):
            logger.debug("Slack payload ignored: %s", message)
        elif self._store.receive(message.message_id, CHANNEL, pack(body, now), now):
            self._nudge()

    async def press(self, ack: Callable[[], Any], body: dict[str, Any]) -> None:
        """A button: as ``receive``; Slack does not send it again, the person sees the failure."""
        await self.receive(body)
        await ack()


def _is_in(rules: Rules, thread: str) -> bool:
    """Whether a thread hangs in an opted-in room; there the worker decides, in order."""
    return Address.of(thread).room in rules.rooms


def slack_app(settings: SlackSettings, receiver: Receiver) -> AsyncApp:
    """The Bolt app. ``process_before_response``: a listener is done before Slack gets its answer.

    Authorisation is our own, so that a ``SLACK_CLIENT_ID`` in the environment cannot turn the app
    into an OAuth app, and no event waits for ``auth.test``.
    """

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=settings.bot_token
        )

    app = AsyncApp(
        name="jitabata",
        # Without a secret (Socket Mode alone) nobody may sign: an empty key is one all know.
        signing_secret=settings.signing_secret or secrets.token_hex(32),
        client=AsyncWebClient(base_url=settings.api_url, timeout=10, retry_handlers=[]),
        authorize=authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        ignoring_self_events_enabled=False,  # inbox.py tells own posts, and other bots' too
    )
    app.event(ANYTHING)(receiver.receive)
    app.action(ANYTHING)(receiver.press)
    app.error(_answer_error)
    return app


async def _answer_error(error: Exception) -> BoltResponse:
    """What we do not listen to is acknowledged, else Slack repeats it and counts a failure."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200, body="")
    logger.error("a Slack payload could not be written down", exc_info=error)
    return BoltResponse(status=500, body="")


def slack_routes(app: AsyncApp) -> list[Route]:
    """The HTTP way in, for the Starlette application."""

    async def events(request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return PlainTextResponse("too large", status_code=413)
        try:
            bolt_request = to_async_bolt_request(request, bytes(body))
        except ValueError:  # neither UTF-8 nor JSON
            return PlainTextResponse("unreadable", status_code=400)
        return to_starlette_response(await app.async_dispatch(bolt_request))

    return [Route("/slack/events", events, methods=["POST"])]


async def run_socket_mode(app: AsyncApp, app_token: str) -> None:
    """The way in without a public address; runs until cancelled."""
    socket = AsyncSocketModeHandler(app, app_token)
    try:
        await socket.connect_async()  # type: ignore[no-untyped-call]  # as in the SDK
        await asyncio.Event().wait()
    finally:
        await socket.close_async()  # type: ignore[no-untyped-call]  # as in the SDK
