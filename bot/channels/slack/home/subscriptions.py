"""A room that follows the public page: begun and ended there by the slash command."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.channels.slack.api.manifest import COMMAND
from bot.channels.slack.api.mrkdwn import escape
from bot.channels.slack.api.places import RoomAddress
from bot.desk.subscriber_links import SubscriberLinks
from bot.desk.subscribing import Request, Subscribing
from bot.texts.loader import say

CHANNEL = "slack"


@dataclass(frozen=True)
class RoomSubscriptions:
    """Only rooms that we are in; ``is_member`` says of which that is so. Everybody there may do it."""

    subscribing: Subscribing
    links: SubscriberLinks
    is_member: Callable[[str, str], Awaitable[bool]]

    async def begin(self, room: RoomAddress, lang: str) -> str:
        """Have a room told from now on; answers what is said to whoever asked, escaped."""
        if not await self.is_member(room.team, room.room):
            return escape(say(lang, "slack.subscribe.not_in_room", command=COMMAND))
        asked = Request(CHANNEL, str(room), lang)
        ident = await asyncio.to_thread(self.subscribing.subscribe, asked)
        said = escape(say(lang, "slack.subscribe.begun", command=COMMAND))
        return f"{said}\n<{self.links.of(ident)}|{escape(say(lang, 'slack.subscribe.manage'))}>"

    async def end(self, room: RoomAddress, lang: str) -> str:
        """Have a room told no more."""
        there_was = await asyncio.to_thread(self.subscribing.stop, CHANNEL, str(room))
        return escape(say(lang, "slack.subscribe.ended" if there_was else "slack.subscribe.none"))
