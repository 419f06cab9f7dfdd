"""Posts what the desk says into the thread where it belongs."""

import hashlib
import logging
from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channels.slack.addresses import Address, AddressBook
from bot.channels.slack.render import Message, as_plain, render
from bot.channels.slack.workspaces import Workspaces
from bot.desk.ports import Outgoing
from bot.model.effect import Notice, Reply, StaffReply
from bot.model.errors import DeliveryError

METADATA = "jitabata_post"  # letters, digits, _ and - only, else Slack drops the metadata silently
NAMED_POSTS = 20  # of a notice to many; a provider id is a short text
CLOCKS_DIFFER_BY = timedelta(minutes=5)

# docs.slack.dev/reference/methods/chat.postMessage, "Errors": those that a repetition cannot cure.
PERMANENT = frozenset(
    [
        "as_user_not_supported",
        "cannot_reply_to_message",
        "channel_not_found",
        "is_archived",
        "messages_tab_disabled",
        "metadata_too_large",
        "msg_too_long",
        "no_text",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "thread_not_found",
    ]
)
REFUSED_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
MAYBE_DONE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})

logger = logging.getLogger(__name__)


class SlackChannel:
    """Posts replies, notices and answers of staff to customers; only ever into their thread.

    What is for staff (tickets, alerts, proposals) it refuses: customers read here. ``since`` is
    when this process began; what was decided before may have been posted by its predecessor.
    """

    def __init__(
        self,
        workspaces: Workspaces,
        addresses: AddressBook,
        hosts: frozenset[str],
        since: datetime,
    ) -> None:
        self._workspaces = workspaces
        self._addresses = addresses
        self._hosts = hosts
        self._since = since

    async def deliver(self, outgoing: Outgoing) -> str:
        """Post to everyone whom the effect is for; answer the first posts' ``ts``.

        One recipient that cannot be reached does not keep it from the others. Trying again posts
        to nobody twice.
        """
        effect = outgoing.effect
        if not isinstance(effect, Reply | Notice | StaffReply):
            raise DeliveryError(f"{type(effect).__name__} is not for customers", permanent=True)
        posted: list[str] = []
        failed: list[DeliveryError] = []
        for customer, address in self._addresses.recipients(effect).items():
            try:
                posted.append(await self._tell(outgoing, effect, customer, address))
            except DeliveryError as error:
                failed.append(error)
        if failed:
            raise min(failed, key=lambda e: e.permanent)
        return ",".join(posted[:NAMED_POSTS])

    async def _tell(
        self,
        outgoing: Outgoing,
        effect: Reply | Notice | StaffReply,
        customer: str,
        address: Address | None,
    ) -> str:
        if address is None:
            raise DeliveryError("this customer has no thread in Slack", permanent=True)
        key = hashlib.sha256(f"{outgoing.key}\n{customer}".encode()).hexdigest()[:32]
        if outgoing.attempts or outgoing.decided_at < self._since:
            found = await self._find(address, key, outgoing.decided_at)
            if found:
                return found
        message = render(effect, self._hosts, lang="ja")
        metadata = {"event_type": METADATA, "event_payload": {"key": key}}
        posted = await self._post(address, {**message, "metadata": metadata})
        self._addresses.note_spoken(address)
        return posted

    async def _post(self, address: Address, message: Message) -> str:
        """Post once, without blocks if Slack refuses those; take back what lands elsewhere."""
        client = await self._workspaces.client(address.team)
        message = {**message, "channel": address.room, "thread_ts": address.thread}
        try:
            answer = await _ask(client.chat_postMessage(**message))
        except DeliveryError as error:
            if _word(error.__cause__) not in REFUSED_BLOCKS:
                raise
            logger.exception("Slack refused our blocks in %s; posting text alone", address)
            answer = await _ask(client.chat_postMessage(**as_plain(message)))
        posted = str(answer.get("ts"))
        if (answer.get("message") or {}).get("thread_ts") != address.thread:
            await self._take_back(address, posted)
            raise DeliveryError("the thread is gone", permanent=True)
        return posted

    async def _take_back(self, address: Address, posted: str) -> None:
        """Delete a post that everybody in the room can read.

        When the thread's first post is gone Slack does not fail but posts into the room
        (slack-go/slack#1571). Only the answer shows it.
        """
        logger.error("the thread %s is gone; taking back %s", address, posted)
        client = await self._workspaces.client(address.team)
        try:
            await _ask(client.chat_delete(channel=address.room, ts=posted))
        except DeliveryError:
            logger.exception("the post %s is still to be seen in %s", posted, address.room)

    async def _find(self, address: Address, key: str, decided_at: datetime) -> str | None:
        """The ``ts`` of our post with this key, if an earlier attempt arrived after all."""
        client = await self._workspaces.client(address.team)
        asked = client.conversations_replies(
            channel=address.room,
            ts=address.thread,
            oldest=str((decided_at - CLOCKS_DIFFER_BY).timestamp()),
            limit=100,
            include_all_metadata=True,
        )
        try:
            answer = await _ask(asked)
        except DeliveryError as error:
            if error.permanent:
                return None  # there is no such thread; posting will say so
            raise
        for message in answer.get("messages") or ():
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("key") == key:
                return str(message["ts"])
        return None


async def _ask(call: Awaitable[AsyncSlackResponse]) -> dict[str, Any]:
    """One call of the Web API. Raises ``DeliveryError``, whose cause keeps Slack's words."""
    try:
        response = await call
    except SlackApiError as error:
        raise _in_our_words(error) from error
    except aiohttp.ClientConnectorError as error:
        raise DeliveryError("Slack cannot be reached") from error
    except (aiohttp.ClientError, TimeoutError, SlackClientError) as error:
        raise DeliveryError("Slack did not answer", unknown=True) from error
    return dict(response.data) if isinstance(response.data, dict) else {}


def _word(error: BaseException | None) -> str:
    """Slack's one word for what went wrong; empty when the answer was not Slack's JSON."""
    if not isinstance(error, SlackApiError):
        return ""
    try:
        return str(error.response["error"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return ""


def _in_our_words(error: SlackApiError) -> DeliveryError:
    """What an answer of Slack means for trying again."""
    word = _word(error)
    status = getattr(error.response, "status_code", None)
    if status == 429 or word in {"ratelimited", "rate_limited"}:
        return DeliveryError("Slack: ratelimited", retry_after=_retry_after(error))
    if not word or word in MAYBE_DONE:
        return DeliveryError(f"Slack: {word or 'no JSON'}", unknown=True)
    return DeliveryError(f"Slack: {word}", permanent=word in PERMANENT)


def _retry_after(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", None) or {}
    for name, value in headers.items():
        if name.lower() == "retry-after" and str(value).isdigit():
            return float(value)
    return 60.0
