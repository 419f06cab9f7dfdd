"""What the words of an answer say by themselves: it works, it does not, yes, no, a question back."""

import re

from bot.triage.understand.facts.verdict import verdict
from bot.triage.understand.lexicon import MeaningPattern

MOST_CLAUSES = 40  # an answer comes to the point
_SPLIT = MeaningPattern("<said.split>")
_ASKS = MeaningPattern("<said.asks>")
_WANTS = MeaningPattern("<said.wants>")
_OVER = MeaningPattern("<said.over>")
# A question to which the writer gives the answer: it says no.
_RHETORICAL = MeaningPattern("<said.rhetorical>")
# What a sentence tells before it asks: "I added a field on Friday, is that why?"
_TOLD_FIRST = MeaningPattern("<said.told_first>")
# What was said earlier and is put right now: "I wrote that I was alone, but ...".
_TAKEN_BACK = MeaningPattern("<said.taken_back>")
# What is put off is no answer yet.
_PUT_OFF = MeaningPattern("<said.put_off>")
_SENTENCE = re.compile(r"[^。!?\n]+[。!?\n]*")
_QUOTED = re.compile(r"[「『\"][^「」『』\"\n]*[」』\"]")
_NOT_BUT = MeaningPattern("<said.not_but>")
_FILLER = MeaningPattern("<said.filler>")
_FINE_FIRST = MeaningPattern("<said.fine_first>")
_BAD_FIRST = MeaningPattern("<said.bad_first>")
_GOOD = MeaningPattern("<said.good>")
_ALSO = MeaningPattern("<said.also>")
_JAPANESE = MeaningPattern("<said.japanese>")
# What the writer did to find out; how it went is said by the rest.
_DID = MeaningPattern("<said.did>")
_YES = MeaningPattern("<said.yes>")
_NO = MeaningPattern("<said.no>")
UNTESTED = MeaningPattern("<said.untested>")
UNABLE = MeaningPattern("<said.unable>")
UNSURE = MeaningPattern("<words.unsure>|<said.unsure>")


def told(plain: str) -> list[tuple[int, int]]:
    """Where something is asked back, put off, or an earlier answer put right: no part of an answer."""
    bare = _QUOTED.sub(lambda m: "_" * len(m.group()), plain)
    asked = []
    for sentence in _SENTENCE.finditer(bare):
        if _ASKS.search(sentence.group()) and not _RHETORICAL.search(sentence.group()):
            first = _TOLD_FIRST.match(sentence.group())
            kept = first.end() if first and not _ASKS.search(first.group()) else 0
            asked.append((sentence.start() + kept, sentence.end()))
    put_off = (m.span() for m in _PUT_OFF.finditer(plain))
    return [*asked, *taken_back(plain), *put_off]


def taken_back(plain: str) -> list[tuple[int, int]]:
    """Where an earlier answer is put right: "I wrote that I was alone, but ..."."""
    return [m.span() for m in _TAKEN_BACK.finditer(plain) if m.end() < len(plain.rstrip())]


def clauses(plain: str) -> list[str]:
    """The clauses of an answer, without what is only put aside ("not the same but ...")."""
    if "なく" in plain or "not " in plain:
        plain = _NOT_BUT.sub("", plain)
    found = [_FILLER.sub("", c.strip()).strip() for c in _SPLIT.split(plain)]
    return [c for c in found if c][:MOST_CLAUSES]


def wants(clause: str) -> bool:
    """Whether a clause asks for something to be done."""
    return _WANTS.search(clause) is not None


def wishes(clause: str) -> bool:
    """Whether a clause wants something, or says that all is over: no answer to any question."""
    return wants(clause) or _OVER.search(clause) is not None


def fine(clause: str) -> bool | None:
    """Whether a clause says that something works; None when it says neither."""
    if UNSURE.search(clause):
        return None
    clause = _DID.sub("", clause)
    if _FINE_FIRST.search(clause):
        return True
    if _BAD_FIRST.search(clause):
        return False
    if _JAPANESE.search(clause) and (said := verdict(clause, 0, len(clause))) is not None:
        return said
    if _GOOD.search(clause):
        return True
    return False if _ALSO.search(clause) else None


def agrees(clause: str) -> bool | None:
    """Yes or no, at the start of a clause."""
    if _NO.search(clause):
        return False
    return True if _YES.search(clause) else None
