"""The twin of every channel that needs no account anywhere: it prints."""

import sys
from collections.abc import Callable

from bot.desk.ledger import Edit, Outgoing


class ConsoleChannel:
    """Writes each effect's text, for development; staff and customers alike."""

    def __init__(self, name: str, write: Callable[[str], object] = sys.stdout.write) -> None:
        self._name = name
        self._write = write

    async def deliver(self, outgoing: Outgoing) -> str:
        effect = outgoing.effect
        text = effect.message if isinstance(effect, Edit) else effect.text
        shown = "".join(
            c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text
        )
        self._write(f"[{self._name}] {type(outgoing.effect).__name__} {outgoing.key}\n{shown}\n\n")
        return f"console:{outgoing.id}"


class ShownChannel:
    """What the desk said stands in the transcript the moment it is decided; nothing is sent.

    Recording the delivery keeps the outbox to what really waits.
    """

    async def deliver(self, outgoing: Outgoing) -> str:
        """Answer the outbox key as the provider's id."""
        return outgoing.key
