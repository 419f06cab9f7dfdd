"""The cards of cases in Slack: what the store says stands on them is brought to the screen."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from weakref import WeakValueDictionary

from bot.channels.slack.api.blocks import Message
from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.keys import keyed
from bot.channels.slack.api.pace import Call, CallLane
from bot.channels.slack.api.places import ThreadAddress
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.case_card import CaseCard
from bot.channels.slack.outgoing.render import render_card
from bot.channels.slack.outgoing.threads import METADATA, said_somehow

_OF_AN_EDIT = ("text", "blocks", "link_names", "parse")  # arguments that chat.update takes too


class CardEditor:
    """Edits cards in place, which notifies nobody. It posts and deletes nothing."""

    def __init__(self, calls: Calls, addresses: AddressBook, hosts: frozenset[str]) -> None:
        self._calls = calls
        self._addresses = addresses
        self._hosts = hosts
        self._locks: WeakValueDictionary[ThreadAddress, asyncio.Lock] = WeakValueDictionary()

    async def opened(self, address: ThreadAddress, card: CaseCard, posted: str) -> None:
        """A card was posted."""
        card = replace(card, ts=posted)
        card = replace(card, shown=self._digest(card))
        await asyncio.to_thread(self._addresses.keep_card, address, card)

    async def show(self, address: ThreadAddress) -> None:
        """Bring the card in a thread up to date; no call when it is. Raises DeliveryError.

        Of several changes that wait, the last one is shown, and the others cost nothing. An edit
        can be repeated without harm.
        """
        lock = self._locks.setdefault(address, asyncio.Lock())
        async with lock:
            card = await asyncio.to_thread(self._addresses.card, address)
            if card is None or (digest := self._digest(card)) == card.shown:
                return
            await said_somehow(render_card(card, self._hosts), self._writing(address, card))
            await asyncio.to_thread(
                self._addresses.change_card, address, lambda c: replace(c, shown=digest)
            )

    def _writing(
        self, address: ThreadAddress, card: CaseCard
    ) -> Callable[[Message], Awaitable[dict[str, Any]]]:
        """How a message is written over the card."""
        call = Call(address.team, "chat.update", address.room, card.ts, ticket=f"card:{address}")
        place = {"channel": address.room, "ts": card.ts, "metadata": keyed(METADATA, card.key)}

        async def write(message: Message) -> dict[str, Any]:
            said = {name: message[name] for name in _OF_AN_EDIT if name in message}
            return await self._calls.ask(
                call,
                lambda client: client.chat_update(**{**said, **place}),
                lane=CallLane.NOTICE,
                changes=False,
            )

        return write

    def _digest(self, card: CaseCard) -> str:
        """By which one sees whether a card would look different."""
        shown = json.dumps(render_card(card, self._hosts), sort_keys=True)
        return hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()[:32]
