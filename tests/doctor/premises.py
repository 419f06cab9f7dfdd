"""A house that has nothing wrong with it, to be spoilt by each test."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.doctor.premises import Premises
from bot.doctor.words import WORDS
from bot.model.checkup import Checkup, Said
from bot.settings import Given, Settings
from tests import shipped
from tests.builders import MORNING

GIVEN = Given((), (), frozenset({"port", "poll_seconds", "database"}), frozenset())


def some_premises(
    folder: Path,
    *,
    given: Given = GIVEN,
    clock: Callable[[], datetime] = lambda: MORNING.astimezone(UTC),
    asks: bool = False,
    **changes: Any,
) -> Premises:
    folder.chmod(0o700)
    well = Settings(folder=folder, secret="0123456789abcdef" * 2, contact="desk@example.com")
    return Premises(replace(well, **changes), given, shipped.knowledge, clock, offline=not asks)


def keys(found: list[Checkup]) -> list[str]:
    """By which entry of ``WORDS`` each was said."""
    return [_key(checkup) for checkup in found]


def _key(checkup: Checkup) -> str:
    return next(
        key
        for key, (health, said, cure) in WORDS.items()
        if health is checkup.health and _fits(said, checkup.said) and _fits(cure, checkup.cure)
    )


def _fits(phrase: Said | None, said: Said | None) -> bool:
    """Whether sentences are those of a phrase, whatever was filled in."""
    if phrase is None or said is None:
        return phrase is said
    return all(
        re.fullmatch(re.sub(r"\\\{\w+\\\}", ".*", re.escape(shape)), words, re.DOTALL)
        for shape, words in zip(phrase, said, strict=True)
    )
