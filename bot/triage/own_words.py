"""The words by which a customer tells their cases apart: "the print works again, the list does not"."""

import re
from collections.abc import Sequence

from bot.model.conversation import Conversation, Speaker
from bot.text.normalise import nfkc
from bot.text.ordinary import is_function_word

# Words in Latin and katakana letters, and stretches in scripts that set no spaces, of which every two
# letters together stand for a word.
_WORD = re.compile(r"[a-zà-ɏ]{3,}|[ァ-ヺー]{2,}|[一-鿿]{2,}|[가-힣]{2,}|[\u0e00-\u0e7f]{4,}")
_STEM = 5  # letters by which "printing" is the word of "prints"
_PAIRED = re.compile(r"[一-鿿가-힣]")


def telling_words(text: str) -> frozenset[str]:
    """The words of a text that may say what it is about."""
    found = set[str]()
    for word in _WORD.findall(nfkc(text).lower()):
        if _PAIRED.match(word):
            found |= {word[at : at + 2] for at in range(len(word) - 1)}
        elif not is_function_word(word):
            found.add(word[:_STEM] if word[0].isascii() else word)
    return frozenset(found)


def own_words(case: Conversation, cases: Sequence[Conversation]) -> frozenset[str]:
    """The words in which the customer told of a case and of none of the others."""
    others = (_told(other) for other in cases if other.id != case.id)
    return _told(case).difference(*others)


def written_in(conversation: Conversation) -> tuple[str, ...]:
    """What the customer wrote so far, masked, one text for each message."""
    return tuple(t.text for t in conversation.turns if t.speaker is Speaker.CUSTOMER)


def _told(case: Conversation) -> frozenset[str]:
    said = (t.words for t in case.turns if t.speaker is Speaker.CUSTOMER)
    return frozenset[str]().union(*map(telling_words, said))
