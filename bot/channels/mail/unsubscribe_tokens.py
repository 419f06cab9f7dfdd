"""Tokens by which a reader stops notices: they name the recipient, and only we can make them."""

import base64
import binascii
import hmac

LONGEST = 400  # characters of a token
STOP = "unsubscribe"  # before the token, in the subject of a mail that stops notices

_MAC = 16  # octets


class UnsubscribeTokens:
    """Makes and checks tokens, by HMAC-SHA-256 under the desk's secret.

    A token holds the recipient's id (no address) and does not expire: a mail may be years old when
    somebody has had enough. Another secret makes every token of old mails void.
    """

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"mail: stop notices", "sha256")

    def token(self, recipient: str) -> str:
        """The token of a recipient, of letters that need no quoting in a URL or a subject."""
        named = _text(recipient.encode())
        return f"{named}.{self._sign(named)}"

    def recipient(self, token: str) -> str | None:
        """The recipient's id; None when we did not make the token. It always compares in full."""
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
