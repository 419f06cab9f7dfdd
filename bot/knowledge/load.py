"""Reads ``knowledge/`` from disk: every entry checked, every error with its file and line.

It does not check whether ids that an entry names exist elsewhere; ``check`` does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, RootModel, ValidationError

from bot.knowledge.schema import (
    LANGUAGES,
    AnswerRow,
    CauseFile,
    ConceptsFile,
    FeedRow,
    KnowledgeEntry,
    LanguageFile,
    ProductRow,
    QuestionRow,
    RemedyFile,
    SignatureFile,
    SymptomFile,
    TopicRow,
    WordsFile,
)
from bot.knowledge.schema_masking import ColumnRows, MaskRow, TokenRows, WordLists
from bot.knowledge.weights import WeightsFile, load_weights
from bot.knowledge.yaml_text import line_of, parse
from bot.lexicon.meanings import edition, furnish
from bot.masking.redact import furnish as furnish_masking
from bot.model.catalogue import Catalogue
from bot.model.errors import JitabataError, KnowledgeError
from bot.model.knowledge import Expression, Knowledge
from bot.model.masking import Masking
from bot.model.weights import UNASKED, UNTRAINED, Weights

LARGEST_FILE = 1_000_000  # bytes
IN_THE_WHEEL = Path(__file__).parent / "shipped"
IN_THE_CHECKOUT = Path(__file__).parents[2] / "knowledge"

Row = TypeVar("Row", bound=BaseModel)
Root = TypeVar("Root")
Place = Sequence[str | int]


def shipped() -> Path:
    """The folder that comes with the program: inside a wheel, else the checkout's."""
    return IN_THE_WHEEL if IN_THE_WHEEL.is_dir() else IN_THE_CHECKOUT


def load(
    directory: Path | None = None, *, trained: bool = True, home: str | None = None
) -> Knowledge:
    """Everything under a folder (None: the shipped one); a missing part is simply empty.

    What people say in it is what the process reads by from now on, and a masking of its own what it masks by. ``trained`` False leaves the
    classifier's weights out: that is how they are trained. ``home`` is the id of the operator's own
    product. Raises one KnowledgeError with all problems of all files (masking apart), and JitabataError
    when there is no such product.
    """
    folder = _Folder(directory or shipped(), trained=trained)
    concepts = folder.by_language("concepts", ConceptsFile)
    words = folder.by_language("words", WordsFile)
    knowledge = Knowledge(
        catalogue=Catalogue(folder.rows("products", ProductRow)),
        feeds=folder.rows("feeds.yaml", FeedRow),
        questions=folder.rows("questions.yaml", QuestionRow),
        symptoms=folder.entries("symptoms", SymptomFile),
        signatures=folder.entries("errors", SignatureFile),
        topics=folder.rows("topics", TopicRow),
        causes=folder.entries("causes", CauseFile),
        remedies=folder.entries("remedies", RemedyFile),
        language=folder.language("language"),
        answers=folder.rows("answers", AnswerRow),
        concepts=concepts,
        words=words,
        weights=folder.weights(WeightsFile.MESSAGES) or UNTRAINED,
        question_weights=folder.weights(WeightsFile.QUESTIONS) or UNASKED,
        result_weights=folder.weights(WeightsFile.RESULTS) or UNASKED,
        answering_weights=folder.weights(WeightsFile.ANSWERS) or UNASKED,
        signature_weights=folder.weights(WeightsFile.SIGNATURES) or UNASKED,
        topic_weights=folder.weights(WeightsFile.TOPICS) or UNASKED,
    )
    if folder.problems:
        raise KnowledgeError(folder.problems)
    if directory and (directory / "masking").is_dir():
        masking = load_masking(directory)
        furnish_masking(lambda: masking)
    furnish(knowledge.language)
    return knowledge if home is None else _with_home(knowledge, home)


def load_masking(directory: Path | None = None) -> Masking:
    """What masking looks for, of a folder (None: the shipped one).

    Raises KnowledgeError with all problems; a folder without any masking gets the shipped one.
    """
    folder = _Folder(directory if directory and (directory / "masking").is_dir() else shipped())
    words = folder.whole("masking/words.yaml", WordLists)
    masking = Masking(
        words=words or {},
        rules=tuple(folder.rows("masking/rules", MaskRow).values()),
        tokens=tuple(r.value() for r in folder.whole("masking/tokens.yaml", TokenRows) or ()),
        columns=tuple(r.value() for r in folder.whole("masking/columns.yaml", ColumnRows) or ()),
    )
    if folder.problems:
        raise KnowledgeError(folder.problems)
    return masking


furnish_masking(load_masking)


def load_notices() -> None:
    """Have the process read notices by the shipped words, without the rest of the knowledge base.

    What people say counts on where it is known already. Raises KnowledgeError.
    """
    if edition():
        return
    folder = _Folder(shipped())
    language = folder.language("language/notices")
    if folder.problems:
        raise KnowledgeError(folder.problems)
    furnish(language)


def _with_home(knowledge: Knowledge, home: str) -> Knowledge:
    """The knowledge with the operator's own product marked in its catalogue."""
    catalogue = knowledge.catalogue
    if catalogue.get(home) is None:
        near = ", ".join(get_close_matches(home, catalogue.products, n=3)) or "none"
        raise JitabataError(
            f"[operator] home_product: the knowledge base has no product {home!r} (similar ids:"
            f" {near}); write its entry into products/, or leave home_product out"
        )
    return replace(knowledge, catalogue=catalogue.with_home(home))


def file_name(entry_id: str) -> str:
    """The file of an entry that has one to itself; ``:`` becomes ``-``."""
    return f"{entry_id.replace(':', '-')}.yaml"


@dataclass(frozen=True, slots=True)
class _File:
    """One file: how people call it, its text and the value that the text stands for."""

    name: str
    path: Path
    text: str
    value: Any


class _Folder:
    """Reads the parts of one knowledge folder and collects what is wrong with them."""

    def __init__(self, directory: Path, *, trained: bool = True) -> None:
        self._directory, self._trained = directory, trained
        self.problems: list[str] = []

    def rows(self, part: str, schema: type[KnowledgeEntry]) -> dict[str, Any]:
        """Entries of files that hold a list each: of one file, or of all files in a folder."""
        found: dict[str, Any] = {}
        for file in self._files(part):
            if not isinstance(file.value, list):
                self._note(file, (), "a list of entries is needed here")
                continue
            for number, row in enumerate(file.value):
                entry = self._checked(schema, row, file, (number,))
                if entry is not None and entry.id in found:
                    self._note(file, (number, "id"), f"the id {entry.id} is used twice")
                elif entry is not None:
                    found[entry.id] = entry.value()
        return found

    def entries(self, part: str, schema: type[KnowledgeEntry]) -> dict[str, Any]:
        """Entries of a folder with one file for each."""
        found: dict[str, Any] = {}
        for file in self._files(part):
            entry = self._checked(schema, file.value, file, ())
            if entry is not None and file_name(entry.id) != file.path.name:
                self._note(file, ("id",), f"the id {entry.id} belongs into {file_name(entry.id)}")
            elif entry is not None:
                found[entry.id] = entry.value()
        return found

    def whole(self, part: str, schema: type[RootModel[Root]]) -> Root | None:
        """The one value that a file is."""
        for file in self._files(part):
            if (read := self._checked(schema, file.value, file, ())) is not None:
                return read.root
        return None

    def language(self, part: str) -> tuple[Expression, ...]:
        """What people say, of a folder with files named after their language, some in folders by topic."""
        found: list[Expression] = []
        for file in (*self._files(part), *self._files(part, "*/*.yaml")):
            lang = file.path.stem
            if lang not in LANGUAGES:
                self._note(file, (), f"unknown language; known: {', '.join(LANGUAGES)}")
            elif rows := self._checked(LanguageFile, file.value, file, ()):
                found += (Expression(i, lang, **dict(row)) for i, row in rows.root.items())
        return tuple(found)

    def by_language(self, part: str, schema: type[RootModel[Root]]) -> dict[str, Root]:
        """What each file is, of a folder with one for each language."""
        found: dict[str, Root] = {}
        for file in self._files(part):
            lang = file.path.stem
            if lang not in LANGUAGES:
                self._note(file, (), f"unknown language; known: {', '.join(LANGUAGES)}")
            elif (read := self._checked(schema, file.value, file, ())) is not None:
                found[lang] = read.root
        return found

    def weights(self, name: WeightsFile) -> Weights | None:
        """The folder's own weights, else those that come with the program; None where they are left out."""
        if not self._trained:
            return None
        try:
            return load_weights(self._directory, name) or load_weights(shipped(), name)
        except KnowledgeError as error:
            self.problems += error.problems
            return None

    def _checked(
        self, schema: type[Row], value: object, file: _File, place: tuple[str | int, ...]
    ) -> Row | None:
        try:
            return schema.model_validate(value)
        except ValidationError as error:
            for problem in error.errors(include_url=False, include_context=False):
                self._note(
                    file, (*place, *problem["loc"]), _sentence(problem["loc"], problem["msg"])
                )
            return None

    def _files(self, part: str, names: str = "*.yaml") -> Iterator[_File]:
        root = self._directory / part
        for path in [root] if root.is_file() else sorted(root.glob(names)):
            if (file := self._read(path)) is not None:
                yield file

    def _read(self, path: Path) -> _File | None:
        name = f"{self._directory.name}/{path.relative_to(self._directory).as_posix()}"
        try:
            if path.stat().st_size > LARGEST_FILE:
                self.problems.append(f"{name}:1: larger than {LARGEST_FILE} bytes")
                return None
            text = path.read_text(encoding="utf-8")
            return _File(name, path, text, parse(text))
        except UnicodeDecodeError as error:
            self.problems.append(f"{name}:1: not UTF-8 text ({error.reason})")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            self.problems.append(f"{name}:{line}: {getattr(error, 'problem', None) or error}")
        return None

    def _note(self, file: _File, place: Place, what: str) -> None:
        self.problems.append(f"{file.name}:{line_of(file.text, place)}: {what}")


def _sentence(place: Place, message: str) -> str:
    """What pydantic found, in the words of somebody who edits YAML."""
    keys = ".".join(str(step) for step in place)
    said = message.removeprefix("Value error, ").replace(
        "Extra inputs are not permitted", "this key is not known here"
    )
    said = said.replace("Field required", "this key is missing")
    return f"{keys}: {said}" if keys else said
