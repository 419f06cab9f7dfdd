"""The command ``slack``, and Slack's part of ``doctor``. Part of the composition root."""

import contextlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import TextIO

from bot.channels.checkups import checkup
from bot.channels.keys import new_key
from bot.channels.slack.api.manifest import manifest, problems_with
from bot.channels.slack.doctor.examine import Patient, examine
from bot.channels.slack.settings import SlackSettings
from bot.model.checkup import Checkup
from bot.model.errors import JitabataError
from bot.model.operator import Operator
from bot.running.installing import Installing
from bot.settings import Settings

Clock = Callable[[], datetime]


async def slack(settings: Settings, clock: Clock) -> list[Checkup]:
    """Slack's part of the checkup."""
    if settings.slack is None:
        return [checkup("doctor_slack.note.off", "Slack")]
    installing = Installing(settings.slack, settings.database_url, clock)
    with contextlib.closing(installing):
        patient = Patient(settings.slack, installing.workspaces, installing.installations, clock)
        return await examine(patient)


def print_manifest(
    given: tuple[SlackSettings | None, Operator],
    url: str,
    out: TextIO,
    *,
    socket: bool,
    oauth: bool,
) -> None:
    """Print the app's manifest as JSON. JitabataError when Slack would refuse it.

    What is not said here is taken from what is ``given``: the public address, whether workspaces
    install us themselves, and who runs the desk.
    """
    settings, operator = given
    if settings is not None:
        url, oauth = url or settings.public_url, oauth or settings.uses_oauth
    url = url.rstrip("/")
    if not url and not socket:
        raise JitabataError(
            "give --url https://desk.example.com, where Slack will reach us, or --socket"
        )
    if oauth and not url:
        raise JitabataError("installing by OAuth needs --url, where Slack sends people back to")
    made = manifest(url, socket=socket, oauth=oauth, operator=operator)
    if problems := problems_with(made):
        raise JitabataError("; ".join(dict.fromkeys(problems)))
    out.write(json.dumps(made, ensure_ascii=False, indent=2) + "\n")


def print_key(out: TextIO) -> None:
    """Print a new key for ``JITABATA_SLACK_KEY``; it is kept nowhere."""
    out.write(new_key() + "\n")
