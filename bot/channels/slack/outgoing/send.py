"""Says what the desk says in the thread where it belongs: a message of its own, or the card."""

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from weakref import WeakValueDictionary

from bot.channels.slack.api.blocks import Message
from bot.channels.slack.api.calls import Calls, SlackError, Trouble
from bot.channels.slack.api.pace import CallLane, CallPace
from bot.channels.slack.api.places import ThreadAddress
from bot.channels.slack.api.workspaces import NoWorkspaceError, Workspaces
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.cards import CardEditor
from bot.channels.slack.outgoing.case_card import CaseCard, ThreadWay, way
from bot.channels.slack.outgoing.render import render, render_card
from bot.channels.slack.outgoing.rooms import Rooms
from bot.channels.slack.outgoing.threads import ThreadGoneError, Threads
from bot.desk.ledger import Edit, Outgoing
from bot.desk.subscriber_links import SubscriberLinks
from bot.model.effect import Notice, Reply, StaffReply
from bot.model.errors import DeliveryError
from bot.model.publication import PostNews
from bot.model.subscription import Confirmation

NAMED_POSTS = 20  # of a notice to many; a provider id is a short text
REST = 1.0  # seconds between looks at what is still to be done

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Said:
    """One effect for one customer. ``key``: by which its post is known again."""

    effect: Reply | Notice | StaffReply
    customer: str
    address: ThreadAddress
    key: str
    decided_at: datetime
    number: int  # as the outbox counts
    may_be_there: bool

    @property
    def lane(self) -> CallLane:
        """Nobody waits for a notice."""
        return CallLane.NOTICE if isinstance(self.effect, Notice) else CallLane.REPLY


async def _nothing(_: str) -> None:
    """Nobody follows."""


@dataclass(frozen=True, slots=True)
class SubscriberContext:
    """Rooms that follow the public page: their links, and who hears of one that cannot be posted to."""

    links: SubscriberLinks
    gone: Callable[[str], Awaitable[object]]


NOBODY = SubscriberContext(SubscriberLinks("", ""), _nothing)


class SlackChannel:
    """Tells customers replies, notices and answers of staff; only ever in their thread.

    What is for staff (tickets, alerts, proposals) it refuses: customers read here. An ``Edit`` names
    a thread whose card is to be brought up to date.
    """

    def __init__(
        self,
        workspaces: Workspaces,
        addresses: AddressBook,
        hosts: frozenset[str],
        pace: CallPace | None = None,
        check: Callable[[Reply], str] = lambda _: "",
        subscribers: SubscriberContext = NOBODY,
    ) -> None:
        """``hosts`` may be linked to; ``pace`` None: only Slack's own "too many" slows us down.

        ``check``: the link to the check from the browser that goes with a reply. ``subscribers``: what
        rooms need that follow the public page.
        """
        calls = Calls(workspaces, pace)
        self._threads = Threads(calls, addresses)
        self._rooms = Rooms(calls, self._threads, subscribers.links)
        self._gone = subscribers.gone
        self._cards = CardEditor(calls, addresses, hosts)
        self._addresses = addresses
        self._hosts = hosts
        self._check = check
        self._opening: WeakValueDictionary[ThreadAddress, asyncio.Lock] = WeakValueDictionary()

    async def run(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Delete posts that landed in the open, until cancelled; one task in the server's group."""
        while True:
            try:
                await self._threads.catch_up()
            except Exception:  # a store that is busy must not end this
                logger.exception("posts in the open could not be looked after")
            await sleep(REST)

    async def deliver(self, outgoing: Outgoing) -> str:
        """Tell everyone whom the effect is for; answer the first posts' ``ts``.

        One recipient that cannot be reached does not keep it from the others. Trying again tells
        nobody twice.
        """
        effect = outgoing.effect
        if isinstance(effect, Edit):
            await self._cards.show(ThreadAddress.of(effect.message))
            return effect.message
        if isinstance(effect, PostNews | Confirmation):
            return await self._tell_room(outgoing, effect)
        if not isinstance(effect, Reply | Notice | StaffReply):
            raise DeliveryError(f"{type(effect).__name__} is not for customers", permanent=True)
        posted: list[str] = []
        failed: list[DeliveryError] = []
        recipients = await asyncio.to_thread(self._addresses.recipients, effect)
        for customer, address in recipients.items():
            try:
                if address is None:
                    raise _no_thread()
                key = hashlib.sha256(f"{outgoing.key}\n{customer}".encode()).hexdigest()[:32]
                at, number = outgoing.decided_at, outgoing.id
                said = _Said(effect, customer, address, key, at, number, outgoing.may_be_there)
                posted.append(await self._tell_somewhere(said))
            except DeliveryError as error:
                failed.append(error)
        if failed:
            raise min(failed, key=lambda e: e.permanent)
        return ",".join(posted[:NAMED_POSTS])

    async def _tell_room(self, outgoing: Outgoing, said: PostNews | Confirmation) -> str:
        """Tell a room that follows the public page; one that we are not in any more follows no more."""
        try:
            return await self._rooms.post(outgoing, said)
        except DeliveryError as error:
            is_out = isinstance(error, SlackError) and error.trouble is Trouble.PLACE
            if is_out or isinstance(error, NoWorkspaceError):
                await self._gone(outgoing.reader)
            raise

    async def _tell_somewhere(self, said: _Said) -> str:
        """Say it in its thread; where that is gone, under the message itself."""
        try:
            return await self._tell(said)
        except ThreadGoneError:
            if not isinstance(said.effect, Reply):
                raise
            other = self._addresses.beside(said.effect, said.address)
            if other is None or not await self._threads.stands_alone(other):
                own = await asyncio.to_thread(self._addresses.is_own, said.effect, said.address)
                raise (_taken_back() if own else _no_place()) from None
            await asyncio.to_thread(self._addresses.move, said.effect, other)
            return await self._tell(replace(said, address=other))

    async def _tell(self, said: _Said) -> str:
        """Say it the way it is due; answers the ``ts`` of the post that says it now."""
        async with self._opening.setdefault(said.address, asyncio.Lock()):
            card = await asyncio.to_thread(self._addresses.card, said.address)
            if card is None and not isinstance(said.effect, StaffReply):
                return await self._open_card(said, said.effect)
        if card is not None and card.key == said.key:  # posted before, and remembered
            return card.ts
        if not isinstance(said.effect, Notice):
            return await self._post_below(said, card)
        withdrawn, asks = await asyncio.to_thread(self._matter_of, said, said.effect)
        if (
            card is None
            or way(said.effect, card, must_be_seen=withdrawn or asks) is ThreadWay.MESSAGE
        ):
            return await self._post_below(said, card, withdrawn=withdrawn)
        return await self._edit_card(said, said.effect, card)

    def _matter_of(self, said: _Said, notice: Notice) -> tuple[bool, bool]:
        """Whether a notice takes back what was told, and whether it asks its reader something."""
        book = self._addresses
        return book.is_withdrawn(notice), book.is_question(said.customer, said.decided_at)

    async def _open_card(self, said: _Said, effect: Reply | Notice) -> str:
        """The first message in a thread is the card of its case."""
        files, check = await self._files(effect), self._check_of(effect)
        card = CaseCard.of(effect, said.key, files, check)
        posted = await self._post(said, render_card(card, self._hosts))
        await self._cards.opened(said.address, card, posted)
        return posted

    async def _post_below(
        self, said: _Said, card: CaseCard | None, *, withdrawn: bool = False
    ) -> str:
        """A message of its own; the card above it says how the case stands since."""
        lang = card.lang if card is not None else "ja"
        files = await self._files(said.effect)
        posted = await self._post(
            said, render(said.effect, self._hosts, lang, files, self._check_of(said.effect))
        )
        await asyncio.to_thread(self._note_below, said, withdrawn=withdrawn)
        return posted

    def _check_of(self, effect: Reply | Notice | StaffReply) -> str:
        return self._check(effect) if isinstance(effect, Reply) else ""

    async def _files(self, effect: Reply | Notice | StaffReply) -> tuple[str, ...]:
        """What became of the files that a reply answers."""
        if not isinstance(effect, Reply):
            return ()
        return await asyncio.to_thread(self._addresses.files, effect)

    def _note_below(self, said: _Said, *, withdrawn: bool) -> None:
        """Have the card say how the case stands after a message below it."""
        helped = self._addresses.was_helped(said.customer)
        card = self._addresses.change_card(
            said.address,
            lambda c: c.after(said.effect, said.decided_at, withdrawn=withdrawn, helped=helped),
            edit_at=said.decided_at,
        )
        if card is None:  # where there is one, the desk had spoken before
            self._addresses.note_spoken(said.address)

    async def _edit_card(self, said: _Said, notice: Notice, card: CaseCard) -> str:
        """What is good to know, on the card; below it when the card is not there any more."""
        await asyncio.to_thread(
            self._addresses.change_card,
            said.address,
            lambda c: c.with_news(notice, said.decided_at, said.number),
        )
        try:
            await self._cards.show(said.address)
        except SlackError as error:
            if error.trouble not in (Trouble.GONE, Trouble.MESSAGE):
                raise
            logger.warning("the card of %s cannot be edited: %s", said.address, error)
            await asyncio.to_thread(self._addresses.lose_card, said.address)
            return await self._open_card(said, notice)
        return card.ts

    async def _post(self, said: _Said, message: Message) -> str:
        """Post it, unless an earlier attempt did."""
        if said.may_be_there and (found := await self._found(said)):
            return found
        return await self._threads.post(said.address, message, said.key, said.lane)

    async def _found(self, said: _Said) -> str | None:
        """The post of an earlier attempt. It may have been for a thread that is gone by now.

        What then landed in the open room is taken back.
        """
        before = await asyncio.to_thread(self._addresses.before, said.effect)
        if before is not None:
            with contextlib.suppress(ThreadGoneError):
                if found := await self._threads.find(before, said.key, said.decided_at):
                    return found
        return await self._threads.find(said.address, said.key, said.decided_at)


def _taken_back() -> DeliveryError:
    return DeliveryError("its author has deleted what it answers", permanent=True, unwanted=True)


def _no_place() -> DeliveryError:
    return DeliveryError("the thread of somebody else is gone", permanent=True)


def _no_thread() -> DeliveryError:
    return DeliveryError("this customer has no thread in Slack", permanent=True)
