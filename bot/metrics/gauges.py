"""What is measured elsewhere and read here."""

from typing import Protocol

from bot.model.figures import Figures, Tables


class Gauges(Protocol):
    """Reads how the house is doing. Either may wait for the database and raise what it raises."""

    def figures(self) -> Figures:
        """Everything, by queries that stay cheap however much was ever delivered."""
        ...

    def tables(self) -> Tables:
        """Whether the database answers, and with which tables."""
        ...
