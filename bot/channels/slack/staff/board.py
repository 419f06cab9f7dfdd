"""Keeps one card for each ticket and each incident in the staff's channel, edited as they change.

The cards follow from what the store holds, whoever changed it: the desk, the console, another
process. So nothing is told here twice, and what was missed is made up for at the next look. The
store is asked in threads, since it may be busy for seconds.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.channels.slack.api.blocks import Message
from bot.channels.slack.api.calls import Calls, SlackError, Trouble
from bot.channels.slack.api.history import posts_in
from bot.channels.slack.api.keys import keyed, with_key
from bot.channels.slack.api.mrkdwn import atoms, cut
from bot.channels.slack.api.pace import Call
from bot.channels.slack.api.places import ThreadAddress
from bot.channels.slack.staff.cards import CardReader, incident_card, ticket_card
from bot.channels.slack.staff.contacts import CustomerContacts
from bot.channels.slack.staff.drafts import CountedDrafts
from bot.desk.ledger import Outgoing
from bot.desk.ports import Store, UnitOfWork
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.effect import Proposal, StaffAlert, TicketRaised
from bot.model.errors import DeliveryError
from bot.model.ticket import TicketStatus

METADATA = "jitabata_card"
LOOKS_BACK = timedelta(hours=48)  # what was closed or over for longer is not brought up any more
AGAIN = 5.0  # seconds after a failure of which nobody says how long it lasts
MOST_CLAIMED = 5_000  # tickets whose customers are listened to
MOST_AT_A_LOOK = 20  # cards; the rest at the next look
HISTORY, LINE = 100, 3_000  # posts that are looked through, characters of a line

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Room:
    """The staff's channel. Nobody but staff may read it; ``jitabata doctor`` looks."""

    team: str
    channel: str


class CardBoard:
    """The cards of one room. ``deliver`` answers for what the outbox has for staff."""

    def __init__(
        self,
        store: Store,
        reader: CardReader,
        calls: Calls,
        room: Room,
        clock: Callable[[], datetime],
        contacts: CustomerContacts,
    ) -> None:
        self._store = store
        self._reader = reader
        self._calls = calls
        self._room = room
        self._clock = clock
        self._contacts = contacts
        self._drafts = CountedDrafts(clock)
        self._not_before = clock()
        self._shown = -1  # the event up to which everything stands on the cards

    async def look(self) -> int:
        """Post and edit what has changed; answer how many cards that were.

        Once a second is enough, since a card is edited no more often. One at a time, of all
        processes: two would both post a card, so nobody but a standing task may look.
        """
        if self._clock() < self._not_before:
            return 0
        latest = await asyncio.to_thread(self._store.last_event)
        if latest == self._shown:
            return 0
        more = await self._contacts.learn(await asyncio.to_thread(self._in_hand))
        changed = await asyncio.to_thread(self._changed)
        try:
            done = await self._show_all(changed[:MOST_AT_A_LOOK])
            said = await self._pass_on()
        except DeliveryError as error:
            logger.warning("the staff's cards wait: %s", error)
            self._not_before = self._clock() + timedelta(seconds=error.retry_after or AGAIN)
            return 0
        if len(changed) <= MOST_AT_A_LOOK and said < MOST_AT_A_LOOK and not more:
            self._shown = latest
        return done + said

    async def _show_all(self, cards: list[tuple[str, Message]]) -> int:
        """Show cards; one that Slack will never take holds up no other, and is told at the end."""
        refused: DeliveryError | None = None
        for key, message in cards:
            try:
                await self._show(key, message)
            except DeliveryError as error:
                if not error.permanent:
                    raise
                logger.warning("the card %s: %s", key, error)
                refused = error
        if refused is not None:
            raise refused
        return len(cards)

    async def deliver(self, outgoing: Outgoing) -> str:
        """An effect for staff: its card, and for what they must notice a line in the card's thread.

        It posts no card; until whoever looks has, the effect waits, and at most as long as cards are
        brought up. Raises DeliveryError; trying again tells nothing twice.
        """
        key = _key_of(outgoing)
        if key is None:
            raise DeliveryError("this is not for staff", permanent=True)
        card = (await asyncio.to_thread(self._recall, key)).get("ts")
        if card is None and self._clock() - outgoing.decided_at > LOOKS_BACK:
            raise DeliveryError("it has no card and will get none", permanent=True)
        if card is None:
            raise DeliveryError("its card is not there yet", untried=True, retry_after=1)
        effect = outgoing.effect
        if not isinstance(effect, StaffAlert) or effect.action == "raised":
            return card
        return await self._line(outgoing.key, card, effect.text)

    async def _line(self, key: str, card: str, text: str) -> str:
        """One line in a card's thread, once for a key."""
        token = _token(key)
        if found := await self._find(token, thread=card):
            return found
        plain = cut(list(atoms(text, frozenset())), LINE)[0]
        line = {"text": plain, "unfurl_links": False, "unfurl_media": False}
        return await self._post(token, {**line, "thread_ts": card})

    async def _pass_on(self) -> int:
        """What customers wrote since somebody has their case, as lines in its card's thread."""
        lines = await asyncio.to_thread(self._new_words)
        for ticket, card, turn in lines:
            if card is not None:
                text = f"{self._reader('staff.customer')}: {turn.text}"
                await self._line(f"said:{ticket}:{turn.message_id}", card, text)
                last = {"last": turn.message_id}
                await asyncio.to_thread(self._remember, f"said:{ticket}", last)
        return len(lines)

    def _new_words(self) -> list[tuple[str, str | None, Turn]]:
        """What to pass on: of which ticket, and the ``ts`` of its card."""
        found: list[tuple[str, str | None, Turn]] = []
        with self._store.work() as work:
            for ticket in work.tickets_in(TicketStatus.CLAIMED, MOST_CLAIMED):
                said = work.conversation(ticket.conversation) if ticket.conversation else None
                if said is None:
                    continue
                turns = [t for t in said.turns if t.speaker is Speaker.CUSTOMER and t.message_id]
                memory = _memory(f"said:{ticket.id}")
                last = _known(work.recall(memory)).get("last")
                ids = [t.message_id for t in turns]
                if last is None or last not in ids:  # what was said before stands on the card
                    work.remember(memory, json.dumps({"last": ids[-1] if ids else ""}))
                    continue
                new = turns[ids.index(last) + 1 :]
                card = _known(work.recall(_memory(f"ticket:{ticket.id}"))).get("ts")
                found += [(ticket.id, card, turn) for turn in new if turn.text]
        return found[:MOST_AT_A_LOOK]

    def _in_hand(self) -> list[Conversation]:
        """The conversations of tickets that are not closed."""
        with self._store.work() as work:
            talks = (work.conversation(t.conversation) for t in work.tickets() if t.conversation)
            return [said for said in talks if said is not None]

    def _changed(self) -> list[tuple[str, Message]]:
        """The cards that are not what they were, the oldest first."""
        with self._store.work() as work:
            return [
                (key, message)
                for key, message in self._cards(work)
                if _digest(message) != _known(work.recall(_memory(key))).get("digest")
            ]

    def _cards(self, work: UnitOfWork) -> Iterator[tuple[str, Message]]:
        since = self._clock() - LOOKS_BACK
        for ticket in work.standing_tickets(since):
            said = work.conversation(ticket.conversation) if ticket.conversation else None
            incident = work.incident(said.incident) if said and said.incident else None
            contact = self._contacts.of(said, work)
            yield f"ticket:{ticket.id}", ticket_card(ticket, said, incident, self._reader, contact)
        for incident in work.incidents(ended_since=since):
            card = incident_card(incident, self._drafts.of(incident.id, work), self._reader)
            yield f"incident:{incident.id}", card

    async def _show(self, key: str, message: Message) -> None:
        """Post the card, or edit the one that is there."""
        known = await asyncio.to_thread(self._recall, key)
        posted = known.get("ts")
        if posted is None and known.get("posting"):  # an earlier attempt, of which we know no end
            posted = await self._find(_token(key))
        if posted is None or not await self._edited(posted, message):
            await asyncio.to_thread(self._remember, key, {"posting": "yes"})
            posted = await self._post(_token(key), message)
        shown = {"ts": posted, "digest": _digest(message)}
        await asyncio.to_thread(self._remember, key, shown)

    async def _post(self, token: str, message: Message) -> str:
        room = self._room
        metadata = keyed(METADATA, token)
        answer = await self._calls.ask(
            Call(room.team, "chat.postMessage", room.channel, ticket=token),
            lambda client: client.chat_postMessage(
                channel=room.channel, metadata=metadata, **message
            ),
        )
        return str(answer.get("ts"))

    async def _edited(self, posted: str, message: Message) -> bool:
        """Edit a card; False: somebody has deleted it."""
        room = self._room
        try:
            await self._calls.ask(
                Call(room.team, "chat.update", room.channel, posted),
                lambda client: client.chat_update(
                    channel=room.channel, ts=posted, text=message["text"], blocks=message["blocks"]
                ),
                changes=False,
            )
        except SlackError as error:
            if error.trouble is not Trouble.GONE:
                raise
            return False
        return True

    async def _find(self, token: str, thread: str | None = None) -> str | None:
        """The ``ts`` of our post with this key, in the room or in a thread of it."""
        place = ThreadAddress(self._room.team, self._room.channel, thread or "")
        answer = await posts_in(self._calls, place, HISTORY)
        return with_key(token, answer.get("messages"))

    def _recall(self, key: str) -> dict[str, str]:
        with self._store.work() as work:
            return _known(work.recall(_memory(key)))

    def _remember(self, key: str, known: dict[str, str]) -> None:
        with self._store.work() as work:
            work.remember(_memory(key), json.dumps(known))


def _key_of(outgoing: Outgoing) -> str | None:
    match outgoing.effect:
        case TicketRaised(ticket=ticket):
            return f"ticket:{ticket}"
        case StaffAlert(incident=incident) | Proposal(incident=incident):
            return f"incident:{incident}"
        case _:
            return None


def _memory(key: str) -> str:
    return f"slack:staff:{key}"


def _known(value: str | None) -> dict[str, str]:
    found: Any = json.loads(value or "{}")
    return found if isinstance(found, dict) else {}


def _digest(message: Message) -> str:
    return hashlib.sha256(json.dumps(message, sort_keys=True).encode()).hexdigest()[:32]


def _token(key: str) -> str:
    """What a post of ours is known by; every app of the workspace can read it."""
    return hashlib.sha256(f"card\n{key}".encode()).hexdigest()[:32]
