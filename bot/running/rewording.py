"""Has a model say finished replies in other words, where the operator wants it. Part of the composition root.

The desk rehearses the answer, the model proposes, and the desk decides while it answers. Whatever goes
wrong, or takes three seconds, the answer is the desk's own.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.configuration.wording import WordingSettings
from bot.model.effect import Effect, Reply
from bot.model.errors import CompletionError, JitabataError
from bot.model.event import Event, Paused
from bot.model.rewording import WITHIN, Rewording
from bot.texts.loader import raw

if TYPE_CHECKING:
    from bot.net.completions import Completions

RESTS = timedelta(minutes=1)  # after a failure

logger = logging.getLogger(__name__)


def proposals(
    settings: WordingSettings | None,
    rehearse: Callable[[Event], Awaitable[tuple[Effect, ...]]],
    clock: Callable[[], datetime],
) -> Callable[[Paused], Awaitable[Paused]] | None:
    """What adds proposals to pauses; None where the operator wants none."""
    if settings is None:
        return None
    from bot.net.completions import Completions  # noqa: PLC0415 - a process without a model needs no httpx

    model = Completions(settings.url, settings.model, settings.key)
    return Rewords(model, settings.per_minute, rehearse, clock).proposed


class Rewords:
    """Adds a proposal to the pause after which a reply is due; at most so many a minute."""

    def __init__(
        self,
        model: "Completions",
        per_minute: int,
        rehearse: Callable[[Event], Awaitable[tuple[Effect, ...]]],
        clock: Callable[[], datetime],
    ) -> None:
        self._model, self._per_minute, self._rehearse, self._clock = (
            model,
            per_minute,
            rehearse,
            clock,
        )
        self._asked: list[datetime] = []
        self._rests_until: datetime | None = None

    async def proposed(self, event: Paused) -> Paused:
        """The pause, with a proposal where there is one."""
        if not self._may_ask():
            return event
        try:
            effects = await self._rehearse(event)
            replies = [e for e in effects if isinstance(e, Reply)]
            if len(replies) == 1 and replies[0].may_be_reworded:
                return replace(event, rewording=await self._in_other_words(replies[0]))
        except (TimeoutError, JitabataError) as why:
            self._rests_until = self._clock() + RESTS
            said = str(why) if isinstance(why, CompletionError) else type(why).__name__
            logger.warning("a reply keeps its own words: %s", said)
        return event

    async def _in_other_words(self, reply: Reply) -> Rewording:
        self._asked.append(self._clock())
        instruction = raw(reply.lang, "rewording.instruction")
        async with asyncio.timeout(WITHIN):
            says = await self._model.say(instruction, f"<<<\n{reply.text}\n>>>")
        return Rewording(reply.text, says[: 2 * len(reply.text)])

    def _may_ask(self) -> bool:
        now = self._clock()
        self._asked = [at for at in self._asked if now - at < timedelta(minutes=1)]
        rests = self._rests_until is not None and now < self._rests_until
        return not rests and len(self._asked) < self._per_minute
