"""How many examples of a behaviour are tried: few by default, and all of them before a change lands."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings

FULL = 40  # examples of the full profile, where a test does not say otherwise
QUICK = 10


def register() -> None:
    """The quick profile, loaded, and ``full``, which ``.ci/checks`` asks for; both always try the same."""
    settings.register_profile("quick", max_examples=QUICK, derandomize=True, deadline=None)
    settings.register_profile("full", max_examples=FULL, derandomize=True, deadline=None)
    settings.load_profile("quick")


def often(times: int) -> int:
    """So many examples in the full profile, and proportionally fewer in the quick one."""
    return max(4, times * settings().max_examples // FULL)


def first(quick: int, cases: Iterable[Any]) -> list[Any]:
    """All cases of one behaviour; those beyond the first few are slow."""
    marks = [pytest.mark.slow]
    return [pytest.param(c, marks=marks if at >= quick else []) for at, c in enumerate(cases)]


def first_rows(quick: int, rows: Iterable[tuple[Any, ...]]) -> list[Any]:
    """The same of cases of several values each."""
    marks = [pytest.mark.slow]
    return [pytest.param(*r, marks=marks if at >= quick else []) for at, r in enumerate(rows)]
