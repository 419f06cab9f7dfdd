"""The one place where the Web API is called: Slack's words become ours.

``ask`` turns what a call comes to into a value or a ``SlackError``. ``Calls`` asks in turn: with
the workspace's own token, at the pace that Slack allows. Neither repeats anything by itself.
"""

import http
from collections.abc import Awaitable, Callable
from enum import StrEnum
from functools import partial
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channels.slack.api.pace import Call, CallLane, CallPace
from bot.channels.slack.api.workspaces import Workspaces
from bot.model.errors import DeliveryError

UNTOLD_WAIT = 60.0  # seconds, when Slack says that we are too quick and not for how long
EXPIRED = "token_expired"  # which another token cures
TOKEN_WAIT = 60.0  # seconds until a token that was refused is tried again; somebody must act first

# docs.slack.dev, "Errors" of chat.postMessage, chat.update, chat.delete and conversations.replies.
# What only a new token or an administrator cures: nothing is lost, it waits.
TOKEN = frozenset(
    [
        "access_denied",
        "account_inactive",
        "app_missing_action_url",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    ]
)
# Where it should go, nothing can be put, however often we try.
PLACE = frozenset(
    [
        "cannot_reply_to_message",
        "channel_not_found",
        "is_archived",
        "messages_tab_disabled",
        "not_in_channel",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "thread_not_found",
        "user_not_found",
        "invalid_thread_ts",
    ]
)
# The post that we would change or delete is not there, or no longer ours to change.
GONE = frozenset(
    [
        "cant_delete_message",
        "cant_update_message",
        "edit_window_closed",
        "message_not_found",
        "update_failed",
    ]
)
# What we said cannot be said this way.
MESSAGE = frozenset(
    [
        "as_user_not_supported",
        "invalid_arguments",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
        "msg_too_long",
        "no_text",
        "unknown_method",
    ]
)
BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
BUSY = frozenset({"message_limit_exceeded", "rate_limited", "ratelimited"})
MAYBE = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)


class Trouble(StrEnum):
    """What stood in the way of a call."""

    BUSY = "busy"  # too quick for Slack, or for our own pace
    TOKEN = "token"  # noqa: S105  # the token, or what it may do
    PLACE = "place"
    GONE = "gone"  # the post to be changed
    MESSAGE = "message"
    BLOCKS = "blocks"  # the same text without blocks may pass
    MAYBE = "maybe"  # it may have been done all the same
    UNREACHED = "unreached"  # nothing got to Slack
    OTHER = "other"  # a word that we do not know


_PERMANENT = frozenset({Trouble.PLACE, Trouble.GONE, Trouble.MESSAGE})
_WORDS = {
    Trouble.BUSY: BUSY,
    Trouble.TOKEN: TOKEN,
    Trouble.PLACE: PLACE,
    Trouble.GONE: GONE,
    Trouble.MESSAGE: MESSAGE,
    Trouble.BLOCKS: BLOCKS,
    Trouble.MAYBE: MAYBE,
}
_TROUBLES = {word: trouble for trouble, words in _WORDS.items() for word in words}


class SlackError(DeliveryError):
    """A call came to nothing; ``word`` is Slack's own for it, "" when it said none."""

    def __init__(
        self,
        message: str,
        trouble: Trouble,
        *,
        word: str = "",
        unknown: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(
            message,
            permanent=trouble in _PERMANENT,
            unknown=unknown,
            retry_after=retry_after,
        )
        self.trouble = trouble
        self.word = word


class Calls:
    """Calls in the name of the workspaces where we are installed, each at its turn."""

    def __init__(self, workspaces: Workspaces, pace: CallPace | None = None) -> None:
        """``pace`` None: every call is made at once, and Slack says when it is too much."""
        self._workspaces = workspaces
        self._pace = pace

    async def client(self, team: str) -> AsyncWebClient:
        """The workspace's client, for what is fetched from elsewhere with its token."""
        return await self._workspaces.client(team)

    async def ask(
        self,
        call: Call,
        make: Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]],
        *,
        lane: CallLane = CallLane.REPLY,
        changes: bool = True,
    ) -> dict[str, Any]:
        """One call at its turn; ``make`` gets the workspace's client.

        Raises SlackError, DeliveryError when its turn is far off, NoWorkspaceError. ``changes``
        as in ``ask``. A call that was refused because the token has expired is made
        again with another one, where there is one.
        """
        client = await self._workspaces.client(call.team)
        try:
            return await self._made(call, partial(make, client), lane, changes=changes)
        except SlackError as error:
            token = str(client.token)
            if error.word != EXPIRED or not await self._workspaces.replaces(call.team, token):
                raise
            client = await self._workspaces.client(call.team)  # nothing was done with the old one
        return await self._made(call, partial(make, client), lane, changes=changes)

    async def _made(
        self,
        call: Call,
        make: Callable[[], Awaitable[AsyncSlackResponse]],
        lane: CallLane,
        *,
        changes: bool,
    ) -> dict[str, Any]:
        """One call at its turn, with a client that is there."""
        if self._pace is not None:
            await self._pace.turn(call, lane)
        try:
            return await ask(make(), changes=changes)
        except SlackError as error:
            if self._pace is not None and error.trouble is Trouble.BUSY:
                await self._pace.told_to_wait(call, error.retry_after or UNTOLD_WAIT)
            if self._pace is not None and (
                error.trouble is Trouble.BLOCKS or error.word == EXPIRED
            ):
                await self._pace.was_refused(call)
            raise


async def ask(call: Awaitable[AsyncSlackResponse], *, changes: bool = True) -> dict[str, Any]:
    """One call of the Web API, and what Slack answers. Raises SlackError.

    ``changes``: whether doing it twice would show. When nobody knows what came of such a call, the
    error says so (``unknown``): look before you repeat. Of a call that reads, or sets the same
    thing again, False: it can just be repeated.
    """
    try:
        response = await call
    except SlackApiError as error:
        raise _in_our_words(error, changes=changes) from error
    except aiohttp.ClientConnectorError as error:  # before anything was sent
        raise SlackError("Slack cannot be reached", Trouble.UNREACHED) from error
    except (aiohttp.ClientError, TimeoutError, OSError, SlackClientError, AttributeError) as error:
        # AttributeError: the SDK takes an answer of plain text for JSON
        raise SlackError("Slack did not answer", Trouble.MAYBE, unknown=changes) from error
    return dict(response.data) if isinstance(response.data, dict) else {}


def word_of(error: SlackApiError) -> str:
    """Slack's one word for what went wrong; empty when the answer was not Slack's JSON."""
    try:
        return str(error.response["error"] or "")
    except (KeyError, TypeError, ValueError, AttributeError):
        return ""


def _in_our_words(error: SlackApiError, *, changes: bool) -> SlackError:
    """What an answer of Slack means for trying again."""
    word = word_of(error)
    status = int(getattr(error.response, "status_code", 0) or getattr(error.response, "status", 0))
    if status == http.HTTPStatus.TOO_MANY_REQUESTS or word in BUSY:
        asked = _retry_after(error)
        return SlackError("Slack: ratelimited", Trouble.BUSY, word=word, retry_after=asked)
    if not word or word in MAYBE or status >= 500:
        said = f"Slack: {word or 'no JSON'} ({status})"
        return SlackError(said, Trouble.MAYBE, word=word, unknown=changes)
    trouble = _TROUBLES.get(word, Trouble.OTHER)
    wait = TOKEN_WAIT if trouble is Trouble.TOKEN else None
    return SlackError(f"Slack: {word}", trouble, word=word, retry_after=wait)


def _retry_after(error: SlackApiError) -> float:
    """Seconds, from the header."""
    headers = getattr(error.response, "headers", None) or {}
    for name, value in headers.items():
        if name.lower() == "retry-after" and str(value).isdigit():
            return float(value)
    return UNTOLD_WAIT
