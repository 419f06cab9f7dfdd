"""Header fields of a mail to values, as they come: RFC 2047 and 2231, raw bytes, and neither kept to.

Pure, bounded, and nothing raises. A field is cut before it is read, so that no pattern here ever sees
more than a few thousand characters.
"""

import binascii
import re
from collections.abc import Iterator
from email import utils
from email.message import Message
from urllib.parse import unquote_to_bytes

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.reading.charsets import text_of

LONGEST = 4_000  # characters of a field
MOST_OF_A_NAME = 240  # characters of what somebody calls themselves
MOST_NAMES = 50  # of other mails that a mail refers to
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,3000})\?=")
_NAME = re.compile(r"<\s{0,8}([!-;=?-~]{1,900})\s{0,8}>")  # printable ASCII, no brackets
_EXTENDED = re.compile(r"([\w.:+-]{0,60})'[\w-]{0,40}'(.*)", re.DOTALL)


def field(message: Message, name: str) -> str:
    """A field as it stands, its first occurrence; "" when there is none."""
    return next(fields(message, name), "")


def fields(message: Message, name: str) -> Iterator[str]:
    """Every occurrence of a field, unfolded; bytes outside ASCII are kept as surrogates."""
    wanted = name.lower()
    for key, value in message.raw_items():
        if key.lower() == wanted:
            yield re.sub(r"[\r\n]+", "", str(value)[:LONGEST])


def words(message: Message, name: str) -> str:
    """A field for people to read, in one line."""
    return _visible(decoded(field(message, name)))


def decoded(value: str) -> str:
    """Text with encoded words and raw bytes read. Words of one charset are joined before."""
    read: list[str] = []
    pending, charset, end = b"", "", 0
    for match in _WORD.finditer(value):
        between = value[end : match.start()]
        said = match[1].partition("*")[0]
        if between.strip() or said.lower() != charset.lower():
            read.append(text_of(pending, charset) if pending else "")
            pending = b""
            if between.strip() or end == 0:
                read.append(_raw(between))
        pending += _octets(match[2], match[3])
        charset, end = said, match.end()
    read.append(text_of(pending, charset) if pending else "")
    read.append(_raw(value[end:]))
    return "".join(read)


def sender(message: Message) -> Mailbox | None:
    """Who the mail says it is from; None: nobody who could be answered."""
    value = field(message, "From")
    text = text_of(_bytes(value)) if "\x1b" in value else value  # brackets in ISO-2022-JP mislead
    try:
        people = utils.getaddresses([text])
        return Mailbox.of(people[0][1]) if people else None
    except (ValueError, IndexError, TypeError, AttributeError, RecursionError):
        return None


def sender_name(message: Message) -> str:
    """What the sender calls themselves; "" where the mail does not say, or says no more than the address."""
    value = field(message, "From")
    shown, angle, _ = value.rpartition("<")
    if not angle:
        return ""
    name = decoded(shown).strip().strip("\"'").replace('\\"', '"').strip()
    return "" if "@" in name else name[:MOST_OF_A_NAME]


def names_in(value: str) -> tuple[str, ...]:
    """The names of mails (Message-IDs without brackets) in a field, the last ones."""
    return tuple(_NAME.findall(value))[-MOST_NAMES:]


def file_name(message: Message) -> str:
    """The name of a file, "" when it has none: RFC 2231, RFC 2047 where it must not be, or raw bytes."""
    for where, name in (("Content-Disposition", "filename"), ("Content-Type", "name")):
        if found := parameter(message, name, where):
            return _visible(re.sub(r"[/\\]", "_", found))[:200]
    return ""


def parameter(message: Message, name: str, where: str = "Content-Type") -> str:
    """A parameter of a structured field, "" when it is missing or cannot be read."""
    try:
        given = message.get_param(name, header=where)
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, RecursionError):
        return ""
    if isinstance(given, tuple):
        charset, _, value = given
        return text_of(_bytes(value or ""), charset or "")
    text = str(given or "")
    if extended := _EXTENDED.fullmatch(text):  # the star is missing, the rest is RFC 2231
        return text_of(unquote_to_bytes(extended[2].encode("utf-8", "replace")), extended[1])
    return decoded(text)


def _octets(encoding: str, text: str) -> bytes:
    """The bytes of one encoded word; padding that is missing is forgiven."""
    raw = text.encode("ascii", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _raw(text: str) -> str:
    return text if text.isascii() and "\x1b" not in text else text_of(_bytes(text))


def _bytes(text: str) -> bytes:
    """What stood in the mail, for text in which raw bytes are surrogates or letters of Latin-1."""
    try:
        return text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        pass
    try:
        return text.encode("latin-1", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _visible(text: str) -> str:
    return " ".join(
        re.sub(
            r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]", " ", text
        ).split()
    )
