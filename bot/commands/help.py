"""The command ``help``: the handbook in the terminal."""

import re
from typing import TextIO

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Markdown, TableElement
from rich.padding import Padding
from rich.table import Table

from bot.handbook.pages import chapters, nearest, text_of, topic
from bot.model.errors import JitabataError
from bot.texts.loader import say

_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?://)(?:([a-z-]+)\.md)?[^)]*\)")
WIDEST = 110  # a longer line is hard to read
LONGEST_NAME = 15  # of a page, so that all texts begin at one place


class FoldedTable(TableElement):
    """A table whose cells are broken anywhere: Japanese has no spaces, and would be cut off."""

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
    if name is None:
        _list(lang, console)
        return 0
    found = topic(lang, name)
    if found is None:
        raise JitabataError(_unknown(lang, name))
    console.print(TerminalPage(_without_links(text_of(lang, found)), hyperlinks=False))
    return 0


def _list(lang: str, console: Console) -> None:
    for chapter in chapters(lang):
        console.print(chapter.title, style="bold")
        lines = Table.grid(padding=(0, 2))
        lines.add_column(style="cyan", min_width=LONGEST_NAME)
        for one in chapter.topics:
            lines.add_row(one.name, one.about)
        console.print(Padding(lines, (0, 0, 1, 2)))
    console.print(say(lang, "help.how"))


def _unknown(lang: str, name: str) -> str:
    near = nearest(lang, name)
    names = say(lang, "help.comma").join(near)
    return say(lang, "help.near" if near else "help.unknown", name=name, names=names)


def _without_links(text: str) -> str:
    """Links to other pages as their words and, where the words do not say it, the page's name."""

    def said(link: re.Match[str]) -> str:
        words, page = link[1], link[2]
        return words if page is None or page == words.lower() else f"{words} (`help {page}`)"

    return _LINK.sub(said, text)
