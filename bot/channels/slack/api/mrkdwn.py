"""Slack's text format: unescaped once on the way in, escaped once on the way out.

Inside the house text is plain. Escaping has three characters, ``&``, ``<`` and ``>``
(docs.slack.dev, "Formatting message text"); without them no mention, broadcast or link can be
written, whoever wrote the text. It does not touch ``* _ ~`` which can only garble.
"""

import re
from collections.abc import Callable, Iterator

from bot.desk.prose import pieces, visible

_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MENTION = re.compile(r"<(?:@|!(?!date\^))[^<>]*> ?")
_TOKEN = re.compile(r"<([^<>]*)>|&(?:lt|gt|amp);")
_LONGEST_LINK = 2_000  # a link is never cut, so it must fit into any block


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


def escape(text: str) -> str:
    """Plain text as it must be sent; nothing in it is live."""
    return "".join(_ESCAPES.get(c, c) for c in visible(text))


def atoms(text: str, hosts: frozenset[str]) -> Iterator[str]:
    """Escaped pieces that must not be cut: characters, and links to listed hosts as ``<url>``.

    Addresses of other hosts stay readable text; sent ``verbatim``, Slack does not link them.
    """
    for piece in pieces(visible(text), hosts):
        link = f"<{escape(piece.url)}>"
        if piece.url and len(link) <= _LONGEST_LINK:
            yield link
        else:
            yield from (_ESCAPES.get(c, c) for c in piece.text)


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
