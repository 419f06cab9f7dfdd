"""The ways out into a shaking world, for a process that may die on its way."""

import hashlib
from dataclasses import dataclass
from itertools import count

from bot.desk.ledger import Edit, Outgoing
from tests.channels.slack.world.mortal import Fate, Killed
from tests.storms.shaking import World


@dataclass
class Hook:
    """Its receivers know by its name what they have."""

    world: World
    fate: Fate

    async def deliver(self, outgoing: Outgoing) -> str:
        if self.fate.is_dead:
            raise Killed
        self.world.begins(outgoing)
        assert not isinstance(outgoing.effect, Edit)
        said = f"{outgoing.key}\n{outgoing.effect.text}"
        answer = await self.world.request(outgoing, hashlib.sha256(said.encode()).hexdigest())
        self.fate.strike()
        return answer


class Board:
    """It takes whatever comes, and can be asked what is there."""

    _numbers = count(1)

    def __init__(self, world: World, fate: Fate) -> None:
        self._world, self._fate = world, fate

    async def deliver(self, outgoing: Outgoing) -> str:
        if self._fate.is_dead:
            raise Killed
        self._world.begins(outgoing)
        if outgoing.may_be_there:
            found = await self._world.find(outgoing)
            if found is not None:
                return found
        if self._fate.is_dead:
            raise Killed
        answer = await self._world.request(outgoing, f"post {next(self._numbers)}")
        self._fate.strike()
        return answer
