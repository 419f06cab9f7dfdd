"""Seals tokens, so that who reads the database or a backup of it cannot speak as us."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.model.errors import JitabataError


class EncryptionError(JitabataError):
    """A sealed text cannot be opened: it was sealed with a key that is not given any more."""

    def __init__(self) -> None:
        super().__init__(
            "a token in the database was sealed with another key; add that key to"
            " JITABATA_SLACK_KEY, or let the workspace install Jitabata again"
        )


class Encryption:
    """Closes texts with the first key and opens them with any. ``repr`` shows no key."""

    def __init__(self, keys: Sequence[str]) -> None:
        """``keys``: at least one, as the settings read them."""
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def __repr__(self) -> str:
        return "<Encryption>"

    def close(self, text: str) -> str:
        """The text, sealed: ASCII, a third longer and some hundred characters more."""
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        """What was sealed. EncryptionError (without the text) when no key fits."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise EncryptionError from None
