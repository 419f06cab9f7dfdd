"""The desk's plain text as paragraphs, lists and links; every channel draws them in its own way.

It finds out what a line is and which address may be a link. It escapes nothing and draws nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal
from urllib.parse import urlsplit

from bot.model.catalogue import Catalogue

Kind = Literal["paragraph", "bullets", "numbers"]

_LINE_END = re.compile(r"\r\n?|[\u2028\u2029]")
# Line feed and tab stay. The rest of C0 and C1, marks that turn the reading direction and halves
# of surrogate pairs go.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BULLET = re.compile(r"^[ \u3000]*[・•\-*‐–][ \u3000]*(?=\S)")
_NUMBER = re.compile(r"^[ \u3000]*(\d{1,3})(?:[.)．）、][ \u3000]*)(?=\D)")
_URL = re.compile(r"https://[!#-;=?-{}~]+")  # ASCII, without space " < > |
_AFTER_URL = ".,;:!?)]}'*_~`"


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a paragraph or one item of a list; ``number`` of a numbered one."""

    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines that belong together."""

    kind: Kind
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; ``url`` is "" where it is no link."""

    text: str
    url: str = ""


def visible(text: str) -> str:
    """Text without control characters and marks that turn the reading direction."""
    return _UNSEEN.sub("", _LINE_END.sub("\n", text))


def one_line(text: str, most: int) -> str:
    """Text in one line, without what nobody sees, shortened to so many characters."""
    line = " ".join(visible(text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def blocks(text: str) -> tuple[TextBlock, ...]:
    """The text in blocks; blank lines part them and are in none."""
    return tuple(
        TextBlock(kind, tuple(_line(kind, line) for line in lines))
        for kind, lines in groupby(visible(text).split("\n"), _kind)
        if kind is not None
    )


def pieces(text: str, hosts: frozenset[str]) -> Iterator[Piece]:
    """The text in pieces, of which addresses on ``hosts`` are links."""
    end = 0
    for found in _URL.finditer(text):
        url = found[0].rstrip(_AFTER_URL)
        if not is_allowed(url, hosts):
            continue
        if found.start() > end:
            yield Piece(text[end : found.start()])
        yield Piece(url, url)
        end = found.start() + len(url)
    if end < len(text):
        yield Piece(text[end:])


def is_allowed(url: str, hosts: frozenset[str]) -> bool:
    """Whether a link may be live: https, a listed host or below one, no user name, no port."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme != "https" or port is not None or "@" in parts.netloc:
        return False
    return any(host == known or host.endswith(f".{known}") for known in hosts)


def status_hosts(catalogue: Catalogue) -> frozenset[str]:
    """The hosts of the vendors' status pages: the only ones that the desk's words may link to."""
    pages = (p.status_page for p in catalogue.products.values())
    return frozenset(host for page in pages if page and (host := urlsplit(page).hostname))


def _kind(line: str) -> Kind | None:
    if not line.strip():
        return None
    if _BULLET.match(line):
        return "bullets"
    return "numbers" if _NUMBER.match(line) else "paragraph"


def _line(kind: Kind, line: str) -> TextLine:
    if kind == "bullets":
        return TextLine(_BULLET.sub("", line))
    if kind == "numbers" and (number := _NUMBER.match(line)):
        return TextLine(line[number.end() :], int(number[1]))
    return TextLine(line.strip())
