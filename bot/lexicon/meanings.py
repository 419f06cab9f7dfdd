"""What people say, by meaning: the phrases of ``knowledge/language`` as patterns.

Code names meanings and never lists words: ``Meanings("answers", "yes no").yes`` finds whatever people say for yes, in
all languages. A meaning may be built of others: ``<answers.yes>`` in a phrase stands for the phrases of that meaning,
``<ない>`` for the Japanese negation in its many forms.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from bot.lexicon.spelling import as_expression, is_as_written, spelled
from bot.model.knowledge import Expression

_MEANING = re.compile(r"<(ない|[a-z_]+(?:\.[a-z_0-9]+)+)>")
_SHORT = {"ない": "negation.forms"}
_NOTHING = r"(?!)"
_DEEPEST = 12  # of meanings within meanings; deeper ones go round in a circle


class Meanings:
    """The meanings of one subject that a module asks for, each a pattern, compiled when first used.

    ``names`` are set apart by spaces; one that ends in a dot is a group of meanings. What no language
    says finds nothing. Patterns are for texts in plain spelling, those of
    ``RE:`` for texts as written, with ``^`` and ``$`` only at their ends.
    """

    def __init__(self, subject: str, names: str) -> None:
        self._subject, self._names = subject, frozenset(names.split())
        _ASKED.append(self)

    def __getattr__(self, name: str) -> re.Pattern[str]:
        if name not in self._names and f"{name.rpartition('.')[0]}." not in self._names:
            raise AttributeError(f"{self._subject}.{name} is not among the meanings asked for")
        found = _pattern(f"{self._subject}.{name}")
        self.__dict__[name] = found
        return found

    def __getitem__(self, name: str) -> re.Pattern[str]:
        """A meaning whose name is no name in Python, or one of a group: ``["topics.portal"]``."""
        return self.__dict__.get(name) or self.__getattr__(name)

    def group(self, name: str) -> Mapping[str, re.Pattern[str]]:
        """The meanings of a group by the last part of their names, in the order of the lexicon."""
        if (kept := self.__dict__.get(f"{name}.")) is None:
            within = (m for m in _PHRASES if m.startswith(f"{self._subject}.{name}."))
            kept = {m.rpartition(".")[2]: _pattern(m) for m in within}
            self.__dict__[f"{name}."] = kept
        found: Mapping[str, re.Pattern[str]] = kept
        return found

    def pairs(self, name: str) -> Mapping[str, str]:
        """What to read for each word, of the phrases ``as:word=other`` of a meaning."""
        if (kept := self.__dict__.get(f"{name}=")) is None:
            said = (p.removeprefix("as:").partition("=") for p in self.phrases(name))
            kept = self.__dict__[f"{name}="] = {word: other for word, _, other in said}
        found: Mapping[str, str] = kept
        return found

    def phrases(self, name: str) -> Sequence[str]:
        """The phrases of a meaning as they are, for texts that need no patterns."""
        return _PHRASES.get(f"{self._subject}.{name}", ())

    def full_names(self) -> Iterable[str]:
        """The full names of its meanings, those of its groups as far as known."""
        for name in (f"{self._subject}.{n}" for n in self._names):
            yield from (m for m in _PHRASES if m.startswith(name)) if name[-1] == "." else (name,)

    def forget(self) -> None:
        """Take the phrases anew that are known now."""
        for name in [n for n in self.__dict__ if n[0] != "_"]:
            del self.__dict__[name]


_ASKED: list[Meanings] = []
_PHRASES: dict[str, tuple[str, ...]] = {}  # by meaning, in all languages
_EDITIONS = [0]


def furnish(language: Iterable[Expression]) -> None:
    """Make all ``Meanings`` say what these expressions say; without any, what was known stays.

    A process has one lexicon: the last one that it was furnished with.
    """
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in sorted(language, key=lambda row: row.lang != "ja"):  # what is said most comes first
        found[row.id] += row.phrases
    if not found or found == _PHRASES:
        return
    _PHRASES.clear()
    _PHRASES.update(found)
    _spelled.cache_clear()
    for subject in _ASKED:
        subject.forget()
    _EDITIONS.append(len(_EDITIONS))


def edition() -> int:
    """Which of the lexicons that the process was furnished with counts now."""
    return _EDITIONS[-1]


def meanings() -> frozenset[str]:
    """The meanings that code asks for, with those that they are built of as far as known."""
    wanted = {m for subject in _ASKED for m in subject.full_names()}
    found: set[str] = set()
    while wanted:
        found |= wanted
        wanted = {m for w in wanted for m in _within(_spelled(w))} - found
    return frozenset(found)


def pattern_of(row: Expression) -> re.Pattern[str]:
    """What a single row says, so that its examples can be tried; meanings in it as they are known."""
    return _compiled(written_out(_in_spelling(row.phrases)), any(map(is_as_written, row.phrases)))


@cache
def _spelled(meaning: str) -> str:
    """All phrases of a meaning as one expression; one that is unknown finds nothing."""
    return _in_spelling(_PHRASES.get(meaning, ())) or _NOTHING


def _in_spelling(phrases: Sequence[str]) -> str:
    expression = "|".join(map(as_expression, phrases))
    as_written = any(map(is_as_written, phrases))
    return expression if as_written else spelled(expression)


def _within(expression: str) -> list[str]:
    """The meanings of which an expression is built."""
    return [_SHORT.get(name, name) for name in _MEANING.findall(expression)]


def written_out(expression: str, depth: int = 0) -> str:
    """The expression with each meaning in it replaced by its phrases."""
    if depth > _DEEPEST:
        return _NOTHING

    def phrases_of(name: re.Match[str]) -> str:
        return written_out(_spelled(_SHORT.get(name[1], name[1])), depth + 1)

    return _MEANING.sub(phrases_of, expression)


def _pattern(meaning: str) -> re.Pattern[str]:
    as_written = any(map(is_as_written, _PHRASES.get(meaning, ())))
    return _compiled(written_out(f"<{meaning}>"), as_written)


@lru_cache(maxsize=4096)  # readers are built anew with every catalogue, from the same phrases
def _compiled(expression: str, as_written: bool) -> re.Pattern[str]:  # noqa: FBT001 - cached
    return re.compile(expression, 0 if as_written else re.MULTILINE)
