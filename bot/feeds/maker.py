"""Puts the reading of a status page together, whatever its format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.feeds.words import COMPONENT, OK, UNKNOWN, open_word, rolled_up, sure, told
from bot.model.status import Component, FeedIncident, FeedReading, Maintenance, State


@dataclass(slots=True)
class ReadingMaker:
    """Collects what a document holds. ``closed``: titles of what is over."""

    format: str
    components: list[Component] = field(default_factory=list)
    incidents: list[FeedIncident] = field(default_factory=list)
    maintenances: list[Maintenance] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)

    def state(self, said: str, words: Mapping[str, State], what: str) -> State:
        """What a vendor's word means; a word of no table is UNKNOWN, and an oddity says so."""
        if said not in words:
            self.oddities.append(f"unknown {what}: {said or '(none)'}")
        return words.get(said, UNKNOWN)

    def open_word(self, said: str) -> str:
        """The state of an open incident; an oddity says where the vendor's word is not known."""
        return open_word(said, self.oddities)

    def component(
        self, name: str, state: State, group: str = "", places: tuple[str, ...] = ()
    ) -> None:
        """One more part of the page, shown below its group."""
        self.components.append(Component(grouped(group, name), state, places))

    def rolled_up(self, impact: Mapping[str, State] = COMPONENT) -> State:
        """What the document amounts to where it has no roll-up of its own."""
        found = rolled_up(self.components, self.incidents, self.maintenances, impact)
        return sure(found, self.oddities)

    def whole(
        self, indicator: str, words: Mapping[str, State], impact: Mapping[str, State]
    ) -> State:
        """The page's own indicator, checked; where it has none, what the document amounts to."""
        if not indicator:
            return self.rolled_up(impact)
        overall = self.state(indicator, words, "indicator")
        self.check_roll_up(overall)
        return overall

    def check_roll_up(self, overall: State) -> None:
        """Note a page that says that all is well while incidents are open on it."""
        count = len(self.incidents)
        if count and overall is OK:
            self.oddities.append(f"the page says all is well with {count} incident(s) open")

    def reading(self, overall: State, at: datetime | None = None) -> FeedReading:
        """All of it. ``at``: when the page was written."""
        return FeedReading(
            self.format,
            overall,
            tuple(self.components),
            tuple(self.incidents),
            tuple(self.maintenances),
            at,
            told(self.oddities),
            tuple(self.closed),
        )


def grouped(group: str, name: str) -> str:
    """The name of a part, below its group if it has one."""
    return f"{group} / {name}" if group else name
