"""The channel of those who read the transcript itself: web chat and terminal."""

from bot.desk.ledger import Outgoing


class ShownChannel:
    """What the desk said stands in the transcript the moment it is decided; nothing is sent.

    Recording the delivery keeps the outbox to what really waits.
    """

    async def deliver(self, outgoing: Outgoing) -> str:
        """Answer the outbox key as the provider's id."""
        return outgoing.key
