"""When it began.

An expression of time is found first; what stands after it (in English before it) tells whether it is an
onset: から and "since" begin, while まで ends and は with what worked is a time at which all was well.
"""

import re
from collections.abc import Iterable
from enum import Enum, auto
from itertools import islice, pairwise

from bot.model.understanding import FactValue, Kind
from bot.triage.understand.facts.verdict import clause_end, verdict
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording, blank

_SAID = Meanings(
    "time",
    "time event happened began spell from until was worked last good_again is_good past "
    "between range_end wrong is_it_not again lot repeated no_onset said_alone reported "
    "latin today bad_soon",
)
_SINCE = Meanings(
    "since",
    "since. hit business signs is_back lasted down others_ok lasted_others back_others today "
    "others. last_ok. back.",
)
# What these want is not that trouble ends; an onset is told beside it at most.
_WANTS = frozenset({Kind.CONFIG_REQUEST, Kind.BILLING, Kind.HUMAN_PLEASE})
_NONE = frozenset({Kind.SECURITY_OR_ABUSE, Kind.HOWTO, Kind.WORKAROUND_WORKED, Kind.CHITCHAT})
_CERTAIN = 3  # of the patterns of an onset say by themselves that something began
LONGEST_WAY = 20  # characters from a time to the words that it is back

Span = tuple[int, int]


class _Role(Enum):
    """What a time is: an onset, perhaps one, or the time of something else."""

    ONSET = auto()
    MAYBE = auto()
    OTHER = auto()


def read_times(wording: MessageWording, kind: Kind, lang: str) -> dict[str, FactValue]:
    """The onset, verbatim. What came of advice tells one only in so many words, small talk none."""
    span = None if kind in _NONE else _onset(wording.plain, kind, lang)
    return {"started_at": wording.written[slice(*span)].strip(" 、")} if span else {}


def onset(wording: MessageWording, lang: str) -> str | None:
    """The time in an answer to "since when?"."""
    found = read_times(wording, Kind.OUTAGE_REPORT, lang).get("started_at")
    return found if isinstance(found, str) else None


def _onset(text: str, kind: Kind, lang: str) -> Span | None:
    if ":" in text or "毎" in text or "every " in text:
        text = blank(text, [m.span() for m in _SAID.repeated.finditer(text)])
    found = None
    if lang == "ja" or any("ぁ" <= c <= "ん" for c in text):
        found = _onset_ja(text, kind)
    if found is None and (lang != "ja" or _SAID.latin.search(text)):
        found = _onset_abroad(text, kind, lang)
    return found


def _onset_ja(text: str, kind: Kind) -> Span | None:
    last = _SAID.last.search(text) or _SAID.lot.search(text)
    taken = [last.span(1)] if last else []  # the times of something else
    began = None if kind in _WANTS else _SAID.began.search(text)
    if began and not _taken(began.span(1), taken):
        return began.span(1)
    times = [m for m in _SAID.time.finditer(text) if not _taken(m.span(), taken)]
    for first, second in pairwise(times):
        until = _SAID.range_end.match(text, second.end())
        if until and _SAID.between.fullmatch(text, first.end(), second.start()):
            told = kind is Kind.RECOVERED_REPORT or kind in _WANTS
            return (first.start(), second.start()) if told else None
    roles = [
        (time.start(), *_role(text, time, over=kind is Kind.RECOVERED_REPORT)) for time in times
    ]
    if kind in _WANTS:
        return next((_at(r) for r in roles if _is_told_beside(text, *r[1:])), None)
    if strong := next((_at(r) for r in roles if r[1] is _Role.ONSET), None):
        return strong
    for words in (_SAID.event, _SAID.spell, _SAID.happened):
        if (match := words.search(text)) and not _taken(
            span := match.span(match.lastindex or 0), taken
        ):
            return span
    weak = [] if kind is Kind.WORKAROUND_FAILED else [_at(r) for r in roles if r[1] is _Role.MAYBE]
    if kind is Kind.STATUS_QUERY:  # asking about today tells no onset
        weak = [s for s in weak if not _SAID.today.fullmatch(text, *s)]
    clocks = (s for s in weak if any(c.isdigit() for c in text[slice(*s)]))
    return next(clocks, weak[0] if weak else None)


def _at(role: tuple[int, _Role, int]) -> Span:
    return role[0], role[2]


def _is_told_beside(text: str, role: _Role, end: int) -> bool:
    """Whether a time tells an onset beside something that is wanted: it goes with what is wrong."""
    if role is _Role.MAYBE:
        return _SAID.said_alone.match(text, end) is not None
    clause = clause_end(text, end + text.startswith("、", end))
    return role is _Role.ONSET and _SAID.wrong.search(text, end, clause) is not None


def _role(text: str, found: re.Match[str], *, over: bool) -> tuple[_Role, int]:
    """What a time is, and where its expression ends; ``over``: in a message that it works again."""
    at = found.end()
    if until := _SAID.until.match(text, at):
        return _Role.OTHER, until.end()
    clause = clause_end(text, at + text.startswith("、", at))
    since, was = _SAID["from"].match(text, at), _SAID.was.match(text, at)
    if over:
        works = verdict(text, at, clause)
        trouble = works is False and (was or text.startswith("に", at))
        ends = _SAID.good_again.search(text, at, clause) or (since and works)
        return _Role.ONSET if (
            since or trouble
        ) and not ends else _Role.OTHER, since.end() if since else at
    if was and _was_fine(text, was.end(), max(clause, was.end())):
        return _Role.OTHER, at
    if since:
        good = _SAID.is_good.match(text, since.end(), clause)
        return _Role.OTHER if good else _Role.ONSET, since.end()
    if found.group().startswith("ここ"):
        return _Role.ONSET, at
    other = _SAID.no_onset.match(text, at) or not _SAID.bad_soon.match(text, at)
    return _Role.OTHER if other or _is_other(text, found, clause) else _Role.MAYBE, at


def _is_other(text: str, found: re.Match[str], clause: int) -> bool:
    """Whether a time is that of a report, of an earlier spell, or one at which all is well."""
    at = found.end()
    again = _SAID.again.match(text, at) and not _SAID.today.match(text, found.start())
    if again or _SAID.reported.match(text, at):
        return True
    return verdict(text, at, clause) is True and not _SAID.is_it_not.search(text, at, clause + 1)


def _was_fine(text: str, start: int, end: int) -> bool:
    works = verdict(text, start, end)
    if works is False:
        return False
    past = _SAID.past if works else _SAID.worked
    return (_SAID.worked.search(text, start, end) or past.search(text, start, end)) is not None


def _onset_abroad(text: str, kind: Kind, lang: str) -> Span | None:
    ok = _SINCE.others_ok.search(text)
    taken = [ok.span(ok.lastindex or 0)] if ok else []
    words = None if kind in _WANTS else _SINCE.group("others").get(lang)
    if words and kind is Kind.RECOVERED_REPORT:
        return _onset_over(words, text)
    if words and (match := _free(words, text, taken)):
        asked = kind is Kind.STATUS_QUERY and _SINCE.today.fullmatch(text, *match)
        return None if asked else match
    return _onset_en(text, kind, taken) if _SINCE.signs.search(text) else None


def _onset_over(words: re.Pattern[str], text: str) -> Span | None:
    """From when on it lasted, or the first time but the one beside the words that it is back."""
    if lasted := _SINCE.lasted_others.search(text):
        return lasted.span(1)
    ended = False
    for time in words.finditer(text):
        near = max(0, time.start() - LONGEST_WAY), min(len(text), time.end() + LONGEST_WAY)
        if ended or not _SINCE.back_others.search(text, *near):
            return time.span()
        ended = True
    return None


def _onset_en(text: str, kind: Kind, taken: list[Span]) -> Span | None:
    over = kind is Kind.RECOVERED_REPORT
    if (over or kind is Kind.BILLING) and (lasted := _SINCE.lasted.search(text)):
        return lasted.span(1 if lasted.group(1) else 3)
    if kind in _WANTS:
        hit = _SINCE.hit.search(text)  # told with the trouble itself
        return hit.span(1) if hit and not _taken(hit.span(1), taken) else None
    if over or _SINCE.is_back.search(text):
        if (down := _SINCE.down.search(text)) and down.group(2):
            return down.span(1)
        others = _SINCE.group("back")
    else:
        others = {} if taken else _SINCE.group("last_ok")
    if other := _first(others.values(), text, taken):
        taken.append(other)
    asked = ("today", "this week") if kind is Kind.STATUS_QUERY else ()
    certain = islice(
        _SINCE.group("since").values(), _CERTAIN if kind is Kind.WORKAROUND_FAILED else None
    )
    spans = filter(None, (_free(words, text, taken) for words in certain))
    return next((s for s in spans if text[slice(*s)] not in asked), None)


def _first(patterns: Iterable[re.Pattern[str]], text: str, taken: list[Span]) -> Span | None:
    return next((span for words in patterns if (span := _free(words, text, taken))), None)


def _free(words: re.Pattern[str], text: str, taken: list[Span]) -> Span | None:
    """The first expression that is not the time of something else."""
    for match in words.finditer(text):
        if _SINCE.business.search(text, max(0, match.start() - 40), match.start()):
            continue
        span = match.span(match.lastindex or 0)
        if not _taken(span, taken):
            return span
    return None


def _taken(span: Span, taken: list[Span]) -> bool:
    """Whether a stretch is, in part, one that is taken."""
    return any(span[0] < end and start < span[1] for start, end in taken)
