"""One connection to the mail server that takes our mails: opened, greeted, used many times.

aiosmtplib speaks SMTP, TLS and AUTH. The step from "354" to the end of the mail is spelt out here,
because what matters is whether a connection was lost before the final dot (the mail surely stayed)
or after it (it may have left), which the library's ``data`` does not tell.
"""

import re
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiosmtplib import SMTP, SMTPAuthenticationError, SMTPException, SMTPResponseException

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.answers import NotSecureError, SignInError, SmtpStep, refused, shown
from bot.channels.mail.settings import MailServer, Security
from bot.model.errors import DeliveryError

Leaving = Callable[[], Awaitable[object]]

_DOT = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Within:
    """How long each thing may take, in seconds.

    ``taken``: from the final dot to the answer. RFC 5321 4.5.3.2.6 wants 10 minutes, because a
    server may have the mail long before it says so. ``idle``: how long a connection without work
    stays open.
    """

    connected: float = 20
    answered: float = 60
    taken: float = 600
    idle: float = 20


@dataclass(frozen=True, slots=True)
class Envelope:
    """One mail for the server. ``archive`` gets a copy that the reader does not see."""

    sender: Mailbox
    to: Mailbox
    octets: bytes
    archive: Mailbox | None = None


def _unusable(error: Exception) -> DeliveryError:
    """Why there is no connection; a certificate's fault is found below the library's own error."""
    cause = error if isinstance(error, ssl.SSLError) else error.__cause__
    if isinstance(cause, ssl.SSLError):
        why = getattr(cause, "verify_message", "") or cause.reason or "TLS failed"
        return NotSecureError(f"the connection to the mail server is not secure: {why}")
    return DeliveryError(f"the mail server cannot be used: {shown(str(error))}")


class SmtpConnection:
    """A connection that is signed in. It carries one mail at a time."""

    def __init__(self, smtp: SMTP, within: Within) -> None:
        self._smtp = smtp
        self._within = within
        self.carried = 0  # mails so far

    @classmethod
    async def open(
        cls, server: MailServer, name: str, tls: ssl.SSLContext, within: Within
    ) -> "SmtpConnection":
        """Connect, change to TLS, sign in; ``name`` is what we call ourselves. DeliveryError."""
        smtp = SMTP(
            hostname=server.host,
            port=server.port,
            local_hostname=name,
            timeout=within.connected,
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,
            tls_context=tls,
            username=server.user or None,
            password=server.password if server.user else None,
        )
        try:
            await smtp.connect()
            if smtp.is_ehlo_or_helo_needed:
                await smtp.ehlo()
        except SMTPAuthenticationError as error:
            raise SignInError(
                f"the mail server does not let us sign in: {error.code} {shown(error.message)}"
            ) from error
        except SMTPResponseException as error:
            raise refused(SmtpStep.GREETING, error.code, error.message) from error
        except (SMTPException, OSError) as error:
            raise _unusable(error) from error
        return cls(smtp, within)

    @property
    def is_open(self) -> bool:
        return self._smtp.is_connected

    async def begin(self, sender: Mailbox) -> None:
        """Name the sender of the next mail."""
        await self._ask(SmtpStep.SENDER, f"MAIL FROM:<{sender.spec}>")

    async def address(self, step: SmtpStep, to: Mailbox) -> None:
        """Name somebody who gets it."""
        await self._ask(step, f"RCPT TO:<{to.spec}>")

    async def finish(self, octets: bytes, leaving: Leaving) -> None:
        """Hand over the mail itself; ``leaving`` is awaited when nothing but that is left to do.

        Raises DeliveryError; ``unknown`` when the server may have taken it.
        """
        await self._ask(SmtpStep.CONTENT, "DATA", good=354)
        try:
            await leaving()
        except BaseException:
            self._smtp.close()  # the server waits for a mail that does not come
            raise
        code, text = await self._send(_DOT.sub(b"..", octets) + b".\r\n")
        self.carried += 1
        if not 200 <= code < 300:
            raise refused(SmtpStep.CONTENT, code, text)

    async def _send(self, octets: bytes) -> tuple[int, str]:
        """Everything from here on may have arrived."""
        protocol = self._smtp.protocol
        if protocol is None or not protocol.is_connected:
            raise DeliveryError("the connection to the mail server was lost before the mail left")
        try:
            protocol.write(octets)
            return await protocol.read_response(timeout=self._within.taken)
        except (SMTPException, OSError) as error:
            self._smtp.close()
            raise DeliveryError(
                "the mail server did not say whether it took the mail", unknown=True
            ) from error
        except BaseException:
            self._smtp.close()
            raise

    async def reset(self) -> None:
        """Forget the mail that was begun. DeliveryError when the connection is of no more use."""
        await self._ask(SmtpStep.SENDER, "RSET")

    def close(self) -> None:
        """Take leave without waiting for an answer."""
        protocol = self._smtp.protocol
        if protocol is not None and protocol.is_connected:
            protocol.write(b"QUIT\r\n")
        self._smtp.close()

    async def _ask(self, step: SmtpStep, command: str, good: int = 250) -> None:
        try:
            answer = await self._smtp.execute_command(
                command.encode("ascii"), timeout=self._within.answered
            )
        except SMTPResponseException as error:  # no answer of SMTP at all
            self._smtp.close()
            raise DeliveryError("the mail server speaks no SMTP") from error
        except (SMTPException, OSError) as error:
            self._smtp.close()
            raise DeliveryError("the connection to the mail server was lost") from error
        except BaseException:
            self._smtp.close()
            raise
        if answer.code // 100 != good // 100:
            raise refused(step, answer.code, answer.message)
