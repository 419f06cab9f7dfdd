"""What a message says of its own urgency. Where that does not settle it, the classifier weighs it."""

import re

from bot.model.understanding import REPORTS, Kind, Urgency
from bot.triage.understand.lexicon import Meanings

_SAID = Meanings("urgency", "cues.")
FEWEST_LETTERS = 3  # different ones; so few are a hand on the keyboard
_ASIDE = re.compile(r"\[[^\]]*\]")  # what pretends to be a note of ours


def urgency_cues(plain: str) -> frozenset[str]:
    """The names of the cues that occur in a plain text."""
    said = _ASIDE.sub("", plain) if "[" in plain else plain
    found = (cue for cue, words in _SAID.group("cues").items() if words.search(said))
    return frozenset(cue.replace("_", " ") for cue in found)


def stated_urgency(plain: str, kind: Kind, cues: frozenset[str]) -> Urgency | None:
    """How urgent a text of a kind is where that needs no weighing; None where it is to be learned.

    A leak cannot wait and an attack can; who asks how something is done, or says that there is no
    hurry, has time; who has deleted something by mistake and says so loudly, has not.
    """
    if kind is Kind.SECURITY_OR_ABUSE:
        return _of_security(plain, cues)
    if kind in (Kind.HOWTO, Kind.CHITCHAT):
        rescue = kind is Kind.HOWTO and cues >= {"lost", "pressing"}
        return Urgency.HIGH if rescue else Urgency.LOW
    if kind in REPORTS and "unhurried" in cues and "pressing" not in cues:
        return Urgency.LOW
    if kind is Kind.BILLING and "planning" in cues and not cues & {"refund", "pressing"}:
        return Urgency.LOW
    return None


def _of_security(plain: str, cues: frozenset[str]) -> Urgency:
    if "leak" in cues:
        return Urgency.HIGH
    letters = set(plain) - {" ", "\n"}
    return Urgency.LOW if len(letters) <= FEWEST_LETTERS else Urgency.NORMAL
