"""The command ``help``: the handbook in the terminal."""

import re
from typing import TextIO

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.markdown import Markdown, TableElement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.handbook.pages import chapters, nearest, text_of, topic
from bot.model.errors import JitabataError
from bot.texts.loader import say

WIDEST = 110  # a longer line is hard to read
LONGEST_NAME = 15  # of a page, so that all texts begin at one place
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?://)(?:([a-z-]+)\.md)?[^)]*\)")
_BLOCK = re.compile(r"(^```.*?^```$)", re.M | re.S)
# Rich breaks lines at white space alone, and Japanese has none. This one has no width and is taken out again.
_BREAK = "\x1f"
_WIDE = "\u3001-\u30ff\u3400-\u9fff\uff01-\uff60"
_MAY_BREAK = re.compile(
    rf"(?<=[{_WIDE}])(?<![（「『【])(?![、。，．）」』】・：ーぁぃぅぇぉっゃゅょァィゥェォッャュョ\s*`|)\]\[])"
)


class FoldedTable(TableElement):
    """A table whose words are broken where a cell is too narrow for them, and not cut off."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for table in super().__rich_console__(console, options):
            if isinstance(table, Table):
                for column in table.columns:
                    column.overflow = "fold"
            yield table


class TerminalPage(Markdown):
    """A page of the handbook for the terminal."""

    elements = {**Markdown.elements, "table_open": FoldedTable}  # noqa: RUF012 - as the library has it


def show(name: str | None, lang: str, out: TextIO) -> int:
    """Print a page, or without a name what there is. Raises JitabataError for an unknown name."""
    console = Console(file=out, highlight=False, emoji=False, markup=False)
    console.width = min(console.width, WIDEST)
    with console.capture() as printed:
        console.print(_list(lang) if name is None else _page(lang, name))
    out.write(printed.get().replace(_BREAK, ""))
    return 0


def _page(lang: str, name: str) -> RenderableType:
    found = topic(lang, name)
    if found is None:
        near = nearest(lang, name)
        names = say(lang, "help.comma").join(near)
        key = "help.near" if near else "help.unknown"
        raise JitabataError(say(lang, key, name=name, names=names))
    return TerminalPage(_breakable(_without_links(lang, text_of(lang, found))), hyperlinks=False)


def _list(lang: str) -> RenderableType:
    parts: list[RenderableType] = []
    for chapter in chapters(lang):
        lines = Table.grid(padding=(0, 2))
        lines.add_column(style="cyan", min_width=LONGEST_NAME)
        for one in chapter.topics:
            lines.add_row(one.name, _breakable(one.about))
        parts += [Text(chapter.title, style="bold"), Padding(lines, (0, 0, 1, 2))]
    return Group(*parts, say(lang, "help.how"))


def _breakable(text: str) -> str:
    """The same with marks where a line of Japanese may be broken, but for blocks of code."""
    parts = _BLOCK.split(text)
    return "".join(p if p.startswith("```") else _MAY_BREAK.sub(_BREAK, p) for p in parts)


def _without_links(lang: str, text: str) -> str:
    """Links to other pages as their words and, where the words do not say it, the page's name."""

    def said(link: re.Match[str]) -> str:
        words, page = link[1], link[2]
        if page is None or page == words.lower():
            return words
        return say(lang, "help.link", words=words, page=page)

    return _LINK.sub(said, text)
