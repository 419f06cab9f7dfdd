"""Google's incidents.json: Cloud, Workspace, Maps, Ads. An archive: open means without an end.

Until mid-2021 the keys were hyphenated and an open incident had ``end: null``. The worst impact
stays on an incident that is over; the text may say "outage" where the field says disruption, and
the field counts. Proven on recordings of Cloud; Workspace and Maps have the same keys.
"""

from bot.feeds.fields import Row, first, latest, mapping, newest, rows, stamp, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import COMPONENT, rolled_up, worst
from bot.model.status import FeedIncident, FeedReading, State


def marks(document: object) -> bool:
    """An array whose entries have a begin and the name of a service or an impact."""
    listed = [_same_keys(row) for row in rows(document)]
    return bool(listed) and all(
        "begin" in row and ("status_impact" in row or "service_name" in row) for row in listed
    )


def read(document: object) -> FeedReading:
    """Every incident without an end, with the products it affects."""
    posts = [_same_keys(row) for row in rows(document)]
    components: dict[str, list[State]] = {}
    places: dict[str, dict[str, None]] = {}
    maker = ReadingMaker("google")
    for row in posts:
        if first(row, "end"):
            maker.closed.append(_title(row))
            continue
        impact, names = _impact(row), _products(row)
        state = State.DEGRADED  # open, and of unknown weight
        if impact:
            state = maker.state(word(impact), COMPONENT, "impact")
        where = _places(row)
        for name in names:
            components.setdefault(name, []).append(state)
            places.setdefault(name, {}).update(dict.fromkeys(where))
        began, at = stamp(row.get("begin")), newest(row, "updates", "modified", "created", "when")
        maker.incidents.append(
            FeedIncident(_title(row), "active", impact or None, began, names, at, where)
        )
    for name, states in components.items():
        maker.component(name, worst(states), places=tuple(places[name]))
    overall = State.OPERATIONAL
    if maker.incidents:
        overall = rolled_up(maker.components, maker.incidents, ())
    return maker.reading(overall, latest(row.get("modified") for row in posts))


def _same_keys(row: Row) -> Row:
    return {key.replace("-", "_"): value for key, value in row.items()}


def _title(row: Row) -> str:
    return title(row, "external_desc", "service_name")


def _impact(row: Row) -> str:
    """The impact; in the older schema that of the newest update."""
    return first(row, "status_impact") or first(mapping(row.get("most_recent_update")), "status")


def _places(row: Row) -> tuple[str, ...]:
    """Where it goes on now, by names and ids; Workspace names no places."""
    listed = rows(row.get("currently_affected_locations"))
    return tuple(said for place in listed for key in ("title", "id") if (said := first(place, key)))


def _products(row: Row) -> tuple[str, ...]:
    named = tuple(title(p, "title", "name") for p in rows(row.get("affected_products")))
    return named or ((first(row, "service_name"),) if first(row, "service_name") else ())
