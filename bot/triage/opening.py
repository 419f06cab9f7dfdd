"""Whether a message only opens a request: 「すみません」, "excuse me", a greeting, a cry for help. Pure."""

import re

from bot.lexicon.meanings import Meanings
from bot.model.conversation import Conversation
from bot.model.understanding import Understanding
from bot.text.normalise import nfkc, plain

_APART = re.compile(r"[\s、。，．,.!?…・~〜]+")
_DRAWN_OUT = re.compile(r"ー+|[ぁぃぅぇぉっ]+$")
_OPENS = Meanings("opening", "words distress")


def is_opening(heard: Understanding, conversation: Conversation) -> bool:
    """Whether a message holds words that open a request, and nothing else.

    "Help!" opens nothing where its writer has told of their trouble: it is about that.
    """
    told = conversation.reported_at is not None
    said = plain(nfkc(heard.redacted))
    pieces = [p for p in _APART.split(said) if p]
    return bool(pieces) and (opens(said, told=told) or all(opens(p, told=told) for p in pieces))


def opens(words: str, *, told: bool = True) -> bool:
    """Whether a few words open a request, as "Excuse me" does; before trouble is ``told`` of, a cry for help too."""
    said = _DRAWN_OUT.sub("", _APART.sub(" ", plain(nfkc(words))).strip())
    return bool(_OPENS.words.search(said)) or (not told and bool(_OPENS.distress.search(said)))
