"""What a message asks and says, by the phrases of ``knowledge/language``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.lexicon.phrases import PhraseBook, PhraseMatch, any_of, languages_in
from bot.model.acts import CustomerQuestion
from bot.model.knowledge import Expression
from bot.text.spans import only
from bot.triage.understand.wording import MessageWording, is_question

ASKS, SAYS = "asks.", "says."
_QUESTION = "question"


def is_act(row: Expression) -> bool:
    """Whether an expression stands for an act, which only a whole message does."""
    return row.id == _QUESTION or row.id.startswith((ASKS, SAYS))


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question and where its words stand; ``question`` is None where it is of no known sort."""

    question: CustomerQuestion | None
    start: int
    end: int


class PhraseReader:
    """Finds the questions of a message and what it says. Built once."""

    def __init__(self, language: Iterable[Expression]) -> None:
        rows = tuple(language)
        asked = [r for r in rows if r.id.startswith(ASKS)]
        self._sorts = _book(asked)
        self._stated = _book(r for r in asked if r.stated)
        self._marks = {r.lang: any_of(r.phrases) for r in rows if r.id == _QUESTION}
        self._says = _book(r for r in rows if r.id.startswith(SAYS))

    def said(self, text: str, languages: Sequence[str]) -> dict[str, PhraseMatch]:
        """What a plain text says, each with its first place: person, change, courtesy, back, over and so on."""
        return {s: f for s, f in self._says.find(text, languages).items() if f is not None}

    def ids(self, text: str, lang: str) -> frozenset[str]:
        """The ids of the expressions that a text holds, so that examples can be tried."""
        wording = MessageWording.of(text)
        languages = languages_in(wording.plain, lang)
        asked = self.asked(wording, languages)
        sorts = {f"{ASKS}{a.question.value}" for a in asked if a.question is not None}
        says = {f"{SAYS}{s}" for s in self.said(wording.plain, languages)}
        return frozenset(sorts | says | ({_QUESTION} if asked else set()))

    def asked(self, wording: MessageWording, languages: Sequence[str]) -> tuple[AskedQuestion, ...]:
        """Every question, in the order of the text."""
        said = ((s, wording.plain[s.start : s.end]) for s in wording.sentences)
        asking = [sentence for sentence, plain in said if self._asks(plain, languages)]
        questions = only(wording.plain, ((s.start, s.end) for s in asking))
        found = dict(self._sorts.find(questions, languages)) if asking else {}
        found |= {q: f for q, f in self._stated.find(wording.plain, languages).items() if f}
        asked = [
            AskedQuestion(CustomerQuestion(q), f.start, f.end)
            for q, f in found.items()
            if f is not None
        ]
        for sentence in asking:
            if not any(sentence.start <= a.start < sentence.end for a in asked):
                asked.append(AskedQuestion(None, sentence.start, sentence.end))
        return tuple(sorted(asked, key=lambda a: (a.start, a.end)))

    def _asks(self, plain: str, languages: Sequence[str]) -> bool:
        marks = (self._marks[lang] for lang in languages if lang in self._marks)
        sentence = plain.strip()  # a second sentence begins with a space
        return is_question(sentence) or any(mark.search(sentence) for mark in marks)


def _book(rows: Iterable[Expression]) -> PhraseBook:
    phrases: dict[str, dict[str, tuple[str, ...]]] = {}
    alike: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in rows:
        subject = row.id.removeprefix(ASKS).removeprefix(SAYS)
        phrases.setdefault(subject, {})[row.lang] = row.phrases
        alike.setdefault(subject, {})[row.lang] = row.not_phrases
    return PhraseBook(phrases, alike)
