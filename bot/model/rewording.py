"""A finished reply in other words, as somebody outside proposes them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rewording:
    """``says`` is to stand in place of the text ``of``; whether it may, the desk decides."""

    of: str
    says: str
