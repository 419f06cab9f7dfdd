"""The part of ``UnitOfWork`` for the public page: what is published, and what was measured day by day."""

from datetime import datetime
from typing import Protocol

from bot.model.publication import ComponentDay, Post


class Publications(Protocol):
    """What everybody may read. Nothing gets in but what staff published, and our own measurements."""

    def post(self, post_id: str) -> Post | None: ...

    def posts(self, since: datetime | None = None, limit: int = 100) -> list[Post]:
        """Posts that are not over, and those that changed since then; the latest change first."""
        ...

    def running_maintenance(self) -> Post | None:
        """The maintenance under way; of several the one that changed last."""
        ...

    def save_post(self, post: Post) -> None: ...

    def count_day(self, day: ComponentDay) -> None:
        """Add these numbers to those of the component's day."""
        ...

    def component_days(self, since: str) -> list[ComponentDay]:
        """What was measured on that day (``2026-04-14``) and after it, by component and day."""
        ...
