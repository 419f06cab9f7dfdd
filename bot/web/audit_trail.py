"""Writes down what staff do at the console: each thing they decide or look into, done or refused."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from bot.desk.staff_accounts import StaffStore
from bot.model.audit import AuditEntry, AuditVia
from bot.model.recent import RecentValues
from bot.net.addresses import network_of
from bot.web.session import Seat

LONGEST_ABOUT = 500  # characters
LONGEST_CHOICE = 40
AGAIN = timedelta(minutes=10)  # after which the same look, or refusal, is written down once more
BY_ITSELF = timedelta(hours=12)  # the same of a page that refreshes itself
MOST_STRANGERS = 60  # refused sign-ins that are written down in that time, whoever tries
MOST_KEPT = 5_000


class AuditTrail:
    """Entries of one process. An entry that cannot be written raises: nothing is shown unrecorded."""

    def __init__(
        self, store: StaffStore, clock: Callable[[], datetime], via: AuditVia = AuditVia.CONSOLE
    ) -> None:
        self._store, self._clock, self._via = store, clock, via
        self._lately = RecentValues[tuple[str, ...], datetime](MOST_KEPT)
        self._strangers: deque[datetime] = deque(maxlen=MOST_STRANGERS)

    async def note(  # noqa: PLR0913 - what an entry is made of, one by one
        self,
        request: Request,
        seat: Seat,
        act: str,
        about: str = "",
        choice: str = "",
        *,
        refused: bool = False,
        again: timedelta | None = None,
    ) -> None:
        """Write down what somebody did; with ``again`` only when it was not written for so long."""
        key = (seat.id, act, about, str(refused))
        if again is not None and self._is_known(key, again):
            return
        entry = AuditEntry(
            at=self._clock(),
            act=act,
            staff=seat.staff,
            via=self._via,
            about=about[:LONGEST_ABOUT],
            choice=choice[:LONGEST_CHOICE],
            account=seat.account,
            network=network_of(request.client.host) if request.client else "",
            refused=refused,
        )
        await run_in_threadpool(self._store.note, entry)

    async def note_stranger(self, request: Request, name: str) -> None:
        """Write down that a sign-in was refused; of many in a short time only the first ones.

        ``name``: of the account that it was tried with. What else somebody typed may be anything,
        a password in the wrong field as well, and is not kept.
        """
        now = self._clock()
        while self._strangers and now - self._strangers[0] >= AGAIN:
            self._strangers.popleft()
        if len(self._strangers) < MOST_STRANGERS:
            self._strangers.append(now)
            await self.note(request, Seat("", name), "session.begin", refused=True)

    def _is_known(self, key: tuple[str, ...], again: timedelta) -> bool:
        """Whether the same was written down lately; if not, it is from now on."""
        now = self._clock()
        if key in self._lately and now - self._lately[key] < again:
            return True
        self._lately[key] = now
        return False
