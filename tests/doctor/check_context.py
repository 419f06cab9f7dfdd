"""A house that has nothing wrong with it, to be spoilt by each test."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.doctor.check_context import CheckContext
from bot.model.checkup import Checkup
from bot.settings import GivenSettings, Settings
from tests import shipped
from tests.builders import MORNING

GIVEN = GivenSettings((), (), frozenset({"port", "poll_seconds", "database"}), frozenset())


def some_premises(
    folder: Path,
    *,
    given: GivenSettings = GIVEN,
    clock: Callable[[], datetime] = lambda: MORNING.astimezone(UTC),
    asks: bool = False,
    **changes: Any,
) -> CheckContext:
    folder.chmod(0o700)
    well = Settings(folder=folder, secret="0123456789abcdef" * 2, contact="desk@example.com")
    return CheckContext(replace(well, **changes), given, shipped.knowledge, clock, offline=not asks)


def keys(found: list[Checkup]) -> list[str]:
    """By which text each was said, without its room and how it is."""
    return [checkup.key.rpartition(".")[2] for checkup in found]
