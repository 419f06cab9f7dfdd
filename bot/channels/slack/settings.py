"""What the Slack channel must be told, read from the environment and the ``[slack]`` table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bot.channels.keys import KeyVariable
from bot.model.errors import JitabataError
from bot.model.staff import Role

API_URL = "https://slack.com/api/"
KEY = KeyVariable("JITABATA_SLACK_KEY", "jitabata slack key")

_TEAM = re.compile(r"[TE][A-Z0-9]{1,30}")
_PERSON = re.compile(r"[UW][A-Z0-9]{1,30}")
_ROOM = re.compile(r"[CG][A-Z0-9]{1,30}")
_KNOWN = frozenset(
    [
        "channels",
        "public_url",
        "staff",
        "staff_language",
        "staff_team",
        "tenants",
        "triage_channel",
    ]
)


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """How we speak to Slack; ``repr`` shows no secret.

    With ``bot_token`` we are installed in one workspace, with ``client_id`` and ``client_secret``
    any workspace may install us (OAuth); both together is possible. ``keys`` seal tokens in the
    database, the newest first. ``app_token`` is needed for Socket Mode alone.

    ``channels`` are the ids of the rooms in which every top-level post is for the desk; elsewhere
    it must be mentioned. ``tenants`` maps a team id, or ``team/room`` for a room shared with
    customers, to the organisation it is; a team that is not listed stands for itself. ``staff``
    maps a user id of ``staff_team`` to what that person may do, ``triage_channel`` is their
    private room and ``staff_language`` (``ja`` or ``en``) the language of its cards.
    ``public_url`` is where Slack reaches us, without a slash at its end.
    """

    bot_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str | None = field(default=None, repr=False)
    api_url: str = API_URL
    channels: tuple[str, ...] = ()
    tenants: Mapping[str, str] = field(default_factory=dict)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    keys: tuple[str, ...] = field(default=(), repr=False)
    public_url: str = ""
    triage_channel: str = ""
    staff: Mapping[str, Role] = field(default_factory=dict)
    staff_team: str = ""
    staff_language: str = "ja"

    @property
    def uses_oauth(self) -> bool:
        """Whether workspaces install us themselves."""
        return bool(self.client_id and self.client_secret)


def settings_of(environment: Mapping[str, str], given: object) -> SlackSettings | None:
    """The settings, or None when Slack is not configured.

    ``given`` is the table ``[slack]``. Raises JitabataError, which names the key and no secret.
    """
    table = _table("slack", {} if given is None else given)
    if unknown := sorted(set(table) - _KNOWN):
        raise JitabataError(f"[slack] knows no {', '.join(unknown)}")
    token, client = environment.get("SLACK_BOT_TOKEN", ""), environment.get("SLACK_CLIENT_ID", "")
    if not token and not client and not environment.get("SLACK_CLIENT_SECRET"):
        return None
    found = SlackSettings(
        bot_token=token,
        signing_secret=environment.get("SLACK_SIGNING_SECRET", ""),
        app_token=environment.get("SLACK_APP_TOKEN") or None,
        api_url=_address("SLACK_API_URL", environment.get("SLACK_API_URL") or API_URL) + "/",
        channels=_channels(table.get("channels", ())),
        tenants=_tenants(_table("tenants", table.get("tenants", {}))),
        client_id=client,
        client_secret=environment.get("SLACK_CLIENT_SECRET", ""),
        keys=KEY.read(environment.get(KEY.name, "")),
        public_url=_address("[slack] public_url", table.get("public_url", "")),
        triage_channel=_id("triage_channel", table.get("triage_channel", ""), _ROOM, "C0123456789"),
        staff=_staff(_table("staff", table.get("staff", {}))),
        staff_team=_id("staff_team", table.get("staff_team", ""), _TEAM, "T0123456789"),
        staff_language=_language(table.get("staff_language", "ja")),
    )
    _check(found)
    return found


def _check(found: SlackSettings) -> None:
    """What must be set together."""
    if (found.staff or found.triage_channel) and not found.staff_team:
        raise JitabataError(
            "[slack] staff and triage_channel need staff_team, the id of your own workspace"
            " (T0123456789): nobody of another one is staff"
        )
    if not found.signing_secret and (found.app_token is None or not found.bot_token):
        what = "SLACK_BOT_TOKEN" if found.bot_token else "SLACK_CLIENT_ID"
        more = " (or SLACK_APP_TOKEN)" if found.bot_token else ""
        raise JitabataError(f"{what} needs SLACK_SIGNING_SECRET{more}")
    if found.bot_token:
        return
    if not found.client_id or not found.client_secret:
        raise JitabataError(
            "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together: with both, workspaces install"
            " Jitabata themselves; for one workspace set SLACK_BOT_TOKEN instead"
        )


def _table(name: str, given: object) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        where = "[slack]" if name == "slack" else f"[slack] {name}"
        raise JitabataError(f"{where} must be a table")
    return given


def _channels(given: object) -> tuple[str, ...]:
    if not isinstance(given, list | tuple) or "" in given:
        raise JitabataError("[slack] channels must be a list of ids such as C0123456789")
    return tuple(_id("channels", room, _ROOM, "C0123456789") for room in given)


def _tenants(given: Mapping[str, Any]) -> dict[str, str]:
    for place, organisation in given.items():
        team, slash, room = place.partition("/")
        if not _TEAM.fullmatch(team) or (slash and not _ROOM.fullmatch(room)):
            raise JitabataError(
                f"[slack] tenants: {place!r} must be a team id or team/channel (T01/C01)"
            )
        if not isinstance(organisation, str) or not organisation.strip():
            raise JitabataError(f"[slack] tenants: {place} must name an organisation")
    return dict(given)


def _staff(given: Mapping[str, Any]) -> dict[str, Role]:
    """What people may do of whom no account says so."""
    for person, role in given.items():
        if not _PERSON.fullmatch(person):
            raise JitabataError(f"[slack] staff: {person!r} must be a user id such as U0123456789")
        if role not in (Role.AGENT, Role.LEAD):
            raise JitabataError(f'[slack] staff: {person} must be "agent" or "lead", not {role!r}')
    return {person: Role(role) for person, role in given.items()}


def _language(value: object) -> str:
    if value not in ("ja", "en"):
        raise JitabataError(f'[slack] staff_language must be "ja" or "en", not {value!r}')
    return str(value)


def _id(name: str, value: object, shape: re.Pattern[str], example: str) -> str:
    if value == "" or (isinstance(value, str) and shape.fullmatch(value)):
        return str(value)
    raise JitabataError(f"[slack] {name} must be an id such as {example}, not {value!r}")


def _address(name: str, value: object) -> str:
    """An address without a slash at its end; nobody's password stands in it."""
    if value == "":
        return ""
    try:
        parts = urlsplit(str(value))
        good = (
            parts.scheme in ("https", "http") and bool(parts.hostname) and "@" not in parts.netloc
        )
    except ValueError:
        good = False
    if not good or not isinstance(value, str) or "?" in value or "#" in value:
        raise JitabataError(f"{name} must be an address such as https://desk.example.com")
    return value.rstrip("/")
