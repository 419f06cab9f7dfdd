"""What a person decides about an incident."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class IncidentDecision(StrEnum):
    """What staff do with an incident."""

    OWN = "own"  # take it, or hand it over to ``about``
    CONFIRM = "confirm"  # it is real, and its likeliest cause is the one
    CHANGE_CAUSE = "change_cause"  # ``about`` is the cause, whatever the reports say
    RULE_OUT = "rule_out"  # ``about`` is not the cause
    MONITOR = "monitor"  # it seems over
    RESOLVE = "resolve"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"  # it was nothing
    START = "start"  # by hand, of the cause ``about``
    MERGE = "merge"  # into the incident ``about``
    SPLIT = "split"  # ``conversations`` are another incident, of the cause ``about``
    LINK = "link"  # ``conversations`` are of it
    UNLINK = "unlink"  # ``conversations`` are not
    DRAFT = "draft"  # put ``text``, in the language ``about``, before staff as an update
    PROMISE = "promise"  # of the next update in ``about`` minutes, "0": none
    NOTE = "note"


class UpdateReaders(StrEnum):
    """Whom an update of an incident is for."""

    ALL = "all"
    REPORTED = "reported"  # who reported it to us
    FITTING = "fitting"  # of these, whose reports its cause explains
    TOLD = "told"  # who was told of it by a notice, and did not report it


@dataclass(frozen=True, slots=True)
class IncidentDecided:
    """A person decided something about an incident ("" when it is started).

    ``about``, ``conversations`` and ``text``: see the decision. ``readers``: of a draft. ``key`` tells a form that was sent
    twice from two forms.
    """

    at: datetime
    incident: str
    staff: str
    what: IncidentDecision
    about: str = ""
    text: str = ""
    conversations: tuple[str, ...] = ()
    key: str = ""
    readers: UpdateReaders = UpdateReaders.ALL
