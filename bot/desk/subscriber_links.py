"""The links by which a subscription is confirmed, changed and ended, and those to posts."""

from bot.desk.signed_ids import SignedIds

PATH = "/subscription/"


class SubscriberLinks:
    """Makes and reads the links. ``base``: where readers reach our pages, without a slash at its end.

    A link holds the id of a subscription, no address, and does not expire: a mail may be years old when
    somebody has had enough.
    """

    def __init__(self, secret: str, base: str) -> None:
        self._tokens = SignedIds(secret, "subscription")
        self._base = base.rstrip("/")

    def of(self, ident: str) -> str:
        """Where a subscription is confirmed, changed and ended, by one post too (RFC 8058)."""
        return f"{self._base}{PATH}{self._tokens.token(ident)}"

    def post(self, post: str, lang: str) -> str:
        """The permanent page of a post."""
        return f"{self._base}/status/incidents/{post}?lang={lang}"

    def read(self, token: str) -> str | None:
        """The id of the subscription; None when we did not make the token."""
        return self._tokens.read(token)
