"""Slack's text format: unescaped once on the way in, escaped once on the way out.

Inside the house text is plain. Escaping has three characters, ``&``, ``<`` and ``>``
(docs.slack.dev, "Formatting message text"); without them no mention, broadcast or link can be
written, whoever wrote the text. It does not touch ``* _ ~`` which can only garble.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MENTION = re.compile(r"<(?:@|!(?!date\^))[^<>]*> ?")
_TOKEN = re.compile(r"<([^<>]*)>|&(?:lt|gt|amp);")
_URL = re.compile(r"https://[!#-;=?-{}~]+")  # ASCII, without space " < > |
_LONGEST_LINK = 2_000  # a link is never cut, so it must fit into any block
_AFTER_URL = ".,;:!?)]}'*_~`"
# Line feed and tab stay. The rest of C0 and C1, marks that turn the reading direction and halves
# of surrogate pairs go.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    """Slack's text as the author saw it: links as addresses, without mentions."""
    return _TOKEN.sub(_plain_token, _MENTION.sub("", text)).strip()


def _plain_token(match: re.Match[str]) -> str:
    inside = match.group(1)
    if inside is None:
        return _ENTITIES[match.group(0)]
    target, _, label = inside.partition("|")
    if target.startswith("#"):
        return f"#{unescape(label)}" if label else ""
    if target.startswith("!date^"):
        return unescape(label)
    if target.startswith(("mailto:", "tel:")):
        return unescape(label or target.partition(":")[2])
    return unescape(target)


def unescape(text: str) -> str:
    """Undo one escaping, not two: ``&amp;lt;`` is ``&lt;``."""
    return re.sub(r"&(?:lt|gt|amp);", lambda m: _ENTITIES[m.group(0)], text)


def mentions(text: str, user: str) -> bool:
    """Whether Slack's text mentions a user id."""
    return f"<@{user}>" in text or f"<@{user}|" in text


def visible(text: str) -> str:
    """Text without control characters and marks that turn the reading direction."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """Plain text as it must be sent; nothing in it is live."""
    return "".join(_ESCAPES.get(c, c) for c in visible(text))


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


def atoms(text: str, hosts: frozenset[str]) -> Iterator[str]:
    """Escaped pieces that must not be cut: characters, and links to listed hosts as ``<url>``.

    Addresses of other hosts stay readable text; sent ``verbatim``, Slack does not link them.
    """
    text = visible(text)
    at = 0
    for match in _URL.finditer(text):
        url = match.group(0).rstrip(_AFTER_URL)
        link = f"<{escape(url)}>"
        if len(link) > _LONGEST_LINK or not is_allowed(url, hosts):
            continue
        yield from (_ESCAPES.get(c, c) for c in text[at : match.start()])
        yield link
        at = match.start() + len(url)
    yield from (_ESCAPES.get(c, c) for c in text[at:])


def cut(pieces: list[str], limit: int, cost: Callable[[str], int] = len) -> tuple[str, list[str]]:
    """The longest beginning within ``limit``, and the rest.

    It ends with a line, sentence or word if one ends in its second half. ``limit`` is counted by
    ``cost`` (characters, unless told otherwise) and is at least that of the longest piece, since
    pieces are never cut.
    """
    used, end, nice = 0, 0, 0
    for end, piece in enumerate(pieces):
        used += cost(piece)
        if used > limit:
            break
        if piece in {"\n", "。", " "} and used * 2 > limit:
            nice = end + 1
    else:
        return "".join(pieces), []
    end = nice or end
    return "".join(pieces[:end]), pieces[end:]


def utf8(piece: str) -> int:
    """Bytes of a piece, for the limits that Slack counts in bytes."""
    return len(piece.encode("utf-8", "replace"))
