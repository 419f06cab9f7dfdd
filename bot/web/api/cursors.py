"""Where the next page of a list begins, as a text that callers hand back and cannot make."""

from datetime import datetime, timedelta

from bot.web.api.problems import ProblemError
from bot.web.session import TokenSigner

LONGEST = 400  # characters
GOOD_FOR = timedelta(days=1)


class Cursors:
    """Seals the mark after which a page begins, for one list of one token's reach."""

    def __init__(self, secret: str) -> None:
        self._signer = TokenSigner(secret, "api cursor")

    def seal(self, of: str, mark: str, now: datetime) -> str:
        """``of``: which list it is, and whose."""
        return self._signer.seal({"of": self._signer.alias(of), "after": mark}, now)

    def open(self, of: str, cursor: str, now: datetime) -> str:
        """The mark; "" for no cursor. ProblemError for one that is not of this list, or too old."""
        if not cursor:
            return ""
        found = None
        if len(cursor) <= LONGEST and cursor.isascii():
            found = self._signer.unseal(cursor, now, GOOD_FOR)
        if found is None or found["of"] != self._signer.alias(of):
            raise ProblemError("bad_cursor")
        return found["after"]
