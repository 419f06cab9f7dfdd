"""Sessions of staff on the server: until logout, until somebody ends them, or until nobody uses them.

Where one token is shared, a name is all that tells one person from another in the record. Such a
name therefore belongs to one browser at a time; whoever takes it over ends the other's session, and
is seen to do so. Who has an account may have as many sessions as they like, and sees them all.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from starlette.concurrency import run_in_threadpool

from bot.desk.staff_accounts import StaffStore
from bot.model.recent import RecentValues
from bot.model.staff import SEEN_FOR, Role, StaffSession
from bot.web.batching import Batching

NOTED_EVERY = timedelta(minutes=1)
BELIEVED_FOR = timedelta(seconds=5)  # what was read, so that not each page reads it again
MOST_KEPT = 1_000
_BROWSERS = (
    "Edg",
    "OPR",
    "Firefox",
    "FxiOS",
    "CriOS",
    "Chrome",
    "Safari",
)  # each names those after
_SPOKEN = {"Edg": "Edge", "OPR": "Opera", "FxiOS": "Firefox", "CriOS": "Chrome"}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}

logger = logging.getLogger(__name__)


class StaffSessions:
    """Who sits at the console. Every process knows what another wrote within ``BELIEVED_FOR``."""

    def __init__(self, store: StaffStore) -> None:
        self.store = store
        self._read = RecentValues[str, tuple[StaffSession | None, datetime]](MOST_KEPT)
        self._accounts: tuple[bool, datetime] | None = None
        self._reading = Batching(self._sessions)

    async def begin(self, session: StaffSession, *, instead: bool = False) -> bool:
        """Begin a session; False where another browser has the name.

        ``instead``: end that one's session.
        """
        begun = await run_in_threadpool(self.store.begin_session, session, instead=instead)
        if begun and instead:
            logger.warning("somebody signed in under a name that another browser had")
        self._read.clear()
        return begun

    async def live(self, key: str, now: datetime, *, in_use: bool) -> StaffSession | None:
        """A session that goes on. ``in_use``: somebody did something, not a page by itself."""
        session, read_at = self._read.get(key, (None, now - BELIEVED_FOR))
        if now - read_at >= BELIEVED_FOR:
            session = await self._reading.ask(key)
            self._keep(key, session, now)
        if session is None or not session.is_live(now):
            return None
        if in_use and now - session.used_at >= NOTED_EVERY:
            await run_in_threadpool(self.store.use_session, key, now)
            session = replace(session, used_at=now)
            self._keep(key, session, now)
        return session

    async def end(self, key: str, now: datetime) -> None:
        """End a session; its cookie is worth nothing from now on."""
        await run_in_threadpool(self.store.end_session, key, now)
        self.forget()

    def forget(self) -> None:
        """Look again: sessions or accounts have changed."""
        self._read.clear()
        self._accounts = None

    async def has_accounts(self, now: datetime) -> bool:
        """Whether somebody can sign in with an account."""
        if self._accounts is None or now - self._accounts[1] >= BELIEVED_FOR:
            accounts = await run_in_threadpool(self.store.accounts)
            self._accounts = any(account.can_sign_in for account in accounts), now
        return self._accounts[0]

    async def account_names(self) -> tuple[str, ...]:
        """Who has an account and may do more than look."""
        accounts = await run_in_threadpool(self.store.accounts)
        return tuple(a.name for a in accounts if a.can_sign_in and a.role.covers(Role.AGENT))

    async def colleagues(self, now: datetime) -> frozenset[str]:
        """Who works here, as far as is known: accounts that may, and who came by a token lately."""
        accounts = await run_in_threadpool(self.store.accounts)
        seen = await run_in_threadpool(self.store.seen_since, now - SEEN_FOR)
        working = {a.name for a in accounts if a.role.covers(Role.AGENT)}
        return frozenset(working | (set(seen) - {a.name for a in accounts}))

    def _sessions(self, keys: tuple[str, ...]) -> Mapping[str, StaffSession | None]:
        found = self.store.sessions_by(keys)
        return {key: found.get(key) for key in keys}

    def _keep(self, key: str, session: StaffSession | None, now: datetime) -> None:
        self._read[key] = (session, now)


def device_of(agent: str) -> str:
    """A browser and its system as people call them, from what it says of itself; "" if it is neither."""
    browser = next((b for b in _BROWSERS if f"{b}/" in agent), "")
    system = next((name for sign, name in _SYSTEMS.items() if sign in agent), "")
    return " · ".join(word for word in (_SPOKEN.get(browser, browser), system) if word)
