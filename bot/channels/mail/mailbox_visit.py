"""One connection to the mailbox that is read: sign in, see what is new, fetch, mark, listen. It waits.

IMAP4rev1 (RFC 3501), IDLE (2177), MOVE (6851). By IMAPClient, since the standard library's client has
no IDLE in Python 3.11 and parses no answers; aioimaplib would spare the thread, but leaves answers to
its caller as well and is under the GPL.
"""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import (
    IMAPClientAbortError,
    IMAPClientError,
    LoginError,
)

from bot.channels.mail.answers import shown
from bot.channels.mail.reading.opened import MOST_BYTES
from bot.channels.mail.receiving import MailboxSettings
from bot.channels.mail.settings import Security
from bot.model.errors import JitabataError

CONNECTED_WITHIN, ANSWERED_WITHIN = 15.0, 60.0  # seconds
MOST_AT_ONCE = 200  # mails of which one round hears
_SEEN = b"\\Seen"
_CONTENT = f"BODY.PEEK[]<0.{MOST_BYTES}>"


class MailboxError(JitabataError):
    """The mailbox could not be read; trying again may help.

    ``is_about_the_mail``: the server refused one command, and the connection is still good.
    """

    is_about_the_mail = False


class RefusedError(MailboxError):
    """The server answered a command with no."""

    is_about_the_mail = True


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a folder was read: every mail up to ``uid``, as long as ``validity`` is the same.

    RFC 3501 2.3.1.1: with another validity the server has numbered all mails anew.
    """

    validity: int
    uid: int

    @classmethod
    def of(cls, text: str) -> "Mark | None":
        """What ``str`` wrote; None where nothing was."""
        validity, _, uid = text.partition(":")
        return cls(int(validity), int(uid)) if validity.isdigit() and uid.isdigit() else None

    def __str__(self) -> str:
        return f"{self.validity}:{self.uid}"


class Visit:
    """A connection that is signed in and has its folder open.

    Every method waits, in one thread at a time, and raises MailboxError; ``cut`` is for others.
    It deletes nothing and creates nothing.
    """

    def __init__(
        self, settings: MailboxSettings, tls: ssl.SSLContext, within: float = ANSWERED_WITHIN
    ) -> None:
        self._settings = settings
        with _troubles():
            self._client = _connected(settings, tls, within)
        try:
            with _troubles():
                self.end = self._entered(tls)
                self.can_listen = bool(self._client.has_capability("IDLE"))
                self._moves = bool(self._client.has_capability("MOVE"))
        except BaseException:
            self.cut()
            self.leave()
            raise

    def _entered(self, tls: ssl.SSLContext) -> Mark:
        """Where the folder ends when it is opened."""
        server, client = self._settings.server, self._client
        if server.security is Security.STARTTLS:
            client.starttls(tls)
        try:
            client.login(server.user, server.password)
        except LoginError as why:
            raise MailboxError(f"the mailbox does not let us sign in as {server.user}") from why
        try:
            folder = client.select_folder(self._settings.folder)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as why:
            raise MailboxError(f"the mailbox has no folder {self._settings.folder}") from why
        return Mark(int(folder[b"UIDVALIDITY"]), int(folder.get(b"UIDNEXT", 1)) - 1)

    def news(self, mark: Mark) -> list[int]:
        """The mails to be read, oldest first: those not seen, and those beyond the mark.

        The latter because somebody who looks into the same mailbox may have seen them before us.
        """
        with _troubles():
            unseen = self._client.search(["UNSEEN"])
            beyond = self._client.search(["UID", f"{mark.uid + 1}:*"])
        later = {uid for uid in beyond if uid > mark.uid}  # "*" is the last one, however small
        return sorted({*unseen, *later})[:MOST_AT_ONCE]

    def fetch(self, uid: int) -> bytes | None:
        """A mail as it is, up to 10 MB; None: it is gone. It is not marked by that."""
        with _troubles():
            found = self._client.fetch([uid], [_CONTENT]).get(uid, {})
        return next((bytes(v) for k, v in found.items() if k.startswith(b"BODY[]") and v), None)

    def done(self, uid: int) -> None:
        """Mark a mail as seen, and move it where that is configured and can be done in one step."""
        with _troubles():
            self._client.add_flags([uid], [_SEEN])
            if self._settings.done_folder and self._moves:
                self._client.move([uid], self._settings.done_folder)

    def listen(self, seconds: float) -> None:
        """Wait until the server tells of anything, at most so long."""
        with _troubles():
            self._client.idle()
            self._client.idle_check(timeout=seconds)
            self._client.idle_done()

    def leave(self) -> None:
        """Sign out, if the connection is still good for it."""
        with suppress(IMAPClientError, OSError):
            self._client.logout()
        with suppress(IMAPClientError, OSError):
            self._client.shutdown()

    def cut(self) -> None:
        """End the connection from another thread: whatever waits on it fails at once."""
        with suppress(OSError):
            self._client.socket().shutdown(socket.SHUT_RDWR)


def _connected(settings: MailboxSettings, tls: ssl.SSLContext, within: float) -> IMAPClient:
    server = settings.server
    return IMAPClient(
        server.host,
        port=server.port,
        ssl=server.security is Security.TLS,
        ssl_context=tls if server.security is Security.TLS else None,
        timeout=SocketTimeout(connect=min(CONNECTED_WITHIN, within), read=within),
    )


@contextmanager
def _troubles() -> Iterator[None]:
    """What the library and the network raise, in our words."""
    try:
        yield
    except ssl.SSLError as why:
        what = getattr(why, "verify_message", "") or why.reason or "TLS failed"
        raise MailboxError(f"the connection to the mailbox is not secure: {what}") from why
    except (IMAPClientAbortError, OSError) as why:
        raise MailboxError(f"the connection to the mailbox broke: {shown(str(why))}") from why
    except IMAPClientError as why:
        raise RefusedError(f"the mailbox refused: {shown(str(why))}") from why
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as why:
        raise MailboxError("the mailbox answered something that is no IMAP") from why
