"""Tokens by which a reader stops notices: they name the recipient, and no address."""

from bot.desk.signed_ids import SignedIds

STOP = "unsubscribe"  # before the token, in the subject of a mail that stops notices


def unsubscribe_tokens(secret: str) -> SignedIds:
    """Tokens of recipients. They do not expire: a mail may be years old when somebody has had enough."""
    return SignedIds(secret, "mail: stop notices")
