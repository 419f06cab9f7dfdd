"""Before a mail is repeated: has it arrived? SMTP cannot be asked; the archive's mailbox can."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.channels.mail.in_flight import InFlight
from bot.desk.ledger import Outgoing
from bot.model.errors import DeliveryError

APPEARS_WITHIN = timedelta(minutes=5)  # from the first look on, a copy in the archive's mailbox
LOOK_AGAIN = 60.0  # seconds
SETTLES_WITHIN = timedelta(minutes=1)  # a process that stood still, or its database
SETTLED_AGAIN = 15.0  # seconds until it is looked at again
MOST_MISSED = 10_000  # mails of which we remember when they were first not there


class Sent(Protocol):
    """Where a copy of every mail is found."""

    async def has(self, name: str) -> bool:
        """Whether a mail is there, by its Message-ID without angle brackets.

        Raises DeliveryError when nobody can look now.
        """
        ...


class Doubts:
    """Settles whether an earlier attempt arrived.

    A copy takes its time to the archive, so "not there" counts only when it is said twice with
    ``APPEARS_WITHIN`` between; the first look is remembered by this process alone, and another one
    looks twice itself. Without an archive (``sent`` None) a mail that may have left is never sent
    again; whoever was sending it has a while to say what became of it.
    """

    def __init__(
        self, departures: InFlight, sent: Sent | None, clock: Callable[[], datetime]
    ) -> None:
        self._departures = departures
        self._sent = sent
        self._clock = clock
        self._missed: dict[str, datetime] = {}

    async def has_arrived(self, name: str, outgoing: Outgoing) -> bool:
        """Whether nothing is left to do; False: it may be sent.

        Raises DeliveryError (``unknown``) while that cannot be said, for good where it never can.
        """
        if not outgoing.may_be_there:
            return False
        trace = await asyncio.to_thread(self._departures.trace, name, outgoing.decided_at)
        if trace is None or trace.is_taken:
            return trace is not None
        if self._sent is None:
            if self._clock() - trace.since < SETTLES_WITHIN:
                raise DeliveryError(
                    "whoever was sending it may still say what became of it",
                    unknown=True,
                    untried=True,
                    retry_after=SETTLED_AGAIN,
                )
            raise may_have_arrived("an earlier attempt was broken off")
        try:
            is_there = await self._sent.has(name)
        except DeliveryError as error:
            raise DeliveryError(str(error), unknown=True) from error
        if is_there:
            self._missed.pop(name, None)
            return True
        self._miss(name)
        await asyncio.to_thread(self._departures.stayed, name)
        return False

    def _miss(self, name: str) -> None:
        """Raises DeliveryError until it has been missing for long enough."""
        now = self._clock()
        first = self._missed.setdefault(name, now)
        if now - first >= APPEARS_WITHIN:
            del self._missed[name]
            return
        if len(self._missed) > MOST_MISSED:
            del self._missed[next(iter(self._missed))]
        raise DeliveryError(
            "it may have arrived; it is not in the archive yet",
            unknown=True,
            untried=True,
            retry_after=LOOK_AGAIN,
        )


def may_have_arrived(why: str) -> DeliveryError:
    """For good, in words for staff."""
    return DeliveryError(f"may have arrived; not sent again ({why})", permanent=True, unknown=True)
