"""Which address a mail of ours did not reach, for good or for now: RFC 3464, and Exim's header. Pure.

Anybody can send such a report about anybody, so one counts only when it names a mail of ours; its
reader checks besides that the mail went to that address. Providers that write prose instead
(some Japanese carriers) are recognised and not read.
"""

import re
from dataclasses import dataclass
from email.message import Message

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.reading import headers
from bot.channels.mail.reading.opened import children, octets_of

MOST_RECIPIENTS = 50
_STATUS = re.compile(r"\s{0,8}([245])\.\d{1,3}\.\d{1,3}")
_IN_TEXT = re.compile(
    rb"^Message-ID:[ \t]{0,8}(?:\r?\n[ \t]{1,8})?<([^<>\s]{1,900})>", re.IGNORECASE | re.MULTILINE
)
# A full mailbox, a large mail, a busy system and a policy pass, whatever class the code has (RFC 3463).
_PASSING = re.compile(r"5\.(?:2\.[23]|3\.[14]|7\.\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Bounced:
    """An address that a mail of ours did not reach. ``message_id``: that mail's, without brackets."""

    address: str
    permanent: bool
    message_id: str


def bounces_of(mail: Message) -> tuple[Bounced, ...]:
    """What a report says; nothing when it is none, or does not name the mail that it is about."""
    original = _original(mail)
    if not original:
        return ()
    found = [b for part in _reports(mail) for b in _failed(part, original)]
    if not found:
        exim = headers.field(mail, "X-Failed-Recipients").split(",")
        found = [Bounced(a, permanent=True, message_id=original) for a in map(_address, exim) if a]
    return tuple(dict.fromkeys(found))[:MOST_RECIPIENTS]


def _reports(mail: Message) -> list[Message]:
    """The blocks of header fields about recipients."""
    return [
        block
        for part in children(mail)
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status")
        for block in children(part)
    ]


def _failed(block: Message, original: str) -> list[Bounced]:
    action = headers.field(block, "Action").strip().lower()
    address = _address(headers.field(block, "Original-Recipient")) or _address(
        headers.field(block, "Final-Recipient")
    )
    if action not in ("failed", "delayed") or not address:
        return []
    status = headers.field(block, "Status") + " " + headers.field(block, "Diagnostic-Code")[:500]
    code = _STATUS.match(status)
    lasting = action == "failed" and (code is None or code[1] == "5")
    return [Bounced(address, lasting and not _PASSING.search(status), original)]


def _address(value: str) -> str:
    """``rfc822; name@example.com`` to the address; "" when there is none."""
    try:
        return Mailbox.of(value.rpartition(";")[2].strip().strip("<>")).plain
    except ValueError:
        return ""


def _original(mail: Message) -> str:
    """The name of the mail that came back: in its header, which is sent along, else what this answers."""
    for part in children(mail):
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global"):
            names = [
                n
                for inner in children(part)
                for n in headers.names_in(headers.field(inner, "Message-ID"))
            ]
        elif kind in ("text/rfc822-headers", "message/global-headers"):
            names = [
                n.decode("ascii", "replace") for n in _IN_TEXT.findall(octets_of(part)[:100_000])
            ]
        else:
            continue
        if names:
            return names[0]
    answers = headers.names_in(
        headers.field(mail, "In-Reply-To") or headers.field(mail, "References")
    )
    if answers:
        return answers[-1]
    body = b"" if mail.is_multipart() else octets_of(mail)[:100_000]
    return next((n.decode("ascii", "replace") for n in _IN_TEXT.findall(body)), "")
