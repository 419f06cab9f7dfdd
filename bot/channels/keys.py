"""Keys of the desk's own in the environment: what they seal or sign, nobody else could have."""

import base64
import binascii
import secrets
from dataclasses import dataclass

from bot.model.errors import JitabataError

_OCTETS = 32


@dataclass(frozen=True, slots=True)
class KeyVariable:
    """A variable that holds keys, and the command that prints a new one."""

    name: str
    command: str

    def read(self, text: str) -> tuple[str, ...]:
        """The keys, which commas part; the first is used for what is new.

        JitabataError says which one is wrong, and shows none.
        """
        keys = tuple(key.strip() for key in text.split(",") if key.strip())
        for number, key in enumerate(keys, 1):
            if _length(key) != _OCTETS:
                raise JitabataError(
                    f"{self.name}: key {number} is not {_OCTETS} bytes in URL-safe base64;"
                    f" `{self.command}` makes one"
                )
        return keys


def new_key() -> str:
    """Random bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_OCTETS)).decode("ascii")


def _length(key: str) -> int:
    try:
        return len(base64.b64decode(key.encode(), altchars=b"-_", validate=True))
    except (binascii.Error, UnicodeEncodeError):
        return 0
