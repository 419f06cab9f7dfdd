"""Tokens that name something by its id, and that only we can make."""

import base64
import binascii
import hmac

LONGEST = 400  # characters of a token
_MAC = 16  # octets


class SignedIds:
    """Makes and checks tokens for one ``purpose``, by HMAC-SHA-256 under the desk's secret.

    A token holds an id and does not expire. Another secret makes every token void.
    """

    def __init__(self, secret: str, purpose: str) -> None:
        self._key = hmac.digest(secret.encode(), purpose.encode(), "sha256")

    def token(self, ident: str) -> str:
        """The token of an id, of letters that need no quoting in a URL or a subject."""
        named = _text(ident.encode())
        return f"{named}.{self._sign(named)}"

    def read(self, token: str) -> str | None:
        """The id; None when we did not make the token. It always compares in full."""
        named, _, signature = token[: LONGEST + 1].rpartition(".")
        is_good = hmac.compare_digest(
            self._sign(named).encode(), signature.encode("utf-8", "replace")
        )
        if not is_good or len(token) > LONGEST:
            return None
        try:
            return base64.urlsafe_b64decode(named + "=" * (-len(named) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None

    def _sign(self, named: str) -> str:
        octets = named.encode("utf-8", "replace")
        return _text(hmac.digest(self._key, octets, "sha256")[:_MAC])


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
