"""Signatures of what other desks send: Ed25519, as Standard Webhooks 1.0.0 has it (``v1a``)."""

import base64
import binascii
from collections.abc import Iterable

PREFIX = "whpk_"  # begins public keys
_VERSION = "v1a,"
_MOST = 8  # signatures that are tried
_KEY, _SIGNATURE = 32, 64  # bytes


def is_key(text: str) -> bool:
    """Whether a text is a public key as ``jitabata peers`` prints them."""
    return text.startswith(PREFIX) and len(_raw(text.removeprefix(PREFIX))) == _KEY


def is_signed(said: bytes, signatures: str, keys: Iterable[str]) -> bool:
    """Whether one of the signatures of a header is that of one of these public keys."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - 7 MB, for who has peers
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PublicKey,
    )

    given = [s.removeprefix(_VERSION) for s in signatures.split() if s.startswith(_VERSION)]
    for text in keys:
        key = Ed25519PublicKey.from_public_bytes(_raw(text.removeprefix(PREFIX)))
        for signature in map(_raw, given[:_MOST]):
            if len(signature) != _SIGNATURE:
                continue
            try:
                key.verify(signature, said)
            except InvalidSignature:
                continue
            return True
    return False


def _raw(text: str) -> bytes:
    """The bytes of a text in base64; none where it is not."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
