"""What one message means, alone. Labels and ids as in the message vocabulary of the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.acts import Act, Asks, CustomerQuestion, Reports
from bot.model.browser_check import BrowserCheck
from bot.model.labels import (
    NO_REPORT,
    REPORTS,
    Kind,
    Scope,
    Symptom,
    Urgency,
    most_urgent,
)
from bot.model.result_reading import ResultReading
from bot.model.upload import Upload

__all__ = [
    "NO_REPORT",
    "REPORTS",
    "FactValue",
    "Kind",
    "Scope",
    "Symptom",
    "Understanding",
    "Urgency",
    "most_urgent",
]

FactValue = str | int | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understanding:
    """What ``understand`` says of one message.

    ``products`` and ``denied`` hold catalogue ids. ``facts`` holds the keys of the message
    vocabulary, and the desk's own answer facts (``settings_ok``, ``incognito_ok``, ``bell_ok``,
    ``records_ok``, ``ui_ok``, ``own_symptom``, ``found_in_new_menu``, ``login_method``,
    ``recipients``, ``last_sync`` and so on). ``answered`` names the questions, among those that
    were open, which this message answers. ``certainty`` is the probability of
    the kind, ``or_else`` the kind that it may be as well, when that is open. ``pasted`` is what the
    console lines in the message show; the facts are those of all words, pasted ones included.
    ``acts`` is everything that the message does, in the order of its clauses; ``kind`` is derived.
    It does not know earlier messages, and it says nothing about causes.
    """

    kind: Kind
    lang: str
    redacted: str
    symptoms: frozenset[Symptom] = frozenset()
    products: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    scope: frozenset[Scope] = frozenset({Scope.UNKNOWN})
    urgency: Urgency = Urgency.NORMAL
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    answered: tuple[str, ...] = ()
    certainty: float = 1.0
    or_else: Kind | None = None
    pasted: Upload | None = None
    acts: tuple[Act, ...] = ()
    asked: tuple[str, ...] = ()  # ids of knowledge/answers, in the order in which they are put
    result: ResultReading | None = None  # in a conversation about trouble; ``outcome_of`` weighs it
    topics: tuple[str, ...] = ()  # ids of knowledge/topics that it speaks of, closer ones or not
    check: BrowserCheck | None = None  # what the sender's browser found, where it came with a check

    @property
    def asks(self) -> tuple[CustomerQuestion, ...]:
        """The questions that the sender puts, in order, each once; those of no known sort left out."""
        put = (a.question for a in self.acts if isinstance(a, Asks))
        return tuple(dict.fromkeys(q for q in put if q is not None))

    @property
    def report(self) -> Reports | None:
        """The surest report of trouble in the message, whatever else it does."""
        told = [a for a in self.acts if isinstance(a, Reports)]
        return max(told, key=lambda a: a.confidence, default=None)
