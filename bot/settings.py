"""Settings of the running desk; the only file that reads the environment.

A TOML file (``--config`` or ``JITABATA_CONFIG``) holds what is no secret; secrets come from the
environment alone. The environment goes before the file.
"""

import os
import re
import secrets
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.channels.slack.settings import SlackSettings, keys_of, new_key, settings_of
from bot.components import components_of
from bot.model.errors import JitabataError
from bot.model.probe import OwnComponent

DEFAULT_FOLDER = Path("var")
FASTEST = 60  # seconds between two requests to the same page or host of others


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator decides.

    ``database``: an SQLAlchemy URL. ``staff_token``: None lets only this machine open the console.
    ``vantage`` names the place that this process measures from, ``kintone`` the host of the
    operator's own kintone (``example.cybozu.com``; "": it is not measured). ``contact``: an address
    that is sent along with every request to a page or host of others.
    """

    folder: Path = DEFAULT_FOLDER
    database: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    staff_token: str | None = field(default=None, repr=False)
    secret: str = field(default="", repr=False)
    poll_seconds: float = 120.0
    probe_seconds: float = 120.0
    vantage: str = "main"
    contact: str = ""
    kintone: str = ""
    components: tuple[OwnComponent, ...] = ()
    offline: bool = False
    slack: SlackSettings | None = None

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{(self.folder / 'desk.sqlite').resolve()}"


def from_environment(config: Path | None = None) -> Settings:
    """Settings from the TOML file and the environment. Raises JitabataError with what is wrong."""
    given = _given(config)

    def read(name: str, otherwise: str = "") -> str:
        return os.environ.get(f"JITABATA_{name.upper()}", str(given.get(name, otherwise)))

    folder = Path(read("folder", str(DEFAULT_FOLDER)))
    return Settings(
        folder=folder,
        database=read("database"),
        host=read("host", "127.0.0.1"),
        port=_whole("port", read("port", "8000")),
        staff_token=os.environ.get("JITABATA_STAFF_TOKEN") or None,
        secret=os.environ.get("JITABATA_SECRET") or _kept(folder / "secret", secrets.token_hex),
        poll_seconds=_seconds("poll_seconds", read("poll_seconds", "120")),
        probe_seconds=_seconds("probe_seconds", read("probe_seconds", "120")),
        vantage=_named("vantage", read("vantage", "main")),
        contact=_contact(read("contact")),
        kintone=_host("kintone", read("kintone")),
        components=components_of(given.get("components", [])),
        offline=read("offline").lower() in ("1", "true", "yes"),
        slack=_with_key(settings_of(os.environ, given.get("slack")), folder),
    )


def slack_from_environment(config: Path | None = None) -> SlackSettings | None:
    """Slack's settings alone, None when it is not configured; as ``from_environment``."""
    return settings_of(os.environ, _given(config).get("slack"))


def _given(config: Path | None) -> dict[str, Any]:
    """What stands in the TOML file."""
    named = os.environ.get("JITABATA_CONFIG")
    path = config or (Path(named) if named is not None else None)
    return _toml(path) if path is not None else {}


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


def _named(name: str, value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", value):
        raise JitabataError(f"{name} must be a short name of a-z, 0-9 and -, not {value!r}")
    return value


def _contact(value: str) -> str:
    if not (value.isascii() and value.isprintable() and len(value) <= 200):
        raise JitabataError("contact must be an address in printable ASCII")
    return value


def _host(name: str, value: str) -> str:
    if value and not re.fullmatch(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+", value.lower()):
        raise JitabataError(f"{name} must be a host such as example.cybozu.com, not {value!r}")
    return value.lower()


def _with_key(slack: SlackSettings | None, folder: Path) -> SlackSettings | None:
    """With a key that seals tokens, where workspaces install us and the operator names none."""
    if slack is None or slack.keys or not slack.uses_oauth:
        return slack
    return replace(slack, keys=keys_of(_kept(folder / "slack-key", new_key)))


def _kept(path: Path, make: Callable[[], str]) -> str:
    """A secret of ours: made once, kept beside the database, readable by us alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(make(), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
