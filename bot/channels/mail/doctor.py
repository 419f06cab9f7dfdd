"""Looks at mail as it is set up, out and in: connects and asks, sends and marks nothing."""

import ssl

from bot.channels.checkups import checkup
from bot.channels.mail.answers import NotSecureError, SignInError, SmtpStep
from bot.channels.mail.archive import ImapArchive
from bot.channels.mail.imap import check_mailbox
from bot.channels.mail.line import SmtpConnection, Within
from bot.channels.mail.mailbox_visit import MailboxError
from bot.channels.mail.receiving import ReceivingSettings
from bot.channels.mail.settings import ArchiveSettings, MailSettings, Security, is_here
from bot.model.checkup import Checkup
from bot.model.errors import DeliveryError

WITHIN = Within(connected=10, answered=10)

_SMTP, _ARCHIVE = "[mail.smtp]", "[mail.archive]"


async def examine(
    settings: MailSettings | None,
    tls: ssl.SSLContext | None = None,
    within: Within = WITHIN,
) -> list[Checkup]:
    """Everything there is to say, in the order in which one would put it right.

    ``tls`` None: the certificates that this machine trusts.
    """
    if settings is None:
        return [checkup("doctor_mail.note.off", "[mail]")]
    context = tls or ssl.create_default_context()
    found = await _smtp(settings, context, within)
    if settings.archive is None:
        found.append(checkup("doctor_mail.note.archive_none", _ARCHIVE))
    else:
        found.append(await _mailbox(settings.archive, context, within))
    if not settings.public_url:
        found.append(checkup("doctor_mail.note.no_page", "[mail] public_url"))
    return found


async def examine_incoming(
    settings: ReceivingSettings | None, tls: ssl.SSLContext | None = None
) -> list[Checkup]:
    """Whether the mailbox that is read can be opened; nothing where no mail comes in."""
    if settings is None:
        return []
    found = []
    if settings.mailbox is not None:
        try:
            await check_mailbox(settings.mailbox, tls)
        except MailboxError as error:
            found.append(
                checkup("doctor_mail.wrong.mailbox_bad", "[mail.incoming.imap]", why=error)
            )
        else:
            found.append(checkup("doctor_mail.ok.mailbox_ok", "[mail.incoming.imap]"))
    if not settings.authserv_id:
        found.append(checkup("doctor_mail.note.unverified", "[mail.incoming] authserv_id"))
    return found


async def _smtp(settings: MailSettings, tls: ssl.SSLContext, within: Within) -> list[Checkup]:
    """Whether the server takes us, the sender and the archive's address."""
    server = settings.smtp
    try:
        line = await SmtpConnection.open(server, settings.sender.domain, tls, within)
    except DeliveryError as error:
        return [checkup(_trouble(error), _SMTP, why=error)]
    try:
        is_open = server.security is Security.PLAIN and not is_here(server.host)
        key = "doctor_mail.note.smtp_plain" if is_open else "doctor_mail.ok.smtp_ok"
        return [
            checkup(key, _SMTP, host=f"{server.host}:{server.port}", how=server.security),
            *await _addresses(settings, line),
        ]
    finally:
        line.close()


def _trouble(error: DeliveryError) -> str:
    match error:
        case NotSecureError():
            return "doctor_mail.wrong.smtp_insecure"
        case SignInError():
            return "doctor_mail.wrong.smtp_sign_in"
        case _:
            return "doctor_mail.wrong.smtp_away"


async def _addresses(settings: MailSettings, line: SmtpConnection) -> list[Checkup]:
    """A mail is begun and taken back before there is any of it."""
    try:
        await line.begin(settings.sender)
    except DeliveryError as error:
        return [
            checkup(
                "doctor_mail.wrong.sender_refused",
                "[mail] from",
                address=settings.sender.spec,
                why=error,
            )
        ]
    if settings.archive is None:
        return []
    try:
        await line.address(SmtpStep.ARCHIVE, settings.archive.address)
    except DeliveryError as error:
        address = settings.archive.address.spec
        return [checkup("doctor_mail.wrong.archive_refused", _ARCHIVE, address=address, why=error)]
    return []


async def _mailbox(archive: ArchiveSettings, tls: ssl.SSLContext, within: Within) -> Checkup:
    try:
        await ImapArchive(archive, tls, within.answered).check()
    except DeliveryError as error:
        return checkup("doctor_mail.wrong.archive_bad", _ARCHIVE, why=error)
    return checkup("doctor_mail.ok.archive_ok", _ARCHIVE)
