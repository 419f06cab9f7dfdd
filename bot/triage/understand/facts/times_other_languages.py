"""When it began, ended and last worked, in English and the other languages."""

import re
from collections.abc import Iterable
from itertools import islice

from bot.model.understanding import Kind
from bot.triage.understand.lexicon import Meanings

_SAID = Meanings(
    "since",
    "since. hit business signs is_back lasted down others_ok lasted_others back_others today "
    "others. last_ok. back.",
)

Span = tuple[int, int]
Times = dict[str, Span]

_ADVISED = frozenset({Kind.WORKAROUND_FAILED, Kind.WORKAROUND_WORKED})
_OVER = frozenset({Kind.RECOVERED_REPORT, Kind.CHITCHAT, Kind.WORKAROUND_WORKED})
_ENDED = _OVER | {Kind.BILLING, Kind.SECURITY_OR_ABUSE}
_WANTS = frozenset(
    {Kind.CONFIG_REQUEST, Kind.BILLING, Kind.HUMAN_PLEASE, Kind.SECURITY_OR_ABUSE, Kind.HOWTO}
)
_CERTAIN = 3  # of them say by themselves that something began
LONGEST_WAY = 20


def times_abroad(text: str, kind: Kind, lang: str) -> Times:
    """The times of a text in plain spelling, by the fact they are."""
    times: Times = {}
    if ok := _SAID.others_ok.search(text):
        times["last_ok_at"] = ok.span(ok.lastindex or 0)
    words = None if kind in _WANTS else _SAID.group("others").get(lang)
    if words and kind is Kind.RECOVERED_REPORT:
        _times_over(words, text, times)
    elif words and (match := _free(words, text, times)):
        if kind is Kind.STATUS_QUERY and _SAID.today.fullmatch(text, *match):
            return times
        times["started_at"] = match
    elif "started_at" not in times and _SAID.signs.search(text):
        _times_en(text, kind, times)
    return times


def _times_over(words: re.Pattern[str], text: str, times: Times) -> None:
    """From when till when, or the one time nearest to what says that it is back."""
    if lasted := _SAID.lasted_others.search(text):
        times["started_at"], times["ended_at"] = lasted.span(1), lasted.span(2)
        return
    for time in words.finditer(text):
        near = max(0, time.start() - LONGEST_WAY), min(len(text), time.end() + LONGEST_WAY)
        is_end = "ended_at" not in times and _SAID.back_others.search(text, *near)
        times.setdefault("ended_at" if is_end else "started_at", time.span())


def _times_en(text: str, kind: Kind, times: Times) -> None:
    if kind in _ENDED and (lasted := _SAID.lasted.search(text)):
        first = 1 if lasted.group(1) else 3
        times["started_at"], times["ended_at"] = lasted.span(first), lasted.span(first + 1)
        return
    if kind in _WANTS:
        _times_beside(text, times)
        return
    if kind in _OVER or _SAID.is_back.search(text):
        if (down := _SAID.down.search(text)) and down.group(2):
            times["ended_at"] = down.span(2)
            times["started_at"] = down.span(1)
            return
        if back := _first(_SAID.group("back").values(), text, times):
            times["ended_at"] = back
    elif "last_ok_at" not in times and (ok := _first(_SAID.group("last_ok").values(), text, times)):
        times["last_ok_at"] = ok
    for words in islice(_SAID.group("since").values(), _CERTAIN if kind in _ADVISED else None):
        if span := _free(words, text, times):
            if kind is Kind.STATUS_QUERY and text[slice(*span)] in ("today", "this week"):
                continue
            times["started_at"] = span
            break


def _times_beside(text: str, times: Times) -> None:
    """An onset in a message that wants something done: told with the trouble itself."""
    if (hit := _SAID.hit.search(text)) and not _taken(hit.span(1), times):
        times["started_at"] = hit.span(1)


def _first(patterns: Iterable[re.Pattern[str]], text: str, taken: Times) -> Span | None:
    return next((span for words in patterns if (span := _free(words, text, taken))), None)


def _free(words: re.Pattern[str], text: str, taken: Times) -> tuple[int, int] | None:
    """The first expression that is not another fact already."""
    for match in words.finditer(text):
        if _SAID.business.search(text, max(0, match.start() - 40), match.start()):
            continue
        span = match.span(match.lastindex or 0)
        if not _taken(span, taken):
            return span
    return None


def _taken(span: Span, times: Times) -> bool:
    return any(_overlap(span, other) for other in times.values())


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
