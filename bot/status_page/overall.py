"""How it all stands, in one word: the first thing that the page and the formats say."""

from dataclasses import dataclass

from bot.model.probe import Importance
from bot.model.publication import Impact, PostKind
from bot.model.status import State
from bot.status_page.snapshot import Snapshot

_OF_STATE = {
    State.OPERATIONAL: Impact.NONE,
    State.MAINTENANCE: Impact.NONE,
    State.UNKNOWN: Impact.NONE,
    State.DEGRADED: Impact.MINOR,
    State.PARTIAL_OUTAGE: Impact.MAJOR,
}
_ORDER = (Impact.NONE, Impact.MINOR, Impact.MAJOR, Impact.CRITICAL)


@dataclass(frozen=True, slots=True)
class Overall:
    """``indicator``: as Statuspage has it. ``key``: of the text that says it.

    The formats know no word for what is not known: there the text says it, and the indicator is that of
    what is known.
    """

    indicator: Impact
    key: str


def overall(snapshot: Snapshot) -> Overall:
    """The worst of the components and of what staff published."""
    parts = [
        Impact.CRITICAL
        if part.state is State.MAJOR_OUTAGE and part.importance is Importance.HIGH
        else _OF_STATE.get(part.state, Impact.MAJOR)
        for part in snapshot.parts
    ]
    said = [p.impact for p in snapshot.open(PostKind.INCIDENT) if p.impact in _ORDER]
    worst = max((*parts, *said), key=_ORDER.index, default=Impact.NONE)
    if worst is not Impact.NONE:
        return Overall(worst, worst)
    if any(p.is_running for p in snapshot.open(PostKind.MAINTENANCE)):
        return Overall(Impact.MAINTENANCE, Impact.MAINTENANCE)
    if snapshot.unknown:
        return Overall(Impact.NONE, "partly_known" if _some_known(snapshot) else "unknown")
    return Overall(Impact.NONE, Impact.NONE if snapshot.parts else "nothing_measured")


def _some_known(snapshot: Snapshot) -> bool:
    return len(snapshot.unknown) < len(snapshot.parts)
