"""Deliveries of a notice to many that failed for good, by reason; what is worth handing over again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

_ADDRESS = r"[^\s<>]{1,100}@[^\s<>]{1,200}|https?://[^\s<>]{1,300}"
_ADDRESSES = re.compile(_ADDRESS)
_VARIES = re.compile(rf"<[^<>]{{1,200}}>|{_ADDRESS}|\b(?=\w*\d)\w{{6,}}\b")
COLUMNS = ("reader", "channel", "reason", "at", "may_have_arrived", "address")
LONGEST = 160  # characters of a reason as it is shown


@dataclass(frozen=True, slots=True)
class FailureCount:
    """So many deliveries that failed for one reason, in the channel's words.

    ``again``: how many may be handed over again, since they surely did not arrive and their readers
    still want notices.
    """

    reason: str
    number: int
    again: int


@dataclass(frozen=True, slots=True)
class Failed:
    """One of them. ``address`` "": we keep none. ``may_be_there``: it may have arrived all the same."""

    reader: str
    channel: str
    reason: str
    at: datetime | None
    address: str = ""
    may_be_there: bool = False

    def veiled(self) -> "Failed":
        """As whoever may not see addresses sees it."""
        return replace(self, reason=veiled(self.reason), address="")

    @property
    def cells(self) -> tuple[str, ...]:
        """As a line of a table; see ``COLUMNS``."""
        at = self.at.isoformat() if self.at is not None else ""
        maybe = "yes" if self.may_be_there else "no"
        return (self.reader, self.channel, self.reason, at, maybe, self.address)


@dataclass(frozen=True, slots=True)
class FailureKind:
    """Reasons that differ only in addresses, numbers and names of single deliveries."""

    name: str
    reasons: tuple[str, ...]
    number: int
    again: int


def veiled(text: str) -> str:
    """A reason without addresses: channels repeat them in theirs."""
    return _ADDRESSES.sub("…", text)


def kinds_of(counts: Iterable[FailureCount]) -> list[FailureKind]:
    """The kinds of reasons, the most frequent first."""
    found: dict[str, list[FailureCount]] = {}
    for count in counts:
        found.setdefault(kind_of(count.reason), []).append(count)
    kinds = [
        FailureKind(
            name, tuple(c.reason for c in of), sum(c.number for c in of), sum(c.again for c in of)
        )
        for name, of in found.items()
    ]
    return sorted(kinds, key=lambda kind: (-kind.number, kind.name))


def kind_of(reason: str) -> str:
    """A reason without what belongs to one delivery alone."""
    return " ".join(_VARIES.sub("…", reason).split())[:LONGEST]
