"""What a look at the running conditions found; ``jitabata doctor`` shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Health(StrEnum):
    """Whether somebody has to do something."""

    OK = "ok"
    NOTE = "note"  # works, or is not used; the operator may want to know
    WARNING = "warning"  # works, and will not for ever
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


Phrase = tuple[Health, Said, Said | None]  # how it is, what is the matter, what to do


def checkup(phrase: Phrase, subject: str, **values: object) -> Checkup:
    """One checkup in the words of a phrase. ``values`` go into them; none of them is a secret."""
    health, said, cure = phrase
    return Checkup(health, subject, _filled(said, values), cure and _filled(cure, values))


def _filled(said: Said, values: Mapping[str, object]) -> Said:
    return Said(said.ja.format(**values), said.en.format(**values))
