"""A letter as a mail: headers, two forms of the text, octets. Pure; the clock is handed in.

RFC 5322 (headers), 2045 to 2047 (MIME), 3834 (Auto-Submitted), 2369 and 8058 (List-Unsubscribe).
The relay signs (DKIM); RFC 8058 wants List-Unsubscribe and List-Unsubscribe-Post among the signed
headers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from email.utils import quote
from enum import Enum
from typing import Any

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.writing.html import html, plain
from bot.channels.mail.writing.letter import Letter
from bot.desk.prose import one_line

MOST_REFERENCES = 12  # names; the first and the latest are kept
LINE = 76  # octets, where there is a space to fold at

_TOKENS = frozenset(
    [
        "X-Loop",
        "Message-ID",
        "In-Reply-To",
        "References",
        "List-Unsubscribe",
        "List-Id",
        "Feedback-ID",
    ]
)


class SenderKind(Enum):
    """Who speaks, for programs: what a machine sent must not be answered by a machine."""

    NOTICE = "auto-generated"
    REPLY = "auto-replied"
    STAFF = ""


@dataclass(frozen=True, slots=True)
class Stops:
    """How a program stops notices for its user: a URL for one post ("": none), and an address."""

    url: str
    mailto: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in the headers. Names are Message-IDs without angle brackets."""

    kind: SenderKind
    sender: Mailbox
    sender_name: str
    to: Mailbox
    name: str
    at: datetime
    references: tuple[str, ...] = ()
    stops: Stops | None = None
    feedback: str = ""


class _Headers(EmailPolicy):
    """Folds our headers by itself.

    The library's own folding (of Python 3.11) encodes a long token without spaces as if it were
    text, which breaks ``References`` and ``List-Unsubscribe``, and loses or adds spaces between the
    encoded words of a long Japanese subject or name.
    """

    def fold(self, name: str, value: Any) -> str:
        if name in _TOKENS:
            return _folded(name, str(value).split())
        if name == "Subject":
            return _folded(name, _encoded(str(value), name).split())
        if name == "From":
            sender: Address = value.addresses[0]
            called = _encoded(sender.display_name, name, quoted=True)
            return _folded(name, [*called.split(), f"<{sender.addr_spec}>"])
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii")


def _encoded(text: str, name: str, *, quoted: bool = False) -> str:
    """Text for a header, in encoded words (RFC 2047) unless it can stand as it is."""
    if text.isascii() and "=?" not in text:
        return f'"{quote(text)}"' if quoted and text else text
    return Header(text, "utf-8", header_name=name).encode()


def _folded(name: str, words: Iterable[str]) -> str:
    """A header folded at spaces alone."""
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + len(word) + 1 > LINE and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines) + "\r\n"


POLICY = _Headers(linesep="\r\n", cte_type="7bit", max_line_length=LINE)


def compose(letter: Letter, head: Head, hosts: frozenset[str]) -> bytes:
    """The mail as octets, lines ended by CRLF, in 7 bits.

    The same letter and head give the same octets.
    """
    mail = EmailMessage(POLICY)
    sender_name = one_line(head.sender_name, 60)
    mail["From"] = Address(sender_name, head.sender.local, head.sender.domain)
    mail["To"] = head.to.spec
    mail["Subject"] = one_line(letter.subject, 200)
    mail["Date"] = head.at
    mail["Message-ID"] = f"<{head.name}>"
    _thread(mail, head.references)
    _for_programs(mail, head)
    mail.set_content(plain(letter), charset="utf-8")
    mail.add_alternative(html(letter, hosts), subtype="html", charset="utf-8")
    mail["Content-Language"] = letter.label_lang  # set earlier, it would become the text's alone
    mail.set_boundary(f"=_{head.name.partition('@')[0]}")
    return mail.as_bytes()


def _thread(mail: MIMEPart, references: tuple[str, ...]) -> None:
    if not references:
        return
    if len(references) > MOST_REFERENCES:
        references = (references[0], *references[1 - MOST_REFERENCES :])
    mail["In-Reply-To"] = f"<{references[-1]}>"
    mail["References"] = " ".join(f"<{name}>" for name in references)


def _for_programs(mail: MIMEPart, head: Head) -> None:
    """What keeps machines from answering, and lets them stop notices."""
    mail["X-Loop"] = head.sender.spec  # what comes back with it is ours
    if head.kind is not SenderKind.STAFF:
        mail["Auto-Submitted"] = head.kind.value
        # Exchange: no receipts, no absence notes. Failure reports stay: they tell of dead addresses.
        mail["X-Auto-Response-Suppress"] = "DR, RN, NRN, OOF, AutoReply"
    if head.kind is not SenderKind.NOTICE:
        return
    mail["Precedence"] = "bulk"
    mail["List-Id"] = f"<notices.{head.sender.domain}>"
    if head.feedback:
        mail["Feedback-ID"] = one_line(head.feedback, 100).replace(" ", "-")
    if head.stops is None:
        return
    ways = [head.stops.url, head.stops.mailto]
    mail["List-Unsubscribe"] = ", ".join(f"<{way}>" for way in ways if way)
    if head.stops.url:
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
