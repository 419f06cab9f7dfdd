"""Lines of a CSV file as people save it: UTF-8 with a mark or without, or CP932 as Excel in Japan.

Every line stands for itself, so that one with a quote too many spoils no other; hence a value cannot
hold a line break. Lines are read one by one and no line is read beyond its bound.
"""

import codecs
import csv
from collections.abc import Iterator
from enum import StrEnum
from typing import IO

LONGEST_LINE = 20_000  # bytes
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Cells = tuple[str, ...]


class Unreadable(StrEnum):
    """Why a line is no cells."""

    LONG = "long"
    ENCODING = "encoding"
    QUOTES = "quotes"
    UTF_16 = "utf_16"


def numbered(file: IO[bytes]) -> Iterator[tuple[int, Cells | Unreadable]]:
    """Each line that is not blank with its number, from the beginning of a seekable file."""
    encoding = _encoding_of(file)
    file.seek(0)
    delimiter = ","
    for number, raw in enumerate(_raw_lines(file), 1):
        if number == 1 and raw is not None and raw.startswith(_UTF_16):
            yield number, Unreadable.UTF_16
            return
        cells = _cells(raw, encoding, delimiter)
        if number == 1 and isinstance(cells, tuple) and len(cells) == 1 and "\t" in cells[0]:
            delimiter = "\t"
            cells = _cells(raw, encoding, delimiter)
        if not isinstance(cells, tuple) or any(cells):
            yield number, cells


def _raw_lines(file: IO[bytes]) -> Iterator[bytes | None]:
    """Lines without their ends; None for one that is too long."""
    while line := file.readline(LONGEST_LINE):
        if line.endswith(b"\n") or len(line) < LONGEST_LINE:
            yield line.rstrip(b"\r\n")
            continue
        while (more := file.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
            pass
        yield None


def _encoding_of(file: IO[bytes]) -> str:
    """``utf-8-sig`` or ``cp932``: the one in which more lines beyond ASCII can be read.

    Japanese in CP932 is hardly ever valid UTF-8; the reverse happens.
    """
    file.seek(0)
    if file.read(3) == codecs.BOM_UTF8:
        return "utf-8-sig"
    file.seek(0)
    right = wrong = 0
    for raw in _raw_lines(file):
        if raw is None or raw.isascii():
            continue
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            wrong += 1
        else:
            right += 1
    return "cp932" if wrong > right else "utf-8-sig"


def _cells(raw: bytes | None, encoding: str, delimiter: str) -> Cells | Unreadable:
    if raw is None:
        return Unreadable.LONG
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return Unreadable.ENCODING
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return Unreadable.QUOTES
    return tuple(cell.strip() for cell in rows[0]) if rows else ()
