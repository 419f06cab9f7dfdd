"""Plain text of the desk as paragraphs, lists and links; what they look like is the template's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal
from urllib.parse import urlsplit

Kind = Literal["paragraph", "bullets", "numbers"]

# Line feed and tab stay. The rest of C0 and C1, marks that turn the reading direction, separators
# of lines that only some programs know, and halves of surrogate pairs go.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BULLET = re.compile(r"^[ \u3000]*[・•\-*‐–][ \u3000]*(?=\S)")
_NUMBER = re.compile(r"^[ \u3000]*(\d{1,3})(?:[.)．）、][ \u3000]*)(?=\D)")
_URL = re.compile(r"https://[!#-;=?-{}~]+")  # ASCII, without space " < > |
_AFTER_URL = ".,;:!?)]}'*_~`"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line; ``url`` is "" where it is no link."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph or one item of a list; ``number`` of a numbered one."""

    pieces: tuple[Piece, ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together."""

    kind: Kind
    lines: tuple[Line, ...]


def visible(text: str) -> str:
    """Text without control characters and marks that turn the reading direction."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, most: int) -> str:
    """Text for a header: one line, no control characters, shortened to so many characters."""
    line = " ".join(visible(text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def blocks(text: str, hosts: frozenset[str]) -> tuple[Block, ...]:
    """The text in blocks. Only https addresses of ``hosts`` or below them become links."""
    found: list[Block] = []
    for kind, lines in groupby(visible(text).split("\n"), _kind):
        if kind is not None:
            found.append(Block(kind, tuple(_line(kind, line, hosts) for line in lines)))
    return tuple(found)


def _kind(line: str) -> Kind | None:
    if not line.strip():
        return None
    if _BULLET.match(line):
        return "bullets"
    return "numbers" if _NUMBER.match(line) else "paragraph"


def _line(kind: Kind, line: str, hosts: frozenset[str]) -> Line:
    if kind == "bullets":
        return Line(tuple(_pieces(_BULLET.sub("", line), hosts)))
    if kind == "numbers" and (number := _NUMBER.match(line)):
        return Line(tuple(_pieces(line[number.end() :], hosts)), int(number[1]))
    return Line(tuple(_pieces(line.strip(), hosts)))


def _pieces(line: str, hosts: frozenset[str]) -> Iterator[Piece]:
    end = 0
    for found in _URL.finditer(line):
        url = found[0].rstrip(_AFTER_URL)
        if not _is_allowed(url, hosts):
            continue
        if found.start() > end:
            yield Piece(line[end : found.start()])
        yield Piece(url, url)
        end = found.start() + len(url)
    if end < len(line):
        yield Piece(line[end:])


def _is_allowed(url: str, hosts: frozenset[str]) -> bool:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if port is not None or "@" in parts.netloc:
        return False
    return any(host == known or host.endswith(f".{known}") for known in hosts)
