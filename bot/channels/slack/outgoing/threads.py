"""Posts into threads, each once; finds what it posted, and takes back what landed elsewhere."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channels.slack.api.blocks import Message
from bot.channels.slack.api.calls import Calls, SlackError, Trouble
from bot.channels.slack.api.history import posts_in
from bot.channels.slack.api.keys import keyed, with_key
from bot.channels.slack.api.pace import Call, CallLane
from bot.channels.slack.api.places import ThreadAddress
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.render import as_plain, without_feedback
from bot.model.errors import DeliveryError

METADATA = "jitabata_post"
CLOCKS_DIFFER_BY = timedelta(minutes=5)
MOST_PAGES = 10  # of a thread, looked through for one post
PAGE = 100  # posts; Slack gives some apps no more than 15
THREAD_GONE = frozenset({"invalid_ts", "message_not_found", "thread_not_found"})


logger = logging.getLogger(__name__)


async def said_somehow(
    message: Message, say: Callable[[Message], Awaitable[dict[str, Any]]]
) -> dict[str, Any]:
    """Say a message; with fewer blocks, at last with none, as long as Slack refuses those."""
    for simpler in (without_feedback, as_plain):
        try:
            return await say(message)
        except SlackError as error:
            if error.trouble is not Trouble.BLOCKS:
                raise
            logger.exception("Slack refused our blocks; trying with fewer")
            fewer = simpler(message)
            message = fewer if fewer != message else as_plain(message)
    return await say(message)


class ThreadGoneError(DeliveryError):
    """The first post of a thread was deleted, and the thread with it."""

    def __init__(self) -> None:
        super().__init__("the thread is gone", permanent=True)


class Threads:
    """The posts of one app in threads."""

    def __init__(self, calls: Calls, addresses: AddressBook) -> None:
        self._calls = calls
        self._addresses = addresses
        self._looked: dict[str, str] = {}  # key -> the page at which looking for it was broken off

    async def post(self, address: ThreadAddress, message: Message, key: str, lane: CallLane) -> str:
        """Post once; answers the ``ts``. What lands beside its thread is taken back.

        Raises ThreadGoneError, DeliveryError; ``unknown`` when it may be there all the same: ``find`` it then.
        """
        call = Call(address.team, "chat.postMessage", address.room, ticket=key)
        place = {
            "channel": address.room,
            "thread_ts": address.thread,
            "metadata": keyed(METADATA, key),
        }
        answer = await said_somehow(
            message,
            lambda said: self._calls.ask(
                call, lambda client: client.chat_postMessage(**{**said, **place}), lane=lane
            ),
        )
        posted = str(answer.get("ts"))
        if (answer.get("message") or {}).get("thread_ts") != address.thread:
            await self._take_back(replace(address, thread=posted))
            raise ThreadGoneError
        return posted

    async def _take_back(self, astray: ThreadAddress) -> None:
        """Delete a post that everybody in the room can read; what cannot be now is owed.

        When the thread's first post is gone Slack does not fail but posts into the room
        (slack-go/slack#1571). Only the answer shows it.
        """
        logger.error("the post %s has no thread and is taken back", astray)
        await asyncio.to_thread(self._addresses.note_astray, astray)
        await self.catch_up()
        await self.catch_up()  # a fault of a moment is over by now

    async def catch_up(self) -> None:
        """Take back what stands in the open, as far as Slack allows now."""
        for astray in await asyncio.to_thread(self._addresses.astray):
            call = Call(astray.team, "chat.delete")
            gone = partial(_deleted, astray)
            try:
                await self._calls.ask(call, gone, changes=False)
            except DeliveryError as error:
                if getattr(error, "word", "") != "message_not_found":
                    logger.exception("the post %s is still to be seen", astray)
                    if not error.permanent:
                        continue
            await asyncio.to_thread(self._addresses.settle_astray, astray)

    async def stands_alone(self, address: ThreadAddress) -> bool:
        """Whether its post is there and no reply in a thread of another."""
        try:
            answer = await posts_in(self._calls, address, PAGE, "0")
        except SlackError as error:
            if error.permanent:
                return False
            raise
        first: dict[str, Any] = next(iter(answer.get("messages") or ()), {})
        return {first.get("ts"), first.get("thread_ts", address.thread)} == {address.thread}

    async def find(self, address: ThreadAddress, key: str, decided_at: datetime) -> str | None:
        """The ``ts`` of our post with this key, if an earlier attempt arrived after all.

        Raises ThreadGoneError, after taking back what landed beside it, and DeliveryError when
        Slack does not say now. The next look goes on where this one ended, since
        some apps may read one page of 15 posts a minute.
        """
        oldest = str((decided_at - CLOCKS_DIFFER_BY).timestamp())
        try:
            return await self._look(address, key, oldest)
        except SlackError as error:
            if error.word not in THREAD_GONE:
                raise
        astray = await self._look(replace(address, thread=""), key, oldest)
        if astray:
            await self._take_back(replace(address, thread=astray))
        raise ThreadGoneError

    async def find_in_room(
        self, address: ThreadAddress, key: str, decided_at: datetime
    ) -> str | None:
        """The ``ts`` of our post with this key that stands in the open, if there is one; as ``find``."""
        oldest = str((decided_at - CLOCKS_DIFFER_BY).timestamp())
        return await self._look(replace(address, thread=""), key, oldest)

    async def _look(self, address: ThreadAddress, key: str, oldest: str) -> str | None:
        """Look through the pages of a thread, or of a room, for a key."""
        place = f"{address} {key}"
        cursor = self._looked.pop(place, "")
        for _ in range(MOST_PAGES):
            try:
                answer = await posts_in(self._calls, address, PAGE, oldest, cursor)
            except DeliveryError as error:
                if not error.permanent:
                    self._looked[place] = cursor
                raise
            if found := with_key(key, answer.get("messages")):
                return found
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        return None


async def _deleted(astray: ThreadAddress, client: AsyncWebClient) -> AsyncSlackResponse:
    return await client.chat_delete(channel=astray.room, ts=astray.thread)
