"""Who can be told by an address, though they may never have written to us: mail and webhooks."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

EVERYTHING = "*"  # in place of a product: whatever the incident is of
CONTACT = (
    "contact:"  # begins the id of an address that a customer of the chat gave for answers of staff
)


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
        """Whose rate limit it counts against."""
        return destination_of(self.channel, self.address)


def recipient_id(channel: str, address: str) -> str:
    """The name under which the ledger knows an address, whether they wrote from it or a file names it.

    ``channel``, a colon and 24 hex digits. Mail addresses go by lower case, and unquoted.
    """
    said = address.lower() if channel == "mail" else address
    return f"{channel}:{hashlib.sha256(said.encode()).hexdigest()[:24]}"


def destination_of(channel: str, address: str) -> str:
    """Whose rate limit an address counts against: the domain of a mail address, the host of a URL."""
    if channel == "webhook":
        return urlsplit(address).hostname or ""
    return address.rpartition("@")[2].lower()
