"""The sign that the desk is at work on an answer, while somebody waits for it."""

import asyncio
import logging
from typing import Protocol

from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.pace import Call
from bot.channels.slack.api.places import ThreadAddress
from bot.model.errors import DeliveryError
from bot.model.event import MessageReceived
from bot.texts.loader import say

SECONDS = 1.0  # that it may take; the answer is not held up by it

logger = logging.getLogger(__name__)


class Thinking(Protocol):
    """Shows that a message is being worked on, or takes the sign away. It raises nothing."""

    async def __call__(self, message: MessageReceived, *, on: bool) -> None: ...


async def thinking(calls: Calls, address: ThreadAddress, *, on: bool, lang: str = "ja") -> None:
    """Show in a thread that the desk is at work, or take it away; for ``try`` and ``finally``.

    Raises nothing and takes a second at most: where Slack does not allow it, there is no sign.
    Slack takes it away by itself after our next post, or after two minutes
    (docs.slack.dev/reference/methods/assistant.threads.setStatus).
    """
    status = say(lang, "slack.thinking") if on else ""  # Slack puts our name before it
    try:
        async with asyncio.timeout(SECONDS):
            await calls.ask(
                Call(address.team, "assistant.threads.setStatus"),
                lambda client: client.assistant_threads_setStatus(
                    channel_id=address.room, thread_ts=address.thread, status=status
                ),
                changes=False,
            )
    except (DeliveryError, TimeoutError) as error:
        logger.debug("no sign of work in %s: %s", address, error)
