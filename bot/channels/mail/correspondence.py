"""What we must know of customers' mails to answer in their threads."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answered:
    """A mail that is answered. ``name`` and ``references`` are Message-IDs without brackets."""

    name: str
    subject: str = ""
    references: tuple[str, ...] = ()
    lang: str = ""


class Correspondence(Protocol):
    """Mails that came in, by reader."""

    async def answered(self, reader: str, name: str) -> Answered | None:
        """The mail of a reader with a name, or with "" their latest one; None: not known."""
        ...
