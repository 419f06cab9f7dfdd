"""Hands mails to the server that sends them on, over a few connections that are used again, or prints them."""

import asyncio
import ssl
import sys
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Protocol

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.answers import SmtpStep
from bot.channels.mail.line import Envelope, Leaving, SmtpConnection, Within
from bot.channels.mail.settings import MailServer
from bot.desk.prose import visible
from bot.model.errors import DeliveryError

_SHOWN = ("From", "To", "Subject", "In-Reply-To", "List-Unsubscribe")
CONNECTIONS = 4  # at once; some providers take no more from one customer
MAILS_A_LINE = 100  # over one connection; many servers end it themselves soon after


class Relay(Protocol):
    """Takes mails that are complete."""

    async def send(self, envelope: Envelope, leaving: Leaving) -> None:
        """Hand one mail over; ``leaving`` is awaited before the point from which it may be gone.

        Raises DeliveryError, with ``unknown`` only from that point on. It does not try again.
        """
        ...


class SmtpRelay:
    """The relay over SMTP. ``name`` is what we call ourselves there.

    A connection stays open for a while after its last mail. ``tls`` None: the certificates that
    this machine trusts.
    """

    def __init__(
        self,
        server: MailServer,
        name: str,
        within: Within | None = None,
        connections: int = CONNECTIONS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._server = server
        self._name = name
        self._within = within or Within()
        self._tls = tls or ssl.create_default_context()
        self._places = asyncio.Semaphore(connections)
        self._idle: dict[SmtpConnection, asyncio.TimerHandle] = {}

    async def send(self, envelope: Envelope, leaving: Leaving) -> None:
        async with self._places:
            line = await self._begun(envelope.sender)
            try:
                await line.address(SmtpStep.RECIPIENT, envelope.to)
                if envelope.archive is not None:
                    await self._address_archive(line, envelope.archive)
                await line.finish(envelope.octets, leaving)
            except DeliveryError:
                await self._start_over(line)
                raise
            except BaseException:
                line.close()
                raise
            self._rest(line)

    def close(self) -> None:
        """End the connections that wait for work."""
        for line, timer in self._idle.items():
            timer.cancel()
            line.close()
        self._idle.clear()

    async def _begun(self, sender: Mailbox) -> SmtpConnection:
        """A connection on which a mail is begun: one that is open, else a new one.

        A server may have ended an open one meanwhile; nothing was said on it yet.
        """
        while self._idle:
            line, timer = self._idle.popitem()
            timer.cancel()
            with suppress(DeliveryError):
                await line.begin(sender)
                return line
            line.close()
        line = await SmtpConnection.open(self._server, self._name, self._tls, self._within)
        try:
            await line.begin(sender)
        except BaseException:
            line.close()
            raise
        return line

    async def _address_archive(self, line: SmtpConnection, archive: Mailbox) -> None:
        """Without its copy nobody could look for a mail later: then it rather waits."""
        try:
            await line.address(SmtpStep.ARCHIVE, archive)
        except DeliveryError as error:
            raise DeliveryError(str(error)) from error

    async def _start_over(self, line: SmtpConnection) -> None:
        """Keep a connection on which one mail failed, if it is still of use."""
        if line.is_open:
            try:
                await line.reset()
            except DeliveryError:
                line.close()
            else:
                self._rest(line)

    def _rest(self, line: SmtpConnection) -> None:
        if not line.is_open or line.carried >= MAILS_A_LINE:
            line.close()
            return
        loop = asyncio.get_running_loop()
        self._idle[line] = loop.call_later(self._within.idle, self._retire, line)

    def _retire(self, line: SmtpConnection) -> None:
        self._idle.pop(line, None)
        line.close()


class PrintedRelay:
    """Writes headers that matter and the text form, read back from the octets; sends nothing."""

    def __init__(self, write: Callable[[str], object] = sys.stdout.write) -> None:
        self._write = write

    async def send(self, envelope: Envelope, leaving: Leaving) -> None:
        await leaving()
        mail = message_from_bytes(envelope.octets, EmailMessage, policy=default)
        lines = [f"{name}: {mail[name]}" for name in _SHOWN if name in mail]
        text = mail.get_body(("plain",))
        said = text.get_content() if text is not None else ""
        shown = visible("\n".join([*lines, "", said.rstrip()]))
        self._write("".join(f"[mail] {line}".rstrip() + "\n" for line in shown.split("\n")) + "\n")
