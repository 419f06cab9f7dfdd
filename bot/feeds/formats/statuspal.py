"""Statuspal (status and summary of v2): services, incidents, maintenances. Nulab's page uses it.

Not in the recordings; fields and words from public clients. Times are local to the page and name
no zone: they get the page's, where it says which; else their age is not known. "major" is the
heavier of two words and is taken for a partial outage, not for a whole one.
"""

from datetime import tzinfo

from bot.feeds.fields import Row, first, latest, mapping, rows, title, with_zone, word, zone_named
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import CLOSED, STATUSPAL
from bot.model.status import FeedIncident, FeedReading, Maintenance

_PLANNED = ("maintenances", "upcoming_maintenances")


def marks(document: object) -> bool:
    """A status page that says which type of incident it has now, if any."""
    return "current_incident_type" in mapping(mapping(document).get("status_page"))


def read(document: object) -> FeedReading:
    """The page's type; services without one work."""
    top, maker = mapping(document), ReadingMaker("statuspal")
    page = mapping(top.get("status_page"))
    zone = zone_named(first(page, "time_zone", "timezone"))
    said = word(page.get("current_incident_type"))
    overall = maker.state(said, STATUSPAL, "incident type")
    posts = rows(top.get("incidents"))
    opened = [row for row in posts if not _is_over(row) and not _is_work(row)]
    maker.incidents = [_incident(row, zone, maker) for row in opened]
    planned = [row for row in posts if _is_work(row)]
    planned += [row for name in _PLANNED for row in rows(top.get(name))]
    maker.check_roll_up(overall)
    if zone is None and (opened or planned):
        maker.oddities.append("its times name no zone")
    _add_components(rows(top.get("services")), maker)
    maker.maintenances = [_maintenance(row, zone) for row in planned]
    maker.closed = [title(row, "title") for row in posts if _is_over(row) and not _is_work(row)]
    return maker.reading(overall, latest([first(page, "updated_at")], zone) if zone else None)


def _is_work(row: Row) -> bool:
    return word(row.get("type")) == "scheduled"


def _is_over(row: Row) -> bool:
    newest = (rows(row.get("updates")) or [{}])[0]
    return bool(first(row, "ends_at")) or word(newest.get("type")) in CLOSED


def _add_components(listed: list[Row], maker: ReadingMaker) -> None:
    """Services, each under its parent; a parent only repeats its children."""
    names = {first(row, "id"): title(row, "name") for row in listed}
    parents = {first(row, "parent_id") for row in listed} - {""}
    for row in listed:
        children = rows(row.get("children"))
        for child in children:
            _add_component(child, title(row, "name"), maker)
        if first(row, "id") not in parents and not children:
            _add_component(row, names.get(first(row, "parent_id"), ""), maker)


def _add_component(row: Row, group: str, maker: ReadingMaker) -> None:
    said = word(row.get("current_incident_type"))
    maker.component(title(row, "name"), maker.state(said, STATUSPAL, "incident type"), group)


def _incident(row: Row, zone: tzinfo | None, maker: ReadingMaker) -> FeedIncident:
    updates = rows(row.get("updates"))
    said = word((updates or [{}])[0].get("type"))
    times = [first(each, "inserted_at", "posted_at") for each in updates] + [row.get("updated_at")]
    return FeedIncident(
        title(row, "title"),
        maker.open_word(said) if said else "active",
        first(row, "type") or None,
        with_zone(first(row, "starts_at", "inserted_at"), zone),
        tuple(title(s, "name") for s in rows(row.get("services"))),
        latest(times, zone) if zone else None,
    )


def _maintenance(row: Row, zone: tzinfo | None) -> Maintenance:
    """Whether it runs is a matter of the clock, which ``summary`` has."""
    starts, ends = (with_zone(row.get(edge), zone) for edge in ("starts_at", "ends_at"))
    return Maintenance(title(row, "title"), "scheduled", starts, ends)
