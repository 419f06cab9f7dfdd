"""The words of every vendor in one place, and what each means in our vocabulary.

Sources: the vendors' documents and recorded pages, as collected in the project's reference on
feeds, section 2. A word that is in no table is UNKNOWN and is reported as an oddity; it is never
taken for OPERATIONAL.
"""

from collections.abc import Iterable, Mapping

from bot.model.status import Component, FeedIncident, Maintenance, State

OK, DEGRADED, PARTIAL = State.OPERATIONAL, State.DEGRADED, State.PARTIAL_OUTAGE
MAJOR, WORKS, UNKNOWN = State.MAJOR_OUTAGE, State.MAINTENANCE, State.UNKNOWN

# The roll-up of Statuspage; "maintenance" is real although Atlassian does not document it.
INDICATOR: Mapping[str, State] = {
    "none": OK, "minor": DEGRADED, "major": PARTIAL, "critical": MAJOR, "maintenance": WORKS,
}  # fmt: skip

# States of components, of every format that uses words.
COMPONENT: Mapping[str, State] = {
    "operational": OK, "ok": OK, "up": OK, "normal": OK, "healthy": OK, "available": OK,
    "resolved": OK, "green": OK, "service_available": OK,
    "degraded_performance": DEGRADED, "degraded": DEGRADED, "performance_issues": DEGRADED,
    "degradedperformance": DEGRADED, "advisory": DEGRADED, "notify": DEGRADED, "yellow": DEGRADED,
    "informational": DEGRADED, "minor_incident": DEGRADED, "notice": DEGRADED,
    "incident": DEGRADED, "issue": DEGRADED, "performance": DEGRADED, "minor": DEGRADED,
    "medium": DEGRADED, "service_information": DEGRADED, "service_impact": DEGRADED,
    "partial_outage": PARTIAL, "partialoutage": PARTIAL, "minoroutage": PARTIAL,
    "minor_outage": PARTIAL, "abnormal": PARTIAL, "service_disruption": PARTIAL, "major": PARTIAL,
    "partial_service_disruption": PARTIAL,
    "major_outage": MAJOR, "majoroutage": MAJOR, "full_outage": MAJOR, "downtime": MAJOR,
    "down": MAJOR, "outage": MAJOR, "unhealthy": MAJOR, "red": MAJOR, "major_incident": MAJOR,
    "service_outage": MAJOR, "critical": MAJOR, "unavailable": MAJOR,
    "under_maintenance": WORKS, "undermaintenance": WORKS, "maintenance": WORKS, "blue": WORKS,
    "not_monitored": UNKNOWN, "unknown": UNKNOWN, "pending": UNKNOWN,
}  # fmt: skip

# The page of Instatus: UP, HASISSUES, UNDERMAINTENANCE and ALL/SOME/ONE + a state.
INSTATUS_PAGE: Mapping[str, State] = {
    "up": OK, "undermaintenance": WORKS,
    "allundermaintenance": WORKS, "someundermaintenance": WORKS, "oneundermaintenance": WORKS,
    "alldegradedperformance": DEGRADED, "somedegradedperformance": DEGRADED,
    "onedegradedperformance": DEGRADED,
    "allpartialoutage": PARTIAL, "somepartialoutage": PARTIAL, "onepartialoutage": PARTIAL,
    "allminoroutage": PARTIAL, "someminoroutage": PARTIAL, "oneminoroutage": PARTIAL,
    "allmajoroutage": MAJOR, "somemajoroutage": PARTIAL, "onemajoroutage": PARTIAL,
}  # fmt: skip

STATUSIO: Mapping[str, State] = {
    "100": OK, "200": WORKS, "300": DEGRADED, "400": PARTIAL, "500": MAJOR, "600": DEGRADED,
}  # fmt: skip
STATUSIO_MESSAGE = {"100": "investigating", "200": "identified", "300": "monitoring"}
CACHET: Mapping[str, State] = {
    "1": OK, "2": DEGRADED, "3": PARTIAL, "4": MAJOR, "5": UNKNOWN, "6": WORKS,
}  # fmt: skip
CACHET_INCIDENT = {"1": "investigating", "2": "identified", "3": "monitoring", "4": "resolved"}
KUMA: Mapping[str, State] = {"0": MAJOR, "1": OK, "2": UNKNOWN, "3": WORKS}
AWS: Mapping[str, State] = {"0": OK, "1": DEGRADED, "2": DEGRADED, "3": MAJOR}

FRESHSTATUS: Mapping[str, State] = {
    "op": OK, "pd": DEGRADED, "po": PARTIAL, "mo": MAJOR, "um": WORKS,
}  # fmt: skip
# Microsoft writes both "ServiceDegradation" and "Service degradation".
MICROSOFT: Mapping[str, State] = {
    "available": OK, "operational": OK, "service_restored": OK, "servicerestored": OK,
    "service_degradation": DEGRADED, "servicedegradation": DEGRADED, "unknown": UNKNOWN,
}  # fmt: skip
HYPERPING: Mapping[str, State] = {
    "up": OK, "incident": DEGRADED, "outage": MAJOR, "maintenance": WORKS,
}  # fmt: skip
STRIPE: Mapping[str, State] = {
    "up": OK, "degraded": DEGRADED, "down": MAJOR, "pending": UNKNOWN, "paused": UNKNOWN,
}  # fmt: skip
STATUSPAL: Mapping[str, State] = {
    "": OK, "minor": DEGRADED, "major": PARTIAL, "scheduled": WORKS,
}  # fmt: skip
SORRY: Mapping[str, State] = {
    "operational": OK, "degraded": DEGRADED, "partially_degraded": DEGRADED,
    "under_maintenance": WORKS,
}  # fmt: skip

OPEN = frozenset({"investigating", "identified", "monitoring"})
ACTIVE = frozenset({"active", "open", "ongoing", "unresolved", "started", "published", "new"})
CLOSED = frozenset({
    "resolved", "postmortem", "post_mortem", "completed", "complete", "closed", "cancelled",
    "canceled", "recovered", "fixed", "ended", "inactive", "maintenance_complete",
    "maintenance_completed", "false_alarm",
})  # fmt: skip
# What each vendor calls an open incident, in the words of Statuspage; others become "active".
INCIDENT: Mapping[str, str] = {
    "watching": "monitoring", "acknowledged": "identified", "in_progress": "identified",
    "fixing": "identified", "recovering": "monitoring", "observing": "monitoring",
    "detected": "investigating", "in_triage": "investigating", "mitigated": "monitoring",
}  # fmt: skip
PLANNED: Mapping[str, str] = {
    "scheduled": "scheduled", "upcoming": "scheduled", "notstartedyet": "scheduled",
    "not_started": "scheduled", "planned": "scheduled", "maintenance_scheduled": "scheduled",
    "in_progress": "in_progress", "inprogress": "in_progress", "verifying": "in_progress",
    "active": "in_progress", "ongoing": "in_progress", "under_maintenance": "in_progress",
    "maintenance_in_progress": "in_progress", "underway": "in_progress",
}  # fmt: skip

MOST_ODDITIES = 12
SEVERITY = (OK, UNKNOWN, WORKS, DEGRADED, PARTIAL, MAJOR)  # from best to worst


def worst(states: Iterable[State], otherwise: State = State.UNKNOWN) -> State:
    """The worst of these; ``otherwise`` when there are none. UNKNOWN outweighs OPERATIONAL only."""
    return max(states, key=SEVERITY.index, default=otherwise)


def rolled_up(
    components: Iterable[Component],
    incidents: Iterable[FeedIncident],
    maintenances: Iterable[Maintenance],
    impact: Mapping[str, State] = COMPONENT,
) -> State:
    """What a document without a roll-up amounts to: the worst of what is open.

    Components that nobody watches are left out unless there are no others; an open incident of
    unknown weight counts as DEGRADED; a maintenance only counts while it runs.
    """
    known = [c.state for c in components]
    states: list[State] = [s for s in known if s is not State.UNKNOWN] or known
    for incident in incidents:
        state = impact.get((incident.impact or "").lower(), State.UNKNOWN)
        states.append(state if SEVERITY.index(state) > SEVERITY.index(WORKS) else DEGRADED)
    states += [WORKS for m in maintenances if m.state == "in_progress"]
    return worst(states)


def of_monitors(states: Iterable[State]) -> State:
    """The roll-up of plain monitors: MAJOR_OUTAGE only when everything is down."""
    seen = [s for s in states if s is not State.UNKNOWN]
    if MAJOR in seen:
        return MAJOR if all(s is MAJOR for s in seen) else PARTIAL
    return worst(seen)


def open_word(said: str, oddities: list[str] | None = None) -> str:
    """The state of an open incident: the vendor's word where it is one of ours, else ``active``."""
    if said not in OPEN | ACTIVE and said not in INCIDENT and oddities is not None:
        oddities.append(f"unknown incident status: {said or '(none)'}")
    return said if said in OPEN else INCIDENT.get(said, "active")


def meaning(said: str, words: Mapping[str, State], what: str, oddities: list[str]) -> State:
    """What a vendor's word means; a word of no table is UNKNOWN, and an oddity says so."""
    if said not in words:
        oddities.append(f"unknown {what}: {said or '(none)'}")
    return words.get(said, UNKNOWN)


def check_roll_up(overall: State, incidents: Iterable[FeedIncident], oddities: list[str]) -> None:
    """Notes a page that says that all is well while incidents are open on it."""
    count = sum(1 for _ in incidents)
    if count and overall is OK:
        oddities.append(f"the page says all is well with {count} incident(s) open")


def sure(overall: State, oddities: Iterable[str]) -> State:
    """A roll-up of ours; not OPERATIONAL where a word was met that nobody knows."""
    puzzled = overall is OK and any(said.startswith("unknown ") for said in oddities)
    return UNKNOWN if puzzled else overall


def told(oddities: Iterable[str]) -> tuple[str, ...]:
    """Each oddity once, and no more than staff can read."""
    each = tuple(dict.fromkeys(oddities))
    left = len(each) - MOST_ODDITIES
    return (*each[:MOST_ODDITIES], f"and {left} more") if left > 0 else each
