"""``jitabata explain``: an explanation as plain text, one table under the other."""

import unicodedata
from typing import TextIO

from bot.desk.explain import Explained
from bot.desk.explain_words import ExplanationTable, blocks
from bot.model.knowledge import Knowledge

GAP = "  "
WIDEST = 110  # columns of a table; a wider one becomes sentences


def print_explanation(explained: Explained, knowledge: Knowledge, lang: str, out: TextIO) -> None:
    """Everything about one ticket or incident. No control character of any text gets through."""
    out.write("\n\n".join(_lines(b) for b in blocks(explained, knowledge, lang)) + "\n")


def _lines(block: ExplanationTable) -> str:
    lines = [block.title, *([block.note] if block.note else [])]
    widths = [max(map(width, column)) for column in zip(block.heads, *block.rows, strict=True)]
    if sum(widths) + len(GAP) * len(widths) > WIDEST:
        for row in block.rows:
            lines += _sentences(block.heads, row)
    elif block.rows:
        lines += [_line(row, widths) for row in (block.heads, *block.rows)]
    return "\n".join(_visible(line) for line in lines)


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    filled = (c + " " * (w - width(c)) for c, w in zip(cells, widths, strict=True))
    return (GAP + GAP.join(filled)).rstrip()


def _sentences(heads: tuple[str, ...], row: tuple[str, ...]) -> list[str]:
    """A row whose cells are too long to stand side by side."""
    pairs = list(zip(heads, row, strict=True))
    return [f"{GAP * (1 if n == 0 else 2)}{head}: {cell}" for n, (head, cell) in enumerate(pairs)]


def width(text: str) -> int:
    """How many columns a terminal takes for a text: full-width characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _visible(line: str) -> str:
    return "".join(c if c.isprintable() else " " for c in line)
