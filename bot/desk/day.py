"""A day to re-enact: what happens in the world, and nothing of what the desk makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model.catalogue import Product
from bot.model.event import Baseline
from bot.model.status import Shows


@dataclass(frozen=True, slots=True)
class BilingualWords:
    """What somebody says, and the same for readers of the page's other language ("": none)."""

    text: str
    translation: str = ""


@dataclass(frozen=True, slots=True)
class ScriptedMessage:
    """What a customer writes without being asked. ``about`` names why it is worth a look."""

    at: datetime
    words: BilingualWords
    about: str = ""


@dataclass(frozen=True, slots=True)
class Trying:
    """What a customer says of an advice, and how long after they were given it."""

    after: timedelta
    words: BilingualWords


@dataclass(frozen=True, slots=True)
class Help:
    """How a person of the support staff answers a customer's ticket."""

    after: timedelta
    name: BilingualWords
    words: BilingualWords


@dataclass(frozen=True, slots=True)
class Person:
    """A customer of the day: what they write, answer and try.

    ``answers`` by question key, ``otherwise`` to any other question; ``trials`` by advice id.
    ``installed`` is the inventory that the desk knows of (None: not known).
    """

    id: str
    organisation: BilingualWords  # Japanese, then English, as are all names of the day
    name: BilingualWords
    lang: str
    channel: str
    delay: timedelta
    says: tuple[ScriptedMessage, ...]
    otherwise: BilingualWords
    answers: Mapping[str, BilingualWords] = field(default_factory=dict)
    trials: Mapping[str, Trying] = field(default_factory=dict)
    installed: tuple[str, ...] | None = None
    staff: Help | None = None


@dataclass(frozen=True, slots=True)
class PageChange:
    """From when on a status page shows a word."""

    at: datetime
    shows: Shows
    text: str | None = None


@dataclass(frozen=True, slots=True)
class StatusPage:
    """A vendor's status page over the day; ``changes`` oldest first."""

    feed: str
    service: str
    changes: tuple[PageChange, ...]

    def at(self, moment: datetime) -> PageChange:
        """What it shows at a moment; before the first change that is the first change."""
        return next((c for c in reversed(self.changes) if c.at <= moment), self.changes[0])


@dataclass(frozen=True, slots=True)
class Day:
    """Everything that happens, from ``start`` to ``end``."""

    start: datetime
    end: datetime
    read_every: timedelta
    approval_after: timedelta
    baseline: Baseline
    products: tuple[Product, ...]
    pages: tuple[StatusPage, ...]
    people: tuple[Person, ...]

    def person(self, customer: str) -> Person | None:
        return next((p for p in self.people if p.id == customer), None)
