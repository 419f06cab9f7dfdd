"""A picture is decoded within bounds, made anew, and refused in a sentence when it cannot be."""

import io
import struct
import zlib
from typing import Any

import numpy
import pytest
from PIL import Image, ImageOps

from bot.model.picture import PictureFile
from bot.model.upload import Sort, UploadProblem
from bot.uploads import pictures
from bot.uploads.pictures import (
    FORMATS,
    KEPT_BYTES,
    KEPT_PIXELS,
    LONGEST_SIDE,
    MOST_BYTES,
    MOST_PIXELS,
    MOST_SCANS,
    SMALL,
    reduced,
)
from bot.uploads.read import UploadReader
from tests.builders import a_catalogue
from tests.cases import each

SECRET = "taken-at-35.68-139.76"
RED, BLUE = (220, 20, 20), (20, 20, 220)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    to = io.BytesIO()
    picture.save(to, kind, **options)
    return to.getvalue()


def a_picture(kind: str = "PNG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    return saved(Image.new("RGB", size, RED), kind, **options)


def noise(size: tuple[int, int]) -> Image.Image:
    return Image.frombytes("RGB", size, numpy.random.default_rng(3).bytes(3 * size[0] * size[1]))


def kept(raw: bytes) -> PictureFile:
    found = reduced(raw)
    assert isinstance(found, PictureFile), found
    return found


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=("WEBP",)).convert("RGB")


def colour_of(content: bytes) -> tuple[int, ...]:
    found = opened(content).getpixel((9, 9))
    assert isinstance(found, tuple)
    return found


def a_png_of(width: int, height: int) -> bytes:
    """A file of some bytes that says how large it is and holds a part of that."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 200)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def a_webp_of(width: int, height: int) -> bytes:
    raw = bytearray(
        saved(Image.new("RGBA", (8, 8), (1, 2, 3, 4)), "WEBP", lossless=True, exif=b"Exif\0\0II")
    )
    assert raw[12:16] == b"VP8X"
    raw[24:27] = struct.pack("<I", width - 1)[:3]
    raw[27:30] = struct.pack("<I", height - 1)[:3]
    return bytes(raw)


def a_simple_webp_of(width: int, height: int) -> bytes:
    """Lossless, with nothing but the picture: its head says fourteen bits a side."""
    raw = bytearray(saved(Image.new("RGB", (8, 8)), "WEBP", lossless=True))
    assert raw[12:16] == b"VP8L"
    raw[21:25] = struct.pack("<I", (width - 1) | (height - 1) << 14)
    return bytes(raw)


def test_the_bounds() -> None:
    assert (MOST_BYTES, MOST_PIXELS, MOST_SCANS) == (20_971_520, 40_000_000, 64)
    assert (KEPT_BYTES, KEPT_PIXELS, LONGEST_SIDE, SMALL) == (
        1_000_000,
        5_000_000,
        16_000,
        (360, 240),
    )
    assert FORMATS == ("PNG", "JPEG", "WEBP", "GIF")


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_comes_out_as_webp(kind: str) -> None:
    file = kept(a_picture(kind))
    for content in (file.content, file.small):
        assert opened(content).size == (64, 48)
        assert colour_of(content) == pytest.approx(RED, abs=12)
    assert (file.width, file.height, file.size) == (64, 48, len(file.content) + len(file.small))


def test_what_is_hidden_in_a_file_is_not_taken_over() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = SECRET, 6  # a remark, and "turn it to the right"
    raw = saved(Image.new("RGB", (64, 48), RED), "JPEG", exif=exif, comment=SECRET.encode())
    assert raw.count(SECRET.encode()) == 2
    file = kept(raw)
    for content in (file.content, file.small):
        assert SECRET.encode() not in content
        assert not Image.open(io.BytesIO(content)).getexif()
        assert content[12:16] == b"VP8 "  # a picture and nothing else
    assert (file.width, file.height) == (48, 64)  # it stands as it was taken


def test_an_animation_is_its_first_picture() -> None:
    first, second = Image.new("RGB", (30, 30), RED), Image.new("RGB", (30, 30), BLUE)
    for kind in ("GIF", "WEBP", "PNG"):
        raw = saved(first, kind, save_all=True, append_images=[second], duration=100)
        assert colour_of(kept(raw).content) == pytest.approx(RED, abs=12)
        assert not getattr(Image.open(io.BytesIO(kept(raw).content)), "is_animated", False)


def test_what_is_clear_stays_clear() -> None:
    raw = saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")
    assert Image.open(io.BytesIO(kept(raw).content)).convert("RGBA").getpixel((3, 3))[3] == 0  # type: ignore[index]


@pytest.mark.slow
def test_a_large_one_is_made_smaller_in_its_shape() -> None:
    file = kept(a_picture(size=(5120, 2880)))
    assert KEPT_PIXELS * 0.99 < file.width * file.height <= KEPT_PIXELS
    assert file.width / file.height == pytest.approx(5120 / 2880, rel=0.01)
    small = opened(file.small)
    assert small.width <= SMALL[0]
    assert small.height <= SMALL[1]
    tall = kept(a_picture(size=(3, 16_001)))
    assert (tall.width, tall.height) == (2, LONGEST_SIDE)


def test_one_of_too_many_bytes_is_made_smaller_until_it_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "KEPT_BYTES", 5_000)
    file = kept(saved(noise((200, 200)), "PNG"))
    assert len(file.content) <= 5_000
    assert opened(file.content).size == (file.width, file.height)
    assert file.width < 200


@each(
    "name, make, why",
    [
        ("a bomb", lambda: a_png_of(60_000, 60_000), "too_large"),
        ("a large one", lambda: a_png_of(8_000, 5_001), "too_large"),
        ("one of two screens, cut off", lambda: a_png_of(8_000, 5_000), "broken"),
        ("a webp that says so", lambda: a_webp_of(16_000, 16_000), "too_large"),
        ("a simple webp that says so", lambda: a_simple_webp_of(16_000, 16_000), "too_large"),
        ("a webp of no kind", lambda: b"RIFF\0\0\0\0WEBPVP8?" + b"\0" * 30, "broken"),
        ("a webp of a head", lambda: b"RIFF\0\0\0\0WEBPVP8L", "broken"),
        ("too many runs", lambda: a_picture("JPEG") + b"\xff\xda" * MOST_SCANS, "too_large"),
        ("cut off", lambda: saved(noise((99, 99)), "PNG")[:9_000], "broken"),
        ("a cut JPEG", lambda: saved(noise((99, 99)), "JPEG")[:3_000], "broken"),
        ("a cut WebP", lambda: saved(noise((99, 99)), "WEBP")[:3_000], "broken"),
        ("a cut GIF", lambda: saved(noise((99, 99)), "GIF")[:900], "broken"),
        ("a head alone", lambda: b"\x89PNG\r\n\x1a\n", "broken"),
        ("a bitmap", lambda: a_picture("BMP"), "kind"),
        ("a TIFF", lambda: a_picture("TIFF"), "kind"),
        ("a HEIC", lambda: b"\0\0\0\x18ftypheic" + b"\0" * 99, "kind"),
    ],
)
def test_what_cannot_be_kept_says_why(name: str, make: Any, why: str) -> None:
    assert reduced(make()) is UploadProblem(f"picture_{why}"), name


def test_a_file_of_too_many_bytes_is_not_opened() -> None:
    assert reduced(a_picture() + b"\0" * (MOST_BYTES + 1)) is UploadProblem.PICTURE_TOO_LARGE


def test_a_decoder_that_fails_in_any_way_is_a_broken_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks(_: Image.Image) -> None:
        raise RecursionError

    monkeypatch.setattr(ImageOps, "exif_transpose", breaks)
    assert reduced(a_picture()) is UploadProblem.PICTURE_BROKEN


class Shelf:
    """Keeps what is put there; ``is_full`` takes nothing."""

    def __init__(self, *, is_full: bool = False) -> None:
        self.files: list[PictureFile] = []
        self._is_full = is_full

    def put(self, file: PictureFile) -> str | None:
        if self._is_full:
            return None
        self.files.append(file)
        return f"p{len(self.files)}"


def test_a_reader_with_a_shelf_keeps_pictures_and_masks_their_names() -> None:
    shelf = Shelf()
    reader = UploadReader(a_catalogue(), shelf)
    upload = reader.read("C:\\me\\tanaka@aoi.example.png", io.BytesIO(a_picture()))
    assert (upload.sort, upload.problem) == (Sort.PICTURE, UploadProblem.PICTURE_KEPT)
    assert upload.picture is not None
    assert upload.pictures == (upload.picture,)
    assert (upload.picture.id, upload.picture.width, upload.picture.height) == ("p1", 64, 48)
    assert "tanaka@" not in upload.picture.name
    assert len(shelf.files) == 1
    assert "tanaka@" not in repr(upload)


def test_a_picture_that_breaks_off_on_its_way_is_not_kept() -> None:
    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if piece := super().read(size):
                return piece
            raise OSError

    shelf = Shelf()
    upload = UploadReader(a_catalogue(), shelf).read("a.png", Breaks(a_picture()))
    assert (upload.problem, upload.picture, shelf.files) == (UploadProblem.UNREADABLE, None, [])


def test_a_full_shelf_and_none_keep_nothing_and_say_so() -> None:
    full = UploadReader(a_catalogue(), Shelf(is_full=True)).read("a.png", io.BytesIO(a_picture()))
    assert (full.problem, full.picture) == (UploadProblem.PICTURES_FULL, None)
    none = UploadReader(a_catalogue()).read("a.png", io.BytesIO(b"\x89PNG and no more"))
    assert (none.problem, none.picture) == (UploadProblem.PICTURE, None)
    large = UploadReader(a_catalogue(), Shelf()).read(
        "a.png", io.BytesIO(a_picture() + b"\0" * MOST_BYTES)
    )
    assert (large.problem, large.picture) == (UploadProblem.PICTURE_TOO_LARGE, None)
