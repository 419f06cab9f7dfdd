"""The labelled messages of ``knowledge/messages``: what the classifier is trained on and tried on.

``messages/<kind>.yaml`` are trained on; ``messages/held_out/`` is only measured. Below either, ``asked/<lang>.yaml``
holds sentences by the id of the answer that they ask for (``none``: for none), ``results/<lang>.yaml`` messages
by what they tell was done and how it went, ``answering/<lang>.yaml`` answers by the question of the desk and what they say to it, ``signatures/<lang>.yaml`` messages by the circumstances that they tell of, ``topics/<lang>.yaml`` messages by the topic that they speak of (``none``: of none). Invented, all of them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.knowledge.yaml_text import parse
from bot.model.acts import ReportedAction
from bot.model.errors import KnowledgeError
from bot.model.question import Question
from bot.model.result_reading import ToldOutcome
from bot.model.understanding import Kind, Scope, Symptom, Urgency
from bot.triage.understand.answers.answer_model import NO_ANSWER, UNSURE
from bot.triage.understand.meaning.signature_model import NO_SIGNATURE

FOLDER = "messages"
HELD_OUT = "held_out"
ASKED = "asked"
RESULTS = "results"
TOPICS = "topics"
ANSWERING = "answering"
SIGNATURES = "signatures"
_SENTENCES = TypeAdapter(dict[str, list[str]])
BESIDE = "beside"
ANY, NO_ACTION = "any", "nothing"  # in place of an action: not told from the message, and none


class LabelledMessage(BaseModel):
    """One message and what a careful reader would say of it.

    ``also``: kinds that would be as right; ``maybe``: symptoms, ``scope_maybe``: a reach, that may be
    given or left out. Labels that stand nowhere are the ordinary ones: no symptom, unknown reach.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(min_length=1, max_length=4000)
    lang: str
    kind: Kind
    also: frozenset[Kind] = frozenset()
    symptoms: frozenset[Symptom] = frozenset()
    maybe: frozenset[Symptom] = frozenset()
    scope: frozenset[Scope] = frozenset({Scope.UNKNOWN})
    scope_maybe: frozenset[Scope] = frozenset()
    urgency: Urgency = Urgency.NORMAL
    products: tuple[str, ...] = ()
    products_maybe: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    facts: dict[str, str | int | float | bool | list[str]] = Field(default_factory=dict)
    pii: tuple[tuple[str, str], ...] = ()


class LabelledSentence(NamedTuple):
    """A text, its language, and the id of the answer that it asks for, of the topic that it speaks of or of the signature that it tells of; or ``none``."""

    text: str
    lang: str
    label: str


class LabelledResult(NamedTuple):
    """A message in the middle of a conversation, what it tells was done (``any``: not told from it), and how it went."""

    text: str
    action: str
    outcome: str


class LabelledAnswer(NamedTuple):
    """A customer's answer, the id of the question that the desk had put, and what it says to it (``Question.says``)."""

    text: str
    question: str
    says: str


class SurroundingText(BaseModel):
    """What stands before and after reports, in one language: ``messages/beside/<lang>.yaml``.

    ``greeting`` and ``closing`` stand beside any message and do not change what it wants;
    ``urgent`` makes a report urgent.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    before: tuple[str, ...]
    after: tuple[str, ...]
    greeting: tuple[str, ...]
    closing: tuple[str, ...]
    urgent: tuple[str, ...]


def training_messages(knowledge: Path) -> tuple[LabelledMessage, ...]:
    """All messages to train on, in the order of files and lines. Raises KnowledgeError."""
    return _read(knowledge / FOLDER)


def beside_reports(knowledge: Path) -> dict[str, SurroundingText]:
    """What people write beside a report, by language. Raises KnowledgeError."""
    found: dict[str, SurroundingText] = {}
    for path in sorted((knowledge / FOLDER / BESIDE).glob("*.yaml")):
        try:
            found[path.stem] = SurroundingText.model_validate(
                parse(path.read_text(encoding="utf-8"))
            )
        except (yaml.YAMLError, ValidationError) as error:
            raise KnowledgeError([f"{FOLDER}/{BESIDE}/{path.name}: {error}"]) from error
    return found


def held_out_messages(knowledge: Path) -> tuple[LabelledMessage, ...]:
    """All messages that are never trained on. Raises KnowledgeError."""
    return _read(knowledge / FOLDER / HELD_OUT)


def asked_questions(knowledge: Path) -> tuple[LabelledSentence, ...]:
    """All sentences to train the reader of questions on. Raises KnowledgeError."""
    return _asked(knowledge / FOLDER / ASKED)


def held_out_questions(knowledge: Path) -> tuple[LabelledSentence, ...]:
    """All sentences on which the reader of questions is only measured. Raises KnowledgeError."""
    return _asked(knowledge / FOLDER / HELD_OUT / ASKED)


def topic_messages(knowledge: Path, *, held_out: bool = False) -> tuple[LabelledSentence, ...]:
    """All messages to train the reader of topics on, or those on which it is only measured. Raises KnowledgeError."""
    folder = knowledge / FOLDER
    return _asked((folder / HELD_OUT if held_out else folder) / TOPICS)


def told_results(knowledge: Path) -> tuple[LabelledResult, ...]:
    """All messages to train the reader of results on. Raises KnowledgeError."""
    return _results(knowledge / FOLDER / RESULTS)


def held_out_results(knowledge: Path) -> tuple[LabelledResult, ...]:
    """All messages on which the reader of results is only measured. Raises KnowledgeError."""
    return _results(knowledge / FOLDER / HELD_OUT / RESULTS)


def told_answers(
    knowledge: Path, questions: Mapping[str, Question], *, held_out: bool = False
) -> tuple[LabelledAnswer, ...]:
    """All answers to train the reader of answers on, or those on which it is only measured. Raises KnowledgeError."""
    folder = knowledge / FOLDER
    folder = (folder / HELD_OUT if held_out else folder) / ANSWERING
    found = []
    for lang, told, text in _sentences(folder):
        question, _, says = told.partition(" ")
        known = questions[question].says if question in questions else {}
        if says not in {*known, UNSURE, NO_ANSWER}:
            raise KnowledgeError([f"{folder.name}/{lang}.yaml: no such answer: {told}"])
        found.append(LabelledAnswer(text, question, says))
    return tuple(found)


def told_signatures(
    knowledge: Path, known: Set[str], *, held_out: bool = False
) -> tuple[LabelledSentence, ...]:
    """All messages to train the reader of circumstances on, or those on which it is only measured. Raises KnowledgeError.

    One that tells of two signatures stands there twice.
    """
    folder = knowledge / FOLDER
    folder = (folder / HELD_OUT if held_out else folder) / SIGNATURES
    found = []
    for lang, told, text in _sentences(folder):
        shown = told.split()
        if not {*shown} <= {*known, NO_SIGNATURE}:
            raise KnowledgeError([f"{folder.name}/{lang}.yaml: no such signature: {told}"])
        found += [LabelledSentence(text, lang, label) for label in shown]
    return tuple(found)


def _results(folder: Path) -> tuple[LabelledResult, ...]:
    found: list[LabelledResult] = []
    known = {*ReportedAction, NO_ACTION, ANY}
    for lang, told, text in _sentences(folder):
        action, _, outcome = told.partition(" ")
        if action not in known or outcome not in set(ToldOutcome):
            raise KnowledgeError([f"{folder.name}/{lang}.yaml: no such result: {told}"])
        found.append(LabelledResult(text, action, outcome))
    return tuple(found)


def _asked(folder: Path) -> tuple[LabelledSentence, ...]:
    return tuple(LabelledSentence(text, lang, label) for lang, label, text in _sentences(folder))


def _sentences(folder: Path) -> Iterator[tuple[str, str, str]]:
    """The language, label and text of each sentence of a folder with a file for each language."""
    for path in sorted(folder.glob("*.yaml")):
        try:
            rows = _SENTENCES.validate_python(parse(path.read_text(encoding="utf-8")) or {})
        except (yaml.YAMLError, ValidationError) as error:
            raise KnowledgeError([f"{folder.name}/{path.name}: {error}"]) from error
        yield from ((path.stem, label, text) for label, said in rows.items() for text in said)


def _read(folder: Path) -> tuple[LabelledMessage, ...]:
    found: list[LabelledMessage] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        name = path.relative_to(folder.parents[0]).as_posix()
        try:
            rows = parse(path.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            problems.append(f"{name}: {error}")
            continue
        for number, row in enumerate(rows or (), 1):
            try:
                found.append(LabelledMessage.model_validate({"kind": path.stem, **row}))
            except (ValidationError, TypeError) as error:
                problems.append(f"{name}: message {number}: {str(error).splitlines()[0]}: {row}")
    times = Counter(m.text for m in found)
    problems += [
        f"{folder.name}: stands twice: {text}" for text in sorted(times) if times[text] > 1
    ]
    if problems:
        raise KnowledgeError(problems)
    return tuple(found)
