"""Plain text of the desk as safe HTML: paragraphs, lists and a few trusted links."""

import re
from collections.abc import Iterable
from itertools import groupby
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from bot.model.catalogue import Catalogue

_BULLET = re.compile(r"^[ \u3000]*[・•\-*‐–][ \u3000]*(?=\S)")
_NUMBER = re.compile(r"^[ \u3000]*(\d{1,3})(?:[.)．）、][ \u3000]*)(?=\D)")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-:]++(?:/[A-Za-z0-9\-._~%/?#&=+@:,;!]*)?+(?!@)")


def trusted_hosts(catalogue: Catalogue) -> frozenset[str]:
    """The hosts of the vendors' status pages: the only ones that the desk's words may link to."""
    pages = (p.status_page for p in catalogue.products.values())
    return frozenset(host for page in pages if page and (host := urlsplit(page).hostname))


def prose(text: str, hosts: frozenset[str] = frozenset()) -> Markup:
    """Text with line breaks, "・" and "1." lines as HTML. Everything is escaped first to last.

    An address becomes a link when its host is one of ``hosts``; any other stays text.
    """
    blocks: list[Markup] = []
    for kind, lines in groupby(text.splitlines(), _kind):
        if kind != "blank":
            blocks.append(_block(kind, list(lines), hosts))
    return Markup("").join(blocks)


def _kind(line: str) -> str:
    if not line.strip():
        return "blank"
    if _BULLET.match(line):
        return "ul"
    return "ol" if _NUMBER.match(line) else "p"


def _block(kind: str, lines: list[str], hosts: frozenset[str]) -> Markup:
    if kind == "p":
        return Markup("<p>{}</p>").format(
            Markup("<br>").join(_linked(s.strip(), hosts) for s in lines)
        )
    if kind == "ul":
        items = (Markup("<li>{}</li>").format(_linked(_BULLET.sub("", s), hosts)) for s in lines)
        return Markup("<ul>{}</ul>").format(Markup("").join(items))
    return Markup("<ol>{}</ol>").format(Markup("").join(_numbered(lines, hosts)))


def _numbered(lines: Iterable[str], hosts: frozenset[str]) -> Iterable[Markup]:
    for line in lines:
        number = _NUMBER.match(line)
        value = int(number[1]) if number else 1
        yield Markup('<li value="{}">{}</li>').format(value, _linked(_NUMBER.sub("", line), hosts))


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
