"""What the fact readers together say of one text, the kind of message being given."""

from bot.model.understanding import FactValue, Kind
from bot.triage.understand.facts.facts import read_facts
from bot.triage.understand.language import language
from bot.triage.understand.wording import Wording


def facts_of(text: str, kind: Kind = Kind.OUTAGE_REPORT) -> dict[str, FactValue]:
    """The facts of a message that tells of trouble, no product being in any catalogue."""
    return read_facts(Wording.of(text), kind, language(text, None), told=True)
