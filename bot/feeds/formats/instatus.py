"""Instatus: summary.json (page, incidents, maintenances; absent when empty) and components.json."""

from datetime import timedelta

from bot.feeds.fields import Row, first, mapping, moment, rows, stamp, text, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import (
    CLOSED,
    COMPONENT,
    INSTATUS_PAGE,
    PLANNED,
    rolled_up,
)
from bot.model.status import FeedIncident, FeedReading, Maintenance, State


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
    top, maker = mapping(document), ReadingMaker("instatus")
    for row in rows(top.get("activeIncidents")):
        if word(row.get("status")) not in CLOSED:
            maker.incidents.append(_incident(row, maker))
    for row in rows(top.get("activeMaintenances")):
        if word(row.get("status")) not in CLOSED:
            maker.maintenances.append(_maintenance(row))
    _add_components(rows(top.get("components")), maker)
    said = word(mapping(top.get("page")).get("status"))
    if not said:
        return maker.reading(maker.rolled_up())
    overall = _overall(said, maker)
    maker.check_roll_up(overall)
    return maker.reading(overall)


def _incident(row: Row, maker: ReadingMaker) -> FeedIncident:
    return FeedIncident(
        title(row, "name"),
        maker.open_word(word(row.get("status"))),
        first(row, "impact") or None,
        stamp(row.get("started")),
        updated_at=moment(row.get("updatedAt")),
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


def _add_components(listed: list[Row], maker: ReadingMaker) -> None:
    parents = {first(mapping(row.get("group")), "id") for row in listed} - {""}
    for row in listed:
        if first(row, "id") in parents:
            continue  # groups are listed among their children
        group, name = title(mapping(row.get("group")), "name"), title(row, "name")
        state = maker.state(word(row.get("status")), COMPONENT, "component status")
        maker.component(name, state, group)


def _overall(said: str, maker: ReadingMaker) -> State:
    if said == "hasissues":  # carries no weight of its own
        return rolled_up((), maker.incidents, ()) if maker.incidents else State.DEGRADED
    return maker.state(said, INSTATUS_PAGE, "page status")
