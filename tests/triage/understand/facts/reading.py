"""What the fact readers together say of one text, the kind of message being given."""

from bot.model.understanding import FactValue, Kind
from bot.text.language import language
from bot.triage.understand.facts.facts import read_facts
from bot.triage.understand.wording import MessageWording

_WITHOUT = frozenset({Kind.HOWTO, Kind.HUMAN_PLEASE})  # no trouble is told


def facts_of(text: str, kind: Kind = Kind.OUTAGE_REPORT) -> dict[str, FactValue]:
    """The facts of a message, no product being in any catalogue."""
    return read_facts(
        MessageWording.of(text), kind, language(text, None), told=kind not in _WITHOUT
    )
