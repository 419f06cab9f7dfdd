"""Who a sender is known to be, and for whom their words count. The only place that decides it.

A verified sender acts for the organisation itself. Whoever only says so, or says nothing, acts under
a key that no verified organisation can have, so that nothing they do reaches its state: its
conversations, its reports, its limits, its notices.
"""

from enum import StrEnum

MARK = "~"  # begins the keys of those whom nobody has verified
_CLAIMED, _FROM, _ESCAPED = f"{MARK}claimed:", f"{MARK}from:", f"{MARK}verified:"


class Identity(StrEnum):
    """How sure it is that a message comes from the organisation that it names.

    ``VERIFIED``: a Slack workspace or a mapped Connect channel, mail of a mapped domain that passes
    DMARC, a signed identity, something that staff entered, the operator's own terminal.
    ``CLAIMED``: an organisation that somebody typed. ``ANONYMOUS``: none was given.
    """

    VERIFIED = "verified"
    CLAIMED = "claimed"
    ANONYMOUS = "anonymous"


def identity_of(identity: Identity, organisation: str) -> Identity:
    """The identity of a message; a claim that names no organisation is anonymous."""
    if identity is Identity.CLAIMED and not organisation:
        return Identity.ANONYMOUS
    return identity


def organisation_key(identity: Identity, organisation: str, origin: str) -> str:
    """Under which key the state of a sender's organisation is kept.

    ``organisation``: as configured for a verified sender ("": not known), as typed for others.
    ``origin``: the network that an unverified message came from, or else its sender. The key of a
    key is the key itself.
    """
    if identity is Identity.VERIFIED:
        reserved = organisation.startswith(MARK) and not organisation.startswith(_ESCAPED)
        return f"{_ESCAPED}{organisation}" if reserved else organisation
    if identity is Identity.CLAIMED:
        return f"{_CLAIMED}{organisation.removeprefix(_CLAIMED)}"
    return unknown_key(origin)


def unknown_key(origin: str) -> str:
    """The key of whoever named no organisation."""
    return f"{_FROM}{origin}"


def witness_of(key: str, neighbour: str | None) -> str:
    """As whom a report counts among all reports; an organisation counts once.

    ``key``: of its organisation. ``neighbour``: as whom an earlier report from the same network
    counts (None: there was none). Unverified reports of one network are one voice together, and so
    are those that claim the same organisation; a verified organisation speaks for itself alone.
    """
    return key if is_verified(key) or neighbour is None else neighbour


def is_verified(key: str) -> bool:
    """Whether the key of an organisation, or of a witness, belongs to a verified one."""
    return not key.startswith(MARK) or key.startswith(_ESCAPED)


def identity_behind(key: str) -> Identity:
    """The identity of whoever acts under a key."""
    if is_verified(key):
        return Identity.VERIFIED
    return Identity.CLAIMED if key.startswith(_CLAIMED) else Identity.ANONYMOUS


def name_behind(key: str) -> str:
    """The organisation's name as it was given, without a word on whether it is true; "" if none was."""
    if key.startswith(_FROM):
        return ""
    return key.removeprefix(_CLAIMED).removeprefix(_ESCAPED)
