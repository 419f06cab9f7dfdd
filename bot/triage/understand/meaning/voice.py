"""Whose trouble, and when: takes out of a text what its writer does not experience now.

Wishes, rumours, things feared, denied or supposed. What is left is the writer's own present.
It does not take out the past: whether trouble is over decides the kind of message.
"""

import re

from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording, blank

_SAID = Meanings("voice", "contrast wish wish_en rumour feared denied over")

_CLAUSE_END = re.compile(r"[。\n!?、]|\.(?=\s|$)|$")
_LONGEST_CLAUSE = 20  # characters of it that belong to what is feared


def experienced(wording: MessageWording) -> str:
    """``plain`` without what is wished, rumoured, feared, denied or over; same length."""
    spans = [m.span() for p in (_SAID.denied, _SAID.over) for m in p.finditer(wording.plain)]
    spans += [
        (_clause_start(wording.plain, m.start()), m.end())
        for m in _SAID.feared.finditer(wording.plain)
    ]
    if _SAID.wish.search(wording.plain) or _SAID.wish_en.search(wording.plain):
        for sentence in wording.sentences:
            spans += _wished(wording, sentence.start, sentence.end)
    if place := rumour(wording):
        spans.append(place)
    return blank(wording.plain, spans)


def _clause_start(plain: str, at: int) -> int:
    start = max(plain.rfind(mark, 0, at) for mark in "。、\n") + 1
    return max(start, at - _LONGEST_CLAUSE)


def rumour(wording: MessageWording) -> tuple[int, int] | None:
    """Where the text passes on what others say in public: from its sentence's start to the comma."""
    match = _SAID.rumour.search(wording.plain)
    if match is None:
        return None
    start = max(wording.plain.rfind(mark, 0, match.start()) for mark in (*"。\n!?", ". ")) + 1
    end = _CLAUSE_END.search(wording.plain, match.end())
    return start, end.start() if end else match.end()


def _wished(wording: MessageWording, start: int, end: int) -> list[tuple[int, int]]:
    """The part of a sentence that says what should be, back to a contrast and on to the next."""
    plain = wording.plain
    if english := _SAID.wish_en.search(plain, start, end):
        return [(english.start(), end)]
    wishes = list(_SAID.wish.finditer(plain, start, end))
    if not wishes:
        return []
    wish = wishes[-1]
    turn = _SAID.contrast.search(plain, wish.end() - 2, end)
    before = [m.end() for m in _SAID.contrast.finditer(plain, start, wish.start())]
    goes_on = turn is not None and plain[turn.end() : end].strip(" 。!?\n、")
    return [(before[-1] if before else start, turn.start() if turn and goes_on else end)]
