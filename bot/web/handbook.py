"""The pages of the handbook as safe HTML. The Markdown is ours; HTML in it is shown as text all the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from bot.handbook.pages import anchor

PATH = "/staff/help"
_SCROLLS = Markup('<div class="scroll" tabindex="0" role="group" aria-label="{}">')


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second level, and the name by which a link finds it."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page without its title, which the template shows."""

    title: str
    sections: tuple[Section, ...]
    body: Markup


@lru_cache(maxsize=128)  # more than there are pages
def drawn(text: str) -> HelpPage:
    """A page from its Markdown."""
    tokens = _MARKDOWN.parse(text)
    title, tokens = tokens[1].content, tokens[3:]  # its first line
    sections = []
    for start, inline in pairwise(tokens):
        if start.type == "heading_open":
            words = "".join(part.content for part in inline.children or ())
            start.attrSet("id", anchor(words))
            if start.tag == "h2":
                sections.append(Section(anchor(words), words))
        if start.type == "table_open":
            start.meta["about"] = sections[-1].title if sections else title
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return HelpPage(title, tuple(sections), Markup(html))  # noqa: S704 - the renderer has escaped it


def _address(target: str) -> str | None:
    """Where a link leads at the console; None: to a file that is not shown there."""
    if target.startswith(("https://", "#")):
        return target
    page, _, part = target.partition("#")
    if "/" in page or not page.endswith(".md"):
        return None
    return f"{PATH}/{page.removesuffix('.md')}" + (f"#{part}" if part else "")


def _link_open(tokens: Sequence[Token], at: int, *_: Any) -> str:
    address = _address(str(tokens[at].attrGet("href")))
    tokens[at].meta["shown"] = address is not None
    return "<span>" if address is None else Markup('<a href="{}">').format(address)


def _link_close(tokens: Sequence[Token], at: int, *_: Any) -> str:
    opened = next(t for t in reversed(tokens[:at]) if t.type == "link_open")
    return "</a>" if opened.meta["shown"] else "</span>"


def _image(tokens: Sequence[Token], at: int, *_: Any) -> str:
    """Pictures are not in the package; what they show is said."""
    return Markup("<em>{}</em>").format(tokens[at].content)


def _code(tokens: Sequence[Token], at: int, *_: Any) -> str:
    return Markup('<pre tabindex="0"><code>{}</code></pre>\n').format(tokens[at].content)


def _table_open(tokens: Sequence[Token], at: int, *_: Any) -> str:
    return _SCROLLS.format(tokens[at].meta["about"]) + Markup("<table>\n")


def _table_close(*_: Any) -> str:
    return "</table></div>\n"


def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    rules = (_link_open, _link_close, _image, _table_open, _table_close)
    made.renderer.rules.update({rule.__name__[1:]: rule for rule in rules})  # type: ignore[attr-defined]
    made.renderer.rules["fence"] = _code  # type: ignore[attr-defined]
    return made


_MARKDOWN = _markdown()
