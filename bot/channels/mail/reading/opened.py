"""Raw bytes to the tree of a mail's parts, within bounds. Pure; hostile bytes do not raise.

The standard library's parser does the work. It recurses with every level and looks at every open
boundary for every line, so depth, parts, lines and header fields are counted while it works; what
goes beyond is left out, and what was read until then is kept.
"""

import re
from email.feedparser import BytesFeedParser
from email.message import Message
from email.policy import Compat32, Policy
from itertools import islice
from typing import Any

MOST_BYTES = 10 * 1024 * 1024
MOST_LINES = 400_000  # of a mail of that size in base64 there are half as many
MOST_PARTS, DEEPEST, MOST_FIELDS = 200, 10, 300
LONGEST_FIELD, LONGEST_STRUCTURED = 20_000, 3_000  # characters
_LINE_END = re.compile(rb"\r\n?|\n")


class _Beyond(Exception):  # noqa: N818 - no error: reading ends here
    """The mail has more than is read."""


class _AsItStands(Compat32):
    """Header fields with their bytes outside ASCII as surrogates, where the library shows marks."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002 - as it is called
        return value


_POLICY = _AsItStands()


class _Budget:
    """How many parts there may still be, and the whole mail, which the parser makes second."""

    def __init__(self) -> None:
        self.root: MailPart | None = None
        self._made = 0

    def part(self, policy: Policy = _POLICY) -> "MailPart":
        self._made += 1
        if self._made > MOST_PARTS:
            raise _Beyond
        part = MailPart(policy)
        if self._made == 2:  # the first one is made to see whether this can be called at all
            self.root = part
        return part


class MailPart(Message):
    """A part that knows how deep it lies and keeps a bounded number of bounded header fields."""

    depth = 0
    _kept = 0

    def attach(self, payload: Any) -> None:
        if isinstance(payload, MailPart):
            payload.depth = self.depth + 1
            if payload.depth > DEEPEST:
                raise _Beyond
        super().attach(payload)

    def set_raw(self, name: str, value: str) -> None:
        """What the parser calls for each field."""
        self._kept += 1
        if self._kept <= MOST_FIELDS:
            structured = name[:8].lower() == "content-"
            most = LONGEST_STRUCTURED if structured else LONGEST_FIELD
            super().set_raw(name[:200], value[:most])


def open_mail(raw: bytes) -> Message:
    """The mail, or as much of it as is within bounds."""
    budget = _Budget()
    parser = BytesFeedParser(budget.part, policy=_POLICY)
    try:
        parser.feed(_bounded(raw))
        return parser.close()
    except (_Beyond, RecursionError, ValueError, TypeError, LookupError, AssertionError):
        return budget.root if budget.root is not None else Message()


def octets_of(part: Message) -> bytes:
    """The content of a leaf, decoded; b"" when it has none."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, TypeError, LookupError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def children(part: Message) -> tuple[Message, ...]:
    """The parts within a part."""
    if not part.is_multipart():  # otherwise the library reads the text, and trips over its charset
        return ()
    content = part.get_payload()
    return tuple(child for child in content if isinstance(child, Message))


def _bounded(raw: bytes) -> bytes:
    """The mail up to its largest size and the last line that is read."""
    raw = raw[:MOST_BYTES]
    last = next(islice(_LINE_END.finditer(raw), MOST_LINES, None), None)
    return raw if last is None else raw[: last.start()]
