"""How wide a picture is for its height, read from its first bytes, so that pages keep room for it. Pure."""

import re
import struct
from collections.abc import Callable, Mapping

_SVG = re.compile(rb"<svg\b[^>]{0,4000}>")
_BOX = re.compile(rb"""\bviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)""")
_SIDE = rb"""\b%s\s*=\s*["']\s*([\d.]+)(?:px)?\s*["']"""
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
WIDEST = 8.0  # what is wider is taken for a mistake

Size = tuple[float, float]


def proportion(content: bytes, media_type: str) -> float | None:
    """Width by height; None where it cannot be told."""
    try:
        size = _READERS[media_type](content)
    except (KeyError, ValueError, IndexError, struct.error):
        return None
    if size is None or min(size) <= 0 or not 1 / WIDEST <= size[0] / size[1] <= WIDEST:
        return None
    return size[0] / size[1]


def _png(content: bytes) -> Size | None:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg(content: bytes) -> Size | None:
    """The size stands in the segment that begins a frame; the others are passed over."""
    at = 2 if content[:2] == b"\xff\xd8" else len(content)
    while at + 9 <= len(content):
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if content[at] != 0xFF or length < 2:
            return None
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def webp_size(content: bytes) -> Size | None:
    """Pixels a side, of the three kinds: lossy, lossless, and with more in it than a picture."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    kind, head = content[12:16], content[20:30]
    if kind == b"VP8X":
        return _three(head[4:7]) + 1, _three(head[7:10]) + 1
    if kind == b"VP8L" and head[0] == 0x2F:
        bits = struct.unpack("<I", head[1:5])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", head[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _three(raw: bytes) -> int:
    return int.from_bytes(raw, "little")


def _svg(content: bytes) -> Size | None:
    """Its own width and height, else those of its box."""
    found = _SVG.search(content[:20_000])
    if found is None:
        return None
    sides = [re.search(_SIDE % side, found[0]) for side in (b"width", b"height")]
    if sides[0] and sides[1]:
        return float(sides[0][1]), float(sides[1][1])
    box = _BOX.search(found[0])
    return (float(box[1]), float(box[2])) if box else None


_READERS: Mapping[str, Callable[[bytes], Size | None]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/webp": webp_size,
    "image/svg+xml": _svg,
}
