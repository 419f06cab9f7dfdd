"""Who has installed us: the SDK's table of bots, with every token in it sealed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation, InstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from sqlalchemy import ColumnElement, Engine, and_, delete, or_, select, update

from bot.channels.slack.api.quiet import quiet
from bot.channels.slack.oauth.encryption import Encryption


@dataclass(frozen=True, slots=True)
class Installed:
    """One installation: in a workspace, or in every workspace of an enterprise.

    ``expires_at`` is None for a token that is not rotated. ``repr`` shows no token.
    """

    row: int
    team: str  # "" when org-wide
    enterprise: str  # "" without an enterprise
    token: str = field(repr=False)
    refresh_token: str = field(repr=False)  # "" for a token that is not rotated
    expires_at: datetime | None

    @property
    def place(self) -> str:
        """The id of the workspace, or of the enterprise."""
        return self.team or self.enterprise


@dataclass(frozen=True, slots=True)
class Renewed:
    """What Slack gave for a refresh token; ``repr`` shows no token."""

    token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime


class Installations(InstallationStore):
    """Keeps installations; the SDK's flow saves through it. Tokens of users it does not keep.

    It blocks, and belongs into a thread. ``reader`` and ``writer`` are engines
    over the migrated tables; the second takes the writing right where the database has one.
    """

    def __init__(self, client_id: str, reader: Engine, writer: Engine, seal: Encryption) -> None:
        self._client_id = client_id
        self._reader = reader
        self._writer = writer
        self._seal = seal
        self._sdk = SQLAlchemyInstallationStore(client_id, writer, logger=quiet)
        self._bots = self._sdk.bots

    def save(self, installation: Installation) -> None:
        """Keep what a workspace granted, in place of what it had granted before."""
        self.save_bot(installation.to_bot())

    def save_bot(self, bot: Bot) -> None:
        """The same for the bot's part of it. Older rows go, and their tokens with them."""
        sealed = Bot(**bot.to_dict_for_copying())
        sealed.bot_token = self._seal.close(bot.bot_token)
        sealed.bot_refresh_token = bot.bot_refresh_token and self._seal.close(bot.bot_refresh_token)
        if bot.is_enterprise_install:
            sealed.team_id = None
        self._sdk.save_bot(sealed)
        moment = _naive(datetime.fromtimestamp(bot.installed_at, UTC))
        older = self._bots.c.installed_at < moment
        place = self._is_at(str(sealed.team_id or sealed.enterprise_id))
        with self._writer.begin() as connection:
            connection.execute(delete(self._bots).where(place, older))

    def at(self, place: str) -> Installed | None:
        """The installation in a workspace or an enterprise, by its id, as it stands now.

        EncryptionError when its token cannot be opened. An enterprise's installation is not found by
        one of its workspaces.
        """
        return next(self._found(self._is_at(place)), None)

    def org_wide(self) -> list[Installed]:
        """The installations in whole enterprises."""
        return list(self._found(self._bots.c.is_enterprise_install.is_(True)))

    def places(self) -> list[str]:
        """Where we are installed: ids of workspaces and enterprises. Opens no token."""
        c = self._bots.c
        with self._reader.connect() as connection:
            rows = connection.execute(select(c.team_id, c.enterprise_id).where(self._ours)).all()
        return sorted({str(team or enterprise) for team, enterprise in rows})

    def renew(self, installed: Installed, renewed: Renewed) -> None:
        """Put the new tokens in place of the old; nothing when the installation is gone."""
        values = {
            "bot_token": self._seal.close(renewed.token),
            "bot_refresh_token": self._seal.close(renewed.refresh_token),
            "bot_token_expires_at": _naive(renewed.expires_at),
        }
        row = update(self._bots).where(self._bots.c.id == installed.row).values(values)
        with self._writer.begin() as connection:
            connection.execute(row)

    def forget(self, place: str, before: datetime) -> int:
        """Delete what was installed up to then in a workspace or an enterprise; how many."""
        then = self._bots.c.installed_at <= _naive(before)
        with self._writer.begin() as connection:
            row = delete(self._bots).where(self._is_at(place), then)
            return int(connection.execute(row).rowcount)

    def _is_at(self, place: str) -> ColumnElement[bool]:
        c = self._bots.c
        whole = and_(c.team_id.is_(None), c.enterprise_id == place)
        return and_(c.client_id == self._client_id, or_(c.team_id == place, whole))

    @property
    def _ours(self) -> ColumnElement[bool]:
        return self._bots.c.client_id == self._client_id

    def _found(self, where: ColumnElement[bool]) -> Iterator[Installed]:
        c = self._bots.c
        newest = select(self._bots).where(self._ours, where).order_by(c.installed_at.desc())
        with self._reader.connect() as connection:
            rows = connection.execute(newest).mappings().all()
        return (self._installed(row) for row in rows)

    def _installed(self, row: Any) -> Installed:
        expires, renews = row["bot_token_expires_at"], row["bot_refresh_token"]
        return Installed(
            row=row["id"],
            team=row["team_id"] or "",
            enterprise=row["enterprise_id"] or "",
            token=self._seal.open(row["bot_token"]),
            refresh_token="" if renews is None else self._seal.open(renews),
            expires_at=None if expires is None else expires.replace(tzinfo=UTC),
        )


def _naive(moment: datetime) -> datetime:
    """As the SDK's columns keep it: UTC, without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)
