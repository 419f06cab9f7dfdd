"""What is known of an organisation before anybody of it writes. Pure."""

from dataclasses import dataclass
from datetime import datetime

LONGEST_NOTE = 2_000  # characters


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation and what it uses, as a program of the operator's says.

    ``id``: the name by which its verified senders are known. ``products``: ids of the catalogue;
    ``complete``: these are all of them, so that what is not named is not used.
    """

    id: str
    name: str
    products: tuple[str, ...]
    complete: bool
    changed_at: datetime
    changed_by: str
    note: str = ""  # for staff alone
