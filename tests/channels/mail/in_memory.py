"""What mail keeps in the store, kept in this process alone."""

from datetime import datetime

from bot.channels.mail.correspondence import Answered
from bot.channels.mail.departures import AtItError


class DeparturesInMemory:
    """Forgets with the process: what an earlier process did is unknown to it."""

    def __init__(self) -> None:
        self._leaving: set[str] = set()

    def leaving(self, name: str) -> None:
        if name in self._leaving:
            raise AtItError
        self._leaving.add(name)

    def stayed(self, name: str) -> None:
        self._leaving.discard(name)

    def may_have_left(self, name: str, decided_at: datetime) -> bool:
        return name in self._leaving


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
