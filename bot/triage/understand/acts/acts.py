"""The acts of a message, from what its readers found: what it reports, asks, says and tells.

A report never gives way to anything that is said beside it. To miss one is far worse than to take something
else for one, so that what may be a report is one, with the confidence that it has.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.lexicon.phrases import PhraseMatch
from bot.model.acts import (
    Abuses,
    Accuses,
    Act,
    Answers,
    Asks,
    Corrects,
    Courtesy,
    Quotes,
    ReportedAction,
    Reports,
    RequestsChange,
    Result,
    SaysBack,
    SaysOver,
    TellsResult,
    TurnsToAnother,
    WantsPerson,
)
from bot.model.labels import Kind
from bot.model.understanding import FactValue
from bot.triage.understand.acts.phrases import AskedQuestion
from bot.triage.understand.facts.results import Sign, actions_in, may_tell
from bot.triage.understand.meaning.classifier import Leading
from bot.triage.understand.message import MaskedText
from bot.triage.understand.products.matcher import Mentions
from bot.triage.understand.wording import MessageWording

SURE = 0.9  # of what phrases tell outright
LIKELY = 0.7  # of what they tell beside something else
SURE_OF_BOTH = 0.5  # of a report beside an end, before that is half a success
_OF_KIND: Mapping[Kind, type[Act]] = {
    Kind.HUMAN_PLEASE: WantsPerson,
    Kind.CONFIG_REQUEST: RequestsChange,
    Kind.SECURITY_OR_ABUSE: Abuses,
    Kind.RECOVERED_REPORT: SaysOver,
    Kind.CHITCHAT: Courtesy,
}
_OF_PHRASE: Mapping[str, type[Act]] = {
    "person": WantsPerson,
    "change": RequestsChange,
    "courtesy": Courtesy,
    "another": TurnsToAnother,
    "corrected": Corrects,
    "back": SaysBack,
    "over": SaysOver,
    "accuses": Accuses,
    "quotes": Quotes,
}
_ACTIONS = {
    "disable_plugin": ReportedAction.DISABLED,
    "extension_off": ReportedAction.DISABLED,
    "remove_customization": ReportedAction.DISABLED,
    "remove_plugin": ReportedAction.DELETED,
    "reload": ReportedAction.RELOADED,
    "clear_cache": ReportedAction.RELOADED,
    "relogin": ReportedAction.RELOGGED,
}
_RESULTS = {Kind.WORKAROUND_WORKED: Result.WORKED, Kind.WORKAROUND_FAILED: Result.FAILED}


@dataclass(frozen=True, slots=True)
class Findings:
    """What the readers of one message found; ``leading`` is the kind that it has in the end."""

    message: MaskedText
    leading: Leading
    reports: tuple[Reports, ...]
    asked: tuple[AskedQuestion, ...]
    said: Mapping[str, PhraseMatch]
    answered: tuple[str, ...]
    facts: Mapping[str, FactValue]


def acts_of(found: Findings) -> tuple[Act, ...]:
    """Everything that the message does: reports first, then in the order of its words."""
    text = found.message.wording.written
    placed = [*_asks(found), *_says(found)]
    acts: list[Act] = [*found.reports, *(act for _, act in sorted(placed, key=lambda p: p[0]))]
    if found.answered:
        acts.append(Answers(text.strip(), SURE, found.answered))
    acts += _of_kind(found, {type(a) for a in acts})
    return tuple(acts)


def _asks(found: Findings) -> Iterator[tuple[int, Act]]:
    for asked in found.asked:
        start, end = _sentence(found.message.wording, asked.start, asked.end)
        about = _named(found.message.mentions, start, end) or found.message.mentions.products
        clause = found.message.wording.written[start:end].strip()
        sure = SURE if asked.question is not None else LIKELY
        yield asked.start, Asks(clause, sure, asked.question, about)


def _says(found: Findings) -> Iterator[tuple[int, Act]]:
    for subject, place in found.said.items():
        start, end = _sentence(found.message.wording, place.start, place.end)
        clause = found.message.wording.written[start:end].strip()
        named = _named(found.message.mentions, start, end)
        if make := _OF_PHRASE.get(subject):
            act = Accuses(clause, LIKELY, named) if make is Accuses else make(clause, LIKELY)
            yield place.start, act
        elif subject == "round":  # the way round is to switch it off
            done = actions_in(found.message.wording.plain[start:end]).keys()
            actions = frozenset({ReportedAction.DISABLED, *done})
            yield place.start, TellsResult(clause, LIKELY, Result.WORKED, actions, named)


def _of_kind(found: Findings, have: set[type[Act]]) -> Iterable[Act]:
    """The act that the whole message is, where no clause of it shows that."""
    clause, share = found.message.wording.written.strip(), round(found.leading.share, 3)
    make = _OF_KIND.get(found.leading.kind)
    if make is not None and make not in have:
        yield make(clause, share)
    if TellsResult not in have and (told := _result(found)) is not None:
        result, done = told
        done = done or frozenset({ReportedAction.TRIED})
        on, since = found.message.mentions.products, str(found.facts.get("ended_at", ""))
        yield TellsResult(clause, share, result, done, on, since)


def _result(found: Findings) -> tuple[Result, frozenset[ReportedAction]] | None:
    """What came of what was done: by the kind of the message, else by what it says beside what was done."""
    plain, kind = found.message.wording.plain, found.leading.kind
    tried = found.facts.get("already_tried")
    done = frozenset(_ACTIONS[w] for w in _ACTIONS if isinstance(tried, tuple) and w in tried)
    done |= actions_in(plain).keys()
    result = Result.WORKED if done and kind is Kind.RECOVERED_REPORT else _RESULTS.get(kind)
    may_be = kind.is_report and (done or _lasts(found) or may_tell(plain))
    in_part = kind is Kind.RECOVERED_REPORT and found.message.told.in_part
    if result is None and not (may_be or in_part):
        return None
    told = found.message.told
    if told.in_part or (told.rest and result is Result.WORKED) or _lasts(found):
        result = Result.PARTLY  # "it opens again. The print button still does nothing"
    elif told.verdict is Sign.FITFUL:
        result = Result.FAILED  # "every second time it is blank"
    elif told.worse and done and result is not Result.WORKED:
        result = Result.WORSE
    elif result is None and done and told.verdict in (Sign.FAILED, Sign.WEAK):
        result = Result.FAILED
    return None if result is None else (result, done)


def _lasts(found: Findings) -> bool:
    """Whether trouble is told to last beside an end, in whatever words; what is back is no part of an end."""
    over = "over" in found.said and "back" not in found.said
    return over and any(r.confidence >= SURE_OF_BOTH for r in found.reports)


def _named(mentions: Mentions, start: int, end: int) -> tuple[str, ...]:
    inside = (s.product for s in mentions.spans if start <= s.start < end)
    return tuple(dict.fromkeys(p for p in inside if p in mentions.products))


def _sentence(wording: MessageWording, start: int, end: int) -> tuple[int, int]:
    """The sentence that words stand in, so that a clause can be read by itself."""
    for sentence in wording.sentences:
        if sentence.start <= start < sentence.end:
            return sentence.start, max(end, sentence.end)
    return start, end
