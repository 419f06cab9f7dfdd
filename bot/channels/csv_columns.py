"""What files of lists have in common: columns by name, and what is wrong with a line."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.channels.csv_lines import Cells, Unreadable
from bot.desk.spreadsheet_cells import FORMULA


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
