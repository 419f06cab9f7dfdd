"""Lists that are shown one page at a time."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
LAST_PAGE = 100_000  # beyond it nobody looks


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Row]):
    """One page of a list; ``has_more``: there is another after it."""

    rows: tuple[Row, ...]
    number: int  # from 1
    has_more: bool


def page_number(asked: str | None) -> int:
    """The number of a page as it stands in an address; the first where that is no number."""
    if not asked or not asked.isdecimal():
        return 1
    return LAST_PAGE if len(asked) > len(str(LAST_PAGE)) else min(max(int(asked), 1), LAST_PAGE)
