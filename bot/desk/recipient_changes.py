"""One recipient added, changed, stopped, started again or removed by an admin. It decides nothing on its own.

Who wants no notices is never told again by accident: neither a new address nor an import undoes it.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.desk.broadcast_ports import BroadcastPorts
from bot.model.errors import JitabataError
from bot.model.recipient import CONTACT, Recipient, RecipientState, recipient_id

CHANNELS = ("mail", "webhook")  # those whose recipients are lists of addresses


class RecipientFault(StrEnum):
    """Why a recipient cannot be saved, or not so."""

    CHANNEL = "channel"
    MAIL = "mail"
    URL_LONG = "url_long"
    URL_SHAPE = "url_shape"
    URL_HTTP = "url_http"
    URL_PRIVATE = "url_private"
    LANG = "lang"
    TENANT = "tenant"
    THERE = "there"  # another recipient has this address
    KEPT_OUT = "kept_out"  # it was removed, and wants no notices
    SURE = "sure"  # a tick is missing
    MEANWHILE = "meanwhile"  # somebody else has changed it since it was shown


class RecipientFaultError(JitabataError):
    """What was asked for cannot be done; nothing was written. Its words repeat no address."""

    def __init__(self, fault: RecipientFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


ParseAddress = Callable[[str, str], str]
"""A channel and a typed address to the address as it is stored. Raises RecipientFaultError for what is none."""


@dataclass(frozen=True, slots=True)
class RecipientDetails:
    """What an admin says of a recipient; the address is as ``ParseAddress`` returns it."""

    channel: str
    address: str
    lang: str
    tenant: str = ""
    uses: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()

    @classmethod
    def of(cls, known: Recipient) -> "RecipientDetails":
        told = known.channel, known.address, known.lang, known.tenant
        return cls(*told, known.uses, known.follows)

    @property
    def digest(self) -> str:
        """Tells these details from any others."""
        said = repr((self.channel, self.address, self.lang, self.tenant, self.uses, self.follows))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def recipient(self, state: RecipientState) -> Recipient:
        """The recipient of whom this is said."""
        ident, said = recipient_id(self.channel, self.address), (self.lang, self.tenant)
        return Recipient(ident, self.channel, self.address, *said, self.uses, self.follows, state)


def listed(ident: str, work: BroadcastPorts) -> Recipient | None:
    """A recipient that admins see: neither an address given in the chat, nor one that was removed."""
    found = work.recipient(ident) if not ident.startswith(CONTACT) else None
    return found if found is not None and found.address else None


def add(details: RecipientDetails, work: BroadcastPorts) -> Recipient:
    """Save a new recipient, who is told from now on. Raises RecipientFaultError."""
    new = details.recipient(RecipientState.ACTIVE)
    _must_be_free(new.id, work)
    work.save_recipient(new)
    return new


def change(
    known: Recipient, details: RecipientDetails, seen: str, work: BroadcastPorts
) -> Recipient:
    """Save what is said of a recipient; ``seen``: the digest of what was shown. Raises RecipientFaultError.

    Another address is another reader of the ledger: what went to the old one is not followed up at the new one.
    Who wants no notices wants none at the new address either.
    """
    if RecipientDetails.of(known).digest != seen:
        raise RecipientFaultError(RecipientFault.MEANWHILE)
    new = details.recipient(known.state)
    if new.id != known.id:
        _must_be_free(new.id, work)
        remove(known, work)
        if new.state is RecipientState.UNREACHABLE:
            new = replace(new, state=RecipientState.ACTIVE)
    if new != known:
        work.save_recipient(new)
    return new


def stop(known: Recipient, work: BroadcastPorts) -> None:
    """Have a recipient told of nothing any more; what waits for them is cancelled."""
    if known.state is not RecipientState.UNSUBSCRIBED:
        work.save_recipient(replace(known, state=RecipientState.UNSUBSCRIBED))


def start(known: Recipient, *, sure: bool, work: BroadcastPorts) -> None:
    """Have a recipient told again. Who wants no notices: only with a word that they want them again.

    Raises RecipientFaultError.
    """
    if known.state is RecipientState.UNSUBSCRIBED and not sure:
        raise RecipientFaultError(RecipientFault.SURE)
    if known.state is not RecipientState.ACTIVE:
        work.save_recipient(replace(known, state=RecipientState.ACTIVE))


def remove(known: Recipient, work: BroadcastPorts) -> bool:
    """Forget a recipient; of who wants no notices only that they want none stays, and it answers True."""
    if known.state is not RecipientState.UNSUBSCRIBED:
        work.forget_recipient(known.id)
        return False
    work.save_recipient(Recipient(known.id, known.channel, "", state=known.state))
    return True


def _must_be_free(ident: str, work: BroadcastPorts) -> None:
    found = work.recipient(ident)
    if found is not None:
        taken = RecipientFault.THERE if found.address else RecipientFault.KEPT_OUT
        raise RecipientFaultError(taken)
