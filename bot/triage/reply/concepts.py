"""Which questions a sentence puts, by the concepts that stand together in it, in any order.

A phrase finds what somebody thought of; a rule of concepts ("when" and "recovery", but no
"contact") finds every way to put it whose words are in ``knowledge/concepts``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from bot.model.answer import Answer
from bot.triage.understand.phrases import pattern
from bot.triage.understand.wording import plain

_SENTENCE = re.compile(r"[^。!?\n]*?(?:[。!?\n]+|\.(?=\s)|$)")
LONGEST_SENTENCE = 300  # characters; nobody puts a question in more
ABSENT = "!"  # before a concept that must not stand in the sentence

Concepts = Mapping[str, Mapping[str, Sequence[str]]]  # phrases by language and name
Rule = tuple[tuple[str, ...], tuple[str, ...]]  # what must be there, and what must not


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a plain text begin and end, blank ones left out."""
    for match in _SENTENCE.finditer(text):
        if match.group().strip():
            yield match.span()


def rule_of(line: str) -> Rule:
    """A rule from its line in an answer: ``when recover !contact``."""
    names = line.split()
    absent = (n.removeprefix(ABSENT) for n in names if n.startswith(ABSENT))
    return tuple(n for n in names if not n.startswith(ABSENT)), tuple(absent)


class ConceptReader:
    """Finds the answers whose rules a sentence fulfils. Built once for a knowledge base."""

    def __init__(self, concepts: Concepts, answers: Mapping[str, Answer]) -> None:
        self._concepts = {
            lang: {name: _any_of(tuple(phrases)) for name, phrases in book.items()}
            for lang, book in concepts.items()
        }
        self._rules = {
            lang: {a.id: rules for a in answers.values() if (rules := _rules(a, lang))}
            for lang in concepts
        }

    def shows(self, name: str, text: str, languages: Sequence[str]) -> bool:
        """Whether a plain text holds a concept."""
        books = (self._concepts[lang] for lang in languages if lang in self._concepts)
        return any(_Sight(book, text).shows(name) for book in books)

    def read(self, sentence: str, languages: Sequence[str]) -> list[str]:
        """The ids of the answers that one plain sentence asks for, in the order of the answers."""
        found: dict[str, None] = {}
        for lang in languages:
            if lang not in self._concepts or len(sentence) > LONGEST_SENTENCE:
                continue
            sight = _Sight(self._concepts[lang], sentence)
            for ident, rules in self._rules[lang].items():
                if any(
                    all(map(sight.shows, needs)) and not any(map(sight.shows, absent))
                    for needs, absent in rules
                ):
                    found[ident] = None
        return list(found)


class _Sight:
    """Which concepts a sentence shows; each is looked for once, and only when a rule needs it."""

    def __init__(self, concepts: Mapping[str, re.Pattern[str]], sentence: str) -> None:
        self._concepts, self._sentence = concepts, sentence
        self._seen: dict[str, bool] = {}

    def shows(self, name: str) -> bool:
        if name not in self._seen:
            words = self._concepts.get(name)
            self._seen[name] = words is not None and words.search(self._sentence) is not None
        return self._seen[name]


def _rules(answer: Answer, lang: str) -> tuple[Rule, ...]:
    return tuple(rule_of(line) for line in answer.concepts.get(lang, ()))


@lru_cache(maxsize=1024)  # readers are built anew for every catalogue, from the same phrases
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    parts = (p.removeprefix("re:") if p.startswith("re:") else re.escape(plain(p)) for p in phrases)
    return pattern("|".join(f"(?:{part})" for part in parts)).regex
