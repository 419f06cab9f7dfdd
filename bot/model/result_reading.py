"""What a message tells was done against trouble, and what came of it, as a trained model reads it."""

from dataclasses import dataclass
from enum import StrEnum


class Did(StrEnum):
    """What was done, or where it was tried."""

    DISABLED = "disabled"
    DELETED = "deleted"
    REENABLED = "reenabled"
    UPDATED = "updated"
    RELOADED = "reloaded"  # the page, the cache, the browser or the computer
    ELSEWHERE = "elsewhere"  # another browser, window, network, device or screen
    NOTHING = "nothing"


class Went(StrEnum):
    """What came of it."""

    WORKED = "worked"
    FAILED = "failed"
    PARTLY = "partly"
    BACK = "back"  # it had worked again, and fails again
    CANNOT = "cannot"  # the advice cannot be carried out
    MISTAKE = "mistake"  # of their own, or a setting of theirs
    NOTHING = "nothing"  # no result is told


@dataclass(frozen=True, slots=True)
class ResultReading:
    """The likeliest of each, and the smaller of both probabilities."""

    did: Did
    went: Went
    certainty: float
