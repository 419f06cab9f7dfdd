"""Who cannot or may not look at what the desk asks for, before or after it asks: that question is not put to them. Pure."""

from dataclasses import replace

from bot.lexicon.meanings import Meanings
from bot.model.conversation import Conversation
from bot.model.understanding import Kind, Understanding
from bot.text.normalise import nfkc, plain

_LOOK = Meanings("look", "refused.")


def with_refusals(heard: Understanding, conversation: Conversation) -> Understanding:
    """The message with the questions answered that its writer says they cannot look into: "F12 is beyond me".

    A message that only refuses does not count as a failed remedy.
    """
    words = plain(nfkc(heard.redacted))
    known = {*heard.answered, *conversation.answered}
    found = tuple(
        key
        for key, refused in _LOOK.group("refused").items()
        if key not in known and refused.search(words)
    )
    if not found:
        return heard
    only = heard.kind is Kind.WORKAROUND_FAILED and not heard.symptoms
    kind = Kind.CHITCHAT if only else heard.kind
    return replace(heard, kind=kind, answered=(*heard.answered, *found))
