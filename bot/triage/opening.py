"""Whether a message only opens a request: 「すみません」, "excuse me", a greeting, a cry for help. Pure."""

import re

from bot.model.knowledge import Knowledge
from bot.model.understanding import Understanding
from bot.text.normalise import nfkc
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import plain

OPENERS = "invite.openers"  # the key of the words that open a request, with | between them
_APART = re.compile(r"[\s、。，．,.!?…・~〜]+")
_DRAWN_OUT = re.compile(r"ー+|[ぁぃぅぇぉっ]+$")
_OPENS = Meanings("opening", "words distress")


def is_opening(heard: Understanding, knowledge: Knowledge, *, told: bool = False) -> bool:
    """Whether a message holds words that open a request, and nothing else.

    ``told``: whether its writer has told of their trouble; "help!" is about that then, and opens nothing.
    """
    known = {
        _plain(word)
        for lang in dict.fromkeys((heard.lang, "ja", "en"))
        for word in knowledge.words.get(lang, {}).get(OPENERS, "").split("|")
    }

    def opens(words: str) -> bool:
        distress = not told and _OPENS.distress.search(words) is not None
        return words in known or distress or _OPENS.words.search(words) is not None

    said = plain(nfkc(heard.redacted))
    pieces = [_plain(p) for p in _APART.split(said) if p]
    return bool(pieces) and (opens(_plain(" ".join(said.split()))) or all(map(opens, pieces)))


def _plain(word: str) -> str:
    return _DRAWN_OUT.sub("", _APART.sub(" ", plain(nfkc(word))).strip())
