"""What the fact readers together say of one text, the kind of message being given."""

from bot.model.understanding import FactValue, Kind
from bot.triage.understand.facts.contrast import read_contrasts
from bot.triage.understand.facts.count import read_counts
from bot.triage.understand.facts.place import read_place
from bot.triage.understand.facts.said import read_said
from bot.triage.understand.facts.times import read_times
from bot.triage.understand.facts.tried import read_tried
from bot.triage.understand.facts.web import read_web
from bot.triage.understand.language import language
from bot.triage.understand.wording import Wording


def facts_of(text: str, kind: Kind = Kind.OUTAGE_REPORT) -> dict[str, FactValue]:
    """The facts of a message that tells of trouble, no product being in any catalogue."""
    wording = Wording.of(text)
    facts = {
        **read_web(wording, told=True),
        **read_place(wording, told=True),
        **read_times(wording, kind, language(text, None)),
        **read_said(wording, (), told=True),
        **read_counts(wording),
        **read_contrasts(wording),
    }
    if tried := read_tried(wording, extension_named=False):
        facts["already_tried"] = tried
    return facts
