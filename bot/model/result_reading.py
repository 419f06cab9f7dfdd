"""What a message tells was done against trouble, and what came of it, as a trained model reads it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.model.acts import ReportedAction


class ToldOutcome(StrEnum):
    """What a message says came of something; unlike ``Result`` also where nothing was done or could be."""

    WORKED = "worked"
    FAILED = "failed"
    PARTLY = "partly"
    BACK = "back"  # it had worked again, and fails again
    CANNOT = "cannot"  # the advice cannot be carried out
    MISTAKE = "mistake"  # of their own, or a setting of theirs
    NOTHING = "nothing"  # no outcome is told


@dataclass(frozen=True, slots=True)
class ResultReading:
    """The likeliest action (None: none is told) and outcome, and the smaller of both probabilities.

    ``of_itself``: a product is what works: "the calendar shows again", which nobody says of one that is switched off.
    """

    action: ReportedAction | None
    outcome: ToldOutcome
    certainty: float
    of_itself: bool = False
