"""Whether the model that may reword replies answers in time, and as it is asked. Nothing of a customer is sent."""

import asyncio

from bot.channels.checkups import checkup
from bot.doctor.check_context import CheckContext
from bot.model.checkup import Checkup
from bot.model.errors import CompletionError
from bot.model.rewording import WITHIN
from bot.net.completions import Completions
from bot.texts.loader import raw

_SUBJECT = "[wording]"


async def examine(premises: CheckContext) -> list[Checkup]:
    """Asks it for a greeting; nothing where none is set up."""
    settings = premises.settings.wording
    if settings is None:
        return []
    if premises.offline:
        return [checkup("doctor_slack.note.unasked", _SUBJECT)]
    model = Completions(settings.url, settings.model, settings.key)
    try:
        async with asyncio.timeout(WITHIN):
            await model.say(raw("en", "rewording.instruction"), "<<<\nHello.\n>>>")
    except TimeoutError:
        return [checkup("doctor.warning.wording_slow", _SUBJECT, seconds=int(WITHIN))]
    except CompletionError as why:
        return [checkup("doctor.wrong.wording", _SUBJECT, why=why)]
    finally:
        await model.close()
    return [checkup("doctor.ok.wording", _SUBJECT)]
