"""Tags of cases as a whole: how many cases have each, and which. What a tag is, and its change, is in ``casework``."""

from collections.abc import Mapping
from typing import Protocol

from bot.desk.saved_views import SavedView
from bot.model.ticket import Ticket

AT_ONCE = 100  # tickets that one change is about; between two changes others have their turn


class Tags(Protocol):
    """The part of ``UnitOfWork`` that knows them."""

    def tag_counts(self) -> Mapping[str, int]:
        """How many cases have each tag, by tag; those of their latest ticket count."""
        ...

    def tickets_tagged(self, tag: str, limit: int = AT_ONCE) -> list[Ticket]:
        """Some tickets with a tag, also such as are not the latest of their case."""
        ...

    def views_asking(self, words: str) -> list[SavedView]:
        """The saved views of all staff in whose address these characters stand."""
        ...
