"""Everybody who looks at something, in the order in which one would put it right."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TextIO

from bot.channels.checkups import checkup, json_of, lines_of
from bot.channels.mail import doctor as mail
from bot.commands.slack import slack
from bot.doctor import clock, configuration, database, house, machine, wording
from bot.doctor.check_context import CheckContext, Examiner
from bot.knowledge.load import load
from bot.logs import words_of
from bot.model.checkup import Checkup, CheckupHealth
from bot.model.errors import JitabataError
from bot.settings import from_environment, given

LONGEST = 90.0  # seconds for one examiner


async def _slack(premises: CheckContext) -> list[Checkup]:
    if premises.offline and premises.settings.slack is not None:
        return [checkup("doctor_slack.note.unasked", "Slack")]
    return await slack(premises.settings, premises.clock)


async def _mail(premises: CheckContext) -> list[Checkup]:
    settings = premises.settings
    if premises.offline and (settings.mail is not None or settings.receiving is not None):
        return [checkup("doctor_slack.note.unasked", "[mail]")]
    return [*await mail.examine(settings.mail), *await mail.examine_incoming(settings.receiving)]


EXAMINERS: Mapping[str, Examiner] = {
    "settings": configuration.examine,
    "knowledge": configuration.examine_knowledge,
    "machine": machine.examine,
    "database": database.examine,
    "desk": house.examine,
    "clock": clock.examine,
    "mail": _mail,
    "Slack": _slack,
    "wording": wording.examine,
}


def doctor(
    config: Path | None,
    knowledge_folder: Path | None,
    now: Callable[[], datetime],
    *,
    offline: bool = False,
) -> list[Checkup]:
    """Everything that there is to say. It raises nothing: what keeps it from looking is a finding."""
    try:
        settings, written = from_environment(config), given(config)
    except JitabataError as why:
        return [checkup("doctor.wrong.unusable", "settings", why=why)]
    except OSError as why:
        return [checkup("doctor.wrong.unwritable", str(why.filename or "folder"), why=why.strerror)]
    knowledge = cache(lambda: load(knowledge_folder, home=settings.operator.home_product))
    premises = CheckContext(settings, written, knowledge, now, offline)
    return asyncio.run(examine(premises, EXAMINERS))


async def examine(premises: CheckContext, examiners: Mapping[str, Examiner]) -> list[Checkup]:
    """What all of them find, one after the other; one who fails or takes too long is a finding."""
    found: list[Checkup] = []
    for subject, look in examiners.items():
        try:
            async with asyncio.timeout(LONGEST):
                found += await look(premises)
        except TimeoutError:
            found.append(checkup("doctor.wrong.too_long", subject, seconds=int(LONGEST)))
        except Exception as error:  # noqa: BLE001 - one flaw must not hide what the others find
            found.append(checkup("doctor.wrong.failed", subject, why=words_of(error)))
    return found


def show(found: list[Checkup], out: TextIO, lang: str, *, as_json: bool) -> int:
    """Print what was found; 1 when something is wrong."""
    lines = [json_of(found)] if as_json else lines_of(found, lang)
    for line in lines:
        out.write(line + "\n")
    return 1 if any(c.health is CheckupHealth.WRONG for c in found) else 0
