"""The ecosystem as its pages and our measurements have it, in groups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model.status import TROUBLE
from bot.status_page.snapshot import GROUPS, ExternalService


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """``key``: of its title. ``open``: what is shown at once; the rest stands behind a fold."""

    key: str
    rows: tuple[ExternalService, ...]

    @property
    def in_trouble(self) -> tuple[ExternalService, ...]:
        return tuple(row for row in self.rows if says_trouble(row))

    @property
    def quiet(self) -> tuple[ExternalService, ...]:
        return tuple(row for row in self.rows if not says_trouble(row))

    @property
    def unread(self) -> int:
        """Of how many nothing is known now."""
        return sum(1 for row in self.rows if not is_known(row))


def says_trouble(row: ExternalService) -> bool:
    """Whether a page of it tells of trouble; what we measure is no verdict and does not count."""
    return any(page.shows in TROUBLE for page in row.pages)


def is_known(row: ExternalService) -> bool:
    """Whether a page says something of now, or a measurement does."""
    return row.health is not None or any(page.shows is not None for page in row.pages)


def grouped(rows: Sequence[ExternalService]) -> tuple[ServiceGroup, ...]:
    """The groups that have anything in them."""
    return tuple(_groups(rows))


def _groups(rows: Sequence[ExternalService]) -> Iterator[ServiceGroup]:
    for key, kinds in GROUPS.items():
        found = tuple(row for row in rows if row.product.kind in kinds)
        if found:
            yield ServiceGroup(key, found)
