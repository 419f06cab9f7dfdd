"""Cachet v1/v2 (numbers) and v3 (JSON:API): components, groups, incidents, schedules, status.

On a fixed incident of v1 ``status`` stays at 1; ``latest_status`` or ``is_resolved`` tell. Its times
name no zone (they are the server's local time) and count as UTC, which may be hours off. Proven on
a recording: components of v1. The rest follows the product's source.
"""

from collections.abc import Mapping

from bot.feeds.fields import Row, first, latest, mapping, rows, text, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import (
    CACHET,
    CACHET_INCIDENT,
    COMPONENT,
    PLANNED,
)
from bot.model.status import FeedIncident, FeedReading, Maintenance, State


def marks(document: object) -> bool:
    """A paginated list of things with a numeric status or of groups, or the status of v3."""
    top = mapping(document)
    if _is_status(top):
        return True
    listed = _flat(rows(top.get("data")))
    paged = "pagination" in mapping(top.get("meta")) or "links" in top
    return (
        paged and bool(listed) and all(_code(row).isdecimal() or _is_group(row) for row in listed)
    )


def read(document: object) -> FeedReading:
    """Whichever of the lists this is."""
    top = mapping(document)
    if _is_status(top):
        return _read_status(top)
    maker, listed, names = ReadingMaker("cachet"), _flat(rows(top.get("data"))), _names(top)
    for row in listed:
        name = title(row, "name", "title")
        if _is_planned(row):
            maker.maintenances += _maintenance(name, row)
        elif _is_group(row):
            for part in _flat(rows(row.get("enabled_components"))):
                _add_component(part, maker, name)
        elif "occurred_at" in row or "is_resolved" in row or "visible" in row:
            state = CACHET_INCIDENT.get(_code(row), "active")
            if row.get("is_resolved") is True or state == "resolved":
                maker.closed.append(name)
            else:
                maker.incidents.append(_incident(name, state, row, names))
        elif row.get("enabled") is not False:
            _add_component(row, maker)
    overall = maker.rolled_up()
    if maker.closed and not maker.incidents:
        overall = State.OPERATIONAL
    return maker.reading(overall, latest(_at(row, "updated") for row in listed))


def _is_status(top: Row) -> bool:
    data = mapping(top.get("data"))
    return word(data.get("type")) == "status" and "status" in mapping(data.get("attributes"))


def _read_status(top: Row) -> FeedReading:
    maker = ReadingMaker("cachet")
    said = word(mapping(mapping(top.get("data")).get("attributes")).get("status"))
    return maker.reading(maker.state(said, COMPONENT, "status"))


def _is_group(row: Row) -> bool:
    return isinstance(row.get("enabled_components"), list)


def _is_planned(row: Row) -> bool:
    """A schedule, or one of the incidents of v2.3 that are planned (status 0) and have a start."""
    planned = bool(_at(row, "scheduled"))
    return planned and (_code(row) == "0" or "completed_at" in row or "completed" in row)


def _flat(listed: list[Row]) -> list[Row]:
    return [{**row, **mapping(row.get("attributes"))} for row in listed]


def _code(row: Row) -> str:
    status = row.get("status")
    known = text(row.get("latest_status")) or text(mapping(status).get("value"))
    return known or text(status)


def _at(row: Row, name: str) -> str:
    """``updated_at`` of v1, ``updated.string`` of v3."""
    return first(row, f"{name}_at") or first(mapping(row.get(name)), "string")


def _names(top: Row) -> dict[str, str]:
    """The components that v3 sends along when asked to."""
    return {
        first(row, "id"): title(mapping(row.get("attributes")), "name")
        for row in rows(top.get("included"))
        if word(row.get("type")) == "components"
    }


def _add_component(row: Row, maker: ReadingMaker, group: str = "") -> None:
    state = maker.state(_code(row), CACHET, "component status")
    maker.component(title(row, "name", "title"), state, group)


def _incident(name: str, state: str, row: Row, names: Mapping[str, str]) -> FeedIncident:
    started = _at(row, "occurred") or _at(row, "created") or None
    linked = mapping(mapping(row.get("relationships")).get("components")).get("data")
    touched = tuple(n for link in rows(linked) if (n := names.get(first(link, "id"), "")))
    said_at = latest([_at(row, "updated"), *(_at(u, "created") for u in rows(row.get("updates")))])
    return FeedIncident(name, state, None, started, touched, said_at)


def _maintenance(name: str, row: Row) -> list[Maintenance]:
    """A schedule by its number, or by the word beside it; completed ones are left out.

    ``completed_at`` of a schedule that is upcoming or runs is when it is due to end.
    """
    said = word(mapping(row.get("status")).get("human")) or word(row.get("human_status"))
    state = {"0": "scheduled", "1": "in_progress"}.get(_code(row)) or PLANNED.get(said)
    ends = _at(row, "completed") or None
    if state is None or (ends and said not in PLANNED):
        return []
    return [Maintenance(name, state, _at(row, "scheduled") or None, ends)]
