"""Whether a finished reply may be said in other words, and whether those say the same. Pure.

What a proposal adds is never believed: any doubt, and the reply stays as it was.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Self

from bot.model.facts import Facts
from bot.model.move import Escalation, Move, ReplyType
from bot.model.rewording import Rewording
from bot.model.understanding import Urgency
from bot.text.language import language
from bot.triage.reply.draft import Composed

Say = Callable[[str], str]
"""A list of words of the knowledge base, separated by |, by its key; "": there is none in the language."""

LEAST, MOST = 0.5, 1.2  # of the length of the reply
_KINDS = frozenset({ReplyType.DIAGNOSE, ReplyType.FAILED, ReplyType.WORKED, ReplyType.RECOVERED})
_SENTENCE = re.compile(r"[^。！？!?\n]+?(?:[。！？!?]+|\.(?=\s|$)|(?=\n)|$)[」）)]*")
_SLOT = re.compile(
    r"https?://\S+|[\w-]+(?:\.[\w-]+)+|\d+(?:[:：/]\d+)*|「[^」]*」|“[^”]*”|\"[^\"]*\"", re.ASCII
)
_NAME = {
    "ja": re.compile(r"[A-Za-z][A-Za-z0-9+&'-]*|[ァ-ヶー]{3,}"),
    "en": re.compile(r"(?<=[a-z,;:] )[A-Z][\w-]*"),
}
_MARKS = re.compile(r"[<>\[\]{}*`#|\\_]|[^\S\n ]")
_QUESTION = re.compile("[？?]")


@dataclass(frozen=True, slots=True)
class WordLists:
    """Words whose sentences stay as they stand, and words that are never added, in one language."""

    lang: str
    kept: tuple[str, ...]
    never_added: tuple[str, ...]

    @classmethod
    def of(cls, lang: str, say: Say) -> Self:
        names = ("kept", "never_added")
        return cls(lang, *(tuple(say(f"rewording.{name}").split("|")) for name in names))


def may_be_reworded(move: Move, facts: Facts) -> bool:
    """Whether a reply is of a kind that may: nothing that prevents harm, nothing urgent, no promise of a person."""
    calm = facts.conversation.complaint.urgency is not Urgency.HIGH
    known = facts.conversation.lang in _NAME
    return calm and known and move.stance in _KINDS and move.escalation is not Escalation.URGENT


def as_reworded(
    reply: Composed, proposed: Rewording | None, move: Move, facts: Facts, say: Say
) -> Composed:
    """The reply in the words proposed, if they are of this reply and say the same; otherwise as it is."""
    if not may_be_reworded(move, facts):
        return reply
    reply = replace(reply, may_be_reworded=True)
    if proposed is None or proposed.of != reply.text:
        return reply
    names, says = (p.name for p in facts.catalogue.products.values()), proposed.says.strip()
    lists = WordLists.of(facts.conversation.lang, say)
    is_same = says_the_same(reply.text, says, lists, names)
    return replace(reply, text=says) if is_same else reply


def says_the_same(text: str, says: str, words: WordLists, names: Iterable[str]) -> bool:
    """Whether every slot, warning, hedge and question of a reply stands in its rewording, and no more."""
    names = [n for n in names if n in text or n in says]
    return (
        LEAST * len(text) <= len(says) <= MOST * len(text)
        and says.count("\n\n") <= text.count("\n\n")
        and language(says) == language(text)
        and not set(_MARKS.findall(says)) - set(_MARKS.findall(text))
        and len(_QUESTION.findall(says)) == len(_QUESTION.findall(text))
        and all((n in text) == (n in says) for n in names)
        and Counter(_SLOT.findall(says)) == Counter(_SLOT.findall(text))
        and not set(_NAME[words.lang].findall(says)) - set(_NAME[words.lang].findall(text))
        and not _counted(says, words.never_added) - _counted(text, words.never_added)
        and _keeps_warnings(text, says, words.kept)
    )


def _keeps_warnings(text: str, says: str, kept: tuple[str, ...]) -> bool:
    """Whether what is not so, not sure or not to be done stands word for word, and there is no more of it."""
    left = says
    for sentence in map(str.strip, _SENTENCE.findall(text)):
        if _counted(sentence, kept):
            if sentence not in left:
                return False
            left = left.replace(sentence, "", 1)
    return not _counted(left, kept)


def _counted(text: str, words: tuple[str, ...]) -> Counter[str]:
    """How often each word of a list stands in a text."""
    found = ((word, text.lower().count(word)) for word in words)
    return Counter({word: number for word, number in found if number})
