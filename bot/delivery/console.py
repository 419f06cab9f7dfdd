"""The twin of every channel that needs no account anywhere: it prints."""

import sys
from collections.abc import Callable

from bot.desk.ports import Outgoing


class ConsoleChannel:
    """Writes each effect's text, for development; staff and customers alike."""

    def __init__(self, name: str, write: Callable[[str], object] = sys.stdout.write) -> None:
        self._name = name
        self._write = write

    async def deliver(self, outgoing: Outgoing) -> str:
        shown = "".join(
            c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}"
            for c in outgoing.effect.text
        )
        self._write(f"[{self._name}] {type(outgoing.effect).__name__} {outgoing.key}\n{shown}\n\n")
        return f"console:{outgoing.id}"
