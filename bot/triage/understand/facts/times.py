"""When it began, ended and last worked.

An expression of time is found first; its role is what the words after it (in English before it)
make of it: から and "since" begin, まで ends, は with what worked is the last good time.
"""

import re
from itertools import pairwise

from bot.model.understanding import FactValue, Kind
from bot.triage.understand.facts.times_other_languages import Span, Times, times_abroad
from bot.triage.understand.facts.verdict import clause_end, verdict
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording, blank

_SAID = Meanings(
    "time",
    "time event happened began spell from until was worked last good_again is_good past "
    "between range_end wrong is_it_not again lot repeated no_onset said_alone reported "
    "latin today bad_soon",
)

# The result of advice tells an onset only in so many words.
_ADVISED = frozenset({Kind.WORKAROUND_FAILED, Kind.WORKAROUND_WORKED})
# What these want is not that trouble ends; an onset is told beside it at most.
_WANTS = frozenset({Kind.CONFIG_REQUEST, Kind.BILLING, Kind.HUMAN_PLEASE, Kind.HOWTO})
_PAST_KINDS = frozenset({Kind.RECOVERED_REPORT, Kind.CHITCHAT, Kind.WORKAROUND_WORKED})


def read_times(wording: MessageWording, kind: Kind, lang: str) -> dict[str, FactValue]:
    """Expressions of time, verbatim. A message that wants something done tells no onset."""
    wanted = _wanted(kind)
    times = _times(wording.plain, kind, lang)
    spans = {key: span for key, span in times.items() if key in wanted}
    started = spans.get("started_at")
    if started and any(_overlap(started, s) for k, s in times.items() if k != "started_at"):
        del spans["started_at"]
    return {key: wording.written[a:b].strip(" 、") for key, (a, b) in spans.items()}


def _wanted(kind: Kind) -> frozenset[str]:
    """Which times a message of a kind tells."""
    if kind in (Kind.SECURITY_OR_ABUSE, Kind.HOWTO):
        return frozenset()
    if kind in (Kind.WORKAROUND_WORKED, Kind.CHITCHAT):
        return frozenset({"ended_at", "last_ok_at"})
    return frozenset({"started_at", "ended_at", "last_ok_at"})


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
        times = {**times_abroad(text, kind, lang), **times}
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
        times["started_at"] = _best(weak, text)
    return times


def _strong(text: str, kind: Kind, times: Times) -> list[Span]:
    """Adds the times whose role is said; those that may be the onset are handed back."""
    weak: list[Span] = []
    past = kind in _PAST_KINDS
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
        elif role == "started_at" and kind in _WANTS and not _is_told(text, end):
            continue
        elif role and role not in times:
            times[role] = (time.start(), end)
    return weak


def _is_told(text: str, at: int) -> bool:
    """Whether an onset goes with something wrong."""
    return (
        _SAID.wrong.search(text, at, clause_end(text, at + text.startswith("、", at))) is not None
    )


def _best(weak: list[Span], text: str) -> Span:
    """Of the times without a role word the one with a clock, else the first."""
    return next((s for s in weak if any(c.isdigit() for c in text[s[0] : s[1]])), weak[0])


def _role(text: str, found: "re.Match[str]", *, past: bool) -> tuple[str, int]:
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


def _is_other(text: str, found: "re.Match[str]", clause: int) -> bool:
    """Whether a time is that of a report, of an earlier spell, or one at which all is well."""
    at = found.end()
    if _SAID.again.match(text, at) and not _SAID.today.match(text, found.start()):
        return True
    if _SAID.reported.match(text, at):
        return True
    return verdict(text, at, clause) is True and not _SAID.is_it_not.search(text, at, clause + 1)


def _was_fine(text: str, start: int, end: int) -> bool:
    works = verdict(text, start, end)
    if works is False:
        return False
    past = _SAID.past if works else _SAID.worked
    return any(words.search(text, start, end) for words in (_SAID.worked, past))


def _role_over(text: str, found: "re.Match[str]", clause: int) -> tuple[str, int]:
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


def _role_until(text: str, found: "re.Match[str]", at: int, near: int, *, past: bool) -> str:
    if past:
        return "ended_at"
    if text[found.start() - 1 : found.start()] in ("「", "『") and text[at : at + 1] in (
        "」",
        "』",
    ):
        return ""
    end = clause_end(text, at)
    if text[at - 1] != "に" and (_was_fine(text, at, near) or verdict(text, at, end)):
        return "last_ok_at"
    return ""


def _taken(span: Span, times: Times) -> bool:
    return any(_overlap(span, other) for other in times.values())


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
