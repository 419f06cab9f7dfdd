"""What a message says of advice, and why that is taken for a result or for none."""

from dataclasses import dataclass
from enum import StrEnum

from bot.model.conversation import AdviceOutcome


class Why(StrEnum):
    """Why a message is the result of advice, or of none."""

    SAYS_SO = "it says what came of it"
    WAS_THAT = "it says that it was that product"
    SWITCHED_ON = "it says what came of switching on again"
    SWITCHED_OFF = "it says what came of switching off"
    NOTHING_PENDING = "no advice waits for a result"
    OTHER_WAY = "it is about something that was not advised"
    IN_PART = "it worked in part, or for a moment"
    ONLY_MEANT = "it is still to be tried, asked, hoped for, or of somebody else"
    NOT_NOW = "it is of another time, or done without a word of what came of it"
    BY_ITSELF = "it came right without being touched"
    WELL_AGAIN = "it works, and nothing that could have helped was waiting to be tried"
    CURED = "it works since the page was loaded again or a newer version is in"
    ROUND = "it works in another place or way, which ends nothing"
    GOES_ON = "it goes on or is back, whatever others say of its end"
    CONTRADICTED = "it reads as one thing, and its words say the opposite"
    ANSWERS = "it answers a question"
    NO_RESULT = "it tells no result"


@dataclass(frozen=True, slots=True)
class AdviceVerdict:
    """What a message says of an advice (by its id); of none when there is no outcome."""

    why: Why
    outcome: AdviceOutcome | None = None
    advice: tuple[str, ...] = ()
