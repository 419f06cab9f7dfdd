"""What happens to recipients beside being told: they want no more, or cannot be reached.

Part of the composition root. Nothing happens for a recipient that there is none of.
"""

import asyncio
from dataclasses import replace

from bot.desk.ports import Store
from bot.model.recipient import RecipientState
from bot.model.subscription import SUBSCRIBER


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
