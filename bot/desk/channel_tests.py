"""Trying out a channel from the console: what can be tried, and what came of it in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.model.checkup import Checkup


@dataclass(frozen=True, slots=True)
class ChannelTarget:
    """What one channel can be tried on: a receiver, or a status page."""

    id: str
    name: str


class ChannelTests(Protocol):
    """The channels of one process. It knows no limits of how often; whoever asks keeps them."""

    async def targets(self) -> Mapping[str, tuple[ChannelTarget, ...]]:
        """By channel, those that can be tried; a channel that is not set up is not among them."""
        ...

    async def test(self, channel: str, target: str, lang: str) -> tuple[Checkup, ...]:
        """Try it once. ``target``: an id; of mail the address, in whose language ``lang`` is.

        What goes wrong is among the answers. Raises KeyError for what cannot be tried.
        """
        ...
