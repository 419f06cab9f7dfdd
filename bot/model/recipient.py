"""Who can be told by an address, though they may never have written to us: mail and webhooks."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

EVERYTHING = "*"  # in place of a product: whatever the incident is of


class RecipientState(StrEnum):
    """Whether somebody is told of incidents."""

    ACTIVE = "active"
    UNSUBSCRIBED = "unsubscribed"  # wants no notices; answers to their own mail still reach them
    UNREACHABLE = "unreachable"  # the address was refused for good


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address, by the name under which the ledger and conversations know it.

    ``channel``: mail or webhook. ``address``: a mail address, or the URL of a webhook. ``uses``:
    product ids of its inventory, ``follows``: those it subscribed to (``EVERYTHING`` for all). It
    does not say what somebody was told; the ledger does.
    """

    id: str
    channel: str
    address: str
    lang: str = "ja"
    tenant: str = ""
    uses: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    state: RecipientState = RecipientState.ACTIVE

    @property
    def destination(self) -> str:
        """Whose rate limit it counts against: the domain of a mail address, the host of a URL."""
        if self.channel == "webhook":
            return urlsplit(self.address).hostname or ""
        return self.address.rpartition("@")[2].lower()
