"""Has a model say finished replies in other words, and what an unclear message may mean, where the operator wants it.

Part of the composition root. The desk rehearses the answer, the model proposes, and the desk decides while it
answers. Whatever goes wrong, or takes three seconds, the answer is the desk's own.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.configuration.wording import WordingSettings
from bot.model.effect import Effect, Reply
from bot.model.errors import CompletionError, JitabataError
from bot.model.event import Event, Paused
from bot.model.rewording import WITHIN, Proposal, ProposedActs, Rewording
from bot.texts.loader import raw

if TYPE_CHECKING:
    from bot.net.completions import Completions

RESTS = timedelta(minutes=1)  # after a failure
MOST_ACTS = 3  # that an answer may name
_LISTED = re.compile(r"[a-z_]+(?:[\s,]+[a-z_]+)*[\s,.]*")

logger = logging.getLogger(__name__)


def proposals(
    settings: WordingSettings | None,
    rehearse: Callable[[Event], Awaitable[tuple[Effect, ...]]],
    clock: Callable[[], datetime],
    acts: Mapping[str, str],
) -> Callable[[Paused], Awaitable[Paused]] | None:
    """What adds proposals to pauses; None where the operator wants none. ``acts``: those that may be proposed."""
    if settings is None:
        return None
    from bot.net.completions import Completions  # noqa: PLC0415 - a process without a model needs no httpx

    model = Completions(settings.url, settings.model, settings.key)
    allowed = acts if settings.acts else {}
    return Rewords(model, settings.per_minute, rehearse, clock, allowed).proposed


class Rewords:
    """Adds a proposal to the pause after which a reply is due; at most so many a minute.

    ``acts``: what an unclear message may mean, with the meaning of each; none: it is shown no message.
    """

    def __init__(
        self,
        model: "Completions",
        per_minute: int,
        rehearse: Callable[[Event], Awaitable[tuple[Effect, ...]]],
        clock: Callable[[], datetime],
        acts: Mapping[str, str] | None = None,
    ) -> None:
        self._model, self._per_minute, self._rehearse, self._clock = (
            model,
            per_minute,
            rehearse,
            clock,
        )
        self._acts = acts or {}
        self._asked: list[datetime] = []
        self._rests_until: datetime | None = None

    async def proposed(self, event: Paused) -> Paused:
        """The pause, with a proposal where there is one."""
        if not self._may_ask():
            return event
        try:
            effects = await self._rehearse(event)
            replies = [e for e in effects if isinstance(e, Reply)]
            proposal = await self._for(replies[0]) if len(replies) == 1 else None
            if isinstance(proposal, ProposedActs):
                return replace(event, acts=proposal)
            return event if proposal is None else replace(event, rewording=proposal)
        except (TimeoutError, JitabataError) as why:
            self._rests_until = self._clock() + RESTS
            said = str(why) if isinstance(why, CompletionError) else type(why).__name__
            logger.warning("a reply keeps its own words: %s", said)
        return event

    async def _for(self, reply: Reply) -> Proposal | None:
        """What the model proposes for a reply; None where nothing may be proposed."""
        if reply.unsure_of and self._acts:
            says = await self._say(self._instruction(), reply.unsure_of)
            return ProposedActs(reply.in_reply_to, self._listed(says))
        if not reply.may_be_reworded:
            return None
        says = await self._say(raw(reply.lang, "rewording.instruction"), reply.text)
        return Rewording(reply.text, says[: 2 * len(reply.text)])

    async def _say(self, instruction: str, text: str) -> str:
        self._asked.append(self._clock())
        async with asyncio.timeout(WITHIN):
            return await self._model.say(instruction, f"<<<\n{text}\n>>>")

    def _instruction(self) -> str:
        meanings = "\n".join(f"{name}: {meaning}" for name, meaning in self._acts.items())
        return f"{raw('en', 'rewording.acts')}\n{meanings}"

    def _listed(self, says: str) -> tuple[str, ...]:
        """The acts that an answer names; none where it says anything else, or too many."""
        said = says.strip().lower()
        names = tuple(re.findall("[a-z_]+", said)) if _LISTED.fullmatch(said) else ()
        known = len(names) <= MOST_ACTS and all(name in self._acts for name in names)
        return names if known else ()

    def _may_ask(self) -> bool:
        now = self._clock()
        self._asked = [at for at in self._asked if now - at < timedelta(minutes=1)]
        rests = self._rests_until is not None and now < self._rests_until
        return not rests and len(self._asked) < self._per_minute
