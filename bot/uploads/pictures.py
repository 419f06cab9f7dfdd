"""A picture of unknown origin to one that may be kept: decoded within bounds, made anew as WebP.

What is hidden in a file (place, device, remarks, a second picture behind the first) is not taken over.
Pillow's own advice on files that are not trusted: pillow.readthedocs.io, "Security".
"""

import io
import math
import struct
import threading
from typing import TYPE_CHECKING

from bot.model.picture import PictureFile
from bot.model.picture_size import webp_size
from bot.model.upload import UploadProblem

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 20 * 1024 * 1024  # of the file that somebody sends
MOST_PIXELS = 40_000_000  # of the same; a page of two screens of 4K has 17 million
MOST_SCANS = 64  # of a JPEG; a camera writes ten, and each is a run over all pixels
KEPT_PIXELS, KEPT_BYTES = 5_000_000, 1_000_000
SMALL = (360, 240)  # pixels of the small one, at most
LONGEST_SIDE = 16_000  # WebP knows no more than 16,383
QUALITY = 80
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_SCAN = b"\xff\xda"  # within what is compressed a byte FF never stands before DA
_SHRINKS = 0.7

_ONE = threading.Lock()  # one at a time: 40 million pixels are 160 MB while they are open


def reduced(raw: bytes) -> PictureFile | UploadProblem:
    """The first picture of a file, or why there is none to keep; whatever the file is, it never raises."""
    from PIL import Image  # noqa: PLC0415 - a tenth of a second

    if (problem := _refused(raw)) is not None:
        return problem
    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    with _ONE:
        try:
            return _made_anew(raw)
        except bombs:
            return UploadProblem.PICTURE_TOO_LARGE
        except Exception:  # noqa: BLE001 - a decoder raises whatever a broken file makes it raise
            return UploadProblem.PICTURE_BROKEN


def _refused(raw: bytes) -> UploadProblem | None:
    """What can be said before any decoder sees the file."""
    if len(raw) > MOST_BYTES or raw.count(_SCAN) > MOST_SCANS:
        return UploadProblem.PICTURE_TOO_LARGE
    if (
        raw[:4] == b"RIFF"
    ):  # a decoder of WebP makes room for the whole as soon as it opens the file
        return _refused_webp(raw)
    known = raw.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"))
    return None if known else UploadProblem.PICTURE_KIND


def _refused_webp(raw: bytes) -> UploadProblem | None:
    try:
        size = webp_size(raw)
    except (struct.error, IndexError):
        size = None
    if size is None:
        return UploadProblem.PICTURE_BROKEN
    return UploadProblem.PICTURE_TOO_LARGE if size[0] * size[1] > MOST_PIXELS else None


def _made_anew(raw: bytes) -> PictureFile | UploadProblem:
    from PIL import Image, ImageOps  # noqa: PLC0415

    with Image.open(io.BytesIO(raw), formats=FORMATS) as opened:  # no pixel is decoded yet
        if opened.width * opened.height > MOST_PIXELS:
            return UploadProblem.PICTURE_TOO_LARGE
        has_alpha = "A" in opened.getbands() or "transparency" in opened.info
        opened.draft("RGB", _fitting(opened.size, 4 * KEPT_PIXELS))  # JPEG: decoded smaller at once
        turned = ImageOps.exif_transpose(opened)
        plain = turned.convert("RGBA" if has_alpha else "RGB")
    shown = plain.resize(_fitting(plain.size, KEPT_PIXELS), Image.Resampling.LANCZOS)
    content, (width, height) = _within(shown, KEPT_BYTES)
    shown.thumbnail(SMALL)
    return PictureFile(content, _encoded(shown), width, height)


def _fitting(size: tuple[int, int], pixels: int) -> tuple[int, int]:
    """A size of the same shape, no larger, with at most so many pixels."""
    wide, high = size
    scale = min(1.0, math.sqrt(pixels / (wide * high)), LONGEST_SIDE / max(size))
    return max(1, int(wide * scale)), max(1, int(high * scale))


def _within(picture: "Image", most: int) -> tuple[bytes, tuple[int, int]]:
    """A picture's bytes, smaller and smaller until they are few enough, and the size that it has then."""
    while len(content := _encoded(picture)) > most:
        wide, high = (max(1, int(side * _SHRINKS)) for side in picture.size)
        picture = picture.resize((wide, high))
    return content, picture.size


def _encoded(picture: "Image") -> bytes:
    """The pixels and nothing else: no place, no remark, no profile."""
    to = io.BytesIO()
    bare = picture.copy()
    bare.info.clear()
    bare.save(to, "WEBP", quality=QUALITY, method=4)
    return to.getvalue()
