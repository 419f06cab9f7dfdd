"""What mail keeps in the store, kept in this process alone."""

from datetime import UTC, datetime

from bot.channels.mail.correspondents import Answered
from bot.channels.mail.in_flight import AtItError, Trace

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class DeparturesInMemory:
    """Forgets with the process: what an earlier process did is unknown to it."""

    def __init__(self) -> None:
        self._leaving: dict[str, datetime] = {}
        self._taken: set[str] = set()

    def leaving(self, name: str, at: datetime = LONG_AGO) -> None:
        if name in self._leaving:
            raise AtItError
        self._leaving[name] = at

    def stayed(self, name: str) -> None:
        self._leaving.pop(name, None)

    def taken(self, name: str) -> None:
        self._taken.add(name)

    def trace(self, name: str, decided_at: datetime) -> Trace | None:
        if name not in self._leaving:
            return None
        return Trace(self._leaving[name], name in self._taken)


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
