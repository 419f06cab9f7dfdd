"""A finished reply in other words, as somebody outside proposes them."""

from dataclasses import dataclass

WITHIN = 3.0  # seconds that a reply waits for other words, all in all


@dataclass(frozen=True, slots=True)
class Rewording:
    """``says`` is to stand in place of the text ``of``; whether it may, the desk decides."""

    of: str
    says: str
