"""Looks at Slack's side of the settings; each check is a few questions to Slack and no change.

One thing is changed all the same: a token that is about to expire is renewed, as it would be by
the next message.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.checkups import checkup
from bot.channels.slack.api.manifest import SCOPES
from bot.channels.slack.api.workspaces import Workspaces, client_of
from bot.channels.slack.doctor.asks import UNREACHABLE, ask, challenge, exchange_nothing
from bot.channels.slack.oauth.installations import Installations
from bot.channels.slack.settings import SlackSettings
from bot.model.checkup import Checkup
from bot.model.errors import DeliveryError

BAD_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
)


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked at. ``installations`` is None where nobody may install us."""

    settings: SlackSettings
    workspaces: Workspaces
    installations: Installations | None
    clock: Callable[[], datetime]


async def examine(patient: Patient) -> list[Checkup]:
    """Everything there is to say, in the order in which one would put it right."""
    found = [*signing(patient.settings)]
    for check in CHECKS:
        found += await check(patient)
    return found


def signing(settings: SlackSettings) -> list[Checkup]:
    """The signing secret's shape; whether it is the app's own, only ``events`` can tell."""
    name = "SLACK_SIGNING_SECRET"
    if not settings.signing_secret:
        return [checkup("doctor_slack.note.signing_none", name)]
    shaped = re.fullmatch(r"[0-9a-f]{32}", settings.signing_secret)
    return [
        checkup("doctor_slack.ok.signing_ok" if shaped else "doctor_slack.wrong.signing_odd", name)
    ]


async def tokens(patient: Patient) -> list[Checkup]:
    """The token in the environment, that of every installation, and what they may do."""
    found: list[Checkup] = []
    if patient.settings.bot_token:
        client = client_of(patient.settings, patient.settings.bot_token)
        found += await _token("SLACK_BOT_TOKEN", client)
    if patient.installations is None:
        return found
    try:
        places = await asyncio.to_thread(patient.installations.places)
    except SQLAlchemyError:
        return [*found, checkup("doctor_slack.wrong.database", "slack_bots")]
    if not places:
        url = f"{patient.settings.public_url}/slack/install"
        return [*found, checkup("doctor_slack.note.nobody", "OAuth", url=url)]
    for place in places:
        found += await _installation(patient, place)
    return found


async def _installation(patient: Patient, place: str) -> list[Checkup]:
    try:
        client = await patient.workspaces.client(place)
    except DeliveryError as error:
        sealed = "JITABATA_SLACK_KEY" in str(error)
        return [
            checkup(
                "doctor_slack.wrong.sealed" if sealed else "doctor_slack.wrong.not_renewed",
                place,
                word=error,
            )
        ]
    return await _token(place, client)


async def _token(subject: str, client: AsyncWebClient) -> list[Checkup]:
    answer = await ask(client.auth_test())
    if answer.word:
        return [_declined(answer.word, subject, "doctor_slack.wrong.token_bad", BAD_TOKEN)]
    found = [
        checkup(
            "doctor_slack.ok.token_ok",
            subject,
            team=answer.data.get("team"),
            id=answer.data.get("team_id"),
        )
    ]
    missing = sorted(set(SCOPES) - answer.scopes)
    extra = sorted(answer.scopes - set(SCOPES))
    if missing:
        found.append(
            checkup("doctor_slack.wrong.scopes_missing", subject, scopes=", ".join(missing))
        )
    else:
        found.append(checkup("doctor_slack.ok.scopes_ok", subject))
    if extra:
        found.append(checkup("doctor_slack.note.scopes_extra", subject, scopes=", ".join(extra)))
    return found


async def app_token(patient: Patient) -> list[Checkup]:
    """Whether Socket Mode opens; the connection itself is not made."""
    token, name = patient.settings.app_token, "SLACK_APP_TOKEN"
    if token is None:
        return []
    client = client_of(patient.settings, "")
    answer = await ask(client.apps_connections_open(app_token=token))
    if answer.word == UNREACHABLE:
        return [checkup("doctor_slack.wrong.unreachable", name)]
    return [
        checkup(
            "doctor_slack.wrong.app_token_bad" if answer.word else "doctor_slack.ok.app_token_ok",
            name,
            word=answer.word,
        )
    ]


async def events(patient: Patient) -> list[Checkup]:
    """Whether the public address answers a challenge that we sign as Slack would."""
    settings, name = patient.settings, "[slack] public_url"
    if not settings.public_url:
        return [] if settings.app_token else [checkup("doctor_slack.note.events_unknown", name)]
    insecure = settings.public_url.startswith("http://")
    found = [checkup("doctor_slack.wrong.public_http", name)] if insecure else []
    if not settings.signing_secret:
        return found
    url = f"{settings.public_url}/slack/events"
    word = await challenge(url, settings.signing_secret, patient.clock())
    if not word:
        return [*found, checkup("doctor_slack.ok.events_ok", name)]
    key = (
        "doctor_slack.wrong.events_signature" if word == "401" else "doctor_slack.wrong.events_bad"
    )
    return [*found, checkup(key, name, url=url, word=word)]


async def oauth(patient: Patient) -> list[Checkup]:
    """Whether Slack knows our client; a code that never was is refused as such."""
    settings, name = patient.settings, "SLACK_CLIENT_ID"
    if not settings.uses_oauth:
        return [checkup("doctor_slack.note.client_ignored", name)] if settings.client_id else []
    word = await asyncio.to_thread(exchange_nothing, settings)
    if word == "invalid_code":
        return [checkup("doctor_slack.ok.client_ok", name)]
    wrong = frozenset({"bad_client_secret", "invalid_client_id", "client_id_missing"})
    return [_declined(word, name, "doctor_slack.wrong.client_bad", wrong)]


async def staff(patient: Patient) -> list[Checkup]:
    """The staff's workspace, their room, and each of them."""
    settings = patient.settings
    found: list[Checkup] = []
    if not settings.triage_channel:
        found.append(checkup("doctor_slack.note.room_none", "[slack] triage_channel"))
    if not settings.staff:
        found.append(checkup("doctor_slack.note.staff_none", "[slack.staff]"))
    if not (settings.triage_channel or settings.staff):
        return found
    try:
        client = await patient.workspaces.client(settings.staff_team)
    except DeliveryError as error:
        return [*found, checkup("doctor_slack.wrong.not_renewed", settings.staff_team, word=error)]
    found += await _home(settings, client)
    if settings.triage_channel:
        found.append(await _room(settings.triage_channel, client))
    if settings.staff:
        found += await _people(settings, client)
    return found


async def _home(settings: SlackSettings, client: AsyncWebClient) -> list[Checkup]:
    here = (await ask(client.auth_test())).data.get("team_id")
    if here in (None, settings.staff_team) or str(here).startswith("E"):
        return []
    return [checkup("doctor_slack.wrong.staff_team_other", "[slack] staff_team", id=here)]


async def _room(room: str, client: AsyncWebClient) -> Checkup:
    name = "[slack] triage_channel"
    answer = await ask(client.conversations_info(channel=room))
    if answer.word:
        unseen = frozenset({"channel_not_found", "missing_scope", "method_not_supported"})
        return _declined(answer.word, name, "doctor_slack.wrong.room_unseen", unseen)
    found = answer.data.get("channel") or {}
    return checkup(_room_key(found), name, name=found.get("name"))


def _room_key(room: Mapping[str, Any]) -> str:
    """What matters most about a room: customers must never read there."""
    if room.get("is_ext_shared") or room.get("is_pending_ext_shared"):
        return "doctor_slack.wrong.room_shared"
    if not room.get("is_private"):
        return "doctor_slack.wrong.room_public"
    if room.get("is_archived"):
        return "doctor_slack.wrong.room_archived"
    return "doctor_slack.ok.room_ok" if room.get("is_member") else "doctor_slack.wrong.room_outside"


async def _people(settings: SlackSettings, client: AsyncWebClient) -> list[Checkup]:
    found: list[Checkup] = []
    for person in sorted(settings.staff):
        answer = await ask(client.users_info(user=person))
        if answer.word:
            unknown = frozenset({"user_not_found", "user_not_visible", "missing_scope"})
            found.append(
                _declined(
                    answer.word,
                    "[slack.staff]",
                    "doctor_slack.wrong.staff_unknown",
                    unknown,
                    id=person,
                )
            )
        elif key := _person_key(answer.data.get("user") or {}):
            found.append(checkup(key, "[slack.staff]", id=person))
    known = len(settings.staff) - len(found)
    return (
        [*found, checkup("doctor_slack.ok.staff_ok", "[slack.staff]", count=known)]
        if known
        else found
    )


def _person_key(person: Mapping[str, Any]) -> str:
    """Why somebody can be no staff of ours; "" when nothing speaks against it."""
    if person.get("deleted"):
        return "doctor_slack.wrong.staff_gone"
    outside = ("is_stranger", "is_restricted", "is_ultra_restricted", "is_bot")
    return "doctor_slack.wrong.staff_stranger" if any(person.get(flag) for flag in outside) else ""


CHECKS: tuple[Callable[[Patient], Awaitable[list[Checkup]]], ...] = (
    oauth,
    tokens,
    app_token,
    events,
    staff,
)


def _declined(
    word: str, subject: str, key: str, words: frozenset[str], **values: object
) -> Checkup:
    """In our words where the word is one that we know."""
    if word == UNREACHABLE:
        return checkup("doctor_slack.wrong.unreachable", subject)
    return checkup(
        key if word in words else "doctor_slack.wrong.declined", subject, word=word, **values
    )
