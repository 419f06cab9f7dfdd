"""Whatever arrives, reading it takes little memory and comes to an end."""

import gzip
import itertools
import tracemalloc
from collections.abc import Iterator

import pytest

from bot.uploads.read import UploadReader
from tests.builders import a_catalogue
from tests.uploads.hars import Stream, pieces_of

READER = UploadReader(a_catalogue())
MEGABYTES = 6
MORE: list[tuple[bytes, bytes]] = [
    (b'{"log":{"entries":[', b"["),
    (b'{"log":{"entries":[', b"1"),
    (b'{"log":{"entries":[{"request":{"url":"', b"x"),
    (b'{"log":{"entries":[{"x":"', b'\\"'),
    (b'{"plugins":', b"["),
    (b'{"a":', b"1"),
    (b'["', b"\\"),
    ("プラグイン名,ID\n".encode(), b"a,b\n"),
    ("プラグイン名,ID\n".encode(), b'"'),
    (b"GET https://a.example/ 503 (x)\n", b"\n"),
    (b"", "あ".encode()),
]


def endless(start: bytes, filler: bytes) -> Iterator[bytes]:
    piece = filler * (65_536 // len(filler))
    return itertools.chain([start], itertools.repeat(piece, MEGABYTES * 16))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "filler"),
    [
        *MORE,
        (b'{"plugins":[', b'{"id":"a","name":"b"},'),
        (b"\x1f\x8b", b"x"),
        (b"", b"\xff"),
    ],
)
def test_a_long_file_of_anything_is_read_within_sixty_four_megabytes(
    start: bytes, filler: bytes
) -> None:
    tracemalloc.start()
    READER.read("file", Stream(endless(start, filler)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32_000_000


def test_a_small_gzip_may_hold_much() -> None:
    packed = gzip.compress(b"".join(endless(b'{"log":{"entries":[{"x":"', b"x")))
    tracemalloc.start()
    READER.read("file", Stream(pieces_of(packed)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000
