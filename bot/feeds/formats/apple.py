"""Apple's system status: services with events; some locales wrap the JSON in a callback."""

from collections.abc import Mapping

from bot.feeds.fields import first, from_epoch, mapping, rows, word
from bot.feeds.words import CLOSED, COMPONENT, rolled_up, worst
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State

Row = Mapping[str, object]


def marks(document: object) -> bool:
    """Services that each have a list of events."""
    listed = rows(mapping(document).get("services"))
    return bool(listed) and all("serviceName" in row and "events" in row for row in listed)


def read(document: object) -> Reading:
    """What goes on now; resolved events stay in the document and are left out."""
    components, incidents, maintenances, closed = [], [], [], []
    for service in rows(mapping(document).get("services")):
        name, states = first(service, "serviceName"), []
        for event in rows(service.get("events")):
            said, kind = word(event.get("eventStatus")), word(event.get("statusType"))
            title = f"{name}: {first(event, 'message')}"
            if said in CLOSED:
                closed.append(title)
            elif kind == "maintenance" or said == "upcoming":
                maintenances.append(_maintenance(title, event, said))
                states += [State.MAINTENANCE] if said != "upcoming" else []
            else:
                kind_said = first(event, "statusType") or None
                incidents.append(
                    FeedIncident(title, "active", kind_said, _time(event, "Start"), (name,))
                )
                states.append(COMPONENT.get(kind, State.UNKNOWN))
        components.append(Component(name, worst(states, State.OPERATIONAL)))
    found = tuple(components)
    overall = rolled_up(found, (), maintenances)
    if overall is State.MAJOR_OUTAGE and any(c.state is State.OPERATIONAL for c in found):
        overall = State.PARTIAL_OUTAGE  # one service of many
    return Reading(
        "apple", overall, found, tuple(incidents), tuple(maintenances), closed=tuple(closed)
    )


def _maintenance(title: str, event: Row, said: str) -> Maintenance:
    state = "scheduled" if said == "upcoming" else "in_progress"
    return Maintenance(title, state, _time(event, "Start"), _time(event, "End"))


def _time(event: Row, edge: str) -> str | None:
    exact = from_epoch(event.get(f"epoch{edge}Date"), milliseconds=True)
    return exact or first(event, f"{edge.lower()}Date") or None
