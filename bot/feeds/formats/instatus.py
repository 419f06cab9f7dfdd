"""Instatus: summary.json (page, incidents, maintenances; absent when empty) and components.json."""

from datetime import timedelta

from bot.feeds.fields import Row, first, mapping, moment, rows, stamp, text, title, word
from bot.feeds.words import (
    CLOSED,
    COMPONENT,
    INSTATUS_PAGE,
    PLANNED,
    check_roll_up,
    meaning,
    open_word,
    rolled_up,
    sure,
    told,
)
from bot.model.status import Component, FeedIncident, FeedReading, Maintenance, State


def marks(document: object) -> bool:
    """A page whose status is one upper-case word, or components that know their group."""
    top = mapping(document)
    status = mapping(top.get("page")).get("status")
    if isinstance(status, str):
        return word(status) in INSTATUS_PAGE or status.isupper()
    listed = rows(top.get("components"))
    return bool(listed) and "page" not in top and all(_is_component(row) for row in listed)


def _is_component(row: Row) -> bool:
    return "group" in row and "display_options" not in row and text(row.get("status")).isupper()


def read(document: object) -> FeedReading:
    """The page status; where it carries no weight, that of the incidents."""
    top, oddities = mapping(document), list[str]()
    incidents = tuple(
        FeedIncident(
            title(row, "name"),
            open_word(word(row.get("status")), oddities),
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
    components = _components(rows(top.get("components")), oddities)
    said = word(mapping(top.get("page")).get("status"))
    if not said:
        overall = sure(rolled_up(components, incidents, maintenances), oddities)
    else:
        overall = _overall(said, incidents, oddities)
        check_roll_up(overall, incidents, oddities)
    return FeedReading(
        "instatus", overall, components, incidents, maintenances, None, told(oddities)
    )


def _maintenance(row: Row) -> Maintenance:
    state = PLANNED.get(word(row.get("status")), "scheduled")
    starts, minutes = first(row, "start", "started"), text(row.get("duration"))
    begins = moment(starts)
    lasts = int(minutes) if minutes.isdecimal() and len(minutes) < 7 else None
    try:
        ends = begins + timedelta(minutes=lasts) if begins and lasts is not None else None
    except OverflowError:
        ends = None
    return Maintenance(
        title(row, "name"), state, starts or None, ends.isoformat() if ends else None
    )


def _components(listed: list[Row], oddities: list[str]) -> tuple[Component, ...]:
    parents = {first(mapping(row.get("group")), "id") for row in listed} - {""}
    found = []
    for row in listed:
        if first(row, "id") in parents:
            continue  # groups are listed among their children
        group, name = title(mapping(row.get("group")), "name"), title(row, "name")
        state = meaning(word(row.get("status")), COMPONENT, "component status", oddities)
        found.append(Component(f"{group} / {name}" if group else name, state))
    return tuple(found)


def _overall(said: str, incidents: tuple[FeedIncident, ...], oddities: list[str]) -> State:
    if said == "hasissues":  # carries no weight of its own
        return rolled_up((), incidents, ()) if incidents else State.DEGRADED
    return meaning(said, INSTATUS_PAGE, "page status", oddities)
