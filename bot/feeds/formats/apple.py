"""Apple's system status: services with events; some locales wrap the JSON in a callback."""

from bot.feeds.fields import Row, bare_title, first, from_epoch, latest, mapping, moment, rows, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import CLOSED, COMPONENT, rolled_up, sure, worst
from bot.model.status import FeedIncident, FeedReading, Maintenance, State


def marks(document: object) -> bool:
    """Services that each have a list of events."""
    listed = rows(mapping(document).get("services"))
    return bool(listed) and all("serviceName" in row and "events" in row for row in listed)


def read(document: object) -> FeedReading:
    """What goes on now; resolved events stay in the document and are left out."""
    maker, posted = ReadingMaker("apple"), list[object]()
    for service in rows(mapping(document).get("services")):
        name, states = first(service, "serviceName"), []
        for event in rows(service.get("events")):
            said, kind = word(event.get("eventStatus")), word(event.get("statusType"))
            title = f"{name}: {bare_title(first(event, 'message'))}"
            posted.append(event.get("datePosted"))
            if said in CLOSED:
                maker.closed.append(title)
            elif kind == "maintenance" or said == "upcoming":
                maker.maintenances.append(_maintenance(title, event, said))
                states += [State.MAINTENANCE] if said != "upcoming" else []
            else:
                maker.incidents.append(_incident(name, title, event))
                states.append(maker.state(kind, COMPONENT, "statusType"))
        maker.component(name, worst(states, State.OPERATIONAL))
    overall = sure(rolled_up(maker.components, (), maker.maintenances), maker.oddities)
    parts = maker.components
    if overall is State.MAJOR_OUTAGE and any(c.state is State.OPERATIONAL for c in parts):
        overall = State.PARTIAL_OUTAGE  # one service of many
    return maker.reading(overall, latest(posted))


def _incident(name: str, title: str, event: Row) -> FeedIncident:
    said_at, kind = moment(event.get("datePosted")), first(event, "statusType") or None
    return FeedIncident(title, "active", kind, _time(event, "Start"), (name,), said_at)


def _maintenance(title: str, event: Row, said: str) -> Maintenance:
    state = "scheduled" if said == "upcoming" else "in_progress"
    return Maintenance(title, state, _time(event, "Start"), _time(event, "End"))


def _time(event: Row, edge: str) -> str | None:
    exact = from_epoch(event.get(f"epoch{edge}Date"), milliseconds=True)
    return exact or first(event, f"{edge.lower()}Date") or None
