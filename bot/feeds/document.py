"""Bytes to a decoded document: JSON or a feed. Everything else is unreadable, and says why.

Refused: too long, empty, half a file, HTML behind a 200, a document type or entities (they can
blow up or reach out). Nothing here knows a vendor.
"""

import codecs
import json
import re
from dataclasses import dataclass

from bot.model.errors import FeedError

LONGEST = 8 * 1024 * 1024  # bytes
LONGEST_XML = 1024 * 1024  # bytes; the lenient parser behind feedparser is slow on nonsense
MOST_VALUES = 1_000_000  # of a JSON document, by its commas and brackets: they cost more than bytes
MOST_MARKUP = 60_000  # tags and entities of a feed

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9._-]{2,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._-]{2,40})""", re.IGNORECASE)
_CALLBACK = re.compile(r"[A-Za-z_$][\w$.]{0,80}\s?\(")
_DECLARATION = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ROOT_ENDS = re.compile(r"</\s*(?:rss|feed|rdf:RDF|RDF)\s*>\s*(?:<!--[^<>]{0,2000}-->\s*)*$")
_ROOT_BEGINS = re.compile(r"<\s*(?:rss|feed|rdf:RDF|RDF)[\s>]")
_PROLOGUE = re.compile(r"^\s*<\?xml.{0,400}?\?>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class JsonDocument:
    """A JSON document; ``value`` is what ``json`` makes of it."""

    value: object


@dataclass(frozen=True, slots=True)
class XmlDocument:
    """The text of an RSS, RDF or Atom document: complete, with no document type."""

    text: str


def decode(document: bytes, *, content_type: str | None = None) -> JsonDocument | XmlDocument:
    """The document behind these bytes; raises FeedError (reachable) for anything else."""
    if len(document) > LONGEST:
        raise unreadable(f"{len(document)} bytes are more than {LONGEST}")
    text = _text_of(document, content_type).strip()
    if not text:
        raise unreadable("the body is empty")
    if text.startswith("<"):
        return _xml(text)
    return JsonDocument(_json(text))


def unreadable(why: str) -> FeedError:
    """The error of a document that came but says nothing: never fine, never down."""
    return FeedError(why, reachable=True)


def _text_of(document: bytes, content_type: str | None) -> str:
    for mark, encoding in _MARKS:
        if document.startswith(mark):
            return _decoded(document[len(mark) :], encoding)
    if document[:2] in (b"{\0", b"[\0", b"<\0"):
        return _decoded(document, "utf-16-le")
    if document[:2] in (b"\0{", b"\0[", b"\0<"):
        return _decoded(document, "utf-16-be")
    try:
        return document.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED.match(document[:400])
        header = _CHARSET.search(content_type or "")
        named = declared.group(1).decode("ascii") if declared else header and header.group(1)
        return _decoded(document, named or "utf-8")


def _decoded(document: bytes, encoding: str) -> str:
    try:
        return document.decode(encoding)
    except LookupError as e:  # unknown, or a codec such as "zip" that is not for text
        raise unreadable(f"no such text encoding: {encoding}") from e
    except ValueError as e:
        raise unreadable(f"not {encoding} text") from e


def _json(text: str) -> object:
    wrapped = _CALLBACK.match(text)  # jsonCallback(...); as Apple serves some locales
    if wrapped:
        text = text[wrapped.end() :].rstrip().removesuffix(";").rstrip().removesuffix(")")
    if sum(text.count(mark) for mark in ",[{") > MOST_VALUES:
        raise unreadable(f"JSON of more than {MOST_VALUES} values")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as e:
        raise unreadable("neither JSON nor a feed") from e


def _xml(text: str) -> XmlDocument:
    if _DECLARATION.search(text):
        named = "HTML" if re.search(r"<!\s*DOCTYPE\s+html", text, re.IGNORECASE) else "XML"
        raise unreadable(f"{named} with a document type, not a feed")
    if not _ROOT_BEGINS.search(text[:4000]):
        raise unreadable("markup, but no feed")
    if not _ROOT_ENDS.search(text[-4000:]):
        raise unreadable("the feed breaks off")
    if len(text.encode("utf-8", "replace")) > LONGEST_XML:
        raise unreadable(f"a feed of more than {LONGEST_XML} bytes")
    if text.count("<") + text.count("&") > MOST_MARKUP:
        raise unreadable(f"a feed of more than {MOST_MARKUP} tags and entities")
    return XmlDocument(_PROLOGUE.sub("", text))
