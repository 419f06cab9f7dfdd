"""The part of ``UnitOfWork`` that lists who can be told by an address, for admins who look one of them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.model.recipient import Recipient

NO_AUDIENCE = "-"  # in place of a product: those who neither use nor follow any


@dataclass(frozen=True, slots=True)
class RecipientFilter:
    """Which recipients are listed; what is empty leaves all in.

    ``words``: stand in the address, in the organisation's key or in its registered name. ``audience``: a
    product that they use or follow, ``EVERYTHING`` or ``NO_AUDIENCE``. ``tenant``: an organisation's key.
    """

    words: str = ""
    audience: str = ""
    channel: str = ""
    lang: str = ""
    state: str = ""
    tenant: str = ""


@dataclass(frozen=True, slots=True)
class AudienceCount:
    """So many recipients of one product's audience that are alike; ``product`` may be ``EVERYTHING``."""

    product: str
    channel: str
    lang: str
    state: str
    number: int


@dataclass(frozen=True, slots=True)
class RecipientPage:
    """A part of the recipients that a filter leaves in, each with its number.

    ``found``: how many there are from this part on, counted no further than was asked for.
    """

    rows: tuple[tuple[int, Recipient], ...]
    found: int


class RecipientLists(Protocol):
    """Recipients as they are looked through.

    Addresses that customers of the chat gave for answers are in none of these lists, nor is who was removed
    and is only kept so that no import brings them back.
    """

    def recipient_page(
        self, which: RecipientFilter, *, before: int | None = None, limit: int, most: int
    ) -> RecipientPage:
        """So many of them, the latest added first; ``before``: with a lower number; counted up to ``most``."""
        ...

    def recipient_states(self) -> dict[str, int]:
        """How many recipients there are in all, by state."""
        ...

    def audience_counts(self) -> Sequence[AudienceCount]:
        """Each audience, counted by channel, language and state: somebody who uses and follows it counts once."""
        ...
