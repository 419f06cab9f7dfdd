"""The questions behind the checkups, each answered by one word or by what Slack said."""

import http.client
import json
import re
from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import aiohttp
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channels.slack.api.calls import word_of
from bot.channels.slack.api.quiet import quiet
from bot.channels.slack.api.workspaces import SECONDS, base_url
from bot.channels.slack.settings import SlackSettings

UNREACHABLE = "unreachable"
CHALLENGE = "jitabata-doctor"


class SlackAnswer(NamedTuple):
    """Of Slack: what it said, or the one word for why it did not."""

    data: Mapping[str, Any]
    scopes: frozenset[str]
    word: str = ""


async def ask(call: Awaitable[AsyncSlackResponse]) -> SlackAnswer:
    """What one call of the Web API comes to; it raises nothing."""
    try:
        response = await call
    except SlackApiError as error:
        return SlackAnswer({}, frozenset(), _word(error))
    except (SlackClientError, aiohttp.ClientError, TimeoutError):
        return SlackAnswer({}, frozenset(), UNREACHABLE)
    headers = {name.lower(): value for name, value in response.headers.items()}
    scopes = str(headers.get("x-oauth-scopes", "")).replace(" ", "").split(",")
    data = response.data if isinstance(response.data, dict) else {}
    return SlackAnswer(data, frozenset(scopes) - {""})


async def challenge(url: str, secret: str, now: datetime) -> str:
    """One word for what is wrong; empty when the challenge came back."""
    body = json.dumps({"type": "url_verification", "challenge": CHALLENGE})
    moment = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": moment,
        "X-Slack-Signature": SignatureVerifier(secret).generate_signature(
            timestamp=moment, body=body
        )
        or "",
    }
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                return str(answer.status)
            said = (await answer.content.read(10_000)).decode(errors="replace")
            return "" if CHALLENGE in said else "200"
    except (aiohttp.ClientError, TimeoutError) as error:
        return type(error).__name__


def exchange_nothing(settings: SlackSettings) -> str:
    """Slack's word for a code that never was: whether it knows our client. It blocks."""
    try:
        client = WebClient(
            base_url=base_url(settings), timeout=SECONDS, retry_handlers=[], logger=quiet
        )
        client.oauth_v2_access(
            client_id=settings.client_id, client_secret=settings.client_secret, code=CHALLENGE
        )
    except SlackApiError as error:
        return _word(error)
    except (SlackClientError, http.client.HTTPException, OSError):
        return UNREACHABLE
    return "invalid_code"


def _word(error: SlackApiError) -> str:
    """Slack's one word; it is an identifier, so no secret can stand in it."""
    word = word_of(error)
    if not word:
        return "no JSON"
    return word if re.fullmatch(r"[a-z_:]{1,60}", word) else "no word"
