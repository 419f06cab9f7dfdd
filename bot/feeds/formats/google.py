"""Google's incidents.json: Cloud, Workspace, Maps, Ads. An archive: open means without an end.

Until mid-2021 the keys were hyphenated and an open incident had ``end: null``.
"""

from collections.abc import Mapping

from bot.feeds.fields import first, latest, mapping, moment, rows, stamp, word
from bot.feeds.words import COMPONENT, rolled_up, worst
from bot.model.status import Component, FeedIncident, Reading, State

Row = Mapping[str, object]


def marks(document: object) -> bool:
    """An array whose entries have a begin and the name of a service or an impact."""
    listed = [_same_keys(row) for row in rows(document)]
    return bool(listed) and all(
        "begin" in row and ("status_impact" in row or "service_name" in row) for row in listed
    )


def read(document: object) -> Reading:
    """Every incident without an end, with the products it affects."""
    posts = [_same_keys(row) for row in rows(document)]
    unended = [row for row in posts if not first(row, "end")]
    components: dict[str, list[State]] = {}
    incidents = []
    for row in unended:
        impact, names = _impact(row), _products(row)
        for name in names:
            components.setdefault(name, []).append(COMPONENT.get(word(impact), State.DEGRADED))
        title, began = first(row, "external_desc", "service_name"), stamp(row.get("begin"))
        at = moment(row.get("modified"))
        incidents.append(FeedIncident(title, "active", impact or None, began, names, at))
    found = tuple(Component(name, worst(states)) for name, states in components.items())
    return Reading(
        "google",
        rolled_up(found, incidents, ()) if incidents else State.OPERATIONAL,
        found,
        tuple(incidents),
        updated_at=latest(row.get("modified") for row in posts),
        closed=tuple(first(row, "external_desc") for row in posts if first(row, "end")),
    )


def _same_keys(row: Row) -> Row:
    return {key.replace("-", "_"): value for key, value in row.items()}


def _impact(row: Row) -> str:
    """The impact; in the older schema that of the newest update."""
    return first(row, "status_impact") or first(mapping(row.get("most_recent_update")), "status")


def _products(row: Row) -> tuple[str, ...]:
    named = tuple(first(p, "title", "name") for p in rows(row.get("affected_products")))
    return named or ((first(row, "service_name"),) if first(row, "service_name") else ())
