"""What happens to recipients beside being told: they want no more, or cannot be reached.

Part of the composition root. Nothing happens for a recipient that there is none of.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

from bot.channels.csv_list import Reason, WrongCellError
from bot.channels.csv_recipients import address_of
from bot.channels.webhook.address import Exceptions
from bot.desk.ports import Store
from bot.desk.recipient_changes import (
    CHANNELS,
    ParseAddress,
    RecipientFault,
    RecipientFaultError,
)
from bot.model.recipient import Recipient, RecipientState
from bot.model.subscription import SUBSCRIBER

PAGE = 500


def everybody(store: Store) -> Iterator[Recipient]:
    """All recipients of whom there is an address, read in short transactions."""
    after = 0
    while True:
        with store.look() as work:
            page = work.recipients(after, PAGE)
        yield from (recipient for _, recipient in page if recipient.address)
        if not page:
            return
        after = page[-1][0]


def address_parser(exceptions: Exceptions) -> ParseAddress:
    """How an address that an admin types is read: by the rules of a file's lines."""

    def parse(channel: str, typed: str) -> str:
        if channel not in CHANNELS:
            raise RecipientFaultError(RecipientFault.CHANNEL)
        try:
            return address_of(channel, typed, exceptions)
        except WrongCellError as wrong:
            is_url = wrong.reason is Reason.URL
            fault = RecipientFault(f"url_{wrong.what}") if is_url else RecipientFault.MAIL
            raise RecipientFaultError(fault) from None

    return parse


async def unsubscribe(store: Store, recipient_id: str) -> None:
    """Write down that somebody wants no more notices, of a broadcast under way either."""
    await asyncio.to_thread(_mark, store, recipient_id, RecipientState.UNSUBSCRIBED)


async def cannot_be_reached(store: Store, recipient_id: str) -> None:
    """Write down that somebody is not told any more; who has unsubscribed stays so.

    A subscription to the public page is removed.
    """
    await asyncio.to_thread(_mark, store, recipient_id, RecipientState.UNREACHABLE)


def _mark(store: Store, recipient_id: str, state: RecipientState) -> None:
    with store.work() as work:
        if recipient_id.startswith(SUBSCRIBER):
            work.drop_subscription(recipient_id)
            return
        recipient = work.recipient(recipient_id)
        if recipient is not None and recipient.state is not RecipientState.UNSUBSCRIBED:
            work.save_recipient(replace(recipient, state=state))
