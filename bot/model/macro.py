"""Macros: replies that staff have written beforehand, with variables that are filled in for a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Macro:
    """One saved reply. ``texts`` by language, of which one may be missing; masked, as all that is kept."""

    id: str
    name: str
    texts: Mapping[str, str]
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class MacroSaved:
    """A person wrote a macro, or changed one; ``macro`` "": it is a new one."""

    at: datetime
    macro: str
    staff: str
    name: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MacroRemoved:
    """A person deleted a macro."""

    at: datetime
    macro: str
    staff: str


MacroEvent = MacroSaved | MacroRemoved

MACRO_EVENT_NAMES: dict[str, type] = {"macro_saved": MacroSaved, "macro_removed": MacroRemoved}
