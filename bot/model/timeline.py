"""What happened around an incident, entry by entry: the log that staff read and nobody rewrites."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TimelineKind(StrEnum):
    """What sort of thing happened."""

    DECISION = "decision"  # of a person; ``what`` is an IncidentDecision
    STATE = "state"  # the desk's own finding; ``what`` is an IncidentStatus
    CAUSE = "cause"  # another likeliest cause, ``about`` it
    PAGE = "page"  # a status page shows something else; ``what`` is a word of ``Shows``
    PROBE = "probe"  # our own measurement finds something else; ``what`` is a ServiceHealth
    PEER = "peer"  # another desk, ``about``, tells of it; ``what`` is a SightingState, ``text`` a number


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened. ``about``: a cause, another incident or a conversation, by ``what``.

    ``staff`` "": the desk itself. ``text`` is masked. ``subject``: an incident's id, or that of
    ``subject_of`` a product. ``key``: of the form that asked for it; "" of what nobody sent.
    """

    subject: str
    at: datetime
    kind: TimelineKind
    what: str = ""
    about: str = ""
    staff: str = ""
    text: str = ""
    key: str = ""


def subject_of(service: str) -> str:
    """Under which subject stands what is seen of a product, whichever incident it concerns."""
    return f"service:{service}"
