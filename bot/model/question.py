"""What the desk may ask a customer, and what they may answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.labels import Scope, Symptom
from bot.model.understanding import FactValue


@dataclass(frozen=True, slots=True)
class PossibleAnswer:
    """One answer to a question: what it states, and its ``share`` where no cause we know is at work."""

    share: float
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    signatures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question to a customer. ``trouble`` is what answering costs them, in decibans.

    ``can_tell``: the share of customers who know the answer. ``answers``: the possible ones; none:
    an open answer supports the causes that ask the question, or others. ``yes_share``: of a bare "yes".
    ``symptoms``: asked only when one of these is complained of; empty: always. ``reveals``: what an
    answer shows of each product: ``use``, ``host``, ``provider`` (the line) or ``sign_in``; empty:
    nothing of the sort. ``known_by_facts``, ``known_by_scopes``, ``known_by_symptoms``, ``known_by_signatures``: what of a complaint answers it,
    beside the facts of ``yes`` and ``no``; ``known_by_trials``: what was tried, with what came of it; ``known_by_words``: what their own words say; ``not_of_topics``: topics whose trouble it says nothing of; ``of_browser``: of what a server decides it says nothing either. ``first_when``: situations (conditions as of a
    clue, and ``named``: the sort of a product that they named) in which support staff ask this before anything else. ``choices``: answers to tap, each the same as writing it; a question of yes and no needs none. ``of_one_person``: each answers it for themselves; what a colleague
    answered is no answer. ``of_named_part``: it speaks of "that plug-in", so only who named one is asked; ``not_of_named_part``: nobody who named one is. ``heard_as``: how an answer is read (see ``knowledge/questions.yaml``),
    ``states``: the fact that it states then, ``heard_with``: facts that it often states besides, ``asks_about``:
    symptoms that are no news in it. ``says``: what the trained reader of answers may find in one, and the facts that it states. ``why``: in one sentence what the answer is good for; empty: it goes without saying.
    """

    id: str
    text: Mapping[str, str]  # by language
    trouble: float
    can_tell: float = 1.0
    symptoms: tuple[str, ...] = ()
    reveals: str = ""
    answers: tuple[PossibleAnswer, ...] = ()
    yes: Mapping[str, FactValue] = field(default_factory=dict)  # facts that a bare "yes" states
    no: Mapping[str, FactValue] = field(default_factory=dict)
    yes_share: float = 0.5
    known_by_facts: tuple[str, ...] = ()
    known_by_scopes: tuple[Scope, ...] = ()
    known_by_symptoms: tuple[str, ...] = ()
    known_by_signatures: frozenset[str] = frozenset()
    known_by_trials: tuple[str, ...] = ()  # ids of remedies
    not_of_topics: frozenset[str] = frozenset()
    of_browser: bool = False
    known_by_words: tuple[str, ...] = ()  # meanings of ``knowledge/language``
    first_when: tuple[Mapping[str, tuple[FactValue, ...]], ...] = ()
    of_one_person: bool = False
    of_named_part: bool = False
    not_of_named_part: bool = False
    heard_as: frozenset[str] = frozenset()
    states: str = ""
    heard_with: tuple[str, ...] = ()
    asks_about: frozenset[Symptom] = frozenset()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by language
    why: Mapping[str, str] = field(default_factory=dict)  # by language
    says: Mapping[str, Mapping[str, FactValue]] = field(default_factory=dict)

    @property
    def possible(self) -> tuple[PossibleAnswer, ...]:
        """The possible answers; empty when they cannot be told beforehand."""
        if not self.yes and not self.no:
            return self.answers
        yes, no = (
            PossibleAnswer(self.yes_share, self.yes),
            PossibleAnswer(1 - self.yes_share, self.no),
        )
        return yes, no
