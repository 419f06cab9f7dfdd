"""The typed shape of ``knowledge/``: what a support engineer has written down."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlsplit

from bot.model.answer import Answer
from bot.model.catalogue import Catalogue
from bot.model.evidence import EvidenceKind
from bot.model.labels import HOW_IT_FAILS
from bot.model.operator import Operator
from bot.model.question import Question
from bot.model.signature import Signature
from bot.model.topic import Topic
from bot.model.understanding import FactValue
from bot.model.weights import UNASKED, UNTRAINED, Weights

ANYONE = "anyone"  # the role of those who need none
Text = Mapping[str, str]  # language code -> sentence; ja and en are always there


@dataclass(frozen=True, slots=True)
class SymptomEntry:
    """One complaint: the phrases that reveal it and those that only look like it, by language.

    ``near``: other symptoms as which the same trouble may show to somebody else. ``usual``: where it mostly comes
    from, in one sentence: where one person has it (``alone``), several do (``shared``), or else (``default``);
    ``step``: it names something to try, so that beside a question no other test is said before the fold;
    ``of_kintone``: it speaks of kintone's own pages, and is not said of a service that was named.
    """

    id: str
    title: Text
    phrases: Mapping[str, tuple[str, ...]]
    not_phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: tuple[str, ...] = ()
    usual: Mapping[str, Text] = field(default_factory=dict)
    step: bool = False
    of_kintone: bool = False
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expression:
    """One thing that people say in one language: the phrases for it, and those that only look like it.

    ``id`` is its meaning, e.g. ``asks.only_us``; ``stated``: it counts also where nothing is asked.
    """

    id: str
    lang: str
    phrases: tuple[str, ...]
    stated: bool = False
    not_phrases: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()


OF_THE_COMPLAINT = frozenset({"symptom", "scope", "signature", "message_kind"})  # conditions


def _is_told(condition: str) -> bool:
    """Whether a condition depends on the complaint alone, not on the product."""
    return condition in OF_THE_COMPLAINT or condition.startswith("fact.")


@dataclass(frozen=True, slots=True)
class Clue:
    """When all of ``when`` holds in a conversation, a cause moves by ``weight`` decibans.

    ``when`` maps a condition to the value (or values) that meet it. Conditions: ``symptom``, ``scope``, ``message_kind``,
    ``signature``, ``fact.NAME``, ``use`` (named, guessed, known, possible, unnamed, unlikely, no), ``spoken_of`` (another),
    ``runs``, ``blocks_opening``, ``tried_off`` (worked, failed), ``new_version`` (worked), ``host`` (failing, answering, elsewhere: only hosts fail that no product has), ``script`` (failed, undefined),
    ``check`` (failing, slow, answering), ``feed`` (trouble, ending, maintenance, notice, quiet, unread), ``probe`` (failing, partly, slow, well), ``licence_check``, ``calls_out`` (no).
    """

    when: Mapping[str, tuple[FactValue, ...]]
    weight: float
    kind: EvidenceKind
    says: Text


@dataclass(frozen=True)
class CauseEntry:
    """One sort of cause, e.g. ``plugin`` (for every plugin of the catalogue) or ``customer:own_js``.

    ``prior`` is the weight before any evidence, in decibans against "none of the causes we know". ``remedies`` are
    advice ids in order of preference among equally harmless ones, ``meanwhile`` what helps while it lasts, ``ending``
    what comes first once the vendor's page says that it is over and the customer still has it; ``questions`` test it.
    """

    id: str
    title: Text
    prior: float
    clues: tuple[Clue, ...]
    remedies: tuple[str, ...] = ()
    meanwhile: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()
    unverified: bool = False

    @cached_property
    def parted(self) -> tuple[tuple["Clue", tuple[str, ...], tuple[str, ...]], ...]:
        """Each clue with the conditions that a complaint alone decides, and the others."""
        return tuple(
            (
                clue,
                tuple(n for n in clue.when if _is_told(n)),
                tuple(n for n in clue.when if not _is_told(n)),
            )
            for clue in self.clues
        )

    @cached_property
    def clues_by_statement(self) -> Mapping[str, tuple[Clue, ...]]:
        """The clues that a fact, a signature or a scope bears on; none that is about one product."""
        found: dict[str, tuple[Clue, ...]] = {}
        for clue in self.clues:
            if all(_is_told(n) for n in clue.when):
                stated = [n[5:] if n.startswith("fact.") else n for n in clue.when]
                stated += [str(s) for s in clue.when.get("signature", ())]
                found.update((name, (*found.get(name, ()), clue)) for name in stated)
        return found


@dataclass(frozen=True, slots=True)
class Remedy:
    """One advice: what to do, its side effects and the way back, by language.

    ``harm`` orders remedies (0: none). ``needs`` is the role it takes (app_admin, system_admin, common_admin, anyone). ``unverified``: worded with the reservation that screens may differ.

    When it fits: ``symptoms``, ``signatures``, ``devices`` (pc, phone) each ask for one of theirs, an empty one for
    nothing; ``unless`` names signatures with which it never fits, ``no_help_for`` symptoms that it cannot cure by
    themselves, ``not_of_topics`` topics that it has nothing to do with, ``on_page``: it is of use only for what runs in the customer's own page. ``while_open``: also right
    while the cause is not known. ``tests``: the question whose answer its result gives; ``tests_browser``: that is
    worth a try only where the customer's own browser may be the reason.
    """

    id: str
    title: Text
    say: Text
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    side_effects: Text = field(default_factory=dict)
    way_back: Text = field(default_factory=dict)
    second_route: Text = field(default_factory=dict)
    harm: int = 0
    needs: str = ANYONE
    reversible_by: str | None = None
    symptoms: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    no_help_for: tuple[str, ...] = ()
    not_of_topics: frozenset[str] = frozenset()
    on_page: bool = False
    while_open: bool = False
    tests: str | None = None
    tests_browser: bool = False
    causes: tuple[str, ...] = ()  # after recovery: only for these sorts of cause; empty: all
    after_recovery: bool = False  # something to look at once it is over
    unverified: bool = False
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()

    @property
    def needs_rights(self) -> bool:
        """Whether it takes an administrator."""
        return self.needs != ANYONE

    @property
    def is_reversible(self) -> bool:
        """Whether it changes nothing to speak of, or there is a way back."""
        return self.harm <= 1 or self.reversible_by is not None or bool(self.way_back)

    def fits(self, symptoms: Collection[str], signatures: Collection[str]) -> bool:
        """Whether the advice makes sense for these symptoms and signatures."""
        if any(x in signatures for x in self.unless):
            return False
        told = [x for x in symptoms if x not in HOW_IT_FAILS] or symptoms
        if told and all(x in self.no_help_for for x in told):
            return False
        return (not self.symptoms or any(x in symptoms for x in self.symptoms)) and (
            not self.signatures or any(x in signatures for x in self.signatures)
        )


class Robots(StrEnum):
    """How a host's robots.txt is taken when one of its feeds is polled."""

    OBEYED = "obeyed"  # it is read first, and a feed that it closes to us is not polled
    DOCUMENTED = "documented"  # the vendor documents the address for programs: polled either way


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One status feed that can be read: of which product, where, and in which format.

    ``verified`` False: the address was never seen to answer; a failure to read it says nothing.
    ``recorded`` False: the reader of this format is proven on documents made by hand only.
    ``components`` names the parts of the page that matter (components or groups), ``regions`` where
    they matter (names or ids); empty: the whole page. ``sent_on_to`` names the hosts to which its own may send us on.
    """

    id: str
    service: str
    url: str
    format: str
    verified: bool = False
    recorded: bool = False
    note: str = ""
    components: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    sent_on_to: tuple[str, ...] = ()
    robots: Robots = Robots.OBEYED

    @property
    def host(self) -> str:
        """The host that is asked, in lower case; what is polled one request at a time."""
        return (urlsplit(self.url).hostname or "").lower()


@dataclass(frozen=True)
class Knowledge:
    """Everything loaded from ``knowledge/``. ``words`` are the desk's own sentences by language."""

    catalogue: Catalogue
    symptoms: Mapping[str, SymptomEntry] = field(default_factory=dict)
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    causes: Mapping[str, CauseEntry] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    remedies: Mapping[str, Remedy] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    language: tuple[Expression, ...] = ()
    feeds: Mapping[str, FeedEntry] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    concepts: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    operator: Operator = field(default_factory=Operator)  # who runs the desk, by their own file
    weights: Weights = UNTRAINED
    question_weights: Weights = UNASKED
    result_weights: Weights = UNASKED
    answering_weights: Weights = UNASKED
    signature_weights: Weights = UNASKED
    topic_weights: Weights = UNASKED

    @cached_property
    def near(self) -> Mapping[str, frozenset[str]]:
        """Each symptom with itself and those as which the same trouble may show, whichever names the other."""
        found = {symptom: {symptom, *entry.near} for symptom, entry in self.symptoms.items()}
        for symptom, entry in self.symptoms.items():
            for other in entry.near:
                found.setdefault(other, {other}).add(symptom)
        return {symptom: frozenset(others) for symptom, others in found.items()}

    def say(self, lang: str, key: str, **values: object) -> str:
        """One of the desk's own sentences in the language (English for languages without a file).

        Languages other than Japanese and English say less: what they lack is "" and left unsaid.
        Raises KeyError for a key that Japanese or English lacks.
        """
        spoken = self.words.get(lang) or self.words["en"]
        sentence = spoken[key] if lang in ("ja", "en") else spoken.get(key, "")
        return sentence.format(**values)

    def both(self, key: str, **values: object) -> tuple[str, str]:
        """One of the desk's own sentences in Japanese and in English. Raises KeyError for an unknown key."""
        return self.say("ja", key, **values), self.say("en", key, **values)

    def checks_afterwards(
        self, cause: str, symptoms: Collection[str], signatures: Collection[str]
    ) -> tuple[str, ...]:
        """Ids of what is worth looking at once trouble of this cause is over."""
        return tuple(
            r.id
            for r in self.remedies.values()
            if r.after_recovery and r.fits(symptoms, signatures)
            if not r.causes or cause.partition(":")[0] in r.causes
        )

    def phrase(self, text: Text, lang: str) -> str:
        """A text in the language, or "" when it is not there: left unsaid."""
        return text.get(lang, "")
