"""An answer, and what its words say by themselves: it works, it does not, yes, no, a question back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.lexicon.meanings import Meanings
from bot.model.understanding import FactValue
from bot.triage.understand.facts.verdict import verdict
from bot.triage.understand.wording import MessageWording

SAID = Meanings(
    "said",
    "split asks wants over rhetorical told_first taken_back put_off not_but filler "
    "fine_first bad_first other_than good also japanese did yes no untested unable unsure",
)

# The short words of answers: who and where, with what, and not to know.
WORDS = Meanings(
    "words",
    "everyone too only_me all_apps this_app some_apps rest_fine healthy person_admin sso "
    "password isp menu tried mobile pc",
)
_SPELLING = Meanings("spelling", "kana appears")
MOST_CLAUSES = 40  # an answer comes to the point
_SENTENCE = re.compile(r"[^。!?\n]+[。!?\n]*")
_QUOTED = re.compile(r"[「『\"][^「」『』\"\n]*[」』\"]")
Answer = dict[str, FactValue] | None  # None: this question is not answered here
_KANJI = re.compile(r"[一-鿿]")
_KANA = re.compile(r"[ぁ-ゖァ-ヶ]")
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
LONGEST = 200


def asked_back(plain: str) -> list[tuple[int, int]]:
    """Where something is asked back, put off, or an earlier answer put right: no part of an answer."""
    bare = _QUOTED.sub(lambda m: "_" * len(m.group()), plain)
    asked = []
    for sentence in _SENTENCE.finditer(bare):
        if SAID.asks.search(sentence.group()) and not SAID.rhetorical.search(sentence.group()):
            first = SAID.told_first.match(sentence.group())
            kept = first.end() if first and not SAID.asks.search(first.group()) else 0
            asked.append((sentence.start() + kept, sentence.end()))
    put_off = (m.span() for m in SAID.put_off.finditer(plain))
    return [*asked, *put_right(plain), *put_off]


def put_right(plain: str) -> list[tuple[int, int]]:
    """Where an earlier answer is put right: "I wrote that I was alone, but ..."."""
    return [m.span() for m in SAID.taken_back.finditer(plain) if m.end() < len(plain.rstrip())]


def clauses(plain: str) -> list[str]:
    """The clauses of an answer, without what is only put aside ("not the same but ...")."""
    if "なく" in plain or "not " in plain:
        plain = SAID.not_but.sub("", plain)
    found = [SAID.filler.sub("", c.strip()).strip() for c in SAID.split.split(plain)]
    return [c for c in found if c][:MOST_CLAUSES]


def wants(clause: str) -> bool:
    """Whether a clause asks for something to be done."""
    return SAID.wants.search(clause) is not None


def wishes(clause: str) -> bool:
    """Whether a clause wants something, or says that all is over: no answer to any question."""
    return wants(clause) or SAID.over.search(clause) is not None


def fine(clause: str) -> bool | None:
    """Whether a clause says that something works; None when it says neither."""
    if SAID.unsure.search(clause):
        return None
    clause = SAID.did.sub("", clause)
    if SAID.fine_first.search(clause):
        return True
    if SAID.bad_first.search(clause):
        return False
    if SAID.japanese.search(clause) and (said := verdict(clause, 0, len(clause))) is not None:
        return said
    if SAID.good.search(clause):
        return True
    return False if SAID.also.search(clause) else None


def agrees(clause: str) -> bool | None:
    """Yes or no, at the start of a clause."""
    if SAID.no.search(clause):
        return False
    return True if SAID.yes.search(clause) else None


@dataclass(frozen=True)
class HeardAnswer:
    """An answer as the readers of single questions get it."""

    wording: MessageWording
    lang: str
    facts: Mapping[str, FactValue]  # what the message says by itself
    names: tuple[str, ...]  # products named in it
    unlisted: str | None
    alone: bool = True  # it can only be meant for the question at hand
    whole: str = ""  # its plain text with what is asked back, where it is left out of ``wording``
    tells: bool = False  # it tells something, and is no message of another sort

    @property
    def plain(self) -> str:
        return self.wording.plain

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        return tuple(clauses(self.plain))

    def known(self, *facts: str) -> dict[str, FactValue]:
        """Those of the facts that the message states by itself."""
        return {fact: self.facts[fact] for fact in facts if fact in self.facts}


def in_kanji(wording: MessageWording) -> MessageWording:
    """A short text that has no kanji in the usual spelling; any other as it is.

    Katakana counts as hiragana where the text is nothing but katakana.
    """
    text = wording.written
    if len(text) > LONGEST or _KANJI.search(text) or not _KANA.search(text):
        return wording
    usual = _SPELLING.pairs("kana")
    text = text if _HIRAGANA.search(text) else wording.plain
    spelled = _SPELLING.kana.sub(lambda m: usual[m.group()], text)
    return MessageWording(_SPELLING.appears.sub("出", spelled))
