"""What is live in a text of Slack: mentions, broadcasts, false labels, text not escaped."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from tests.channels.slack.world.state import Json

_TOKEN = re.compile(r"<([^<>\n]*)>")
_BROADCAST = re.compile(r"!(?:channel|here|everyone|group)\b")
_PERSON = re.compile(r"@([UW][A-Z0-9]+)(?:\|.*)?")
_ROOM = re.compile(r"#C[A-Z0-9]+(?:\|.*)?")
_DATE = re.compile(r"!date\^\d+\^[^|]+\|.+")
_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^|\s]+(?:\|.*)?")
_LOOSE_AND = re.compile(r"&(?!(?:amp|lt|gt);)")
_HOST = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/:?#].*)?", re.IGNORECASE)


def problems_with_text(text: str, allowed: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with one mrkdwn text, as (rule, detail); ``allowed`` people may be mentioned."""
    for match in _TOKEN.finditer(text):
        inside = match.group(1)
        if _BROADCAST.match(inside) or inside.startswith("!subteam^"):
            yield "broadcast", match.group(0)
        elif person := _PERSON.fullmatch(inside):
            if person.group(1) not in allowed:
                yield "mention-of-others", match.group(0)
        elif _LINK.fullmatch(inside):
            if is_false_label(inside):
                yield "false-label", match.group(0)
        elif not _ROOM.fullmatch(inside) and not _DATE.fullmatch(inside):
            yield "not-escaped", match.group(0)
    rest = _TOKEN.sub("", text)
    if "<" in rest or re.search(r"(?m)(?<!^)>", rest):
        yield "not-escaped", rest[:80]
    if _LOOSE_AND.search(rest):
        yield "not-escaped", "&"


def is_false_label(link: str) -> bool:
    """Whether a link's label names another host than the one it leads to."""
    target, _, label = link.partition("|")
    named = _HOST.fullmatch(label.strip())
    if named is None:
        return False
    host = urlsplit(target).hostname or target.partition("@")[2]
    return named.group(1).lower() != host.lower()


def texts_in(node: Any) -> Iterator[tuple[str, str]]:
    """Every text in blocks, as (kind, text); kind is mrkdwn, plain_text or rich."""
    if isinstance(node, list):
        for part in node:
            yield from texts_in(part)
    elif isinstance(node, dict):
        kind, text = node.get("type"), node.get("text")
        if isinstance(text, str):
            is_plain = kind in {"plain_text", "text", "link", "raw_text"}
            yield (
                ("rich" if kind in {"text", "link"} else "plain_text") if is_plain else ("mrkdwn"),
                text,
            )
        for value in node.values():
            if isinstance(value, list | dict):
                yield from texts_in(value)


def live_elements(node: Any) -> Iterator[Json]:
    """Elements of ``rich_text`` that notify: broadcasts, groups, people."""
    if isinstance(node, list):
        for part in node:
            yield from live_elements(part)
    elif isinstance(node, dict):
        if node.get("type") in {"broadcast", "usergroup", "user"}:
            yield node
        for value in node.values():
            if isinstance(value, list | dict):
                yield from live_elements(value)
