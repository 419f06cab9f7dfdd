"""What files of lists have in common: columns by name, and what is wrong with a line."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Protocol, TypeVar

from bot.channels.csv_lines import Cells, Unreadable, numbered
from bot.channels.recipients_products import ProductWords, UnknownProductError
from bot.desk.spreadsheet_cells import FORMULA

MOST_PRODUCTS = 200


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


class _Keyed(Protocol):
    @property
    def key(self) -> object:
        """By which a line is known to stand there twice."""
        ...


Line = TypeVar("Line", bound=_Keyed)


class WrongCellError(Exception):
    """A cell that cannot be; it becomes a ``BadLine``."""

    def __init__(self, reason: Reason, what: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason, self.what, self.hint = reason, what, hint


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


def lines_of(
    file: IO[bytes],
    known: Mapping[str, tuple[str, ...]],
    required: Iterable[str],
    most: int,
    line_of: Callable[[int, dict[str, str]], Line],
) -> Iterator[Line | BadLine]:
    """Every line but the first, in order; the first names the columns and must be right.

    ``line_of`` makes a line of its number and its cells by column; it may raise WrongCellError. Of
    two lines with the same ``id`` the first counts.
    """
    lines = numbered(file)
    number, head = next(lines, (1, None))
    if head is None:
        yield BadLine(1, Reason.EMPTY_FILE)
        return
    columns = columns_of(number, head, known, required)
    if isinstance(columns, BadLine):
        yield columns
        return
    seen: dict[object, int] = {}
    for count, (number, cells) in enumerate(lines, 1):
        if count > most:
            yield BadLine(number, Reason.TOO_MANY, str(most))
            return
        found = _line(number, cells, columns, line_of)
        if not isinstance(found, BadLine):
            first = seen.setdefault(found.key, number)
            if first != number:
                found = BadLine(number, Reason.TWICE, str(first))
        yield found


def _line(
    number: int,
    cells: Cells | Unreadable,
    columns: tuple[str, ...],
    line_of: Callable[[int, dict[str, str]], Line],
) -> Line | BadLine:
    if isinstance(cells, Unreadable):
        return BadLine(number, Reason.UNREADABLE, cells)
    if len(cells) != len(columns):
        return BadLine(number, Reason.CELLS, str(len(cells)), str(len(columns)))
    try:
        return line_of(number, {c: plain(cell) for c, cell in zip(columns, cells, strict=True)})
    except WrongCellError as wrong:
        return BadLine(number, wrong.reason, excerpt(wrong.what), wrong.hint)


def ids_in(text: str, products: ProductWords, *, everything: bool) -> tuple[str, ...]:
    """The products that a cell names, by id."""
    try:
        ids = products.ids(text, everything=everything)
    except UnknownProductError as unknown:
        raise WrongCellError(Reason.PRODUCT, unknown.word, unknown.nearest) from None
    if len(ids) > MOST_PRODUCTS:
        raise WrongCellError(Reason.PRODUCTS, str(MOST_PRODUCTS))
    return ids


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
