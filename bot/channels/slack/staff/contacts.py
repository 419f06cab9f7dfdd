"""Who the customer of a ticket is in Slack, and where the thread is, for the staff's cards.

Asked of Slack once for each person and thread and kept in the store, so that a card stays as it is
across restarts. Where Slack does not answer, the card does without and is asked for again later.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.pace import Call
from bot.channels.slack.api.people import People
from bot.channels.slack.api.places import ThreadAddress
from bot.desk.ports import Store, UnitOfWork
from bot.desk.prose import visible
from bot.model.conversation import Conversation
from bot.model.errors import DeliveryError
from bot.model.recent import RecentValues

AGAIN = timedelta(minutes=10)  # after Slack did not tell
AT_ONCE = 5  # that are asked for at one look; the others at the next
WITHIN = 2.0  # seconds for all of them
MOST_TRIED = 5_000
LONGEST_NAME = 80
LONGEST_LINK = 500

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Contact:
    """A customer as staff know them. ``link``: to the thread; "" where it is not known.

    ``is_direct``: they write in direct messages, which nobody else can open.
    """

    name: str = ""
    link: str = ""
    is_direct: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """What to ask for: whose name, and the link to which thread."""

    customer: str
    thread: ThreadAddress

    @property
    def key(self) -> str:
        return f"slack:contact:{self.customer}:{self.thread}"


class CustomerContacts:
    """Customers by their conversations."""

    def __init__(
        self, store: Store, calls: Calls, people: People, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._calls = calls
        self._people = people
        self._clock = clock
        self._tried = RecentValues[str, datetime](MOST_TRIED)

    def of(self, said: Conversation | None, work: UnitOfWork) -> Contact:
        """What is known of the customer of a conversation."""
        place = _place_of(said)
        if place is None:
            return Contact()
        known = json.loads(work.recall(place.key) or "{}")
        name, link = str(known.get("name") or ""), str(known.get("link") or "")
        return Contact(name, link, _is_direct(place.thread))

    async def learn(self, said: list[Conversation]) -> bool:
        """Ask Slack for what is not known yet of the customers of some conversations.

        Answers whether there are more of them than are asked for at once. It takes ``WITHIN``
        seconds at most and raises nothing of Slack's: no card waits for a name.
        """
        missing = await asyncio.to_thread(self._missing, said)
        with suppress(TimeoutError):
            async with asyncio.timeout(WITHIN):
                await asyncio.gather(*map(self._ask, missing[:AT_ONCE]))
        return len(missing) > AT_ONCE

    async def _ask(self, place: _Place) -> None:
        self._tried[place.key] = self._clock()
        name, link = await asyncio.gather(self._name(place), self._link(place))
        if name or link:
            found = json.dumps({"name": name, "link": link})
            await asyncio.to_thread(self._remember, place.key, found)

    def _missing(self, said: list[Conversation]) -> list[_Place]:
        places = dict.fromkeys(p for c in said if (p := _place_of(c)) is not None)
        with self._store.work() as work:
            return [p for p in places if self._is_due(p) and not _is_whole(p, work)]

    def _is_due(self, place: _Place) -> bool:
        tried = self._tried.get(place.key)
        return tried is None or self._clock() - tried >= AGAIN

    async def _name(self, place: _Place) -> str:
        _, _, user = place.customer.removeprefix("slack:").partition(":")
        name = await self._people.name(place.thread.team, user)
        return visible(name)[:LONGEST_NAME].strip()

    async def _link(self, place: _Place) -> str:
        """The address of a thread; "" where others cannot open it, or Slack does not tell."""
        thread = place.thread
        if _is_direct(thread):
            return ""
        try:
            answer = await self._calls.ask(
                Call(thread.team, "chat.getPermalink"),
                lambda client: client.chat_getPermalink(
                    channel=thread.room, message_ts=thread.thread
                ),
                changes=False,
            )
        except DeliveryError as why:
            logger.info("no link to a thread in %s: %s", thread.team, why)
            return ""
        link = str(answer.get("permalink") or "")
        is_good = link.startswith("https://") and not set(link) & set('<>|" \n')
        return link if is_good and len(link) <= LONGEST_LINK else ""

    def _remember(self, key: str, value: str) -> None:
        with self._store.work() as work:
            work.remember(key, value)


def _place_of(said: Conversation | None) -> _Place | None:
    """Where a conversation in Slack is held; None: it is held elsewhere, or has no thread."""
    if said is None or said.channel != "slack" or not said.thread:
        return None
    thread = ThreadAddress.of(said.thread)
    is_known = said.customer.startswith("slack:") and bool(thread.team and thread.room)
    return _Place(said.customer, thread) if is_known else None


def _is_whole(place: _Place, work: UnitOfWork) -> bool:
    """Whether all is known that Slack can tell."""
    known = json.loads(work.recall(place.key) or "{}")
    return bool(known.get("name")) and (bool(known.get("link")) or _is_direct(place.thread))


def _is_direct(thread: ThreadAddress) -> bool:
    return thread.room.startswith("D")
