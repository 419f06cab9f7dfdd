"""Opens the thread in which a case from the form is answered, and knows the rooms we are in."""

import asyncio
import hashlib
import logging

from bot.channels.slack.api.calls import Calls, SlackError, Trouble
from bot.channels.slack.api.history import posts_in
from bot.channels.slack.api.keys import keyed, with_key
from bot.channels.slack.api.mrkdwn import atoms, cut, escape
from bot.channels.slack.api.pace import Call
from bot.channels.slack.api.places import ThreadAddress
from bot.channels.slack.incoming.commands import Form
from bot.desk.ports import Store
from bot.masking.redact import redact
from bot.texts.loader import say

METADATA = "jitabata_thread"
QUOTED = 600  # characters of the report that the thread begins with
FOREIGN = frozenset({Trouble.PLACE, Trouble.TOKEN, Trouble.OTHER})  # of which Slack tells nothing
LOOKED_AT = 15  # posts; of apps outside the Marketplace Slack tells no more at once

logger = logging.getLogger(__name__)


class Opening:
    """Posts the first post of a thread, once."""

    def __init__(self, store: Store, calls: Calls) -> None:
        self._store = store
        self._calls = calls

    async def is_member(self, team: str, room: str) -> bool:
        """Whether we are in a room; what Slack does not tell us of is foreign."""
        try:
            answer = await self._calls.ask(
                Call(team, "conversations.info"),
                lambda client: client.conversations_info(channel=room),
                changes=False,
            )
        except SlackError as why:
            if why.trouble not in FOREIGN:
                raise
            logger.info("no case from %s: %s", room, why.word)
            return False
        told = answer.get("channel") or {}
        return bool(told.get("is_member") or told.get("is_im"))

    async def thread_for(self, form: Form, *, patient: bool) -> ThreadAddress | None:
        """The thread of a case from the form, in the person's direct messages with us.

        ``patient``: what goes wrong is raised, to be tried again; otherwise None, since the report
        must not wait for its place.
        """
        key = form.message.message_id
        known, begun = await asyncio.to_thread(self._begun, key)
        if known is not None:
            return ThreadAddress.of(known)
        try:
            thread = await self._open(form, has_begun=begun is not None)
        except Exception:
            if patient:
                raise
            logger.exception("no thread for %s; it is taken without one", key)
            return None
        await asyncio.to_thread(self._remember, f"slack:thread:{key}", str(thread))
        return thread

    def _begun(self, key: str) -> tuple[str | None, str | None]:
        """The thread of a case from the form, and the room where we were about to begin it."""
        with self._store.work() as work:
            return work.recall(f"slack:thread:{key}"), work.recall(f"slack:opening:{key}")

    def _remember(self, key: str, value: str) -> None:
        with self._store.work() as work:
            work.remember(key, value)

    async def _open(self, form: Form, *, has_begun: bool) -> ThreadAddress:
        team, user = form.by.team, form.by.user
        opened = await self._calls.ask(
            Call(team, "conversations.open"),
            lambda client: client.conversations_open(users=[user]),
            changes=False,
        )
        room = str(opened["channel"]["id"])
        mark = hashlib.sha256(form.message.message_id.encode()).hexdigest()[:32]
        if has_begun and (found := await self._posted(team, room, mark)):
            return ThreadAddress(team, room, found)
        await asyncio.to_thread(self._remember, f"slack:opening:{form.message.message_id}", room)
        text = _first_post(form)
        answer = await self._calls.ask(
            Call(team, "chat.postMessage", room),
            lambda client: client.chat_postMessage(
                channel=room,
                text=text,
                metadata=keyed(METADATA, mark),
                unfurl_links=False,
                unfurl_media=False,
                link_names=False,
                parse="none",
            ),
        )
        return ThreadAddress(team, room, str(answer["ts"]))

    async def _posted(self, team: str, room: str, mark: str) -> str | None:
        """Our first post, if an earlier attempt arrived after all."""
        answer = await posts_in(self._calls, ThreadAddress(team, room, ""), LOOKED_AT)
        return with_key(mark, answer.get("messages"))


def _first_post(form: Form) -> str:
    """Our first post, in the language of the form: the report, each line quoted, nothing in it live.

    Secrets are masked, as the desk masks them before it stores the report.
    """
    masked = redact(form.message.text).text
    quoted, rest = cut(list(atoms(masked, frozenset())), QUOTED)
    lines = [f"&gt; {line}" for line in f"{quoted}{'…' if rest else ''}".split("\n")]
    return "\n".join([escape(say(form.lang, "slack.thread.begins")), *lines])
