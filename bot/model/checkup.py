"""What a look at the running conditions found; ``jitabata doctor`` shows it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class CheckupHealth(StrEnum):
    """Whether somebody has to do something."""

    OK = "ok"
    NOTE = "note"  # works, or is not used; the operator may want to know
    WARNING = "warning"  # works, and will not for ever
    WRONG = "wrong"


class BilingualText(NamedTuple):
    """One sentence in both languages."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Checkup:
    """One thing that was looked at. ``cure`` is None where nothing is to be done.

    No secret stands in it, not even a part of one.
    """

    key: str  # of its words
    health: CheckupHealth
    subject: str  # a setting's name, or a place
    said: BilingualText
    cure: BilingualText | None = None
