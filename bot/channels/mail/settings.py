"""What outgoing mail must be told, read from the environment and the ``[mail]`` table."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from bot.channels.mail.addresses import Mailbox
from bot.model.errors import JitabataError
from bot.model.rate import Rate
from bot.texts.loader import LANGUAGES

SMTP_PASSWORD = "JITABATA_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
ARCHIVE_PASSWORD = "JITABATA_MAIL_ARCHIVE_PASSWORD"  # noqa: S105 - the name of a variable

_KNOWN = frozenset(
    [
        "archive",
        "burst",
        "from",
        "from_name",
        "incoming",  # receiving.py reads it
        "language",
        "operator",
        "per_minute",
        "public_url",
        "smtp",
    ]
)
_SMTP = frozenset(["allow_plain", "host", "port", "security", "user"])
_HOST = re.compile(r"[!-~]{1,200}")
_ARCHIVE = _SMTP | {"address", "folder"}


class Security(StrEnum):
    """How a connection is kept private."""

    STARTTLS = "starttls"  # begins in the open and must change to TLS before anything is said
    TLS = "tls"  # from the first octet
    PLAIN = "plain"


IMAP_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.PLAIN: 143}


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server and how we sign in there; ``user`` "": without signing in. ``repr`` has no secret."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """The mailbox that gets a copy of every mail, and where it is read to look for one."""

    address: Mailbox
    server: MailServer
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How we send mail.

    ``operator`` runs the desk ("": the name says it). ``language`` is for readers whose language
    nobody knows. ``public_url`` is where readers reach our pages, without a slash at its end; ""
    leaves unsubscribing to mail. ``rate`` holds for each domain that we send to.
    """

    sender: Mailbox
    sender_name: str
    smtp: MailServer
    operator: str = ""
    language: str = "ja"
    public_url: str = ""
    rate: Rate = field(default_factory=lambda: Rate(every=1.0, burst=10))
    archive: ArchiveSettings | None = None


def settings_of(
    environment: Mapping[str, str], given: object, operator: str = ""
) -> MailSettings | None:
    """The settings, or None when no mail is sent (there is no ``[mail.smtp]``).

    ``given`` is the table ``[mail]``; ``operator`` is named where it names nobody. Raises JitabataError, which names the key and no secret.
    """
    table = table_of("mail", {} if given is None else given, _KNOWN)
    if "smtp" not in table:
        if environment.get(SMTP_PASSWORD):
            raise JitabataError(f"{SMTP_PASSWORD} is set, but there is no [mail.smtp] to use it")
        return None
    archive = table.get("archive")
    return MailSettings(
        sender=_mailbox("from", table.get("from", "")),
        sender_name=_name("from_name", table.get("from_name", operator or "Jitabata")),
        smtp=_smtp(table["smtp"], environment.get(SMTP_PASSWORD, "")),
        operator=_name("operator", table.get("operator", operator)),
        language=_language(table.get("language", "ja")),
        public_url=_address(table.get("public_url", "")),
        rate=Rate(
            every=60 / whole("[mail] per_minute", table.get("per_minute", 60), 6000),
            burst=whole("[mail] burst", table.get("burst", 10), 1000),
        ),
        archive=None if archive is None else _archive(archive, environment),
    )


def _smtp(given: object, password: str) -> MailServer:
    table = table_of("mail.smtp", given, _SMTP)
    ports = {Security.STARTTLS: 587, Security.TLS: 465, Security.PLAIN: 25}
    return server_of("mail.smtp", table, Security.STARTTLS, ports, (SMTP_PASSWORD, password))


def _archive(given: object, environment: Mapping[str, str]) -> ArchiveSettings:
    table = table_of("mail.archive", given, _ARCHIVE)
    secret = (ARCHIVE_PASSWORD, environment.get(ARCHIVE_PASSWORD, ""))
    server = server_of("mail.archive", table, Security.TLS, IMAP_PORTS, secret)
    if not server.user:
        raise JitabataError(
            f"[mail.archive] needs user, and {ARCHIVE_PASSWORD} in the environment: that mailbox is"
            " read to see whether a mail has left"
        )
    return ArchiveSettings(
        address=_mailbox("archive.address", table.get("address", "")),
        server=server,
        folder=_name("archive.folder", table.get("folder", "INBOX")) or "INBOX",
    )


def server_of(
    where: str,
    table: Mapping[str, Any],
    otherwise: Security,
    ports: Mapping[Security, int],
    secret: tuple[str, str],
) -> MailServer:
    """The server that a table names. ``secret``: the variable that holds its password, and that."""
    host, user = table.get("host", ""), table.get("user", "")
    if not isinstance(host, str) or not _HOST.fullmatch(host):
        raise JitabataError(f"[{where}] host must be the name of a server, not {host!r}")
    try:
        security = Security(table.get("security", otherwise))
    except ValueError as why:
        words = ", ".join(f'"{s}"' for s in Security)
        raise JitabataError(f"[{where}] security must be one of {words}") from why
    if security is Security.PLAIN and not (is_here(host) or table.get("allow_plain") is True):
        raise JitabataError(
            f'[{where}] security = "plain" sends mails, and a password, readable by anybody on the'
            ' way to another machine; use "starttls" or "tls" (or set allow_plain = true where the'
            " network is your own)"
        )
    if not isinstance(user, str) or not user.isprintable() or len(user) > 200:
        raise JitabataError(f"[{where}] user must be a name")
    name, password = secret
    if bool(user) != bool(password):
        raise JitabataError(f"[{where}] user and {name} in the environment go together")
    port = whole(f"[{where}] port", table.get("port", ports[security]), 65535)
    return MailServer(host, port, security, user, password)


def is_here(host: str) -> bool:
    """Whether a server is on this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def table_of(name: str, given: object, known: frozenset[str]) -> Mapping[str, Any]:
    """A table that holds nothing but what is known."""
    if not isinstance(given, Mapping):
        raise JitabataError(f"[{name}] must be a table")
    if unknown := sorted(set(given) - known):
        raise JitabataError(f"[{name}] knows no {', '.join(unknown)}")
    return given


def _mailbox(name: str, value: object) -> Mailbox:
    try:
        return Mailbox.of(str(value))
    except ValueError as why:
        raise JitabataError(
            f"[mail] {name} must be an address such as desk@example.com: {why}"
        ) from why


def _name(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > 60:
        raise JitabataError(f"[mail] {name} must be a name in one line, at most 60 characters")
    return value.strip()


def _language(value: object) -> str:
    if value not in LANGUAGES:
        raise JitabataError(f'[mail] language must be "ja" or "en", not {value!r}')
    return str(value)


def whole(name: str, value: object, most: int) -> int:
    """A setting that counts, from 1."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise JitabataError(f"{name} must be a whole number from 1 to {most}, not {value!r}")
    return value


def _address(value: object) -> str:
    """Where our pages are, without a slash at the end. Mail programs stop notices over https only."""
    try:
        parts = urlsplit(str(value))
        good = parts.scheme == "https" or (parts.scheme == "http" and is_here(parts.hostname or ""))
        good = good and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        good = False
    text = str(value)
    if value != "" and (not good or "?" in text or "#" in text or not text.isascii()):
        raise JitabataError(
            "[mail] public_url must be an https address such as https://desk.example.com"
        )
    if len(text) > 200 or not text.isprintable() or " " in text:
        raise JitabataError("[mail] public_url is too long, or has spaces")
    return text.rstrip("/")
