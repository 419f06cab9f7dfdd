"""A reading in one word: what the desk is told of a feed.

The order: an open incident by its state, else the roll-up, else a maintenance that runs, else one
that is planned, else "operational", but only where the document says so. The answer ``None`` means
"read, and it says nothing about now": an RSS without a notice, a page that nobody watches. That is
neither operational nor a failure, and must not be shown as either.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.feeds.fields import moment
from bot.feeds.words import INDICATOR, SEVERITY, worst
from bot.model.japan import JST
from bot.model.status import (
    Component,
    FeedIncident,
    FeedReading,
    Maintenance,
    Shows,
    State,
    has_span,
)

_BY_STATE: Mapping[State, Shows] = {
    State.DEGRADED: Shows.DEGRADED,
    State.PARTIAL_OUTAGE: Shows.PARTIAL_OUTAGE,
    State.MAJOR_OUTAGE: Shows.MAJOR_OUTAGE,
}
_WORDS = {s.value: s for s in (Shows.INVESTIGATING, Shows.IDENTIFIED, Shows.MONITORING)}
_PLACE = re.compile(r"\s*\([^()]*\)$")
_ORDER = ("investigating", "identified", "active", "monitoring")  # of open incidents, worst first

# "minor" without an incident on a page with many parts is the permanent amber of large networks.
MANY_PARTS, FEW_SHARE = 20, 0.2

# Vendors forget to close: an incident that was silent for longer counts as a notice at most.
FORGOTTEN_AFTER = timedelta(days=30)
FORGOTTEN_AFTER_UNMARKED = timedelta(days=7)
SOON = timedelta(hours=24)  # a maintenance further ahead is not worth a word


def shows(
    reading: FeedReading,
    components: tuple[str, ...] = (),
    regions: tuple[str, ...] = (),
    *,
    before: FeedReading | None = None,
    now: datetime | None = None,
) -> tuple[Shows | None, str | None]:
    """The word for this reading, and the title behind it.

    ``components`` and ``regions`` narrow a page to the parts that matter; where none of the
    components is on the page the answer is None, since nothing was said about them. ``before`` is the previous reading: an
    incident that was open in it and that this document marks as over reads ``resolved``, when
    nothing else is open and the feed has no roll-up to say more. ``now`` demotes the incidents that
    the vendor has forgotten; None: nothing is demoted.
    """
    if regions:
        reading = within(reading, regions)
    if components:
        narrowed = narrow(reading, components)
        if narrowed is None:
            return None, None
        reading = narrowed
    live = [i for i in reading.incidents if not _is_forgotten(i, now)]
    if live:
        return _of_incident(min(live, key=_rank), reading.overall)
    if reading.incidents and reading.overall is not State.UNKNOWN:
        return Shows.NOTICE, reading.incidents[0].title or None
    if reading.overall in _BY_STATE:
        return _of_roll_up(reading)
    if planned := _of_maintenance(reading, now):
        return planned
    if reading.overall is State.OPERATIONAL:
        return Shows.OPERATIONAL, None
    return _closed_since(reading, before)


def _is_forgotten(incident: FeedIncident, now: datetime | None) -> bool:
    if now is None or incident.updated_at is None:
        return False
    marked = incident.state in _WORDS
    patience = FORGOTTEN_AFTER if marked else FORGOTTEN_AFTER_UNMARKED
    return now - incident.updated_at > patience


def _of_maintenance(reading: FeedReading, now: datetime | None) -> tuple[Shows, str | None] | None:
    phases = [(_phase(m, now), _with_span(m) or None) for m in reading.maintenances]
    running = [title for phase, title in phases if phase is Shows.MAINTENANCE_IN_PROGRESS]
    if running or reading.overall is State.MAINTENANCE:
        return Shows.MAINTENANCE_IN_PROGRESS, running[0] if running else None
    planned = [title for phase, title in phases if phase is Shows.MAINTENANCE_SCHEDULED]
    return (Shows.MAINTENANCE_SCHEDULED, planned[0]) if planned else None


def _with_span(maintenance: Maintenance) -> str:
    """The title of announced work with the days and times of day in Japan, unless it names them itself."""
    starts_at, ends_at = moment(maintenance.starts_at), moment(maintenance.ends_at)
    if starts_at is None or ends_at is None or has_span(maintenance.title):
        return maintenance.title
    begins, ends = starts_at.astimezone(JST), ends_at.astimezone(JST)
    from_to = (f"{at.month}/{at.day} {at:%H:%M}" for at in (begins, ends))
    return f"{maintenance.title} {'–'.join(from_to)}".strip()


def _phase(maintenance: Maintenance, now: datetime | None) -> Shows | None:
    """Running, coming soon, or neither.

    A page that says "in progress" is believed; one that still says "scheduled" is read against the
    clock, since not every vendor moves the word on.
    """
    if maintenance.state == "in_progress":
        return Shows.MAINTENANCE_IN_PROGRESS
    starts_at, ends_at = moment(maintenance.starts_at), moment(maintenance.ends_at)
    if now is None or starts_at is None:
        return Shows.MAINTENANCE_SCHEDULED
    if starts_at > now:
        return Shows.MAINTENANCE_SCHEDULED if starts_at - now <= SOON else None
    if ends_at is None:
        return Shows.MAINTENANCE_SCHEDULED if now - starts_at <= SOON else None
    return Shows.MAINTENANCE_IN_PROGRESS if now < ends_at else None


def within(reading: FeedReading, names: tuple[str, ...]) -> FeedReading:
    """The reading without what the page places in other regions.

    What it places nowhere stays: it may be ours. Where trouble was only elsewhere nothing is wrong
    with us as far as this page knows.
    """
    wanted = {name.casefold() for name in names}

    def is_ours(regions: tuple[str, ...]) -> bool:
        return not regions or any(region.casefold() in wanted for region in regions)

    ours = tuple(c for c in reading.components if is_ours(c.regions))
    touching = tuple(i for i in reading.incidents if is_ours(i.regions))
    if len(ours) == len(reading.components) and len(touching) == len(reading.incidents):
        return reading
    states = [*(c.state for c in ours), *(_weight(i) for i in touching)]
    overall = worst([s for s in states if s is not State.UNKNOWN], State.OPERATIONAL)
    if touching and overall is State.OPERATIONAL:
        overall = State.DEGRADED
    return replace(reading, overall=overall, components=ours, incidents=touching)


def narrow(reading: FeedReading, names: tuple[str, ...]) -> FeedReading | None:
    """The reading of these components alone; None when the page lists none of them.

    A name means a component of that name, in any group, or all components of that group. An
    incident that does not say what it affects stays: it may be ours.
    """
    wanted = {name.casefold() for name in names}
    ours = tuple(c for c in reading.components if _parts(c.name) & wanted)
    if not ours:
        return None
    touching = tuple(
        i
        for i in reading.incidents
        if not i.components or any(_parts(name) & wanted for name in i.components)
    )
    return replace(
        reading, overall=worst(c.state for c in ours), components=ours, incidents=touching
    )


def _parts(name: str) -> set[str]:
    """A component's full name, those of its group and of itself, and that without its place."""
    bare = _PLACE.sub("", name)
    return {name.casefold(), *(part.strip().casefold() for part in (bare, *bare.split(" / ")))}


def _rank(incident: FeedIncident) -> tuple[int, int]:
    state = _ORDER.index(incident.state) if incident.state in _ORDER else _ORDER.index("active")
    return state, -SEVERITY.index(_weight(incident))


def _weight(incident: FeedIncident) -> State:
    return INDICATOR.get((incident.impact or "").lower(), State.UNKNOWN)


def _of_incident(incident: FeedIncident, overall: State) -> tuple[Shows, str | None]:
    text = incident.title or None
    if incident.state in _WORDS:
        return _WORDS[incident.state], text
    weight = worst([overall, _weight(incident)])  # "active" carries no word of its own
    return _BY_STATE.get(weight, Shows.NOTICE), text


def _of_roll_up(reading: FeedReading) -> tuple[Shows, str | None]:
    wrong = [c for c in reading.components if c.state in _BY_STATE or _is_down_for_work(c)]
    text = ", ".join(c.name for c in wrong[:3]) or None
    background = (
        reading.overall is State.DEGRADED
        and len(reading.components) >= MANY_PARTS
        and len(wrong) <= FEW_SHARE * len(reading.components)
    )
    return (Shows.NOTICE if background else _BY_STATE[reading.overall]), text


def _is_down_for_work(component: Component) -> bool:
    return component.state is State.MAINTENANCE


def _closed_since(
    reading: FeedReading, before: FeedReading | None
) -> tuple[Shows | None, str | None]:
    was_open = {i.title for i in before.incidents} if before else set()
    for title in reading.closed:
        if title in was_open or any(title.endswith(t) for t in was_open if t):
            return Shows.RESOLVED, title
    return None, None
