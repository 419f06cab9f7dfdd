"""JSON as a stream of small events, within bounds; the only file that knows the JSON parser."""

from collections.abc import Iterable, Iterator
from typing import Any

import ijson

MOST_SILENT = 4_000_000  # bytes without an event: a number or a blank of that length is no JSON
MOST_EVENTS = 30_000_000  # a HAR of 200 MB that is nothing but headers has eleven million

Event = tuple[str, Any]


class BrokenJsonError(ValueError):
    """From here on this is not JSON. It does not quote what it met: that may be secret."""


def events(pieces: Iterable[bytes]) -> Iterator[Event]:
    """The parser's events up to the end, or up to the first fault, then a BrokenJsonError.

    Numbers are floats where they are not whole. It holds the events of one piece at a time.
    """
    found: list[Event] = ijson.sendable_list()
    parser = ijson.basic_parse_coro(found, use_float=True)
    counted, silent = 0, 0
    for piece in filter(None, pieces):  # to the parser an empty piece is the end
        sound = _fed(parser, piece)
        counted += len(found)
        silent = 0 if found else silent + len(piece)
        yield from found
        del found[:]
        if not sound or silent > MOST_SILENT or counted > MOST_EVENTS:
            raise BrokenJsonError
    if not _ended(parser):
        raise BrokenJsonError


def _fed(parser: Any, piece: bytes) -> bool:
    try:
        parser.send(piece)
    except (ijson.JSONError, ValueError, ArithmeticError):
        return False
    return True


def _ended(parser: Any) -> bool:
    try:
        parser.close()
    except (ijson.JSONError, ValueError, ArithmeticError):
        return False
    return True
