"""All facts of one message. What they share is found once here and handed on.

Facts are told in every kind of message. Where one only counts beside trouble (an onset, how many are
hit), its own reader asks for that; ``told`` says that the message as a whole tells of trouble.
"""

from collections.abc import Sequence

from bot.model.understanding import FactValue, Kind
from bot.triage.understand.facts.contrast import read_contrasts
from bot.triage.understand.facts.place import read_counts, read_place
from bot.triage.understand.facts.said import read_said
from bot.triage.understand.facts.times import read_times
from bot.triage.understand.facts.tried import read_tried
from bot.triage.understand.facts.web import read_web
from bot.triage.understand.wording import MessageWording

_ELSEWHERE = {"other_browser": "other_browser_ok", "other_network": "other_network_ok"}
_OVER = frozenset({Kind.RECOVERED_REPORT, Kind.WORKAROUND_WORKED})


def read_facts(
    wording: MessageWording,
    kind: Kind,
    lang: str,
    *,
    told: bool,
    named: Sequence[tuple[int, int]] = (),
    extension_named: bool = False,
) -> dict[str, FactValue]:
    """``named``: where products of the catalogue are named. Does not read answers to questions."""
    facts = read_web(wording, told=told)
    facts.update(read_place(wording, told=None if kind is Kind.HOWTO else told))
    facts.update(read_times(wording, kind, lang))
    facts.update(read_said(wording, named, told=True))
    facts.update(read_counts(wording, told=told))
    facts.update(read_contrasts(wording, told=told))
    if tried := read_tried(wording, extension_named=extension_named, told=told):
        facts["already_tried"] = tried
        if told:
            _still_there(kind, tried, facts)
    return facts


def _still_there(kind: Kind, tried: Sequence[str], facts: dict[str, FactValue]) -> None:
    """Who has trouble after trying elsewhere has it there too, unless they say otherwise."""
    if kind in _OVER:
        return
    for way, axis in _ELSEWHERE.items():
        if way in tried:
            facts.setdefault(axis, False)
