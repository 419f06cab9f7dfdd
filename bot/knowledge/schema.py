"""What an entry under ``knowledge/`` must look like.

One class for each sort of file. The fields are those of ``bot.model.knowledge`` and
``bot.model.catalogue`` plus, for products, what only a reader of the file wants to know. A key that
is not named here is an error. Whether an id exists elsewhere is not checked here but in ``check``.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
)

from bot.model.answer import Answer
from bot.model.catalogue import Blocks, LicenceCheck, Probe, Product, ProductKind, Runs
from bot.model.evidence import EvidenceKind
from bot.model.knowledge import (
    CauseEntry,
    Clue,
    FeedEntry,
    Remedy,
    Robots,
    SymptomEntry,
)
from bot.model.labels import Scope, Symptom
from bot.model.probe import Importance
from bot.model.question import PossibleAnswer, Question
from bot.model.signature import Signature
from bot.model.topic import Topic

LANGUAGES = ("ja", "en", "zh", "ko", "vi", "th", "pt", "id")


def _known_languages(text: Mapping[str, Any]) -> Mapping[str, Any]:
    if unknown := sorted(set(text) - set(LANGUAGES)):
        raise ValueError(f"unknown language {', '.join(unknown)}; known: {', '.join(LANGUAGES)}")
    return text


def _in_both_languages(text: Mapping[str, Any]) -> Mapping[str, Any]:
    if text and (missing := [lang for lang in ("ja", "en") if not text.get(lang)]):
        raise ValueError(f"the text is missing in {' and '.join(missing)}")
    return _known_languages(text)


def _not_empty(text: Mapping[str, str]) -> Mapping[str, str]:
    if not text:
        raise ValueError("a text in ja and en is needed here")
    return text


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _as_text(example: Any) -> Any:
    """A mapping is kept as JSON text; ``check`` reads it again."""
    return json.dumps(example, ensure_ascii=False) if isinstance(example, dict) else example


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Lines = tuple[Line, ...]
EntryId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_.:][a-z0-9]+)*$")]
Ids = tuple[EntryId, ...]
OptionalText = Annotated[dict[str, Line], AfterValidator(_in_both_languages)]
NeededText = Annotated[OptionalText, AfterValidator(_not_empty)]
Steps = Annotated[dict[str, Lines], AfterValidator(_in_both_languages)]
Phrases = Annotated[dict[str, Lines], AfterValidator(_known_languages)]
Pattern = Annotated[Line, AfterValidator(_compiles)]
Fact = str | int | bool
Values = Annotated[tuple[Fact, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
Condition = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(?:\.[a-z_]+)?$")]
When = Annotated[dict[Condition, Values], Field(min_length=1)]
Example = Annotated[Line, BeforeValidator(_as_text)]
HostName = Annotated[str, StringConstraints(pattern=r"^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=500)]


class KnowledgeEntry(BaseModel):
    """An entry with an id; ``value`` is what the desk works with."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)
    noun: ClassVar[type]

    id: EntryId

    def value(self) -> Any:
        """The frozen dataclass of the same name in ``bot.model``."""
        return self.noun(**self.known())

    def known(self) -> dict[str, Any]:
        """The fields that the file and the dataclass share, by name."""
        shared = (f.name for f in fields(self.noun) if f.name in type(self).model_fields)
        return {name: getattr(self, name) for name in shared}


class Examples(KnowledgeEntry):
    """An entry with examples that must match and examples that must not."""

    examples: tuple[Example, ...] = ()
    not_examples: tuple[Example, ...] = ()


class SymptomFile(Examples):
    """``symptoms/<id>.yaml``: what customers say, by language."""

    noun = SymptomEntry
    title: NeededText
    phrases: Phrases
    not_phrases: Phrases = Field(default_factory=dict)
    near: Ids = ()
    usual: dict[Literal["default", "alone", "shared"], NeededText] = Field(default_factory=dict)
    step: bool = False
    of_kintone: bool = False


class ExpressionRow(BaseModel):
    """One meaning in ``language/<lang>.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    phrases: Lines
    stated: bool = False
    not_phrases: Lines = ()
    examples: Lines = ()
    not_examples: Lines = ()


class LanguageFile(RootModel[dict[EntryId, ExpressionRow]]):
    """``language/<lang>.yaml``: what people say, by its meaning."""


class SignatureFile(Examples):
    """``errors/<id>.yaml``."""

    noun = Signature
    title: NeededText
    pattern: Pattern = ""
    caution: OptionalText = Field(default_factory=dict)
    meaning: OptionalText = Field(default_factory=dict)
    meaning_in: dict[EntryId, NeededText] = Field(default_factory=dict)
    leaves_open: bool = False
    no_fault: bool = False
    own: bool = False
    telling: bool = False
    unverified: bool = False


class TopicRow(Examples):
    """One entry of a file in ``topics/``."""

    noun = Topic
    title: NeededText
    phrases: Phrases
    not_phrases: Phrases = Field(default_factory=dict)
    usual: OptionalText = Field(default_factory=dict)
    answer: OptionalText = Field(default_factory=dict)
    ask: Ids = ()
    products: Ids = ()
    overrides: Ids = ()
    elsewhere: bool = False
    local: bool = False
    of_unnamed: bool = False
    settles: bool = False
    broad: bool = False


class ClueRow(BaseModel):
    """One clue of a cause."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    when: When
    weight: float = Field(ge=-60, le=60)
    kind: EvidenceKind
    says: NeededText

    def value(self) -> Clue:
        return Clue(when=self.when, weight=self.weight, kind=self.kind, says=self.says)


class CauseFile(Examples):
    """``causes/<id>.yaml``."""

    noun = CauseEntry
    title: NeededText
    prior: float = Field(ge=-60, le=60)
    clues: tuple[ClueRow, ...]
    remedies: Ids = ()
    meanwhile: Ids = ()
    ending: Ids = ()
    questions: Ids = ()
    unverified: bool = False

    def value(self) -> CauseEntry:
        """As inherited, with the clues as values."""
        return CauseEntry(**self.known() | {"clues": tuple(c.value() for c in self.clues)})


class RemedyFile(Examples):
    """``remedies/<id>.yaml``."""

    noun = Remedy
    title: NeededText
    say: NeededText
    steps: Steps = Field(default_factory=dict)
    side_effects: OptionalText = Field(default_factory=dict)
    way_back: OptionalText = Field(default_factory=dict)
    second_route: OptionalText = Field(default_factory=dict)
    harm: int = Field(default=0, ge=0, le=5)
    needs: Annotated[
        str, StringConstraints(pattern="^(anyone|app_admin|system_admin|common_admin)$")
    ] = "anyone"
    reversible_by: EntryId | None = None
    symptoms: Ids = ()
    signatures: Ids = ()
    devices: tuple[Literal["pc", "phone"], ...] = ()
    unless: Ids = ()
    no_help_for: Ids = ()
    not_of_topics: frozenset[EntryId] = frozenset()
    on_page: bool = False
    while_open: bool = False
    tests: EntryId | None = None
    tests_browser: bool = False
    causes: Ids = ()
    after_recovery: bool = False
    unverified: bool = False


class PossibleAnswerRow(BaseModel):
    """One of the ``answers`` of a question."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: float = Field(gt=0, le=1)
    facts: dict[str, Fact] = Field(default_factory=dict)
    signatures: Ids = ()


class QuestionRow(KnowledgeEntry):
    """One row of ``questions.yaml``."""

    noun = Question
    text: NeededText
    trouble: float = Field(ge=1, le=6)
    can_tell: float = Field(default=1.0, gt=0, le=1)
    symptoms: Ids = ()
    reveals: Literal["", "use", "host", "provider", "sign_in"] = ""
    answers: tuple[PossibleAnswerRow, ...] = ()
    yes: dict[str, Fact] = Field(default_factory=dict)
    no: dict[str, Fact] = Field(default_factory=dict)
    yes_share: float = Field(default=0.5, gt=0, lt=1)
    known_by_facts: Ids = ()
    known_by_scopes: tuple[Scope, ...] = ()
    known_by_symptoms: Ids = ()
    known_by_signatures: frozenset[EntryId] = frozenset()
    known_by_trials: Ids = ()
    not_of_topics: frozenset[EntryId] = frozenset()
    of_browser: bool = False
    known_by_words: tuple[
        Literal["error_shown", "log_told", "recipients_named", "all_of_it"], ...
    ] = ()
    first_when: tuple[When, ...] = ()
    of_one_person: bool = False
    of_named_part: bool = False
    not_of_named_part: bool = False
    heard_as: frozenset[
        Literal["works", "same_fails", "unasked", "line", "looked_up", "may_be_unable", "told"]
    ] = frozenset()
    states: str = ""
    heard_with: Ids = ()
    asks_about: frozenset[Symptom] = frozenset()
    choices: Phrases = Field(default_factory=dict)
    why: OptionalText = Field(default_factory=dict)
    says: dict[str, dict[str, Fact]] = Field(default_factory=dict)

    def value(self) -> Question:
        """As inherited, with the possible answers as values."""
        answers = tuple(PossibleAnswer(**a.model_dump()) for a in self.answers)
        return Question(**self.known() | {"answers": answers})


class AnswerRow(Examples):
    """One row of a file under ``answers/``: a question that customers put, and what is answered."""

    noun = Answer
    title: NeededText
    says: Annotated[dict[EntryId, NeededText], Field(min_length=1)]
    asks: Phrases = Field(default_factory=dict)
    tells: Phrases = Field(default_factory=dict)
    not_asks: Phrases = Field(default_factory=dict)
    details: str = ""
    advice: Ids = ()
    covers: Ids = ()
    unknowing: frozenset[EntryId] = frozenset()
    after_reply: bool = False
    alone: bool = False
    idle: bool = False
    safety: bool = False
    hands_over: bool = False


class FeedRow(KnowledgeEntry):
    """One row of ``feeds.yaml``."""

    noun = FeedEntry
    service: EntryId
    url: Address
    format: Line
    verified: bool
    recorded: bool = False
    note: str = ""
    components: Lines = ()
    regions: Lines = ()
    sent_on_to: tuple[HostName, ...] = ()
    robots: Robots = Robots.OBEYED


class HostRow(BaseModel):
    """One host of a product, and how sure we are of it.

    ``probe``: the path that the desk asks for when it measures this host; absent: it does not.
    ``answers_with``: the keys of the JSON object that a healthy answer is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    host: HostName
    role: Line
    verified: bool = False
    probe: Annotated[str, StringConstraints(pattern=r"^/[!-~]{0,300}$")] | None = None
    answers_with: Lines = ()
    importance: Importance = Importance.HIGH

    def value(self) -> Probe | None:
        """The probe of this host, if it is measured."""
        if self.probe is None:
            return None
        return Probe(self.host, self.probe, self.answers_with, self.importance)


class ProductRow(KnowledgeEntry):
    """One row of a file in ``products/``. ``why`` explains ``blocks_opening``."""

    noun = Product
    name: Line
    kind: ProductKind
    names: Lines = ()
    vendor: Line | None = None
    hosts: tuple[HostRow, ...] = ()
    depends_on: Ids = ()
    licence_check: LicenceCheck = LicenceCheck.UNKNOWN
    status_feed: EntryId | None = None
    status_page: Address | None = None
    install_share: float | None = Field(default=None, ge=0, le=1)
    runs: Runs
    blocks_opening: Blocks
    why: Line
    unverified: Lines = ()
    note: str = ""

    def value(self) -> Product:
        """The product; its hosts as names, the reason for ``blocks_opening`` before the note."""
        hosts = tuple(h.host for h in self.hosts)
        probes = tuple(p for h in self.hosts if (p := h.value()) is not None)
        note = f"{self.why} {self.note}".strip()
        return Product(**self.known() | {"hosts": hosts, "probes": probes, "note": note})


class WordsFile(RootModel[dict[str, Line]]):
    """``words/<lang>.yaml``: the desk's own sentences, by key."""


class ConceptsFile(RootModel[dict[EntryId, Lines]]):
    """``concepts/<lang>.yaml``: what direct questions are made of, by name."""
