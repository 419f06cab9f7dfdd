"""A database in which workspaces have installed us, and the processes that share it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from slack_sdk.oauth.installation_store import Bot

from bot.channels.slack.oauth.encryption import Encryption
from bot.channels.slack.oauth.exchange import Exchange
from bot.channels.slack.oauth.installations import Installations, Installed
from bot.channels.slack.oauth.installed import InstalledWorkspaces
from bot.channels.slack.oauth.rotation import Rotation
from bot.channels.slack.settings import SlackSettings
from bot.desk.shared_counters import SharedCounters
from bot.store import connect, migrations
from bot.store.locks import Locks
from tests.channels.fakes import NOON, Clock
from tests.channels.slack.granting import CLIENT_ID, CLIENT_SECRET, Granting
from tests.channels.slack.test_settings import KEY


class Database:
    """Installations in it, and processes over it; each has caches of its own."""

    def __init__(self, url: str, slack: Granting) -> None:
        self.url = url
        self.slack = slack
        self.clock = Clock()
        self.seal = Encryption([KEY])
        self.engine = connect.engine_of(connect.address_of(url), durable=False)
        self.writer = connect.writer_of(self.engine)
        self.installations = self.installations_with(self.seal)

    def installations_with(self, seal: Encryption) -> Installations:
        return Installations(CLIENT_ID, self.engine, self.writer, seal)

    @property
    def settings(self) -> SlackSettings:
        return SlackSettings(
            signing_secret="signing-secret",
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            keys=(KEY,),
            api_url=self.slack.url,
            public_url="https://desk.example.com",
        )

    def process(self) -> InstalledWorkspaces:
        return InstalledWorkspaces(self.settings, self.installations, self.rotation(), self.clock)

    def rotation(self, slate: SharedCounters | None = None) -> Rotation:
        turns = Locks(self.url)
        exchange = Exchange(self.settings, self.clock, slate)
        return Rotation(self.settings, self.installations, turns.take, self.clock, exchange)

    def has(
        self,
        team: str,
        *,
        enterprise: str = "",
        hours: float | None = 12,
        at: datetime = NOON,
    ) -> Installed:
        """A workspace ("": a whole enterprise) installed us; its token expires in ``hours``."""
        place = team or enterprise
        token, refresh = self.slack.grants(place)
        expires = None if hours is None else self.clock() + timedelta(hours=hours)
        self.installations.save_bot(
            Bot(
                app_id="A1",
                enterprise_id=enterprise or None,
                team_id=team or None,
                team_name=f"{team} 社" if team else None,
                bot_token=token,
                bot_id="B1",
                bot_user_id="UBOT",
                bot_scopes="chat:write,commands",
                bot_refresh_token=None if hours is None else refresh,
                bot_token_expires_at=None if expires is None else int(expires.timestamp()),
                is_enterprise_install=not team,
                installed_at=at.timestamp(),
            )
        )
        return self.now(place)

    def now(self, place: str) -> Installed:
        """The installation as it stands in the database."""
        found = self.installations.at(place)
        assert found is not None
        return found


@contextmanager
def a_desk_database(url: str, slack: Granting) -> Iterator[Database]:
    migrations.migrate(url)
    database = Database(url, slack)
    try:
        yield database
    finally:
        database.engine.dispose()
