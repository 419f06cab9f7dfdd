"""Opens the thread in which a case from the form is answered, and knows the rooms we are in."""

import hashlib
import logging
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.channels.slack.addresses import Address
from bot.channels.slack.customer_words import say
from bot.channels.slack.letters import Form
from bot.channels.slack.mrkdwn import atoms, cut, escape
from bot.channels.slack.people import People
from bot.channels.slack.workspaces import Workspaces
from bot.desk.ports import Store

METADATA = "jitabata_thread"
QUOTED = 600  # characters of the report that the thread begins with
LOOKED_AT = 15  # posts; of apps outside the Marketplace Slack tells no more at once

logger = logging.getLogger(__name__)


class Opening:
    """Posts the first post of a thread, once."""

    def __init__(self, store: Store, workspaces: Workspaces, people: People) -> None:
        self._store = store
        self._workspaces = workspaces
        self._people = people

    async def is_member(self, team: str, room: str) -> bool:
        """Whether we are in a room; what Slack does not tell us of is foreign."""
        client = await self._workspaces.client(team)
        try:
            answer = await client.conversations_info(channel=room)
        except SlackApiError as why:
            logger.info("no case from %s: %s", room, why.response.get("error"))
            return False
        told = answer.get("channel") or {}
        return bool(told.get("is_member") or told.get("is_im"))

    async def thread_for(self, form: Form, *, patient: bool) -> Address | None:
        """The thread of a case from the form, in the person's direct messages with us.

        ``patient``: what goes wrong is raised, to be tried again; otherwise None, since the report
        must not wait for its place.
        """
        key = form.message.message_id
        with self._store.work() as work:
            known, begun = work.recall(f"slack:thread:{key}"), work.recall(f"slack:opening:{key}")
        if known is not None:
            return Address.of(known)
        try:
            thread = await self._open(form, has_begun=begun is not None)
        except Exception:
            if patient:
                raise
            logger.exception("no thread for %s; it is taken without one", key)
            return None
        with self._store.work() as work:
            work.remember(f"slack:thread:{key}", str(thread))
        return thread

    async def _open(self, form: Form, *, has_begun: bool) -> Address:
        team, user = form.by.team, form.by.user
        client = await self._workspaces.client(team)
        opened = await client.conversations_open(users=[user])
        room = str(opened["channel"]["id"])
        mark = hashlib.sha256(form.message.message_id.encode()).hexdigest()[:32]
        if has_begun and (found := await self._posted(team, room, mark)):
            return Address(team, room, found)
        with self._store.work() as work:
            work.remember(f"slack:opening:{form.message.message_id}", room)
        text = _first_post(form, await self._people.language(team, user))
        answer = await client.chat_postMessage(
            channel=room,
            text=text,
            metadata={"event_type": METADATA, "event_payload": {"key": mark}},
            unfurl_links=False,
            unfurl_media=False,
            link_names=False,
            parse="none",
        )
        return Address(team, room, str(answer["ts"]))

    async def _posted(self, team: str, room: str, mark: str) -> str | None:
        """Our first post, if an earlier attempt arrived after all."""
        client = await self._workspaces.client(team)
        answer = await client.conversations_history(
            channel=room, limit=LOOKED_AT, include_all_metadata=True
        )
        for post in answer.get("messages") or ():
            if _mark(post) == mark:
                return str(post["ts"])
        return None


def _mark(post: dict[str, Any]) -> object:
    return ((post.get("metadata") or {}).get("event_payload") or {}).get("key")


def _first_post(form: Form, lang: str) -> str:
    """What we say first, with the report as it was sent, each line quoted and nothing in it live."""
    quoted, rest = cut(list(atoms(form.message.text, frozenset())), QUOTED)
    lines = [f"&gt; {line}" for line in f"{quoted}{'…' if rest else ''}".split("\n")]
    return "\n".join([escape(say("thread.begins", lang)), *lines])
