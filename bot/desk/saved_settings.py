"""What admins set in the console: where it is kept, and what the pages need of it.

Settings are no events, as accounts are none: a replay answers as the desk is set today.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from bot.model.knowledge import Knowledge
from bot.model.operator import OfficeHours
from bot.model.settings_in_force import SettingLine, SettingNames


class SettingsStore(Protocol):
    """Keeps what was saved, as texts by the name of the setting; each call is a transaction."""

    def saved(self) -> dict[str, str]: ...

    def save(
        self, before: Mapping[str, str], after: Mapping[str, str], at: datetime, by: str
    ) -> bool:
        """Keep ``after`` in the place of ``before``; False, and nothing is done, when it was not that."""
        ...


class SettingsInForce(Protocol):
    """The settings of the running process: the operator's file, then what admins have saved."""

    @property
    def names(self) -> SettingNames: ...

    def tell(self, *hearers: Callable[[Knowledge], None]) -> None:
        """Have them hear what is known, and whose desk it is, whenever that has changed."""
        ...

    def lines(self) -> tuple[SettingLine, ...]:
        """Each with where it comes from."""
        ...

    def values(self) -> Mapping[str, str]:
        """Those that can be set in the console, as they are in force, as texts."""
        ...

    def office_hours(self) -> tuple[OfficeHours, ...]:
        """The spans of the week in which people answer, as they are in force; (): none are told."""
        ...

    def turned_off(self) -> frozenset[str]:
        """The channels by which nothing is sent for now."""
        ...

    def refresh(self) -> None:
        """Have in force what was saved through another process."""
        ...

    def saved(self) -> Mapping[str, str]:
        """What is kept at this moment."""
        ...

    def is_locked(self, name: str) -> bool:
        """Whether the operator's file decides about a setting."""
        ...

    def fault(self, name: str, value: str) -> str | None:
        """The part of a value that cannot be; None: there is nothing wrong with it."""
        ...

    def save(
        self, before: Mapping[str, str], after: Mapping[str, str], at: datetime, by: str
    ) -> bool:
        """Save, and have it in force here at once; as ``SettingsStore.save``."""
        ...
