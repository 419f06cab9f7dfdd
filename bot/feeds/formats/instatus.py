"""Instatus: summary.json (page, incidents, maintenances; absent when empty) and components.json."""

from collections.abc import Mapping
from datetime import timedelta

from bot.feeds.fields import first, mapping, moment, rows, stamp, text, word
from bot.feeds.words import CLOSED, COMPONENT, INSTATUS_PAGE, PLANNED, open_word, rolled_up
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State


def marks(document: object) -> bool:
    """A page whose status is one upper-case word, or components that know their group."""
    top = mapping(document)
    status = mapping(top.get("page")).get("status")
    if isinstance(status, str):
        return word(status) in INSTATUS_PAGE or status.isupper()
    listed = rows(top.get("components"))
    return bool(listed) and "page" not in top and all(_is_component(row) for row in listed)


def _is_component(row: Mapping[str, object]) -> bool:
    return "group" in row and text(row.get("status")).isupper()


def read(document: object) -> Reading:
    """The page status; where it carries no weight, that of the incidents."""
    top = mapping(document)
    incidents = tuple(
        FeedIncident(
            first(row, "name"),
            open_word(word(row.get("status"))),
            first(row, "impact") or None,
            stamp(row.get("started")),
            updated_at=moment(row.get("updatedAt")),
        )
        for row in rows(top.get("activeIncidents"))
        if word(row.get("status")) not in CLOSED
    )
    maintenances = tuple(
        _maintenance(row)
        for row in rows(top.get("activeMaintenances"))
        if word(row.get("status")) not in CLOSED
    )
    components = _components(rows(top.get("components")))
    overall, oddities = _overall(top, components, incidents, maintenances)
    return Reading("instatus", overall, components, incidents, maintenances, None, oddities)


def _maintenance(row: Mapping[str, object]) -> Maintenance:
    state = PLANNED.get(word(row.get("status")), "scheduled")
    starts, minutes = first(row, "start", "started"), text(row.get("duration"))
    begins = moment(starts)
    lasts = int(minutes) if minutes.isdecimal() and len(minutes) < 7 else None
    ends = begins + timedelta(minutes=lasts) if begins and lasts is not None else None
    return Maintenance(
        first(row, "name"), state, starts or None, ends.isoformat() if ends else None
    )


def _components(listed: list[Mapping[str, object]]) -> tuple[Component, ...]:
    parents = {first(mapping(row.get("group")), "id") for row in listed}
    found = []
    for row in listed:
        if first(row, "id") in parents - {""}:
            continue  # groups are listed among their children
        group = first(mapping(row.get("group")), "name")
        name = f"{group} / {first(row, 'name')}" if group else first(row, "name")
        found.append(Component(name, COMPONENT.get(word(row.get("status")), State.UNKNOWN)))
    return tuple(found)


def _overall(
    top: Mapping[str, object],
    components: tuple[Component, ...],
    incidents: tuple[FeedIncident, ...],
    maintenances: tuple[Maintenance, ...],
) -> tuple[State, tuple[str, ...]]:
    said = word(mapping(top.get("page")).get("status"))
    if not said:
        return rolled_up(components, incidents, maintenances), ()
    if said == "hasissues":  # carries no weight of its own
        return rolled_up((), incidents, ()) if incidents else State.DEGRADED, ()
    if said not in INSTATUS_PAGE:
        return State.UNKNOWN, (f"unknown page status: {said}",)
    if said == "up" and incidents:
        return State.OPERATIONAL, ("the page says UP with incidents open",)
    return INSTATUS_PAGE[said], ()
