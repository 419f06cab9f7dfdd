"""Where the words of a search stand in a conversation, with a few words around them. Pure."""

from collections.abc import Sequence

from bot.desk.inbox import CaseExcerpt
from bot.model.conversation import Conversation, Speaker
from bot.text.normalise import fold, fold_with_map, nfkc

BEFORE, AFTER = 12, 60  # characters that are shown before and after what was found


def excerpt_of(conversation: Conversation, terms: Sequence[str]) -> CaseExcerpt | None:
    """The latest turn that holds most of the terms, around one of them; None where none stands in any.

    ``terms``: as they are compared. What the desk answers everybody is not searched.
    """
    best, held = "", list[str]()
    for turn in reversed(conversation.turns):
        if turn.speaker is Speaker.DESK:
            continue
        text = " ".join(f"{turn.text} {turn.attached}".split())
        folded = fold(text)
        found = [term for term in terms if term in folded]
        if len(found) > len(held):
            best, held = text, found
    return _around(nfkc(best), max(held, key=len)) if held else None


def _around(text: str, term: str) -> CaseExcerpt:
    folded, places = fold_with_map(text)
    at = folded.index(term)
    start, end = places[at], places[at + len(term) - 1] + 1
    begin, stop = max(0, start - BEFORE), min(len(text), end + AFTER)
    space = text.find(" ", begin, start)
    if begin and space >= 0 and text[begin - 1 : space].isascii():
        begin = space + 1  # not in the middle of a word
    before = f"{'…' if begin else ''}{text[begin:start]}"
    after = f"{text[end:stop]}{'…' if stop < len(text) else ''}"
    return CaseExcerpt(before, text[start:end], after)
