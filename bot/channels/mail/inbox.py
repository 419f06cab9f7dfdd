"""Inbox rows of mail to the desk, each sender's in order; a restart takes up where it was."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channels.mail.correspondents import note, thread_of
from bot.channels.mail.post_office import CHANNEL
from bot.channels.mail.restraint import MailVerdict, heard, packed, unpacked, verdict
from bot.channels.mail.waiting_rows import ReportRow, ReturnedRow, Row, StopRow, unpack
from bot.desk.pauses import AtOnce, Lines
from bot.desk.ports import Door, Store, UnitOfWork
from bot.model.event import MessageDoubted, MessageReceived
from bot.model.identity import Identity
from bot.model.recipient import Recipient, RecipientState

BATCH = 100
RETRY_AFTER = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=5))
PATIENCE = 4
DOUBTFUL_PER_HOUR = 3  # mails under an address that staff see though somebody else may write there

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InboxPorts:
    """What mail tells besides reports.

    ``bounced`` is given an address that a mail of ours did not reach, whether for good, and that
    mail's Message-ID; anybody can write such a report, so it checks that we sent this mail there.
    ``stop`` is given the token of somebody who wants no more notices. Both may be called twice.
    """

    bounced: Callable[[str, bool, str], Awaitable[object]]
    stop: Callable[[str], Awaitable[object]]


class MailInbox:
    """Hands every row to the desk and marks it handled afterwards.

    A crash in between hands it over again; the desk knows a message by its id. When the desk fails,
    that sender waits, with growing pauses, and the others go on; after ``PATIENCE`` failures later
    mails of the sender no longer wait for the row, which stays.
    """

    def __init__(
        self,
        store: Store,
        door: Door,
        ways: InboxPorts,
        clock: Callable[[], datetime],
        per_hour: int = 20,
        lines: Lines | None = None,
    ) -> None:
        """``per_hour``: so many mails of one address are heard; more wait for the next hour.

        ``lines``: the way of mails to the desk, several of which may be one request; None: each is one.
        """
        self._store = store
        self._door = door
        self._lines = lines or AtOnce(door)
        self._ways = ways
        self._clock = clock
        self._per_hour = per_hour
        self._waiting: dict[str, tuple[int, datetime]] = {}  # row -> failures, not before
        self._left = 0  # rows that the last round left

    async def drain(self) -> int:
        """Handle what has come in; answer how many rows are done."""
        done = left = 0
        held: set[str] = set()  # senders that wait for an earlier row
        most = BATCH + self._left
        for key, stored in await asyncio.to_thread(self._store.received, CHANNEL, most):
            row = _opened(key, stored)
            sender = row.customer if isinstance(row, ReportRow) else key
            if row is not None and (sender in held or not await self._taken(key, row)):
                if self._waiting.get(key, (0,))[0] <= PATIENCE:
                    held.add(sender)
                left += 1
                continue
            await asyncio.to_thread(self._store.handled, key)
            self._waiting.pop(key, None)
            done += 1
        self._left = left
        return done

    async def _taken(self, key: str, row: Row) -> bool:
        """Do what one row asks for; False: not now."""
        failures, not_before = self._waiting.get(key, (0, row.at))
        if self._clock() < not_before:
            return False
        try:
            match row:
                case ReportRow():
                    return await self._report(key, row)
                case ReturnedRow():
                    for bounce in row.bounces:
                        await self._ways.bounced(
                            bounce.address, bounce.permanent, bounce.message_id
                        )
                case StopRow():
                    await self._ways.stop(row.token)
        except Exception:  # whatever it was: the row stays, the next sender has their turn
            which = {"message_id": key, "channel": CHANNEL}
            logger.exception("the desk failed on %s, try %d", key, failures + 1, extra=which)
            pause = RETRY_AFTER[min(failures, len(RETRY_AFTER) - 1)]
            self._waiting[key] = (failures + 1, self._clock() + pause)
            return False
        return True

    async def _report(self, key: str, row: ReportRow) -> bool:
        found, until, thread = await asyncio.to_thread(self._prepared, row)
        match found:
            case MailVerdict.WAITS:
                logger.warning("%s writes too much; %s waits until %s", row.customer, key, until)
                self._waiting[key] = (self._waiting.get(key, (0,))[0], until)
                return False
            case MailVerdict.REPEATED:
                logger.warning("%s says the same again; %s is not answered", row.customer, key)
            case MailVerdict.HEARD:
                if row.is_doubtful:
                    await self._door.handle(_doubted(row))
                else:
                    await self._lines.hand_in(_event(row, thread))
        return True

    def _prepared(self, row: ReportRow) -> tuple[MailVerdict, datetime, str]:
        """Whether the mail is heard; if so, all that its answer needs is written down before."""
        with self._store.work() as work:
            now, pace = self._clock(), f"mail:pace:{row.customer}"
            per_hour = DOUBTFUL_PER_HOUR if row.is_doubtful else self._per_hour
            mail = heard(now, row.message_id, row.text)
            earlier = unpacked(work.recall(pace) or "", now)
            found, until = verdict(mail, earlier, per_hour)
            if found is not MailVerdict.HEARD:
                return found, until, ""
            others = [one for one in earlier if one.key != mail.key]
            work.remember(pace, packed([*others, mail]))
            if row.is_doubtful:  # nothing goes to that address, and nothing is kept to answer with
                return found, until, ""
            thread = thread_of(row, work)
            lang = note(row, thread, work)
            _save_recipient(row, lang, work)
        return found, until, thread


def _event(row: ReportRow, thread: str) -> MessageReceived:
    return MessageReceived(
        at=row.at,
        message_id=row.message_id,
        customer=row.customer,
        tenant=row.tenant,
        channel=CHANNEL,
        text=row.text,
        thread=thread,
        upload=row.upload,
        pictures=row.pictures,
        name=row.sender_name,
        identity=Identity(row.identity),
        address=f"mail:{row.address.rpartition('@')[2].lower()}",
    )


def _doubted(row: ReportRow) -> MessageDoubted:
    """The address as staff see it: enough to find the mail, and its domain whole."""
    local, _, domain = row.address.rpartition("@")
    return MessageDoubted(row.at, row.message_id, CHANNEL, f"{local[:1]}…@{domain}", row.text)


def _save_recipient(row: ReportRow, lang: str, work: UnitOfWork) -> None:
    """So that the answer finds its address. Who has just written can be reached again.

    Who wanted no notices and was removed gets the answer, and no notices.
    """
    known = work.recipient(row.customer)
    if known is None or not known.address:
        kept_out = known is not None and known.state is RecipientState.UNSUBSCRIBED
        state = RecipientState.UNSUBSCRIBED if kept_out else RecipientState.ACTIVE
        known = Recipient(row.customer, CHANNEL, row.address, lang, row.tenant, state=state)
    elif known.state is RecipientState.UNREACHABLE:
        known = replace(known, state=RecipientState.ACTIVE)
    else:
        return
    work.save_recipient(known)


def _opened(key: str, stored: str) -> Row | None:
    try:
        return unpack(stored)
    except ValueError:
        logger.warning("the row %s cannot be read", key)
        return None
