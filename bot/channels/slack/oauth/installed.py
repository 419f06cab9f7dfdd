"""The workspaces that installed us themselves, each with a token of its own."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.slack.api.workspaces import NoWorkspaceError, client_of
from bot.channels.slack.oauth.encryption import EncryptionError
from bot.channels.slack.oauth.installations import Installations, Installed
from bot.channels.slack.oauth.rotation import Rotation
from bot.channels.slack.oauth.uninstalls import Uninstall
from bot.channels.slack.settings import SlackSettings
from bot.model.errors import DeliveryError

KEPT_FOR = timedelta(seconds=5)  # until we see what another process has changed
DEAD = frozenset({"account_inactive", "invalid_auth", "token_revoked"})
ABSENT_FOR = timedelta(seconds=10)  # until we ask enterprises again for a workspace


class InstalledWorkspaces:
    """Fills ``Workspaces`` from the installations in the database."""

    def __init__(
        self,
        settings: SlackSettings,
        installations: Installations,
        rotation: Rotation,
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._installations = installations
        self._rotation = rotation
        self._clock = clock
        self._seen: dict[str, tuple[datetime, Installed]] = {}  # until when we believe it
        self._enterprises: dict[str, str] = {}  # of workspaces without an installation of their own
        self._absent: dict[str, datetime] = {}

    async def client(self, team: str) -> AsyncWebClient:
        """A client for one workspace, by its own installation or by its enterprise's.

        Raises NoWorkspaceError, and DeliveryError when the token cannot be read or renewed now.
        """
        until, installed = self._seen.get(team, (self._clock(), None))
        if installed is None or self._clock() >= until:
            installed, until = await self._look_up(team), self._clock() + KEPT_FOR
        fresh = await self._rotation.fresh(installed)
        self._seen[team] = (until, fresh)
        return client_of(self._settings, fresh.token)

    async def replaces(self, team: str, token: str) -> bool:
        """Slack says that a token has expired: whether it can be renewed, or has been."""
        _, installed = self._seen.pop(team, (None, None))
        if installed is None:
            installed = await self._look_up(team)
        return installed.token != token or self._rotation.refuse(installed)

    async def forget(self, departure: Uninstall) -> int:
        """Delete what was installed before a departure; how many.

        What waits to be delivered there then fails for good, at its next attempt. An installation
        newer than the departure stays: the event may come late, or twice.
        """
        self._seen.clear()
        forget, at = self._installations.forget, departure.at
        gone = await asyncio.to_thread(forget, departure.team or departure.enterprise, at)
        if not gone and departure.team and await self._has_ended(departure.enterprise):
            gone = await asyncio.to_thread(forget, departure.enterprise, at)
        return gone

    async def _has_ended(self, enterprise: str) -> bool:
        """Whether an enterprise's token is dead.

        An event of the end need not say that it was the enterprise's, so Slack is asked; one
        workspace may also have left an enterprise that stays.
        """
        if not enterprise:
            return False
        installed = await asyncio.to_thread(self._installations.at, enterprise)
        if installed is None:
            return False
        try:
            await client_of(self._settings, installed.token).auth_test()
        except SlackApiError as error:
            return error.response.get("error") in DEAD
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            raise DeliveryError(f"{enterprise}: Slack cannot be asked") from error
        return False

    async def _look_up(self, team: str) -> Installed:
        self._seen.pop(team, None)
        if not team:
            raise NoWorkspaceError(team)
        try:
            installed = await asyncio.to_thread(self._installations.at, team)
            return installed or await self._enterprise_of(team)
        except EncryptionError as error:
            raise DeliveryError(f"{team}: {error}") from error
        except SQLAlchemyError as error:
            raise DeliveryError(f"{team}: installations cannot be read") from error

    async def _enterprise_of(self, team: str) -> Installed:
        """The installation of the enterprise that a workspace belongs to."""
        candidates = await asyncio.to_thread(self._installations.org_wide)
        known = self._enterprises.get(team)
        for candidate in candidates:
            if candidate.enterprise == known:
                return candidate
        if self._clock() < self._absent.get(team, self._clock()):
            raise NoWorkspaceError(team)
        for candidate in candidates:
            fresh = await self._rotation.fresh(candidate)
            if team in await self._teams_of(fresh):
                self._enterprises[team] = fresh.enterprise
                return fresh
        self._absent[team] = self._clock() + ABSENT_FOR
        raise NoWorkspaceError(team)

    async def _teams_of(self, installed: Installed) -> set[str]:
        """The workspaces of an enterprise in which we may speak."""
        client, teams, cursor = client_of(self._settings, installed.token), set[str](), ""
        while True:
            try:
                answer = await client.auth_teams_list(limit=200, cursor=cursor or None)
            except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
                raise DeliveryError(f"{installed.place}: its workspaces cannot be read") from error
            teams |= {str(t["id"]) for t in answer.get("teams") or ()}
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return teams
