"""A document as it is kept and sent."""

import gzip
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CachedDocument:
    """One document. ``packed``: by gzip; ``tag``: of its contents, for whoever has it already."""

    body: bytes
    packed: bytes
    tag: str
    media_type: str

    @classmethod
    def of(cls, body: bytes, media_type: str) -> "CachedDocument":
        tag = hashlib.sha256(body).hexdigest()[:20]
        return cls(body, gzip.compress(body, 9, mtime=0), f'W/"{tag}"', media_type)
