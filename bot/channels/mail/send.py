"""The channel: replies, notices and answers of staff as mails, each once."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.answers import AddressGoneError
from bot.channels.mail.correspondents import Answered, Correspondence
from bot.channels.mail.doubts import Doubts, Sent, may_have_arrived
from bot.channels.mail.in_flight import InFlight
from bot.channels.mail.line import Envelope
from bot.channels.mail.message_ids import answered_name, name_of, thread_of
from bot.channels.mail.relay import Relay
from bot.channels.mail.settings import MailSettings
from bot.channels.mail.unsubscribe_tokens import STOP
from bot.channels.mail.writing.compose import Head, SenderKind, Stops, compose
from bot.channels.mail.writing.letter import (
    Letter,
    LetterSender,
    notice_letter,
    reply_letter,
    staff_letter,
)
from bot.channels.mail.writing.subscriber_letters import confirmation_letter, news_letter
from bot.desk.ledger import Outgoing
from bot.desk.signed_ids import SignedIds
from bot.desk.subscriber_links import SubscriberLinks
from bot.model.effect import Notice, Reply, StaffReply
from bot.model.errors import DeliveryError
from bot.model.publication import PostNews
from bot.model.recipient import CONTACT
from bot.model.subscription import Confirmation
from bot.text.language import language

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MailContext:
    """What the channel needs beside SMTP.

    ``about`` names what the incident of a notice is about, for the subject ("": not known); for one
    incident it should not change. ``unreachable`` hears of readers whose mailbox does not exist.
    ``links`` are those of subscriptions. ``hosts`` may be linked to. ``sent`` looks into the archive; None where there is none. ``check``:
    the link to the check from the browser that goes with a reply.
    """

    departures: InFlight
    correspondence: Correspondence
    tokens: SignedIds
    about: Callable[[Notice], str]
    unreachable: Callable[[str], Awaitable[object]]
    clock: Callable[[], datetime]
    links: SubscriberLinks
    hosts: frozenset[str] = field(default_factory=frozenset)
    sent: Sent | None = None
    check: Callable[[Reply], str] = lambda _: ""


class MailChannel:
    """Tells readers by mail.

    What is for staff (tickets, alerts, proposals) it refuses, and edits: a mail that is gone cannot
    be changed. It does not retry, keep rates or read what comes in.
    """

    def __init__(self, settings: MailSettings, relay: Relay, around: MailContext) -> None:
        self._settings = settings
        self._relay = relay
        self._around = around
        self._doubts = Doubts(around.departures, around.sent, around.clock)
        self.sign(settings.sender_name, settings.operator)

    def sign(self, name: str, operator: str) -> None:
        """Send in this name and for this operator from now on; any thread may call it."""
        self._desk = LetterSender(name, self._settings.sender.spec, operator)

    async def deliver(self, outgoing: Outgoing) -> str:
        """Send one mail, unless it has arrived; answer its Message-ID without angle brackets."""
        to = _mailbox(outgoing.address)
        name = name_of(outgoing.key, outgoing.edition, self._settings.sender.domain)
        letter, head = await self._written(outgoing, to, name)
        if await self._doubts.has_arrived(name, outgoing):
            return name
        archive = self._settings.archive
        envelope = Envelope(
            sender=self._settings.sender,
            to=to,
            octets=await asyncio.to_thread(compose, letter, head, self._around.hosts),
            archive=archive.address if archive is not None else None,
        )
        await self._send(name, envelope, outgoing.reader)
        return name

    async def _send(self, name: str, envelope: Envelope, reader: str) -> None:
        departures = self._around.departures
        is_leaving = False

        async def leaving() -> None:
            nonlocal is_leaving
            noting = asyncio.ensure_future(asyncio.to_thread(departures.leaving, name))
            try:
                await asyncio.shield(noting)
            except asyncio.CancelledError:  # the thread goes on; nothing was handed over yet
                with contextlib.suppress(Exception):
                    await noting
                    await asyncio.to_thread(departures.stayed, name)
                raise
            is_leaving = True

        try:
            await self._relay.send(envelope, leaving)
            if self._around.sent is None:  # nobody could look for it later
                await self._note_taken(name)
        except DeliveryError as error:
            if error.unknown and self._around.sent is None:
                raise may_have_arrived(str(error)) from error
            if is_leaving and not error.unknown:
                await asyncio.to_thread(departures.stayed, name)
            if isinstance(error, AddressGoneError):
                await self._around.unreachable(reader)
            raise

    async def _note_taken(self, name: str) -> None:
        """So that it has arrived, whatever becomes of this process or of its word to the ledger."""
        try:
            await asyncio.to_thread(self._around.departures.taken, name)
        except Exception:  # the ledger may still hear of it
            logger.warning("a mail has left and could not be noted", exc_info=True)

    async def _written(self, outgoing: Outgoing, to: Mailbox, name: str) -> tuple[Letter, Head]:
        """What the mail says, and what stands above it."""
        match outgoing.effect:
            case Notice():
                return self._notice(outgoing.effect, outgoing.reader, to, name)
            case PostNews():
                return self._news(outgoing.effect, outgoing.reader, to, name)
            case Confirmation():
                return self._confirmation(outgoing.effect, outgoing.reader, to, name)
            case Reply():
                return await self._reply(outgoing.effect, outgoing.reader, to, name)
            case StaffReply():
                return await self._staff_reply(outgoing.effect, outgoing.reader, to, name)
            case _:
                what = type(outgoing.effect).__name__
                raise DeliveryError(f"{what} is not sent by mail", permanent=True)

    def _notice(self, notice: Notice, reader: str, to: Mailbox, name: str) -> tuple[Letter, Head]:
        token = self._around.tokens.token(reader)
        base, sender = self._settings.public_url, self._settings.sender
        mailto = f"mailto:{quote(sender.spec, safe='@')}?subject={STOP}%20{token}"
        stops = Stops(f"{base}/unsubscribe/{token}" if base else "", mailto)
        what = self._around.about(notice)
        letter = notice_letter(notice, what, self._desk, stops.url or stops.mailto)
        thread = thread_of(notice.incident, reader, sender.domain)
        feedback = f"{notice.incident}:{notice.reason}:notice:jitabata"
        return letter, self._head(SenderKind.NOTICE, to, name, (thread,), stops, feedback)

    def _news(self, news: PostNews, reader: str, to: Mailbox, name: str) -> tuple[Letter, Head]:
        links, domain = self._around.links, self._settings.sender.domain
        manage, page = links.of(reader), links.post(news.post, news.lang)
        letter = news_letter(news, page, manage, self._desk)
        thread, feedback = thread_of(news.post, reader, domain), f"{news.post}:post:jitabata"
        stops = Stops(manage, "")
        return letter, self._head(SenderKind.NOTICE, to, name, (thread,), stops, feedback)

    def _confirmation(
        self, asked: Confirmation, reader: str, to: Mailbox, name: str
    ) -> tuple[Letter, Head]:
        letter = confirmation_letter(asked, self._around.links.of(reader), self._desk)
        return letter, self._head(SenderKind.NOTICE, to, name, ())

    async def _reply(
        self, reply: Reply, reader: str, to: Mailbox, name: str
    ) -> tuple[Letter, Head]:
        answered = await self._answered(reader, answered_name(reply.in_reply_to))
        letter = reply_letter(reply, answered.subject, self._desk, self._around.check(reply))
        return letter, self._head(SenderKind.REPLY, to, name, _above(answered))

    async def _staff_reply(
        self, reply: StaffReply, reader: str, to: Mailbox, name: str
    ) -> tuple[Letter, Head]:
        answered, from_chat = await self._answered(reader, ""), reader.startswith(CONTACT)
        typical = language(reply.text) if from_chat else self._settings.language
        lang = answered.lang or typical
        letter = staff_letter(reply, answered.subject, lang, self._desk, from_chat=from_chat)
        return letter, self._head(SenderKind.STAFF, to, name, _above(answered))

    async def _answered(self, reader: str, name: str) -> Answered:
        """The mail that is answered, as far as it is known."""
        found = await self._around.correspondence.answered(reader, name)
        return found if found is not None else Answered(name)

    def _head(
        self,
        kind: SenderKind,
        to: Mailbox,
        name: str,
        references: tuple[str, ...],
        stops: Stops | None = None,
        feedback: str = "",
    ) -> Head:
        sender, at = self._settings.sender, self._around.clock()
        called = self._settings.sender_name
        return Head(kind, sender, called, to, name, at, references, stops, feedback)


def _mailbox(address: str) -> Mailbox:
    try:
        return Mailbox.of(address)
    except ValueError as why:
        raise DeliveryError(f"the reader's address cannot be used: {why}", permanent=True) from why


def _above(answered: Answered) -> tuple[str, ...]:
    """The thread that an answer hangs from, the mail that is answered last."""
    return tuple(n for n in (*answered.references, answered.name) if n)
