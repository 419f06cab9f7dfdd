"""Installation by OAuth: ``/slack/install`` and ``/slack/oauth_redirect``.

docs.slack.dev/authentication/installing-with-oauth. The flow is Bolt's; the pages, and that a
state is good once and for ten minutes on every database, are ours.
"""

import http.client
import logging
import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode, urljoin

from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_bolt.error import BoltError
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_flow import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Engine, delete
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.slack.api.manifest import SCOPES
from bot.channels.slack.api.quiet import quiet
from bot.channels.slack.oauth.exchange import Exchange, TooSoonError
from bot.channels.slack.oauth.installations import Installations
from bot.channels.slack.oauth.pages import (
    HEADERS,
    failure_page,
    install_page,
    lang_of,
    success_page,
    why,
)
from bot.channels.slack.settings import SlackSettings

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
STATE_SECONDS = 600

logger = logging.getLogger(__name__)


class States(SQLAlchemyOAuthStateStore):
    """The SDK's states. Those that nobody came back with go when the next one is issued."""

    def __init__(
        self, writer: Engine, clock: Callable[[], datetime], seconds: int = STATE_SECONDS
    ) -> None:
        # Of two who consume the same state at once PostgreSQL lets one through only so.
        if writer.dialect.name == "postgresql":
            writer = writer.execution_options(isolation_level="REPEATABLE READ")
        super().__init__(seconds, writer, logger=quiet)
        self._clock = clock

    def issue(self, *args: object, **kwargs: object) -> str:
        expire_at = self.oauth_states.c.expire_at
        now = self._clock().astimezone(UTC).replace(tzinfo=None)
        with self.engine.begin() as connection:
            connection.execute(delete(self.oauth_states).where(expire_at < now))
        return super().issue(*args, **kwargs)


class _Flow(OAuthFlow):
    """Bolt's flow with our first page; only a team id goes on to Slack from the request."""

    def build_authorize_url(self, state: str, request: BoltRequest) -> str:
        given = request.query.get("team", [""])[0]
        team = {"team": given} if re.fullmatch(r"T[A-Z0-9]{1,30}", given) else {}
        known = {
            "state": state,
            "client_id": self.settings.client_id,
            "scope": ",".join(SCOPES),
            "user_scope": "",
            **({"redirect_uri": self.settings.redirect_uri} if self.settings.redirect_uri else {}),
        }
        return f"{self.settings.authorization_url}?{urlencode({**known, **team})}"

    def build_install_page_html(self, url: str, request: BoltRequest) -> str:
        return install_page(_lang(request), url)

    def store_installation(self, request: BoltRequest, installation: Installation) -> None:
        try:
            super().store_installation(request, installation)
        except SQLAlchemyError as error:  # its text holds no values, see ``hide_parameters``
            logger.error("an installation could not be saved: %s", type(error).__name__)  # noqa: TRY400
            raise BoltError("not saved") from None


def oauth_routes(
    settings: SlackSettings, installations: Installations, states: States, exchange: Exchange
) -> list[Route]:
    """The two pages, for the Starlette application, which runs them in threads.

    A reader who goes away does not stop an exchange under way.
    """
    flow = _flow(settings, installations, states, exchange)

    def install(request: Request) -> Response:
        answer = flow.handle_installation(to_bolt_request(request, b""))
        return _with_headers(to_starlette_response(answer))

    def redirect(request: Request) -> Response:
        asked = to_bolt_request(request, b"")
        try:
            answer = flow.handle_callback(asked)
        except TooSoonError as error:
            answer = _failure(asked, "busy", 503, flow)
            answer.headers["retry-after"] = [str(math.ceil(error.seconds))]
        except (SlackClientError, http.client.HTTPException, OSError):
            answer = _failure(asked, "unreachable", 502, flow)
        return _with_headers(to_starlette_response(answer))

    return [
        Route(INSTALL, install, methods=["GET"]),
        Route(REDIRECT, redirect, methods=["GET"]),
    ]


def _flow(
    settings: SlackSettings, installations: Installations, states: States, exchange: Exchange
) -> _Flow:
    """Everything is given, since the SDK would look the rest up in the environment."""

    def success(args: SuccessArgs) -> BoltResponse:
        installed = args.installation
        place = installed.team_name if installed.team_id else installed.enterprise_name
        logger.info("installed in %s", installed.team_id or installed.enterprise_id)
        where = {"app": installed.app_id or "", "team": installed.team_id or ""}
        url = urljoin(settings.api_url, "../app_redirect") + "?" + urlencode(where)
        page = success_page(_lang(args.request), place or "", url)
        return _answer(200, page, flow)

    def failure(args: FailureArgs) -> BoltResponse:
        return _failure(args.request, args.reason, args.suggested_status_code, flow)

    public = settings.public_url
    options = OAuthSettings(
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        scopes=list(SCOPES),
        user_scopes=[],
        redirect_uri=public + REDIRECT if public else None,
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        authorization_url=urljoin(settings.api_url, "../oauth/v2/authorize"),
        installation_store=installations,
        installation_store_bot_only=True,
        state_store=states,
        state_expiration_seconds=STATE_SECONDS,
        callback_options=CallbackOptions(success, failure),
        logger=quiet,
    )
    flow = _Flow(client=exchange, logger=quiet, settings=options)
    return flow


def _failure(request: BoltRequest, reason: str, status: int, flow: OAuthFlow) -> BoltResponse:
    logger.warning("an installation failed: %s", why(reason))
    return _answer(status, failure_page(_lang(request), reason, INSTALL), flow)


def _answer(status: int, page: str, flow: OAuthFlow) -> BoltResponse:
    """A last page: the state in the browser is of no more use."""
    cookie = flow.settings.state_utils.build_set_cookie_for_deletion()
    return BoltResponse(status=status, body=page, headers={"Set-Cookie": cookie})


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


def _lang(request: BoltRequest) -> str:
    return lang_of(",".join(request.headers.get("accept-language", ())))
