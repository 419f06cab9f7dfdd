"""Signatures of webhooks, and the secrets that make them.

Standard Webhooks 1.0.0, "Signature scheme". No secret is kept: each recipient's own is derived from
the operator's master key (HKDF, RFC 5869), so that a receiver who leaks theirs exposes nobody else.
Python's reference library is not used for signing: it takes the digits of a moment for UTC
whatever its zone (standardwebhooks 1.1.0, ``Webhook.sign``), and signs with one secret only.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class WebhookSigner:
    """Signs for each reader with each master key, the newest first. ``repr`` shows no key."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """``keys``: at least one, of 32 random bytes."""
        if not keys:
            raise ValueError("no key to sign with")
        self._keys = tuple(keys)

    def __repr__(self) -> str:
        return "<Signer>"

    def secrets(self, reader: str) -> tuple[str, ...]:
        """What a receiver checks ``v1`` signatures with, the newest first: ``whsec_…``."""
        return tuple("whsec_" + _text(_derived(key, "v1", reader)) for key in self._keys)

    def public_keys(self, reader: str) -> tuple[str, ...]:
        """What a receiver checks ``v1a`` signatures with, the newest first: ``whpk_…``."""
        seeds = (_derived(key, "v1a", reader) for key in self._keys)
        keys = (Ed25519PrivateKey.from_private_bytes(seed).public_key() for seed in seeds)
        return tuple("whpk_" + _text(key.public_bytes_raw()) for key in keys)

    def signature(self, ident: str, at: int, body: bytes, reader: str) -> str:
        """The header ``webhook-signature``; ``at``: of this attempt, in seconds since 1970.

        ``ident`` has no full stop, since what is signed is separated by them.
        """
        said = f"{ident}.{at}.".encode() + body
        return " ".join(
            [symmetric(_derived(key, "v1", reader), said) for key in self._keys]
            + [asymmetric(_derived(key, "v1a", reader), said) for key in self._keys]
        )


def symmetric(secret: bytes, said: bytes) -> str:
    """``v1``: HMAC-SHA256."""
    return "v1," + _text(hmac.new(secret, said, hashlib.sha256).digest())


def asymmetric(seed: bytes, said: bytes) -> str:
    """``v1a``: Ed25519 (RFC 8032); ``seed``: 32 bytes."""
    return "v1a," + _text(Ed25519PrivateKey.from_private_bytes(seed).sign(said))


def _derived(key: bytes, scheme: str, reader: str) -> bytes:
    info = f"jitabata webhook {scheme} {reader}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
