"""HTML as a run of texts and tags, in one pass over it. Pure.

It builds no tree, so nothing of what mails are attacked with costs more than their length: 2 MB of
``<div>`` keep Lexbor busy for minutes (HTML's own rules look at all open elements for each tag), as do
200,000 attributes of one tag libxml2, and unclosed comments html.parser of Python 3.11.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_NEXT = re.compile(r"<(?:(!--)|([!?])|(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30}))")
_CLOSING = re.compile(r"[>\"']")
_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}")  # no letter, and too long a number for some readers
_RAW = frozenset(["script", "style", "title", "textarea", "xmp", "noscript", "iframe", "noembed"])
_LONGEST_ATTRIBUTES = 3_000


class Tag(NamedTuple):
    """``<name attributes>`` or, when it ``closes``, ``</name>``."""

    name: str
    attributes: str = ""
    closes: bool = False


def texts_and_tags(page: str) -> Iterator[str | Tag]:
    """What a page consists of, comments and the content of scripts and the like left out."""
    at = 0
    while match := _NEXT.search(page, at):
        if match.start() > at:
            yield unescaped(page[at : match.start()])
        if match[1]:
            at = _after(page, "-->", match.end())
        elif match[2]:
            at = _after(page, ">", match.end())
        else:
            end = _end_of_tag(page, match.end())
            tag = Tag(
                match[4].lower(), page[match.end() : end][:_LONGEST_ATTRIBUTES], bool(match[3])
            )
            yield tag
            at = _after_raw(page, tag.name, end) if tag.name in _RAW and not tag.closes else end + 1
    if at < len(page):
        yield unescaped(page[at:])


def unescaped(text: str) -> str:
    """Text with its character references read."""
    return html.unescape(_NUMBER.sub("\ufffd", text)) if "&" in text else text


def _end_of_tag(page: str, at: int) -> int:
    """Where the tag's ``>`` stands, which quoted values may hold as well."""
    start = at
    while match := _CLOSING.search(page, at):
        if match[0] == ">":
            return match.start()
        quoted = page.find(match[0], match.end())
        if quoted < 0:  # nowhere in the rest: this happens once for each of the two signs
            break
        at = quoted + 1
    end = page.find(">", start)
    return end if end >= 0 else len(page)


def _after(page: str, sign: str, at: int) -> int:
    found = page.find(sign, at)
    return found + len(sign) if found >= 0 else len(page)


def _after_raw(page: str, name: str, at: int) -> int:
    """Where the closing tag of an element begins in which nothing is a tag."""
    closing = re.compile(f"</{name}", re.IGNORECASE).search(page, at)
    return closing.start() if closing else len(page)
