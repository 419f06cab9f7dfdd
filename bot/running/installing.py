"""Where we are installed in Slack: one workspace by its token, or all that installed us.

Part of the composition root; whoever builds it hands it the clock.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from starlette.routing import Route

from bot.channels.slack.api.workspaces import HomeAndInstalled, OneWorkspace, Workspaces
from bot.channels.slack.oauth.uninstalls import Uninstall
from bot.channels.slack.settings import SlackSettings
from bot.desk.shared_counters import SharedCounters
from bot.store import connect
from bot.store.locks import Locks

if TYPE_CHECKING:
    from bot.channels.slack.oauth.installations import Installations
    from bot.channels.slack.oauth.installed import InstalledWorkspaces


class Installing:
    """What the server needs to speak in workspaces, and to be installed in them.

    ``workspaces`` is the port; ``routes`` are the pages of an installation, none where nobody may
    install us; ``installations`` is None there. It expects migrated tables.
    """

    def __init__(
        self,
        settings: SlackSettings,
        database_url: str,
        clock: Callable[[], datetime],
        slate: SharedCounters | None = None,
    ) -> None:
        """``slate``: where limits that all processes share are kept; None: this process's own."""
        self.workspaces: Workspaces
        self.installations: Installations | None = None
        self.routes: list[Route] = []
        self._engine: Engine | None = None
        self._installed: InstalledWorkspaces | None = None
        if not settings.uses_oauth:
            self.workspaces = OneWorkspace(settings)
            return
        self._let_install(settings, database_url, clock, slate)

    def _let_install(
        self,
        settings: SlackSettings,
        database_url: str,
        clock: Callable[[], datetime],
        slate: SharedCounters | None,
    ) -> None:
        # Late, because the SDK's tables and what seals tokens take 12 MB.
        from bot.channels.slack.oauth.encryption import Encryption  # noqa: PLC0415
        from bot.channels.slack.oauth.exchange import Exchange  # noqa: PLC0415
        from bot.channels.slack.oauth.flow import States, oauth_routes  # noqa: PLC0415
        from bot.channels.slack.oauth.installations import Installations  # noqa: PLC0415
        from bot.channels.slack.oauth.installed import InstalledWorkspaces  # noqa: PLC0415
        from bot.channels.slack.oauth.rotation import Rotation  # noqa: PLC0415

        self._engine = connect.engine_of(connect.address_of(database_url), durable=True)
        writer = connect.writer_of(self._engine)
        self.installations = Installations(
            settings.client_id, self._engine, writer, Encryption(settings.keys)
        )
        exchange = Exchange(settings, clock, slate)
        turns = Locks(database_url)
        rotation = Rotation(settings, self.installations, turns.take, clock, exchange)
        self._installed = InstalledWorkspaces(settings, self.installations, rotation, clock)
        self.workspaces = self._installed
        if settings.bot_token:
            self.workspaces = HomeAndInstalled(OneWorkspace(settings), self._installed)
        states = States(writer, clock)
        self.routes = oauth_routes(settings, self.installations, states, exchange)

    async def forget(self, departure: Uninstall) -> None:
        """Delete the installation that has ended.

        What waits for that workspace then fails for good. Repeating it changes nothing; an error
        of the database is raised, so that Slack sends the event again.
        """
        if self._installed is not None:
            await self._installed.forget(departure)

    def close(self) -> None:
        """Let go of the database."""
        if self._engine is not None:
            self._engine.dispose()
