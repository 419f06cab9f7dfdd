"""The cells of a pasted table whose header says that its column is personal or secret.

CSV, tab- and pipe-separated lines under a header. A column ends with the first line without its separator.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.masking.sensitive import Sensitive, SensitiveSpan
from bot.model.masking import MaskedColumn

_SEPARATORS = (",", "\t", ";", "|")
_LONGEST_HEADER, _LONGEST_CELL, _LONGEST_LINE = 800, 24, 2000


@dataclass(frozen=True, slots=True)
class _Column:
    kind: Sensitive
    header: re.Pattern[str]
    cell: re.Pattern[str]


class Columns:
    """Finds cells by the headers that ``columns`` names; a login is one only beside a password."""

    def __init__(self, columns: tuple[MaskedColumn, ...]) -> None:
        self._columns = tuple(
            _Column(
                Sensitive(c.kind),
                re.compile(c.header),
                re.compile(rf"\s*[\"']?(?P<value>{c.cell})[\"']?\s*"),
            )
            for c in columns
        )

    def find(self, text: str) -> Iterator[SensitiveSpan]:
        """The cells under a header that calls its column personal, in a narrowed text; linear."""
        if "\n" not in text:
            return
        at, separator = 0, ""
        columns: Mapping[int, _Column] = {}
        for line in text.split("\n"):
            if columns and separator in line:
                yield from _cells(line, at, columns, separator)
            else:
                columns, separator = self._personal(line)
            at += len(line) + 1

    def _personal(self, line: str) -> tuple[Mapping[int, _Column], str]:
        separator = next((s for s in _SEPARATORS if s in line), "")
        if not separator or len(line) > _LONGEST_HEADER:
            return {}, ""
        cells = [c.strip(" \"'") for c in line.split(separator)]
        if any(len(c) > _LONGEST_CELL for c in cells):
            return {}, ""
        named = {
            i: column
            for i, cell in enumerate(cells)
            for column in self._columns
            if column.header.fullmatch(cell)
        }
        if all(c.kind is not Sensitive.PASSWORD for c in named.values()):
            named = {i: c for i, c in named.items() if c.kind is not Sensitive.BASIC_AUTH}
        return named, separator


def _cells(
    line: str, at: int, columns: Mapping[int, _Column], separator: str
) -> Iterator[SensitiveSpan]:
    for place, cell in enumerate(line[:_LONGEST_LINE].split(separator)):
        column = columns.get(place)
        if column and (m := column.cell.fullmatch(cell)):
            yield SensitiveSpan(at + m.start("value"), at + m.end("value"), column.kind)
        at += len(cell) + 1
