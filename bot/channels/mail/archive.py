"""Looks into the archive's mailbox over IMAP, to see whether a mail has left.

Looking is rare (after a crash, or an answer that never came): a new connection each time, in a
thread, one at a time.
"""

import asyncio
import ssl

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from bot.channels.mail.answers import shown
from bot.channels.mail.message_ids import is_name
from bot.channels.mail.settings import ArchiveSettings, Security
from bot.model.errors import DeliveryError

WITHIN = 20.0  # seconds for each step


class ArchiveError(DeliveryError):
    """The archive's mailbox could not be read; trying again may help."""


class ImapArchive:
    """Fills ``Sent``. ``tls`` None: the certificates that this machine trusts.

    It changes nothing in the mailbox; whoever runs it empties it.
    """

    def __init__(
        self, settings: ArchiveSettings, tls: ssl.SSLContext | None = None, within: float = WITHIN
    ) -> None:
        self._settings = settings
        self._tls = tls or ssl.create_default_context()
        self._within = within
        self._one = asyncio.Lock()

    async def has(self, name: str) -> bool:
        """Whether a mail with this Message-ID (without brackets) is there. ArchiveError."""
        if not is_name(name):
            return False
        async with self._one:
            return await asyncio.to_thread(self._has, name)

    async def check(self) -> None:
        """Sign in and open the folder; ArchiveError says what is the matter."""
        async with self._one:
            await asyncio.to_thread(self._has, "")

    def _has(self, name: str) -> bool:
        server, is_tls = self._settings.server, self._settings.server.security is Security.TLS
        try:
            with IMAPClient(
                server.host,
                server.port,
                ssl=is_tls,
                ssl_context=self._tls if is_tls else None,
                timeout=self._within,
            ) as imap:
                if server.security is Security.STARTTLS:
                    imap.starttls(self._tls)
                self._enter(imap)
                return bool(name and imap.search(["HEADER", "Message-ID", f"<{name}>"]))
        except ssl.SSLError as error:
            why = getattr(error, "verify_message", "") or error.reason or "TLS failed"
            raise ArchiveError(f"the connection to the archive is not secure: {why}") from error
        except (IMAPClientError, OSError, UnicodeError) as error:
            raise ArchiveError(f"the archive's mailbox: {shown(str(error))}") from error

    def _enter(self, imap: IMAPClient) -> None:
        server, folder = self._settings.server, self._settings.folder
        try:
            imap.login(server.user, server.password)
        except LoginError as error:
            raise ArchiveError(
                f"the archive's mailbox does not let us sign in as {server.user}"
            ) from error
        try:
            imap.select_folder(folder, readonly=True)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            raise ArchiveError(f"the archive's mailbox has no folder {folder}") from error
