"""The kind that a message has by the words it uses, where the whole of it leaves that open."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.model.labels import REPORTS, Kind
from bot.triage.understand.acts.clauses import confidence_of
from bot.triage.understand.facts.results import Sign
from bot.triage.understand.meaning.classifier import (
    ENDINGS,
    Leading,
    ModelOpinion,
    leading_kind,
)
from bot.triage.understand.message import MaskedText
from bot.triage.understand.phrases import PhraseMatch

SHORT = 30  # characters; a longer message says enough to be weighed
OF_NEWS = 0.7  # how sure a few words are
UNSURE = 0.5  # the share of the whole below which it is not sure what it is
STILL = 0.4  # how sure a report must be of which words tell that it is not over yet
MAYBE = 0.6  # how sure a report must be that the reply asks about
LASTS = 0.5  # how sure a clause behind an end must be to tell of trouble that lasts
_VAGUE = REPORTS | {Kind.CHITCHAT, Kind.STATUS_QUERY}


def how_it_went(
    message: MaskedText, leading: Leading, opinion: ModelOpinion, said: Mapping[str, PhraseMatch]
) -> Leading | None:
    """The kind by words for an end, for what got worse and for an error, where the whole leaves it open."""
    kind, over = leading.kind, "over" in said
    if kind in ENDINGS and not over and message.told.worse:
        return Leading(Kind.WORKAROUND_FAILED, OF_NEWS, kind)
    fails = message.told.results[:1] in ((Sign.FAILED,), (Sign.WEAK,))
    if (
        kind in ENDINGS and fails and not said.keys() & {"over", "round"}
    ):  # "since the update it fails"
        return replace(leading_kind(opinion, among=REPORTS), share=MAYBE, or_else=kind)
    sure = confidence_of(opinion.of_a_report)
    still = message.told.verdict is Sign.WEAK and sure >= STILL and leading.share < STILL
    if kind is Kind.CHITCHAT and still:  # "the form is not there yet"
        return replace(leading_kind(opinion, among=REPORTS), share=sure, or_else=kind)
    if "error" in said and not over and not message.only_asks and leading.share < MAYBE:
        as_report = leading_kind(opinion, among=REPORTS)
        return replace(as_report, share=max(as_report.share, MAYBE), or_else=kind)
    lasts = message.told.is_half or message.told.in_part or message.told.rest is not None
    ends = over and "back" not in said and not (message.only_asks or lasts)
    open_to_it = kind.is_report or (kind not in ENDINGS and leading.share < UNSURE)
    if ends and open_to_it and sure < LASTS:
        return Leading(Kind.RECOVERED_REPORT, OF_NEWS, kind)
    return None


def kind_of_news(
    said: Collection[str], kind: Kind, length: int, *, asks: bool, in_part: bool
) -> Kind | None:
    """The kind that a short text has by what it says; None where that decides nothing.

    ``said`` are the meanings of ``says.…`` in it, ``kind`` is what it reads as, ``in_part``: what is said
    to work does so in part.
    """
    if length > SHORT or asks:
        return None
    if "own_change" in said and "over" not in said and kind in ENDINGS:
        return Kind.CHITCHAT
    if "round" in said and kind in _VAGUE:
        return Kind.WORKAROUND_WORKED
    if "over" in said and "back" not in said and not in_part and kind in _VAGUE:
        return Kind.RECOVERED_REPORT
    if "back" in said and "over" not in said and kind is Kind.CHITCHAT:
        return Kind.FUNCTION_REPORT
    return None
