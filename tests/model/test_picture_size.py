"""The proportions of pictures, by what stands at their beginning."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.configuration.operator import MEDIA_TYPES
from bot.model.operator import Logo, Operator
from bot.model.picture_size import proportion
from bot.web.brand import brand_of
from bot.web.pages import HERE
from bot.web.wording import Texts
from tests.cases import each
from tests.web.fakes import NOON

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 300, 100) + b"\x08\x06"
JPEG = (
    b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    + b"\xff\xc2\0\x11\x08"
    + struct.pack(">HH", 100, 300)
    + b"\x03"
)
RIFF = b"RIFF\0\0\0\0WEBP"
LOSSY = RIFF + b"VP8 \0\0\0\0\x30\x01\0\x9d\x01\x2a" + struct.pack("<HH", 300, 100)
LOSSLESS = RIFF + b"VP8L\0\0\0\0\x2f" + struct.pack("<I", 299 | 99 << 14) + bytes(5)
MORE = RIFF + b"VP8X\x0a\0\0\0" + bytes(4) + b"\x2b\x01\0\x63\0\0"


@each(
    ("content", "media_type"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (LOSSY, "image/webp"),
        (LOSSLESS, "image/webp"),
        (MORE, "image/webp"),
        (
            b'<?xml version="1.0"?><svg width="30" height="10px" viewBox="0 0 9 9"/>',
            "image/svg+xml",
        ),
        (b"<svg viewBox='-1 -1 30.0 10'><path/></svg>", "image/svg+xml"),
    ],
)
def test_every_kind_of_logo_is_read(content: bytes, media_type: str) -> None:
    assert proportion(content, media_type) == pytest.approx(3)


@each(
    ("content", "media_type"),
    [
        (PNG[:20], "image/png"),
        (JPEG[:24], "image/jpeg"),
        (b"<svg width='100%' height='100%'/>", "image/svg+xml"),
        (b"<svg viewBox='0 0 900 1'/>", "image/svg+xml"),
        (b"<svg viewBox='0 0 0 0'/>", "image/svg+xml"),
        (PNG, "image/gif"),
    ],
)
def test_what_says_nothing_is_not_guessed(content: bytes, media_type: str) -> None:
    assert proportion(content, media_type) is None


@given(st.binary(max_size=64), st.sampled_from([*MEDIA_TYPES.values()]), st.integers(0, 1))
def test_no_picture_breaks_a_page(content: bytes, media_type: str, begins: int) -> None:
    begin = {"image/png": PNG[:16], "image/jpeg": JPEG[:4], "image/webp": RIFF}
    proportion(begin.get(media_type, b"<svg ") * begins + content, media_type)


def test_a_page_keeps_room_for_the_logo() -> None:
    def room(logo: Logo | None) -> str:
        return brand_of(Operator(logo=logo), Texts("ja"), NOON).room(32)

    assert room(None) == 'height="32" width="32"'
    assert proportion((HERE / "static" / "mark.svg").read_bytes(), "image/svg+xml") == 1
    assert room(Logo(PNG, "image/png")) == 'height="32" width="96"'
    assert room(Logo(b"<svg/>", "image/svg+xml")) == 'height="32"'
