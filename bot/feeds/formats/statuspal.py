"""Statuspal (status and summary of v2): services, incidents, maintenances. Nulab's page uses it.

Not in the recordings; fields and words from public clients. Times are local to the page and name
no zone: they get the page's, where it says which; else their age is not known. "major" is the
heavier of two words and is taken for a partial outage, not for a whole one.
"""

from collections.abc import Iterator
from datetime import tzinfo

from bot.feeds.fields import Row, first, latest, mapping, rows, title, with_zone, word, zone_named
from bot.feeds.words import CLOSED, STATUSPAL, check_roll_up, meaning, open_word, told
from bot.model.status import Component, FeedIncident, FeedReading, Maintenance

_PLANNED = ("maintenances", "upcoming_maintenances")


def marks(document: object) -> bool:
    """A status page that says which type of incident it has now, if any."""
    return "current_incident_type" in mapping(mapping(document).get("status_page"))


def read(document: object) -> FeedReading:
    """The page's type; services without one work."""
    top, oddities = mapping(document), list[str]()
    page = mapping(top.get("status_page"))
    zone = zone_named(first(page, "time_zone", "timezone"))
    said = word(page.get("current_incident_type"))
    overall = meaning(said, STATUSPAL, "incident type", oddities)
    posts = rows(top.get("incidents"))
    opened = [row for row in posts if not _is_over(row) and not _is_work(row)]
    incidents = tuple(_incident(row, zone, oddities) for row in opened)
    planned = [row for row in posts if _is_work(row)]
    planned += [row for name in _PLANNED for row in rows(top.get(name))]
    check_roll_up(overall, incidents, oddities)
    if zone is None and (incidents or planned):
        oddities.append("its times name no zone")
    return FeedReading(
        "statuspal",
        overall,
        tuple(_components(rows(top.get("services")), oddities)),
        incidents,
        tuple(_maintenance(row, zone) for row in planned),
        latest([first(page, "updated_at")], zone) if zone else None,
        told(oddities),
        tuple(title(row, "title") for row in posts if _is_over(row) and not _is_work(row)),
    )


def _is_work(row: Row) -> bool:
    return word(row.get("type")) == "scheduled"


def _is_over(row: Row) -> bool:
    newest = (rows(row.get("updates")) or [{}])[0]
    return bool(first(row, "ends_at")) or word(newest.get("type")) in CLOSED


def _components(listed: list[Row], oddities: list[str]) -> Iterator[Component]:
    """Services, each under its parent; a parent only repeats its children."""
    names = {first(row, "id"): title(row, "name") for row in listed}
    parents = {first(row, "parent_id") for row in listed} - {""}
    for row in listed:
        children = rows(row.get("children"))
        for child in children:
            yield _component(child, title(row, "name"), oddities)
        if first(row, "id") not in parents and not children:
            yield _component(row, names.get(first(row, "parent_id"), ""), oddities)


def _component(row: Row, group: str, oddities: list[str]) -> Component:
    said, name = word(row.get("current_incident_type")), title(row, "name")
    state = meaning(said, STATUSPAL, "incident type", oddities)
    return Component(f"{group} / {name}" if group else name, state)


def _incident(row: Row, zone: tzinfo | None, oddities: list[str]) -> FeedIncident:
    updates = rows(row.get("updates"))
    said = word((updates or [{}])[0].get("type"))
    times = [first(each, "inserted_at", "posted_at") for each in updates] + [row.get("updated_at")]
    return FeedIncident(
        title(row, "title"),
        open_word(said, oddities) if said else "active",
        first(row, "type") or None,
        with_zone(first(row, "starts_at", "inserted_at"), zone),
        tuple(title(s, "name") for s in rows(row.get("services"))),
        latest(times, zone) if zone else None,
    )


def _maintenance(row: Row, zone: tzinfo | None) -> Maintenance:
    """Whether it runs is a matter of the clock, which ``summary`` has."""
    starts, ends = (with_zone(row.get(edge), zone) for edge in ("starts_at", "ends_at"))
    return Maintenance(title(row, "title"), "scheduled", starts, ends)
