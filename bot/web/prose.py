"""Plain text of the desk as safe HTML: paragraphs, lists and a few trusted links."""

import re
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from bot.desk.prose import TextBlock, blocks

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-:]++(?:/[A-Za-z0-9\-._~%/?#&=+@:,;!]*)?+(?!@)")
_LISTS = {
    "bullets": ("ul", Markup("<li>{1}</li>")),
    "numbers": ("ol", Markup('<li value="{0}">{1}</li>')),
}


def prose(text: str, hosts: frozenset[str] = frozenset()) -> Markup:
    """Text with line breaks, "・" and "1." lines as HTML. Everything is escaped first to last.

    An address becomes a link when its host is one of ``hosts``; any other stays text.
    """
    return Markup("").join(_drawn(block, hosts) for block in blocks(text))


def _drawn(block: TextBlock, hosts: frozenset[str]) -> Markup:
    if block.kind == "paragraph":
        lines = Markup("<br>").join(_linked(line.text, hosts) for line in block.lines)
        return Markup("<p>{}</p>").format(lines)
    tag, value = _LISTS[block.kind]
    items = (value.format(line.number, _linked(line.text, hosts)) for line in block.lines)
    return Markup("<{0}>{1}</{0}>").format(tag, Markup("").join(items))


def _linked(line: str, hosts: frozenset[str]) -> Markup:
    parts: list[Markup] = []
    end = 0
    for found in _ADDRESS.finditer(line):
        address = found[0].rstrip(".,;:!?")
        if _host(address) in hosts:
            parts += [escape(line[end : found.start()]), _link(address)]
            end = found.start() + len(address)
    return Markup("").join([*parts, escape(line[end:])])


def _link(address: str) -> Markup:
    return Markup('<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>').format(address)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
