"""What is wrong with an entry of the knowledge base, and where."""

from dataclasses import dataclass

from bot.knowledge.load import file_name


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right. ``warning``: it does no harm as it is."""

    where: str
    what: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {'warning: ' if self.warning else ''}{self.what}"


def file_of(folder: str, entry_id: str) -> str:
    """Where an entry that has a file of its own is written down."""
    return f"knowledge/{folder}/{file_name(entry_id)}"
