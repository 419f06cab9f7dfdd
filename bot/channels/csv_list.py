"""A list in a CSV file: columns by name and in any order, and what is wrong with each line that says nothing."""

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Generic, Protocol, TypeVar

from bot.channels.csv_lines import Cells, Unreadable, numbered
from bot.desk.spreadsheet_cells import FORMULA
from bot.texts.loader import say


class Reason(StrEnum):
    """What is wrong with a line."""

    UNREADABLE = "unreadable"
    EMPTY_FILE = "empty_file"
    COLUMN = "column"
    COLUMN_MISSING = "column_missing"
    CELLS = "cells"
    CHANNEL = "channel"
    MAIL = "mail"
    URL = "url"
    LANG = "lang"
    TENANT = "tenant"
    PRODUCT = "product"
    PRODUCTS = "products"
    STATE = "state"
    TWICE = "twice"
    TOO_MANY = "too_many"
    ORGANISATION = "organisation"
    NAME = "name"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be taken. ``what``: the word in question, ``hint``: what may be meant."""

    number: int
    reason: Reason
    what: str = ""
    hint: str = ""


class WrongCellError(Exception):
    """A cell that cannot be; it becomes a ``BadLine``."""

    def __init__(self, reason: Reason, what: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason, self.what, self.hint = reason, what, hint


class Numbered(Protocol):
    """A line that can be taken, by its number in the file."""

    @property
    def number(self) -> int: ...


Line = TypeVar("Line", bound=Numbered)


@dataclass(frozen=True)
class CsvList(Generic[Line]):
    """Reads the lines of one list; it writes nothing.

    ``columns``: each with the words that may head it; ``required``: those that must be there. ``line``
    makes one of its number and its cells by column; it raises WrongCellError. ``key``: what no two
    lines may have in common. ``most``: lines that are read.
    """

    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    line: Callable[[int, Mapping[str, str]], Line]
    key: Callable[[Line], Hashable]
    most: int

    def read(self, file: IO[bytes]) -> Iterator[Line | BadLine]:
        """Every line but the first, in order; the first names the columns and must be right."""
        lines = numbered(file)
        number, head = next(lines, (1, None))
        if head is None:
            yield BadLine(1, Reason.EMPTY_FILE)
            return
        columns = columns_of(number, head, self.columns, self.required)
        if isinstance(columns, BadLine):
            yield columns
            return
        seen: dict[Hashable, int] = {}
        for count, (number, cells) in enumerate(lines, 1):
            if count > self.most:
                yield BadLine(number, Reason.TOO_MANY, str(self.most))
                return
            found = self._line(number, cells, columns)
            if not isinstance(found, BadLine):
                first = seen.setdefault(self.key(found), number)
                if first != number:
                    found = BadLine(number, Reason.TWICE, str(first))
            yield found

    def _line(
        self, number: int, cells: Cells | Unreadable, columns: tuple[str, ...]
    ) -> Line | BadLine:
        if isinstance(cells, Unreadable):
            return BadLine(number, Reason.UNREADABLE, cells)
        if len(cells) != len(columns):
            return BadLine(number, Reason.CELLS, str(len(cells)), str(len(columns)))
        row = {c: plain(cell) for c, cell in zip(columns, cells, strict=True)}
        try:
            return self.line(number, row)
        except WrongCellError as wrong:
            return BadLine(number, wrong.reason, excerpt(wrong.what), wrong.hint)


def columns_of(
    number: int,
    head: Cells | Unreadable,
    known: Mapping[str, tuple[str, ...]],
    required: Iterable[str],
) -> tuple[str, ...] | BadLine:
    """The columns that the first line names, each by its first name in ``known``."""
    if isinstance(head, Unreadable):
        return BadLine(number, Reason.UNREADABLE, head)
    column_of = {word: column for column, words in known.items() for word in words}
    columns = tuple(column_of.get(cell.lower(), "") for cell in head)
    for cell, column in zip(head, columns, strict=True):
        if not column or columns.count(column) > 1:
            return BadLine(number, Reason.COLUMN, excerpt(cell), ", ".join(known))
    missing = [column for column in required if column not in columns]
    return BadLine(number, Reason.COLUMN_MISSING, ", ".join(missing)) if missing else columns


def plain(cell: str) -> str:
    """A cell without the mark that keeps a spreadsheet from calculating it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def excerpt(text: str) -> str:
    """The beginning of a text, for a sentence about it."""
    shown = "".join(c if is_shown(c) else "\N{REPLACEMENT CHARACTER}" for c in text)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def is_shown(char: str) -> bool:
    """Whether a character is no control or format character."""
    return char.isprintable() or unicodedata.category(char) == "Zs"


def in_words(bad: BadLine, lang: str) -> str:
    """One sentence about a line that cannot be taken, with its number."""
    if bad.reason is Reason.UNREADABLE:
        said = say(lang, f"recipients.unreadable.{bad.what}")
    elif bad.reason is Reason.URL:
        said = say(lang, f"recipients.url.{bad.what}")
    else:
        said = say(lang, f"recipients.bad.{bad.reason}", what=bad.what, hint=bad.hint)
    if bad.reason is Reason.PRODUCT and bad.hint:
        said += say(lang, "recipients.meant", hint=bad.hint)
    return say(lang, "recipients.line", number=bad.number, said=said)
