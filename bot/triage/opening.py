"""Whether a message only opens a request: 「すみません」, "excuse me", a greeting. Pure."""

import re
import unicodedata

from bot.model.knowledge import Knowledge
from bot.model.understanding import Understanding

OPENERS = "invite.openers"  # the key of the words that open a request, with | between them
_APART = re.compile(r"[\s、。，．,.!?…・~〜]+")
_DRAWN_OUT = re.compile(r"ー+|[ぁぃぅぇぉっ]+$")


def is_opening(heard: Understanding, knowledge: Knowledge) -> bool:
    """Whether a message holds words that open a request, and nothing else."""
    known = {
        _plain(word)
        for lang in dict.fromkeys((heard.lang, "ja", "en"))
        for word in knowledge.words.get(lang, {}).get(OPENERS, "").split("|")
    }
    said = unicodedata.normalize("NFKC", heard.redacted).lower()
    whole = _plain(" ".join(said.split()))
    pieces = [_plain(p) for p in _APART.split(said) if p]
    return bool(pieces) and (whole in known or all(p in known for p in pieces))


def _plain(word: str) -> str:
    return _DRAWN_OUT.sub("", _APART.sub(" ", word).strip())
