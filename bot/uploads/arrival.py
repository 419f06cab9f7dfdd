"""A file as it arrives: in pieces, unzipped, up to a limit."""

import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain

from bot.desk.ports import Source
from bot.model.upload import UploadProblem

LARGEST = 200 * 1024 * 1024  # bytes, counted after unzipping
PIECE = 65_536
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_MARK = "\N{REPLACEMENT CHARACTER}"


class Arrival:
    """A stream, read once from its beginning to its end or its limit.

    ``head`` is its first piece. What goes wrong on the way becomes ``problem``, never an exception.
    """

    def __init__(self, stream: Source) -> None:
        self.problem: UploadProblem | None = None
        self._pieces = self._limited(self._unzipped(self._read(stream)))
        self.head = next(self._pieces, b"").removeprefix(_BOM)

    def pieces(self) -> Iterator[bytes]:
        """All pieces, the head first; to be asked for once."""
        if self.head:
            yield self.head
        yield from self._pieces

    def _read(self, stream: Source) -> Iterator[bytes]:
        kept = bytearray()
        try:
            while piece := stream.read(PIECE - len(kept)):
                kept += piece
                if len(kept) >= PIECE:
                    yield bytes(kept)
                    kept.clear()
        except (OSError, EOFError, ValueError):
            self.problem = UploadProblem.UNREADABLE
        if kept:
            yield bytes(kept)

    def _unzipped(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces, or what they hold when they are gzip; no more than one piece at a time."""
        first = next(pieces, b"")
        whole = chain((first,), pieces)
        if not first.startswith(_GZIP):
            yield from whole
            return
        unzip = zlib.decompressobj(wbits=31)
        for packed in whole:
            try:
                yield from _unpacked(unzip, packed)
            except zlib.error:
                break
        if not unzip.eof:
            self.problem = self.problem or UploadProblem.BROKEN

    def _limited(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        left = LARGEST
        for piece in pieces:
            if len(piece) > left:
                self.problem = UploadProblem.TOO_LARGE
                yield piece[:left]
                return
            left -= len(piece)
            yield piece


def ends_of(pieces: Iterable[bytes], size: int) -> tuple[bytes, bool]:
    """A short file whole; of a long one the first and the last ``size`` bytes. And whether whole."""
    first, last = bytearray(), deque[bytes](maxlen=size // PIECE + 2)
    is_whole = True
    for piece in pieces:
        if len(first) < size:
            first += piece
            continue
        is_whole = is_whole and len(last) < (last.maxlen or 0)
        last.append(piece)
    return bytes(first) + b"".join(last), is_whole


def beginning_of(pieces: Iterable[bytes], size: int) -> tuple[bytes, bool]:
    """The first ``size`` bytes, and whether that is all."""
    first = bytearray()
    for piece in pieces:
        first += piece
        if len(first) > size:
            return bytes(first[:size]), False
    return bytes(first), True


def cut(raw: bytes) -> Iterator[bytes]:
    """Bytes in pieces again."""
    return (raw[at : at + PIECE] for at in range(0, len(raw), PIECE))


def decoded(raw: bytes) -> str:
    """A text in UTF-8, UTF-16 or Shift_JIS; what is neither comes out with replacement marks.

    A text cut in the middle of a letter loses that letter only.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    text = raw.removeprefix(_BOM).decode("utf-8", "replace")
    if text.count(_MARK) <= 2:
        return text
    return min((text, raw.decode("cp932", "replace")), key=lambda t: t.count(_MARK))


def _unpacked(unzip: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    while packed and not unzip.eof:
        yield unzip.decompress(packed, PIECE)
        packed = unzip.unconsumed_tail
