"""When it began, ended and last worked.

An expression of time is found first; its role is what the words after it (in English before it)
make of it: から and "since" begin, まで ends, は with what worked is the last good time.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import islice, pairwise

from bot.lexicon.meanings import Meanings
from bot.model.understanding import FactValue, Kind
from bot.text.spans import blank
from bot.triage.understand.facts.verdict import clause_end, verdict
from bot.triage.understand.wording import MessageWording

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
# The result of advice tells an onset only in so many words.
_ADVISED = frozenset({Kind.WORKAROUND_FAILED, Kind.WORKAROUND_WORKED})
# What these want is not that trouble ends; an onset is told beside it at most.
_WANTS = frozenset({Kind.CONFIG_REQUEST, Kind.BILLING, Kind.HUMAN_PLEASE})
_OVER = frozenset({Kind.RECOVERED_REPORT, Kind.CHITCHAT, Kind.WORKAROUND_WORKED})
_ALL = frozenset({"started_at", "ended_at", "last_ok_at"})
_WANTED: Mapping[Kind, frozenset[str]] = {  # which times a message tells; of other kinds, all
    Kind.SECURITY_OR_ABUSE: frozenset(),
    Kind.HOWTO: frozenset(),
    Kind.WORKAROUND_WORKED: _ALL - {"started_at"},
    Kind.CHITCHAT: _ALL - {"started_at"},
}
_CERTAIN = 3  # of the patterns of an onset say by themselves that something began
LONGEST_WAY = 20  # characters from a time to the words that it is back

Span = tuple[int, int]
Times = dict[str, Span]


def read_times(wording: MessageWording, kind: Kind, lang: str) -> dict[str, FactValue]:
    """Expressions of time, verbatim. A message that wants something done tells no onset."""
    if not (wanted := _WANTED.get(kind, _ALL)):
        return {}
    times = _times(wording.plain, kind, lang)
    spans = {key: span for key, span in times.items() if key in wanted}
    others = {key: span for key, span in times.items() if key != "started_at"}
    if "started_at" in spans and _taken(spans["started_at"], others):
        del spans["started_at"]
    return {key: wording.written[a:b].strip(" 、") for key, (a, b) in spans.items()}


def onset(wording: MessageWording, lang: str) -> str | None:
    """The time in an answer to "since when?"."""
    span = _times(wording.plain, Kind.OUTAGE_REPORT, lang).get("started_at")
    return wording.written[span[0] : span[1]].strip(" 、") if span else None


def _times(text: str, kind: Kind, lang: str) -> Times:
    if ":" in text or "毎" in text or "every " in text:
        text = blank(text, [m.span() for m in _SAID.repeated.finditer(text)])
    times: Times = {}
    if lang == "ja" or any("ぁ" <= c <= "ん" for c in text):
        times = _times_ja(text, kind)
    if lang != "ja" or (not times and _SAID.latin.search(text)):
        times = {**_times_abroad(text, kind, lang), **times}
    return times


def _times_ja(text: str, kind: Kind) -> Times:
    times: Times = {}
    if last := _SAID.last.search(text) or _SAID.lot.search(text):
        times["last_ok_at"] = last.span(1)
    if (
        kind not in _WANTS
        and (began := _SAID.began.search(text))
        and not _taken(began.span(1), times)
    ):
        times["started_at"] = began.span(1)
    weak = _strong(text, kind, times)
    if kind in _WANTS:
        return times
    for began_with in (_SAID.event, _SAID.spell, _SAID.happened):
        if "started_at" not in times and (match := began_with.search(text)):
            times["started_at"] = match.span(match.lastindex or 0)
    if kind is Kind.STATUS_QUERY:  # asking about today tells no onset
        weak = [s for s in weak if not _SAID.today.fullmatch(text, *s)]
    if "started_at" not in times and weak and kind not in _ADVISED:
        clocks = (s for s in weak if any(c.isdigit() for c in text[slice(*s)]))
        times["started_at"] = next(clocks, weak[0])
    return times


def _strong(text: str, kind: Kind, times: Times) -> list[Span]:
    """Adds the times whose role is said; those that may be the onset are handed back."""
    weak: list[Span] = []
    past = kind in _OVER
    found = [m for m in _SAID.time.finditer(text) if not _taken(m.span(), times)]
    for first, second in pairwise(found):
        until = _SAID.range_end.match(text, second.end())
        if until and _SAID.between.fullmatch(text, first.end(), second.start()):
            if past or kind in _WANTS:
                times["started_at"] = (first.start(), second.start())
                times["ended_at"] = (second.start(), until.end())
            return weak
    for time in found:
        role, end = _role(text, time, past=past)
        if role == "weak":
            weak.append((time.start(), end))
            if kind in _WANTS and _SAID.said_alone.match(text, end):
                times.setdefault("started_at", (time.start(), end))
            continue
        clause = clause_end(text, end + text.startswith("、", end))
        untold = kind in _WANTS and not _SAID.wrong.search(text, end, clause)
        if role and not (untold and role == "started_at"):  # an onset goes with what is wrong
            times.setdefault(role, (time.start(), end))
    return weak


def _role(text: str, found: re.Match[str], *, past: bool) -> tuple[str, int]:
    """Which fact a time is, and where its expression ends."""
    at = found.end()
    near = min(len(text), at + 24)
    if until := _SAID.until.match(text, at):
        return _role_until(text, found, until.end(), near, past=past), until.end()
    clause = clause_end(text, at + text.startswith("、", at))
    if past:
        return _role_over(text, found, clause)
    was = _SAID.was.match(text, at)
    if was and _was_fine(text, was.end(), max(clause, was.end())):
        return "last_ok_at", at
    if since := _SAID["from"].match(text, at):
        good = _SAID.is_good.match(text, since.end(), clause)
        return "ended_at" if good else "started_at", since.end()
    if found.group().startswith("ここ"):
        return "started_at", at
    if (
        _SAID.no_onset.match(text, at)
        or not _SAID.bad_soon.match(text, at)
        or _is_other(text, found, clause)
    ):
        return "", at
    return "weak", at


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


def _role_over(text: str, found: re.Match[str], clause: int) -> tuple[str, int]:
    """The role of a time in a message that it works again: the end, or when it had begun."""
    at = found.end()
    since = _SAID["from"].match(text, at)
    works = verdict(text, at, clause)
    if _SAID.good_again.search(text, at, clause) or (since and works):
        return "ended_at", since.end() if since else at
    was = _SAID.was.match(text, at)
    trouble = works is False
    if since or (trouble and (was or text.startswith("に", at))):
        return "started_at", since.end() if since else at
    if was and _was_fine(text, was.end(), max(clause, was.end())):
        return "last_ok_at", at
    if trouble or text.startswith("の", at):
        return "", at
    alone = clause == at and text[max(0, found.start() - 1) : found.start()] in ("。", "、")
    again = _SAID.past.search(text, at, clause) and works
    return ("ended_at" if alone or again else ""), at


def _role_until(text: str, found: re.Match[str], at: int, near: int, *, past: bool) -> str:
    if past:
        return "ended_at"
    if text[found.start() - 1 : found.start()] in {*"「『"} and text[at : at + 1] in {*"」』"}:
        return ""
    end = clause_end(text, at)
    if text[at - 1] != "に" and (_was_fine(text, at, near) or verdict(text, at, end)):
        return "last_ok_at"
    return ""


def _times_abroad(text: str, kind: Kind, lang: str) -> Times:
    """The times of a text in plain spelling, by the fact they are."""
    times: Times = {}
    if ok := _SINCE.others_ok.search(text):
        times["last_ok_at"] = ok.span(ok.lastindex or 0)
    words = None if kind in _WANTS else _SINCE.group("others").get(lang)
    if words and kind is Kind.RECOVERED_REPORT:
        _times_over(words, text, times)
    elif words and (match := _free(words, text, times)):
        if kind is Kind.STATUS_QUERY and _SINCE.today.fullmatch(text, *match):
            return times
        times["started_at"] = match
    elif "started_at" not in times and _SINCE.signs.search(text):
        _times_en(text, kind, times)
    return times


def _times_over(words: re.Pattern[str], text: str, times: Times) -> None:
    """From when till when, or the one time nearest to what says that it is back."""
    if lasted := _SINCE.lasted_others.search(text):
        times["started_at"], times["ended_at"] = lasted.span(1), lasted.span(2)
        return
    for time in words.finditer(text):
        near = max(0, time.start() - LONGEST_WAY), min(len(text), time.end() + LONGEST_WAY)
        is_end = "ended_at" not in times and _SINCE.back_others.search(text, *near)
        times.setdefault("ended_at" if is_end else "started_at", time.span())


def _times_en(text: str, kind: Kind, times: Times) -> None:
    if kind in (_OVER | {Kind.BILLING}) and (lasted := _SINCE.lasted.search(text)):
        first = 1 if lasted.group(1) else 3
        times["started_at"], times["ended_at"] = lasted.span(first), lasted.span(first + 1)
        return
    if kind in _WANTS:
        if (hit := _SINCE.hit.search(text)) and not _taken(hit.span(1), times):
            times["started_at"] = hit.span(1)  # told with the trouble itself
        return
    if kind in _OVER or _SINCE.is_back.search(text):
        if (down := _SINCE.down.search(text)) and down.group(2):
            times |= {"started_at": down.span(1), "ended_at": down.span(2)}
            return
        if back := _first(_SINCE.group("back").values(), text, times):
            times["ended_at"] = back
    elif "last_ok_at" not in times and (
        ok := _first(_SINCE.group("last_ok").values(), text, times)
    ):
        times["last_ok_at"] = ok
    asked = ("today", "this week") if kind is Kind.STATUS_QUERY else ()
    certain = islice(_SINCE.group("since").values(), _CERTAIN if kind in _ADVISED else None)
    spans = filter(None, (_free(words, text, times) for words in certain))
    if started := next((s for s in spans if text[slice(*s)] not in asked), None):
        times["started_at"] = started


def _first(patterns: Iterable[re.Pattern[str]], text: str, taken: Times) -> Span | None:
    return next((span for words in patterns if (span := _free(words, text, taken))), None)


def _free(words: re.Pattern[str], text: str, taken: Times) -> Span | None:
    """The first expression that is not another fact already."""
    for match in words.finditer(text):
        if _SINCE.business.search(text, max(0, match.start() - 40), match.start()):
            continue
        span = match.span(match.lastindex or 0)
        if not _taken(span, taken):
            return span
    return None


def _taken(span: Span, times: Times) -> bool:
    """Whether a stretch is, in part, a time already."""
    return any(span[0] < end and start < span[1] for start, end in times.values())
