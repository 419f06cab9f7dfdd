"""Posts into threads, each once; finds what it posted, and takes back what landed elsewhere."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.channels.slack.addresses import Address
from bot.channels.slack.blocks import Message
from bot.channels.slack.calls import Calls, SlackError, Trouble
from bot.channels.slack.pace import Call, Lane
from bot.channels.slack.render import as_plain, without_feedback
from bot.model.errors import DeliveryError

METADATA = "jitabata_post"  # letters, digits, _ and - only, else Slack drops the metadata silently
CLOCKS_DIFFER_BY = timedelta(minutes=5)
MOST_PAGES = 10  # of a thread, looked through for one post
PAGE = 100  # posts; Slack gives some apps no more than 15
TRIES_TO_DELETE = 3
LONGEST_REST = 10.0  # seconds between those tries: everybody in the room can read it meanwhile

logger = logging.getLogger(__name__)


def metadata(key: str) -> dict[str, Any]:
    """By which we know a post of ours again. Every app in the workspace can read it."""
    return {"event_type": METADATA, "event_payload": {"key": key}}


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


class Threads:
    """The posts of one app in threads."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._looked: dict[str, str] = {}  # key -> the page at which looking for it was broken off

    async def post(self, address: Address, message: Message, key: str, lane: Lane) -> str:
        """Post once; answers the ``ts``. What lands beside its thread is taken back.

        Raises DeliveryError; ``unknown`` when it may be there all the same: ``find`` it then.
        """
        call = Call(address.team, "chat.postMessage", address.room, ticket=key)
        place = {"channel": address.room, "thread_ts": address.thread, "metadata": metadata(key)}
        answer = await said_somehow(
            message,
            lambda said: self._calls.ask(
                call, lambda client: client.chat_postMessage(**{**said, **place}), lane=lane
            ),
        )
        posted = str(answer.get("ts"))
        if (answer.get("message") or {}).get("thread_ts") != address.thread:
            left = await self._take_back(address, posted)
            raise DeliveryError(f"the thread is gone{left}", permanent=True)
        return posted

    async def _take_back(self, address: Address, posted: str) -> str:
        """Delete a post that everybody in the room can read; answers what is left to be done.

        When the thread's first post is gone Slack does not fail but posts into the room
        (slack-go/slack#1571). Only the answer shows it.
        """
        logger.error("the thread %s is gone; taking back %s", address, posted)
        for _ in range(TRIES_TO_DELETE):
            try:
                await self._calls.ask(
                    Call(address.team, "chat.delete"),
                    lambda client: client.chat_delete(channel=address.room, ts=posted),
                    changes=False,
                )
            except DeliveryError as error:
                if getattr(error, "word", "") == "message_not_found":
                    return ""
                logger.exception("the post %s is still to be seen in %s", posted, address.room)
                if error.permanent:
                    break
                await self._calls.rest(min(error.retry_after or 1.0, LONGEST_REST))
            else:
                return ""
        return f", and the post {posted} is still to be seen in {address.room}: delete it by hand"

    async def find(self, address: Address, key: str, decided_at: datetime) -> str | None:
        """The ``ts`` of our post with this key, if an earlier attempt arrived after all.

        Raises DeliveryError when Slack does not say now; the next look goes on where this one ended,
        since some apps may read one page of 15 posts a minute.
        """
        oldest = str((decided_at - CLOCKS_DIFFER_BY).timestamp())
        cursor = self._looked.pop(key, "")
        for _ in range(MOST_PAGES):
            try:
                answer = await self._page(address, oldest, cursor)
            except DeliveryError as error:
                if error.permanent:
                    return None  # there is no such thread; posting will say so
                self._looked[key] = cursor
                raise
            if found := _with_key(key, answer.get("messages") or ()):
                return found
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        return None

    async def _page(self, address: Address, oldest: str, cursor: str) -> dict[str, Any]:
        return await self._calls.ask(
            Call(address.team, "conversations.replies"),
            lambda client: client.conversations_replies(
                channel=address.room,
                ts=address.thread,
                oldest=oldest,
                limit=PAGE,
                include_all_metadata=True,
                cursor=cursor or None,
            ),
            changes=False,
        )


def _with_key(key: str, messages: Iterable[dict[str, Any]]) -> str | None:
    for message in messages:
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        if payload.get("key") == key:
            return str(message["ts"])
    return None
