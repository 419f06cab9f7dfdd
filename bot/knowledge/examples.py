"""Whether the examples of the knowledge base hold, and whether every entry has them.

Pure: the reader and the triage that try them are given. What it does not do: judge whether an
example is a good one.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from bot.knowledge.problem import Problem, file_of
from bot.model.answer import Answer
from bot.model.evidence import UNKNOWN
from bot.model.knowledge import (
    CauseEntry,
    Expression,
    Knowledge,
    Remedy,
    SymptomEntry,
)
from bot.model.signature import Signature
from bot.model.topic import Topic
from bot.model.understanding import Understanding
from bot.triage.evidence.signatures import Signatures
from bot.triage.topics import TopicReader
from bot.triage.understand.reader import MessageReader


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a cause or remedy: what the customer writes, and what else is known."""

    text: str
    given: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, written: str) -> "Example":
        """From the text that ``load`` kept: plain words, or a mapping as JSON."""
        if not written.startswith('{"'):
            return cls(written)
        given = json.loads(written)
        return cls(str(given.pop("text", "")), given)


Read = Callable[[str], Understanding]
Says = Callable[[Expression, str], bool]  # whether a text says what the expression stands for
Diagnose = Callable[[Example], Sequence[str]]
Advise = Callable[[Example], Collection[str]]


class _WithExamples(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def examples(self) -> tuple[str, ...]: ...
    @property
    def not_examples(self) -> tuple[str, ...]: ...


def bare(knowledge: Knowledge) -> Iterator[Problem]:
    """Entries without examples or without counter-examples.

    A remedy that no entry of the knowledge base gives needs none: it is only warned of, unless
    its examples show that the desk gives it by itself.
    """
    given = _given(knowledge)
    folders: tuple[tuple[str, Iterable[_WithExamples]], ...] = (
        ("symptoms", knowledge.symptoms.values()),
        ("errors", knowledge.signatures.values()),
        ("topics", knowledge.topics.values()),
        ("causes", knowledge.causes.values()),
        ("remedies", knowledge.remedies.values()),
        ("answers", knowledge.answers.values()),
    )
    for folder, entries in folders:
        for entry in entries:
            where = file_of(folder, entry.id)
            if folder == "remedies" and entry.id not in given and not entry.examples:
                yield Problem(where, "no cause gives this advice", warning=True)
                continue
            if not entry.examples:
                yield Problem(where, "there is no example")
            if not entry.not_examples:
                yield Problem(where, "there is no counter-example")


def _given(knowledge: Knowledge) -> frozenset[str]:
    """Ids of the remedies that the knowledge base alone brings about."""
    listed = {a for c in knowledge.causes.values() for a in (*c.remedies, *c.meanwhile, *c.ending)}
    return frozenset(listed | {r.id for r in knowledge.remedies.values() if r.after_recovery})


def signatures(knowledge: Knowledge) -> Iterator[Problem]:
    """Examples of errors that neither their patterns nor the trained reader find, and the other way round."""
    reader = Signatures(knowledge.signatures, knowledge.signature_weights)
    nameless = MessageReader(knowledge).without_names

    def shows(entry: Signature) -> Callable[[str], bool]:
        return lambda text: entry.id in reader.find(text, nameless(text)[0])

    for signature in knowledge.signatures.values():
        yield from _tried("errors", signature, shows(signature))


def symptoms(knowledge: Knowledge, read: Read) -> Iterator[Problem]:
    """Examples of symptoms that the reader does not find, and the other way round."""

    def shows(entry: SymptomEntry) -> Callable[[str], bool]:
        return lambda text: entry.id in read(text).symptoms

    for entry in knowledge.symptoms.values():
        yield from _tried("symptoms", entry, shows(entry))


def topics(knowledge: Knowledge, read: Read) -> Iterator[Problem]:
    """Examples in which a topic is not found, and the other way round."""
    reader = TopicReader(knowledge.topics)

    def speaks(entry: Topic) -> Callable[[str], bool]:
        return lambda text: entry.id in reader.closest(read(text).topics)

    for entry in knowledge.topics.values():
        yield from _tried("topics", entry, speaks(entry))


def language(knowledge: Knowledge, says: Says) -> Iterator[Problem]:
    """Examples of expressions that are not recognised, and counter-examples that are."""
    for entry in knowledge.language:
        where = f"knowledge/language: {entry.id} ({entry.lang})"
        may_be_left_out = says(entry, "")  # what stands for nothing as well has no counter-example
        if not entry.examples or not (entry.not_examples or may_be_left_out):
            yield Problem(where, "there is no example or no counter-example")
        for expected, texts in ((True, entry.examples), (False, entry.not_examples)):
            for text in texts:
                if says(entry, text) is not expected:
                    what = "example is not" if expected else "counter-example is"
                    yield Problem(where, f"the {what} recognised: {text}")


def answers(knowledge: Knowledge, read: Read) -> Iterator[Problem]:
    """Examples of questions that the reader does not find, and the other way round."""

    def puts(entry: Answer) -> Callable[[str], bool]:
        return lambda text: entry.id in read(text).asked

    for entry in knowledge.answers.values():
        yield from _tried("answers", entry, puts(entry))


def causes(knowledge: Knowledge, diagnose: Diagnose) -> Iterator[Problem]:
    """Examples that lead to another cause, and counter-examples that lead to this one."""

    def leads(entry: CauseEntry) -> Callable[[str], bool]:
        return lambda text: _leads(entry.id, diagnose(Example.of(text)))

    for entry in knowledge.causes.values():
        yield from _tried("causes", entry, leads(entry))


def _leads(entry_id: str, ranked: Sequence[str]) -> bool:
    """Whether an entry, e.g. ``plugin``, covers the likeliest cause, e.g. ``plugin:any``."""
    leading = next((cause for cause in ranked if cause != UNKNOWN), "")
    heading = leading.partition(":")[0].removeprefix("unlisted_")
    return entry_id in (leading, heading)


def remedies(knowledge: Knowledge, advise: Advise) -> Iterator[Problem]:
    """Examples that do not get the advice, and counter-examples that do."""
    # One sentence often serves several remedies, here as an example and there as the opposite.
    given = cache(lambda written: advise(Example.of(written)))

    def gets(remedy: Remedy) -> Callable[[str], bool]:
        return lambda text: remedy.id in given(text)

    for remedy in knowledge.remedies.values():
        yield from _tried("remedies", remedy, gets(remedy))


def _tried(folder: str, entry: _WithExamples, holds: Callable[[str], bool]) -> Iterator[Problem]:
    where = file_of(folder, entry.id)
    for expected, texts in ((True, entry.examples), (False, entry.not_examples)):
        for text in texts:
            try:
                held = holds(text)
            except ValueError as why:
                yield Problem(where, f"the example cannot be tried: {why}: {text}")
                continue
            if held is not expected:
                what = "example is not" if expected else "counter-example is"
                yield Problem(where, f"the {what} recognised: {text}")
