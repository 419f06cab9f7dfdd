"""What a look at the running conditions found; ``jitabata doctor`` shows it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Health(StrEnum):
    """Whether somebody has to do something."""

    OK = "ok"
    NOTE = "note"  # works, or is not used; the operator may want to know
    WRONG = "wrong"


class Said(NamedTuple):
    """One sentence in both languages."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Checkup:
    """One thing that was looked at. ``cure`` is None where nothing is to be done.

    No secret stands in it, not even a part of one.
    """

    health: Health
    subject: str  # a setting's name, or a place
    said: Said
    cure: Said | None = None
