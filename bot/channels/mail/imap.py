"""Mail from a mailbox over IMAP: listens, takes in what is new, and marks it only afterwards."""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from bot.channels.mail.mailbox_visit import MailboxError, Mark, Visit
from bot.channels.mail.post_office import PostOffice
from bot.channels.mail.receiving import MailboxSettings
from bot.desk.ports import Store

# A server may hang up on who listens for 30 minutes (RFC 2177), and on the way connections are
# forgotten sooner. Each renewal looks besides, since what comes between looking and listening may be
# told in the same packet as the answer, where IMAPClient does not see it.
LISTEN_FOR = 60.0  # seconds
PAUSES = (1.0, 5.0, 15.0, 60.0, 300.0)  # seconds before the next try, longer each time

T = TypeVar("T")

logger = logging.getLogger(__name__)


class ImapMailbox:
    """Reads one folder until it is cancelled; connects anew as often as it must.

    A mail is marked as seen (or moved) only when its inbox row is committed, so that after a crash
    it is read again, and its row is there already. One process at a time should run it; two do no
    harm. A mail that cannot be taken in stays unseen and is tried again in every round.
    """

    def __init__(
        self,
        settings: MailboxSettings,
        office: PostOffice,
        store: Store,
        tls: ssl.SSLContext | None = None,
        listen_for: float = LISTEN_FOR,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """``tls`` None: the certificates that this machine trusts."""
        self._settings = settings
        self._office = office
        self._store = store
        self._tls = tls or ssl.create_default_context()
        self._listen_for = listen_for
        self._sleep = sleep
        self._failed: set[int] = set()  # mails that could not be taken in, by their number
        self._tries = 0  # without a round that went well
        server = settings.server
        self._key = f"mailbox:{server.user}@{server.host}/{settings.folder}"[:400]

    async def run(self) -> None:
        """Read until cancelled. A mailbox that is away is logged once, and once when it is back."""
        while True:
            thread = ThreadPoolExecutor(1, "mailbox")  # it listens for a minute; others need theirs
            try:
                await self._stay(thread)
            except MailboxError as why:
                (logger.debug if self._tries else logger.warning)("%s", why)
            finally:
                thread.shutdown(wait=False)
            pause = PAUSES[min(self._tries, len(PAUSES) - 1)]
            self._tries += 1
            await self._sleep(pause)

    async def _stay(self, thread: ThreadPoolExecutor) -> None:
        """One connection, until it breaks."""
        connecting = thread.submit(Visit, self._settings, self._tls)
        try:
            visit = await asyncio.wrap_future(connecting)
        except asyncio.CancelledError:
            connecting.add_done_callback(_left)
            raise
        room = _Room(visit, thread)
        try:
            mark = await asyncio.to_thread(self._mark, visit.end)
            while True:
                mark, is_quiet = await self._round(room, mark)
                if is_quiet:
                    await self._wait(room)
                if self._tries:
                    logger.info("the mailbox is back")
                    self._tries = 0
        finally:
            visit.cut()
            thread.submit(visit.leave)

    async def _wait(self, room: "_Room") -> None:
        if room.visit.can_listen:
            await room.do(lambda visit: visit.listen(self._listen_for))
        else:
            await self._sleep(self._listen_for)

    async def _round(self, room: "_Room", mark: Mark) -> tuple[Mark, bool]:
        """Take in what is new; answer how far the folder was read, and whether there was nothing."""
        is_quiet = True
        before = mark
        for uid in await room.do(lambda visit: visit.news(before)):
            if not await self._take(room, uid):
                continue
            is_quiet = False
            if uid > mark.uid:
                mark = Mark(mark.validity, uid)
                await asyncio.to_thread(self._remember, mark)
        return mark, is_quiet

    async def _take(self, room: "_Room", uid: int) -> bool:
        """One mail, from the folder into the inbox table, then marked; False: not this time."""
        try:
            raw = await room.do(lambda visit: visit.fetch(uid))
            if raw is not None:
                await self._office.take(raw)
                await room.do(lambda visit: visit.done(uid))
        except Exception as why:  # the store is away, say: the mail stays where it is
            if isinstance(why, MailboxError) and not why.is_about_the_mail:
                raise
            if uid not in self._failed:
                logger.exception("mail %d of the mailbox could not be taken in", uid)
            self._failed.add(uid)
            return False
        self._failed.discard(uid)
        return True

    def _mark(self, end: Mark) -> Mark:
        """How far the folder was read before; all of it, where it is new to us or numbered anew."""
        with self._store.work() as work:
            known = Mark.of(work.recall(self._key) or "")
            if known is not None and known.validity == end.validity:
                return known
            work.remember(self._key, str(end))
        return end

    def _remember(self, mark: Mark) -> None:
        with self._store.work() as work:
            work.remember(self._key, str(mark))


async def check_mailbox(settings: MailboxSettings, tls: ssl.SSLContext | None = None) -> None:
    """Sign in and open the folder; MailboxError says what is the matter."""
    visit = await asyncio.to_thread(Visit, settings, tls or ssl.create_default_context())
    await asyncio.to_thread(visit.leave)


class _Room:
    """A connection and the thread that it is used in."""

    def __init__(self, visit: Visit, thread: ThreadPoolExecutor) -> None:
        self.visit = visit
        self._thread = thread

    async def do(self, what: Callable[[Visit], T]) -> T:
        return await asyncio.wrap_future(self._thread.submit(what, self.visit))


def _left(connecting: "Future[Visit]") -> None:
    """Nobody waits for a connection any more."""
    if not connecting.cancelled() and connecting.exception() is None:
        connecting.result().leave()
