"""Cuts long strings out of streaming JSON, so that a body of any size never enters memory."""

from collections.abc import Iterable, Iterator

_LONGEST_ESCAPE = 6  # \\uXXXX


def shorten(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same JSON without the middle of its long strings: chunks inside a string are dropped.

    A string comes out no longer than the two chunks in which it begins and ends. It cuts between
    letters and escapes only, so that what was JSON stays JSON. It does not parse: whether it was
    JSON at all is for the reader behind it to say.
    """
    carried = b""
    in_string = False
    for chunk in chunks:
        whole = carried + chunk
        cut = _safe_end(whole)
        piece, carried = whole[:cut], whole[cut:]
        quotes = _quotes_in(piece)
        if piece and (quotes or not in_string):
            yield piece
        in_string ^= quotes % 2 == 1
    if carried:
        yield carried


def _quotes_in(piece: bytes) -> int:
    """How many quotes open or close a string: all that no backslash escapes."""
    if b"\\" in piece:
        piece = piece.replace(b"\\\\", b"").replace(b'\\"', b"")
    return piece.count(b'"')


def _safe_end(piece: bytes) -> int:
    """Where a piece may end without splitting an escape or a letter of UTF-8."""
    return _letter_end(piece, _escape_end(piece, len(piece)))


def _escape_end(piece: bytes, end: int) -> int:
    last = piece.rfind(b"\\", max(0, end - _LONGEST_ESCAPE), end)
    if last < 0:
        return end
    run = last + 1 - len(piece[: last + 1].rstrip(b"\\"))
    return last if run % 2 else end


def _letter_end(piece: bytes, end: int) -> int:
    start = end
    while start and end - start < 4 and piece[start - 1] & 0xC0 == 0x80:
        start -= 1
    if start and piece[start - 1] >= 0xC0:
        return start - 1
    return end
