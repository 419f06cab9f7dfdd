"""In which workspaces we are installed, and how we speak to each."""

from typing import Protocol

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.api.quiet import quiet
from bot.channels.slack.settings import SlackSettings
from bot.model.errors import DeliveryError

SECONDS = 10  # that one call of the Web API may take


class NoWorkspaceError(DeliveryError):
    """We are not installed there, or not any more."""

    def __init__(self, team: str) -> None:
        super().__init__(f"not installed in the workspace {team or '?'}", permanent=True)


class Workspaces(Protocol):
    """The workspaces that gave us a token."""

    async def client(self, team: str) -> AsyncWebClient:
        """A client with a token that is good now; it repeats no call by itself.

        Raises NoWorkspaceError, and DeliveryError when the token cannot be renewed now.
        """
        ...

    async def replaces(self, team: str, token: str) -> bool:
        """Slack says that a token has expired: whether the next client has another one.

        Raises as ``client`` does.
        """
        ...


class OneWorkspace:
    """The one workspace whose token stands in the environment; it answers for every team."""

    def __init__(self, settings: SlackSettings) -> None:
        self._client = client_of(settings, settings.bot_token)

    async def client(self, team: str) -> AsyncWebClient:  # noqa: ARG002 - the port's
        """The client, whatever the team: a direct install knows no other."""
        return self._client

    async def replaces(self, team: str, token: str) -> bool:  # noqa: ARG002 - the port's
        """No: somebody must set another one."""
        return False


class HomeAndInstalled:
    """Our own workspace by the token in the environment, all others by what they granted."""

    def __init__(self, home: OneWorkspace, installed: Workspaces) -> None:
        self._home = home
        self._installed = installed
        self._team: str | None = None  # of the token in the environment

    async def client(self, team: str) -> AsyncWebClient:
        """The client of an installation, and at home the one of the environment."""
        try:
            return await self._installed.client(team)
        except NoWorkspaceError:
            client = await self._home.client(team)
            if self._team is None:
                self._team = await _team_of(client)
            if team not in {"", self._team}:
                raise
            return client

    async def replaces(self, team: str, token: str) -> bool:
        """What the installation says; at home nothing replaces the token of the environment."""
        try:
            return await self._installed.replaces(team, token)
        except NoWorkspaceError:
            return False


async def _team_of(client: AsyncWebClient) -> str:
    try:
        return str((await client.auth_test())["team_id"])
    except (SlackClientError, aiohttp.ClientError, TimeoutError, KeyError) as error:
        raise DeliveryError("Slack does not say whose token SLACK_BOT_TOKEN is") from error


def client_of(settings: SlackSettings, token: str) -> AsyncWebClient:
    """A client that never repeats a call by itself.

    The SDK's handler for broken connections posts twice when the connection breaks after the
    post. Its handler for 429 sleeps through ``Retry-After`` inside the call; whoever delivers keeps
    to ``DeliveryError.retry_after`` instead, and serves other readers meanwhile.
    """
    return AsyncWebClient(
        token, base_url=base_url(settings), timeout=SECONDS, retry_handlers=[], logger=quiet
    )


def base_url(settings: SlackSettings) -> str:
    """Where the Web API is, as the SDK wants it."""
    return settings.api_url.rstrip("/") + "/"
