"""What a mail holds: the text of its body, the files that came with it, and what cannot be read. Pure.

Of alternatives the plain one is read, of a signed mail what was signed. A mail within a mail is a file
that is read as text. Shapes: RFC 2046, 2387 (related), 1847 and 8551 (signed, encrypted), 3676 (flowed).
"""

import re
from dataclasses import dataclass, field
from email.message import Message

from bot.channels.mail.reading import headers
from bot.channels.mail.reading.charsets import text_of
from bot.channels.mail.reading.from_html import text_of_html
from bot.channels.mail.reading.opened import children, octets_of

MOST_BODY, MOST_OCTETS = 300_000, 2_000_000  # characters, and bytes of one text, that are read
MOST_FILES = 20
_KIND = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}")
_LOGO = 20_000  # bytes; a smaller picture within the text belongs to a signature
_ENCRYPTED = frozenset(
    [
        "multipart/encrypted",
        "application/pgp-encrypted",
        "application/pkcs7-mime",
        "application/x-pkcs7-mime",
    ]
)
_SEALS = frozenset(
    ["application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"]
)
_TNEF = frozenset(["application/ms-tnef", "application/vnd.ms-tnef"])


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail. ``kind``: what the mail says it is, ``text/csv``."""

    name: str
    octets: bytes = field(repr=False)
    kind: str = ""


@dataclass(slots=True)
class Contents:
    """What was found, in the order of the mail.

    ``unread`` names what nobody here can read (``winmail.dat``). ``handed_on``: texts of mails that
    are within this one.
    """

    texts: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    handed_on: list[str] = field(default_factory=list)
    is_calendar: bool = False

    @property
    def body(self) -> str:
        return "\n\n".join(text for text in self.texts if text.strip())[:MOST_BODY]


def contents_of(mail: Message) -> Contents:
    """What a mail holds. It does not raise, and leaves out what lies beyond the bounds."""
    found = Contents()
    _take(mail, found)
    return found


def _take(part: Message, found: Contents) -> None:
    kind = part.get_content_type()
    if not _KIND.fullmatch(kind):
        kind = "application/octet-stream"
    if kind in _ENCRYPTED:
        found.unread.append(headers.file_name(part) or "smime.p7m")
    elif kind == "message/rfc822":
        _take_mail(part, found)
    elif kind == "multipart/alternative":
        _take_alternative(part, found)
    elif kind in ("multipart/related", "multipart/signed"):
        _take_first(part, found)
    elif inner := children(part):
        for child in inner:
            _take(child, found)
    elif not kind.startswith("multipart/"):
        _take_leaf(part, kind, found)
    elif text := _text(part, "text/plain"):  # it says "multipart" and has no parts
        found.texts.append(text)


def _take_alternative(part: Message, found: Contents) -> None:
    """The plain text if it says anything, otherwise the richest one that does."""
    choices = []
    for child in children(part):
        choice = Contents()
        _take(child, choice)
        choices.append((child.get_content_type() == "text/plain", choice))
    said = [c for c in choices if c[1].body.strip()]
    plain = [c for c in said if c[0]]
    chosen = (plain or said[-1:] or choices[:1] or [(False, Contents())])[0][1]
    found.texts += chosen.texts
    for _, choice in choices:  # a calendar or a picture stands beside the text
        found.files += choice.files[: MOST_FILES - len(found.files)]
        found.unread += choice.unread
        found.handed_on += choice.handed_on
        found.is_calendar |= choice.is_calendar


def _take_first(part: Message, found: Contents) -> None:
    """The first part is the text, the others belong to it."""
    first, *others = children(part) or (Message(),)
    _take(first, found)
    for other in others:
        if other.get_content_type() not in _SEALS:
            _take(other, found)


def _take_leaf(part: Message, kind: str, found: Contents) -> None:
    name = headers.file_name(part)
    is_file = bool(name) or part.get_content_disposition() == "attachment"
    if kind in _SEALS or kind == "text/rfc822-headers":
        return
    if kind == "text/calendar":
        found.is_calendar = True
    elif kind in _TNEF:
        found.unread.append(name or "winmail.dat")
    elif kind in ("text/plain", "text/html") and not is_file:
        found.texts.append(_text(part, kind))
    elif len(found.files) < MOST_FILES:
        octets = octets_of(part)
        is_within_text = bool(part.get("Content-ID"))
        if kind.startswith("image/") and is_within_text and len(octets) < _LOGO:
            return
        found.files.append(Attachment(name or kind.replace("/", "."), octets, kind))
    elif len(found.unread) < MOST_FILES:
        found.unread.append(name or kind)


def _take_mail(part: Message, found: Contents) -> None:
    """A mail within the mail: its subject and text, and its files as if they were with this one."""
    for inner in children(part)[:1]:
        held = contents_of(inner)
        subject = headers.words(inner, "Subject")
        found.handed_on.append(
            "\n".join(t for t in (subject, held.body or "\n".join(held.handed_on)) if t)
        )
        found.files += held.files[: MOST_FILES - len(found.files)]
        found.unread += held.unread


def _text(part: Message, kind: str) -> str:
    text = text_of(octets_of(part)[:MOST_OCTETS], headers.parameter(part, "charset"))
    if kind == "text/html":
        return text_of_html(text)
    if headers.parameter(part, "format").lower() == "flowed":
        return _unflowed(text, is_glued=headers.parameter(part, "delsp").lower() == "yes")
    return text


def _unflowed(text: str, *, is_glued: bool) -> str:
    """Lines that end in a blank go on in the next one (RFC 3676 4.2)."""
    joined: list[str] = []
    flows = False
    for line in text[:MOST_BODY].replace("\r\n", "\n").split("\n"):
        is_quoted = line.startswith(">")
        unstuffed = line[1:] if line.startswith(" ") else line
        if flows and not is_quoted and line != "-- ":
            joined[-1] += unstuffed
        else:
            joined.append(unstuffed)
        flows = line.endswith(" ") and not is_quoted and line != "-- "
        if flows and is_glued:
            joined[-1] = joined[-1][:-1]
    return "\n".join(joined)
