"""What happens to recipients beside being told: they want no more, or cannot be reached.

Part of the composition root.
"""

from dataclasses import replace

from bot.desk.ports import Store
from bot.model.recipient import RecipientState


def mark(store: Store, recipient_id: str, state: RecipientState) -> None:
    """Write down that somebody is not told any more, of a broadcast under way either.

    Who has unsubscribed stays so. Nothing happens for a recipient that there is none of.
    """
    with store.work() as work:
        recipient = work.recipient(recipient_id)
        if recipient is not None and recipient.state is not RecipientState.UNSUBSCRIBED:
            work.save_recipient(replace(recipient, state=state))
