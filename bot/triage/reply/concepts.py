"""Which concepts stand in a sentence: what direct questions are made of.

A phrase finds what somebody thought of; concepts ("when", "recovery") are what a model learns to put together,
see ``question_model``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.lexicon.phrases import any_of

# A sentence ends with its mark, before the next number or letter of a list, and where a polite question goes on with another.
_SENTENCE = re.compile(
    r"[^。!?\n]*?(?:[。!?\n]+|\.(?=\s)|(?:(?<=[すうたのるい]か)|(?<=せんか))と?[、,\s]+(?=\S)|\s(?=[(]?[1-9][).、]|[(]?[a-h][)]\s)|$)"
)
LONGEST_SENTENCE = 300  # characters; nobody puts a question in more

Concepts = Mapping[str, Mapping[str, Sequence[str]]]  # phrases by language and name


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a plain text begin and end, blank ones left out."""
    for match in _SENTENCE.finditer(text):
        if match.group().strip():
            yield match.span()


class ConceptReader:
    """Finds the concepts of ``knowledge/concepts`` in plain texts. Built once for a knowledge base."""

    def __init__(self, concepts: Concepts) -> None:
        self._concepts = {
            lang: {name: any_of(phrases) for name, phrases in book.items()}
            for lang, book in concepts.items()
        }

    @property
    def languages(self) -> frozenset[str]:
        """Those of which concepts are known."""
        return frozenset(self._concepts)

    def shows(self, name: str, text: str, languages: Sequence[str]) -> bool:
        """Whether a plain text holds a concept."""
        books = (self._concepts[lang] for lang in languages if lang in self._concepts)
        return any(name in book and book[name].search(text) for book in books)

    def shown(self, text: str, languages: Sequence[str]) -> frozenset[str]:
        """The concepts that a plain text holds, each behind its language: ``ja:when``."""
        return frozenset(
            f"{lang}:{name}"
            for lang in languages
            for name, words in self._concepts.get(lang, {}).items()
            if words.search(text)
        )
