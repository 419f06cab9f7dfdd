"""The settings of a process with what admins have set since: read again every few seconds.

What stands in the operator's file or the environment wins. Part of the composition root.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.configuration.editable import (
    EDITABLE,
    as_texts,
    fault_of,
    operator_with,
    quiet_with,
    retention_with,
)
from bot.configuration.switches import turned_off_with
from bot.desk.saved_settings import SettingsStore
from bot.model.errors import StoreUnavailableError
from bot.model.knowledge import Knowledge
from bot.model.operator import OfficeHours
from bot.model.settings_in_force import SettingLine, SettingNames
from bot.running.in_force import in_force
from bot.settings import Settings

EVERY = 5.0  # seconds, until a process hears of what was saved through another one
HOME = "operator.home_product"

logger = logging.getLogger(__name__)

Hears = Callable[[Knowledge], None]


def is_locked(settings: Settings, name: str) -> bool:
    """Whether the file decides: it names the setting, or parts of the home product."""
    return name in settings.names.keys or (name == HOME and bool(settings.components))


def with_saved(settings: Settings, saved: Mapping[str, str]) -> Settings:
    """Settings with what admins have saved; what the file decides, or cannot be any more, is left out."""
    free = {
        name: value
        for name, value in saved.items()
        if name in EDITABLE and not is_locked(settings, name) and fault_of(name, value) is None
    }
    operator = operator_with(settings.operator, free)
    mail, keys = settings.mail, settings.names.keys
    if mail is not None:  # who named nobody there sends in the operator's name
        called = operator.called("ja")
        if "mail.from_name" not in keys:
            mail = replace(mail, sender_name=called or "Jitabata")
        if "mail.operator" not in keys:
            mail = replace(mail, operator=called)
    return replace(
        settings,
        operator=operator,
        retention=retention_with(settings.retention, free),
        quiet=quiet_with(settings.quiet, free),
        off=turned_off_with(settings.off, free),
        mail=mail,
        names=replace(settings.names, saved=frozenset(free)),
    )


class LiveSettings:
    """Fills ``SettingsInForce`` for one process, and tells its sides when something has changed."""

    def __init__(self, given: Settings, knowledge: Knowledge, store: SettingsStore) -> None:
        """``given``: without what was saved. Raises StoreUnavailableError."""
        home = knowledge.catalogue.home
        if home is not None:  # whether the settings or the knowledge base says so
            given = replace(given, operator=replace(given.operator, home_product=home.id))
        self._given, self._store = given, store
        self._plain = replace(knowledge, catalogue=knowledge.catalogue.with_home(""))
        self._hearers: list[Hears] = []
        self._saved = store.saved()
        self.settings, self.knowledge = self._made()

    def tell(self, *hearers: Hears) -> None:
        """Have them hear of every change from now on; they may be called in any thread."""
        self._hearers += hearers

    async def run(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Look every few seconds whether another process has saved anything, until cancelled."""
        while True:
            await sleep(EVERY)
            try:
                await asyncio.to_thread(self.refresh)
            except StoreUnavailableError:
                logger.warning("the settings stay as they were: the database is away")

    def refresh(self) -> None:
        """Bring everything up to date with what is kept. Raises StoreUnavailableError."""
        saved = self._store.saved()
        if saved == self._saved:
            return
        self._saved = saved
        self.settings, self.knowledge = self._made()
        for hears in self._hearers:
            hears(self.knowledge)

    def _made(self) -> tuple[Settings, Knowledge]:
        settings = with_saved(self._given, self._saved)
        home = settings.operator.home_product
        if home is not None and self._plain.catalogue.get(home) is None:
            logger.warning(
                "the knowledge base has no product %s any more; it was saved as ours", home
            )
            home = self._given.operator.home_product
            settings = replace(settings, operator=replace(settings.operator, home_product=home))
        catalogue = self._plain.catalogue.with_home(home or "")
        known = replace(self._plain, catalogue=catalogue, operator=settings.operator)
        return settings, known

    @property
    def names(self) -> SettingNames:
        return self.settings.names

    def lines(self) -> tuple[SettingLine, ...]:
        return in_force(self.settings)

    def values(self) -> Mapping[str, str]:
        return self._texts(self.settings) | {
            name: value for name, value in self._saved.items() if name in self.names.saved
        }

    def office_hours(self) -> tuple[OfficeHours, ...]:
        hours = self.settings.operator.hours
        return hours.spans if hours is not None else ()

    def turned_off(self) -> frozenset[str]:
        return self.settings.off

    def saved(self) -> Mapping[str, str]:
        return self._store.saved()

    def is_locked(self, name: str) -> bool:
        return is_locked(self._given, name)

    def fault(self, name: str, value: str) -> str | None:
        if name == HOME and value and self._plain.catalogue.get(value) is None:
            return value[:60]
        return fault_of(name, value)

    def save(
        self, before: Mapping[str, str], after: Mapping[str, str], at: datetime, by: str
    ) -> bool:
        """What is as the file or the default has it is not kept, so that it follows them."""
        usual = self._texts(self._given)
        own = {name: value for name, value in after.items() if value != usual.get(name)}
        if not self._store.save(before, own, at, by):
            return False
        self.refresh()
        return True

    @staticmethod
    def _texts(settings: Settings) -> dict[str, str]:
        return as_texts(settings.operator, settings.retention, settings.quiet, settings.off)
