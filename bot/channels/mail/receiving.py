"""What incoming mail must be told, read from the table ``[mail.incoming]`` and the environment."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.settings import IMAP_PORTS, MailServer, Security, server_of, table_of, whole
from bot.model.errors import JitabataError

MAILBOX_PASSWORD = "JITABATA_MAILBOX_PASSWORD"  # noqa: S105 - the name of a variable
WEBHOOK_TOKEN = "JITABATA_MAIL_WEBHOOK_TOKEN"  # noqa: S105 - the name of a variable
WEBHOOK_SECRET = "JITABATA_MAIL_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable
SHORTEST_SECRET = 24  # characters, of a token and of a secret's text

_KNOWN = frozenset(
    ["addresses", "authserv_id", "imap", "lists", "open_domains", "per_hour", "tenants"]
)
_IMAP = frozenset(["allow_plain", "done_folder", "folder", "host", "port", "security", "user"])


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """The mailbox that is read. What is done is moved to ``done_folder``; "": it is marked as seen."""

    server: MailServer
    folder: str = "INBOX"
    done_folder: str = ""


@dataclass(frozen=True, slots=True)
class ReceivingSettings:
    """How mail comes in; ``repr`` shows no secret.

    ``mailbox`` None: none is read. ``token`` and ``secret``: who posts mails to us shows the one, or
    signs with the other ("": nobody may). ``addresses`` are those of the desk beside its sender's,
    ``lists`` the ids (``List-Id``) of groups through which people write to it. ``authserv_id`` is the
    name under which the operator's own mail server writes ``Authentication-Results``; "": senders
    are taken for who they say they are. ``tenants`` maps a domain to the organisation it is,
    ``open_to_all`` are more domains at which everybody gets an address. ``per_hour``: so many mails
    of one address are heard.
    """

    mailbox: MailboxSettings | None = None
    token: str = field(default="", repr=False)
    secret: bytes = field(default=b"", repr=False)
    addresses: tuple[Mailbox, ...] = ()
    lists: tuple[str, ...] = ()
    authserv_id: str = ""
    tenants: Mapping[str, str] = field(default_factory=dict)
    open_to_all: tuple[str, ...] = ()
    per_hour: int = 20

    @property
    def has_webhook(self) -> bool:
        """Whether mails may be posted to us."""
        return bool(self.token or self.secret)


def receiving_of(environment: Mapping[str, str], given: object) -> ReceivingSettings | None:
    """The settings, or None when no mail comes in (there is no ``[mail.incoming]``).

    ``given`` is that table, or None. Raises JitabataError, which names the key and no secret.
    """
    secrets = [n for n in (MAILBOX_PASSWORD, WEBHOOK_TOKEN, WEBHOOK_SECRET) if environment.get(n)]
    if given is None:
        if secrets:
            raise JitabataError(f"{secrets[0]} is set, but there is no [mail.incoming] to use it")
        return None
    table = table_of("mail.incoming", given, _KNOWN)
    found = ReceivingSettings(
        mailbox=_mailbox(table.get("imap"), environment.get(MAILBOX_PASSWORD, "")),
        token=_token(environment.get(WEBHOOK_TOKEN, "")),
        secret=_secret(environment.get(WEBHOOK_SECRET, "")),
        addresses=tuple(_address(a) for a in _texts("addresses", table.get("addresses", []))),
        lists=_texts("lists", table.get("lists", [])),
        authserv_id=_word("authserv_id", table.get("authserv_id", "")),
        tenants=_tenants(table.get("tenants", {})),
        open_to_all=_texts("open_domains", table.get("open_domains", [])),
        per_hour=whole("[mail.incoming] per_hour", table.get("per_hour", 20), 1000),
    )
    if found.mailbox is None and not found.has_webhook:
        raise JitabataError(
            f"[mail.incoming] has no way in: add [mail.incoming.imap], or set {WEBHOOK_TOKEN} or"
            f" {WEBHOOK_SECRET} for mails that are posted to /mail/incoming"
        )
    return found


def _mailbox(given: object, password: str) -> MailboxSettings | None:
    if given is None:
        if password:
            raise JitabataError(
                f"{MAILBOX_PASSWORD} is set, but there is no [mail.incoming.imap] to use it"
            )
        return None
    table = table_of("mail.incoming.imap", given, _IMAP)
    if not table.get("user") or not password:
        raise JitabataError(
            f"[mail.incoming.imap] needs user, and {MAILBOX_PASSWORD} in the environment"
        )
    secret = (MAILBOX_PASSWORD, password)
    return MailboxSettings(
        server_of("mail.incoming.imap", table, Security.TLS, IMAP_PORTS, secret),
        _word("imap.folder", table.get("folder", "INBOX")) or "INBOX",
        _word("imap.done_folder", table.get("done_folder", "")),
    )


def _token(text: str) -> str:
    if text and (len(text) < SHORTEST_SECRET or not text.isascii() or not text.isprintable()):
        raise JitabataError(
            f"{WEBHOOK_TOKEN} must have {SHORTEST_SECRET} or more printable characters of ASCII"
        )
    return text


def _secret(text: str) -> bytes:
    """``whsec_`` and base64, as the Standard Webhooks specification writes it."""
    if not text:
        return b""
    try:
        octets = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        octets = b""
    if len(octets) < SHORTEST_SECRET:
        raise JitabataError(
            f"{WEBHOOK_SECRET} must be whsec_ and the base64 of {SHORTEST_SECRET} or more bytes"
        )
    return octets


def _address(text: str) -> Mailbox:
    try:
        return Mailbox.of(text)
    except ValueError as why:
        raise JitabataError(
            f"[mail.incoming] addresses must be addresses such as desk@example.com: {why}"
        ) from why


def _texts(name: str, given: object) -> tuple[str, ...]:
    if not isinstance(given, list | tuple):
        raise JitabataError(f"[mail.incoming] {name} must be a list of texts")
    return tuple(_word(name, text).lower() for text in given)


def _tenants(given: object) -> dict[str, str]:
    table = given if isinstance(given, Mapping) else {}
    if table is not given:
        raise JitabataError("[mail.incoming] tenants must be a table of domains")
    return {_word("tenants", k).lower(): _word("tenants", v) for k, v in table.items()}


def _word(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > 200:
        raise JitabataError(f"[mail.incoming] {name} must be a text in one line")
    return value.strip()
