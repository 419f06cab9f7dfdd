"""Views of the inbox that each of the staff keeps under a name. They are no events: nothing is replayed."""

from dataclasses import dataclass
from typing import Protocol

MOST_VIEWS = 20  # of one of the staff
LONGEST_VIEW_NAME = 40  # characters
LONGEST_ASKED = 1_500


@dataclass(frozen=True, slots=True)
class SavedView:
    """What one of the staff asks of the inbox again and again. ``asked``: the address that asks it."""

    staff: str
    name: str
    asked: str


class SavedViews(Protocol):
    """The part of ``UnitOfWork`` that keeps them."""

    def saved_views(self, staff: str) -> list[SavedView]:
        """Those of one of the staff, by name."""
        ...

    def save_view(self, view: SavedView) -> None:
        """Keep it in place of their own of the same name."""
        ...

    def drop_view(self, staff: str, name: str) -> None: ...
