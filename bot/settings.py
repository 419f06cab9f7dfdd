"""Settings of the running desk; the only file that reads the environment.

A TOML file (``--config``, ``JITABATA_CONFIG``) holds no secrets. The environment does, and goes before it.
"""

import os
import re
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from bot.channels.keys import KeyVariable, new_key
from bot.channels.mail import settings as mail
from bot.channels.mail.receiving import ReceivingSettings, receiving_of
from bot.channels.mail.settings import MailSettings
from bot.channels.slack import settings as slack_settings
from bot.channels.slack.settings import SlackSettings, settings_of
from bot.channels.webhook import settings as webhook
from bot.channels.webhook.settings import WebhookSettings
from bot.configuration.broadcast import NIGHT, quiet_of
from bot.configuration.components import components_of
from bot.configuration.doors import (
    contact_of,
    control_url_of,
    kintone_of,
    lead_token_of,
    public_url_of,
    publish_of,
    trusted_proxies_of,
    vantage_of,
)
from bot.configuration.oidc import oidc_of
from bot.configuration.operator import operator_of
from bot.configuration.switches import turned_off
from bot.configuration.upkeep import backup_hours_of, retention_of
from bot.configuration.widget import widgets_of
from bot.configuration.wording import WordingSettings, wording_of
from bot.desk.browser_checks import CheckLinks
from bot.model.broadcast import Quiet
from bot.model.errors import JitabataError
from bot.model.operator import Operator
from bot.model.probe import OwnComponent
from bot.model.retention import Retention
from bot.model.settings_in_force import SettingNames
from bot.model.single_sign_on import SingleSignOn
from bot.model.widget import HostSite
from bot.texts.loader import spoken

DEFAULT_FOLDER = Path("var")
DEFAULT_FILE = Path("jitabata.toml")  # read where it is there and no other file is named
FASTEST = 60  # seconds between two requests to the same page or host of others


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator decides.

    ``database``: an SQLAlchemy URL. ``staff_token``: None lets only this machine open the console, ``metrics_token``: None lets only this machine
    read the metrics. ``public_url``: where readers reach the pages, ``publish``: a folder for the public page as files, ``trusted_proxies``: the
    networks whose ``X-Forwarded-…`` headers are believed. ``control_url``: what a customer's browser tries to check its line; "": this desk.
    ``vantage`` names the place that this process measures from, ``kintone`` the operator's own kintone ("": not measured). ``contact`` is sent along
    with every request to others. ``backup_hours``: 0 for none. ``quiet``: when no notice goes to many unless staff want it, ``off``: channels by which nothing is sent.
    """

    folder: Path = DEFAULT_FOLDER
    database: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    staff_token: str | None = field(default=None, repr=False)
    lead_token: str | None = field(default=None, repr=False)
    metrics_token: str | None = field(default=None, repr=False)
    secret: str = field(default="", repr=False)
    public_url: str = ""
    publish: Path | None = None
    trusted_proxies: tuple[str, ...] = ()
    control_url: str = ""
    poll_seconds: float = 120.0
    probe_seconds: float = 120.0
    vantage: str = "main"
    contact: str = ""
    kintone: str = ""
    components: tuple[OwnComponent, ...] = ()
    offline: bool = False
    backup_hours: int = 6
    retention: Retention = field(default_factory=Retention)
    quiet: Quiet | None = NIGHT
    off: frozenset[str] = frozenset()
    slack: SlackSettings | None = None
    mail: MailSettings | None = None
    receiving: ReceivingSettings | None = None
    webhook: WebhookSettings = field(default_factory=WebhookSettings)
    operator: Operator = field(default_factory=Operator)
    sso: SingleSignOn | None = None
    widgets: tuple[HostSite, ...] = ()
    wording: WordingSettings | None = None
    names: SettingNames = field(default_factory=SettingNames)  # of what was set, and where

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{(self.folder / 'desk.sqlite').resolve()}"

    @property
    def public_urls(self) -> tuple[str, ...]:
        """The public addresses under which any of our pages are reached; () on a private desk."""
        slack = self.slack.public_url if self.slack is not None else ""
        mail = self.mail.public_url if self.mail is not None else ""
        return tuple(dict.fromkeys(url for url in (self.public_url, slack, mail) if url))

    @property
    def checks(self) -> CheckLinks:
        """The links to the check from the browser, for messages to customers elsewhere."""
        return CheckLinks(self.secret, *self.public_urls[:1])


def from_environment(config: Path | None = None) -> Settings:
    """Settings from the TOML file and the environment. Raises JitabataError with what is wrong."""
    return _settings(_Asked(os.environ), _file(config))


@dataclass(frozen=True, slots=True)
class GivenSettings:
    """What was written down for us, beside what became of it.

    ``keys`` of the TOML file and ``variables`` (``JITABATA_…``) are those that nothing asks for; ``known`` are the keys that something does.
    ``from_file``: what only the file says.
    """

    keys: tuple[str, ...]
    variables: tuple[str, ...]
    known: frozenset[str]
    from_file: frozenset[str]


def given(config: Path | None = None) -> GivenSettings:
    """What the operator wrote down. Raises as ``from_environment``."""
    environment, table = _Asked(os.environ), _file(config)
    _settings(environment, table)
    ours = {name for name in environment if name.startswith("JITABATA_")}
    return GivenSettings(
        keys=tuple(sorted(set(table) - table.asked)),
        variables=tuple(sorted(ours - environment.asked - {"JITABATA_CONFIG", "JITABATA_LOG"})),
        known=frozenset(table.asked),
        from_file=frozenset(k for k in table if f"JITABATA_{k.upper()}" not in environment),
    )


def logs_as_json() -> bool:
    """Whether logs are for machines: ``JITABATA_LOG`` is ``json`` (or ``text``)."""
    chosen = os.environ.get("JITABATA_LOG", "") or "text"
    if chosen not in ("json", "text"):
        raise JitabataError("JITABATA_LOG must be json or text")
    return chosen == "json"


def language_of_locale() -> str:
    """The language of the machine's locale; ja where it names none, en for one without texts."""
    named = filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG")))
    lang = re.match("[a-z]+", next(named, ""))
    return spoken(lang[0]) if lang else "ja"


class _Asked(dict[str, Any]):
    """A table that remembers which of its keys it was asked for, and where its file is."""

    def __init__(self, given: Mapping[str, Any], path: Path | None = None) -> None:
        super().__init__(given)
        self.asked: set[str] = set()
        self.folder, self.file = (path.parent, path.name) if path is not None else (Path(), "")

    def get(self, key: str, otherwise: Any = None, /) -> Any:
        self.asked.add(key)
        return super().get(key, otherwise)


def _read(environment: _Asked, given: _Asked, name: str, otherwise: str = "") -> str:
    return str(environment.get(f"JITABATA_{name.upper()}", given.get(name, otherwise)))


def _settings(environment: _Asked, given: _Asked) -> Settings:
    read = partial(_read, environment, given)
    folder = Path(read("folder", str(DEFAULT_FOLDER)))
    operator = operator_of(given.get("operator"), given.folder)
    public_url = public_url_of(read("public_url"))
    return Settings(
        folder=folder,
        database=read("database"),
        host=read("host", "127.0.0.1"),
        port=_whole("port", read("port", "8000")),
        staff_token=environment.get("JITABATA_STAFF_TOKEN") or None,
        lead_token=lead_token_of(environment),
        metrics_token=environment.get("JITABATA_METRICS_TOKEN") or None,
        secret=environment.get("JITABATA_SECRET") or _kept(folder / "secret", secrets.token_hex),
        public_url=public_url,
        publish=publish_of(read("publish"), read("public_url")),
        trusted_proxies=trusted_proxies_of(environment, given),
        control_url=control_url_of(read("control_url")),
        poll_seconds=_seconds("poll_seconds", read("poll_seconds", "120")),
        probe_seconds=_seconds("probe_seconds", read("probe_seconds", "120")),
        vantage=vantage_of(read("vantage", "main")),
        contact=contact_of(read("contact")),
        kintone=kintone_of(read("kintone")),
        components=components_of(given.get("components", [])),
        offline=read("offline").lower() in ("1", "true", "yes"),
        backup_hours=backup_hours_of(read("backup_hours", "6")),
        retention=retention_of(given.get("retention")),
        quiet=quiet_of(given.get("broadcast")),
        off=turned_off(given.get("channels")),
        slack=_with_key(settings_of(environment, given.get("slack")), folder),
        mail=mail.settings_of(environment, given.get("mail"), operator.called("ja")),
        receiving=receiving_of(environment, _incoming(given.get("mail"))),
        webhook=_able_to_sign(environment, given, folder, read("database")),
        operator=operator,
        sso=oidc_of(environment, given.get("oidc"), public_url),
        widgets=widgets_of(environment, given.get("widget"), public_url),
        wording=wording_of(environment, given.get("wording")),
        names=SettingNames.of(environment, given, given.file),
    )


def _incoming(mail: object) -> object:
    """The table ``[mail.incoming]``; None: there is none."""
    return mail.get("incoming") if isinstance(mail, Mapping) else None


def slack_from_environment(config: Path | None = None) -> tuple[SlackSettings | None, Operator]:
    """Slack's settings alone, None when it is not configured, and who runs the desk; raises alike."""
    file = _file(config)
    slack = settings_of(os.environ, file.get("slack"))
    return slack, operator_of(file.get("operator"), file.folder)


def _file(config: Path | None) -> _Asked:
    """What stands in the TOML file: the one that is named, or the default one if it is there."""
    named = os.environ.get("JITABATA_CONFIG")
    path = config or (Path(named) if named is not None else None)
    path = path or (DEFAULT_FILE if DEFAULT_FILE.is_file() else None)
    return _Asked(_toml(path), path) if path is not None else _Asked({})


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as why:
        raise JitabataError(f"cannot read the configuration {path}: {why.strerror}") from why
    except tomllib.TOMLDecodeError as why:
        raise JitabataError(f"{path}: {why}") from why


def _whole(name: str, value: str) -> int:
    try:
        number = int(value)
    except ValueError as why:
        raise JitabataError(f"{name} must be a whole number, not {value!r}") from why
    if not 1 <= number <= 65535:
        raise JitabataError(f"{name} must be from 1 to 65535, not {number}")
    return number


def _seconds(name: str, value: str) -> float:
    """An interval at which hosts of others are asked: once a minute at most."""
    seconds = _whole(name, value)
    if seconds < FASTEST:
        raise JitabataError(f"{name} must be {FASTEST} or more: others' hosts are asked that often")
    return float(seconds)


def _with_key(slack: SlackSettings | None, folder: Path) -> SlackSettings | None:
    """With a key that seals tokens, where workspaces install us and the operator names none."""
    if slack is None or slack.keys or not slack.uses_oauth:
        return slack
    return replace(slack, keys=_own_keys(slack_settings.KEY, folder / "slack-key"))


def _able_to_sign(env: _Asked, given: _Asked, folder: Path, database: str) -> WebhookSettings:
    """With a key of this machine's own; where others may have part, the operator names one."""
    webhooks = webhook.settings_of(env, given.get("webhook"), given.get("webhooks"))
    if webhooks.keys or (database and not database.startswith("sqlite")):
        return webhooks
    return replace(webhooks, keys=_own_keys(webhook.KEY, folder / "webhook-key"))


def _own_keys(variable: KeyVariable, path: Path) -> tuple[str, ...]:
    return variable.read(_kept(path, new_key))


def _kept(path: Path, make: Callable[[], str]) -> str:
    """A secret of ours: made once, kept beside the database, readable by us alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(make(), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
