"""Uptime.com: the page's own JSON, with groups, incidents and upcoming maintenance."""

from collections.abc import Iterator, Mapping

from bot.feeds.fields import first, mapping, rows, word
from bot.feeds.words import CLOSED, COMPONENT, open_word, rolled_up
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State

Row = Mapping[str, object]


def marks(document: object) -> bool:
    """The flag for the whole page."""
    return isinstance(mapping(mapping(document).get("data")).get("global_is_operational"), bool)


def read(document: object) -> Reading:
    """The flag decides; when it is down, the components say how badly."""
    page = mapping(mapping(document).get("data"))
    components = tuple(_leaves(rows(page.get("components"))))
    incidents = tuple(_incidents(rows(page.get("active_incidents"))))
    planned = tuple(
        Maintenance(_title(row), "scheduled", _starts(row), first(row, "ends_at") or None)
        for row in rows(page.get("upcoming_maintenance"))
    )
    overall, oddities = rolled_up(components, incidents, ()), tuple[str, ...]()
    if page["global_is_operational"] is True:
        if incidents:
            oddities = ("the page says operational with incidents open",)
        overall = State.OPERATIONAL
    elif overall in (State.OPERATIONAL, State.UNKNOWN):
        overall = State.DEGRADED  # the page says that something is wrong, not what
    return Reading("uptimecom", overall, components, incidents, planned, oddities=oddities)


def _leaves(listed: list[Row], group: str = "") -> Iterator[Component]:
    for row in listed:
        name = first(row, "name")
        if row.get("is_group") is True:
            yield from _leaves(rows(row.get("subcomponents")), name)
        else:
            label = f"{group} / {name}" if group else name
            yield Component(label, COMPONENT.get(word(row.get("status")), State.UNKNOWN))


def _title(row: Row) -> str:
    return first(row, "name", "title")


def _starts(row: Row) -> str | None:
    return first(row, "starts_at", "created_at") or None


def _incidents(listed: list[Row]) -> Iterator[FeedIncident]:
    for row in listed:
        updates = rows(row.get("updates"))[:1] or [{}]
        said = word(first(row, "latest_incident_state", "incident_state", "status"))
        said = said or word(first(updates[0], "incident_state", "status"))
        if said not in CLOSED:
            impact = first(row, "impact", "severity") or None
            yield FeedIncident(_title(row), open_word(said), impact, _starts(row))
