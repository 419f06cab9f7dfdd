"""The bare name or phrase that only the question makes a sentence: "Chicago", "the cable one"."""

import re

from bot.triage.understand.answers.neighbours import ends
from bot.triage.understand.answers.readers import HeardAnswer
from bot.triage.understand.answers.words_verdict import (
    SAID,
    agrees,
    clauses,
    fine,
    wishes,
)
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings("bare", "lead tail sentence nowhere courtesy")

LONGEST_NAME = 30


def bare_name(heard: HeardAnswer) -> str | None:
    """What is named, without the words around it; None when there is a sentence of its own.

    Looks only at the last of its phrases that names something ("at home, in Yokohama").
    """
    if not heard.alone or SAID.unsure.search(heard.plain) or SAID.untested.search(heard.plain):
        return None
    for begin, end in reversed(_phrases(heard.plain)):
        phrase = heard.plain[begin:end].lstrip()
        lead = _SAID.lead.match(phrase)
        start = end - len(phrase) + (lead.end() if lead else 0)
        tail = _SAID.tail.search(heard.plain[start:end])
        stop = start + tail.start() if tail else end
        core = heard.plain[start:stop].strip()
        if (
            fine(core) is not None
            or ends(core)
            or _SAID.sentence.search(core)
            or agrees(core) is not None
            or len(core) > LONGEST_NAME
        ):
            return None
        if re.search(r"\w", core) and not _SAID.nowhere.fullmatch(core):
            return heard.wording.written[start:stop].strip()
    return None


_PHRASE = re.compile(r"(?:[^。、\n,;.!]|\.(?!\s|$))+")


def _phrases(plain: str) -> list[tuple[int, int]]:
    spans = (m.span() for m in _PHRASE.finditer(plain) if m.group().strip())
    found = [s for s in spans if not _SAID.courtesy.search(plain[s[0] : s[1]])]
    if len(found) > 1:
        found = [s for s in found if not wishes(plain[s[0] : s[1]])]
    return found if len(found) <= 3 else []


LONGEST_TOLD = 80


def tells(wording: MessageWording) -> bool:
    """Whether a short text tells something, rather than greets, thanks, asks or puts off."""
    text = wording.plain.strip()
    works = any(fine(c) or ends(c) for c in clauses(text))
    told = not works and len(text) <= LONGEST_TOLD and re.search(r"\w{2}", text) is not None
    return told and not _SAID.courtesy.search(text) and not wishes(text) and agrees(text) is None
