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


class CorrespondenceInMemory:
    """Mails that were noted in this process."""

    def __init__(self) -> None:
        self._mails: dict[str, dict[str, Answered]] = {}

    def note(self, reader: str, mail: Answered) -> None:
        """Remember a reader's mail; it is their latest one."""
        mails = self._mails.setdefault(reader, {})
        mails.pop(mail.name, None)
        mails[mail.name] = mail

    async def answered(self, reader: str, name: str) -> Answered | None:
        mails = self._mails.get(reader, {})
        return mails.get(name or next(reversed(mails), ""))
