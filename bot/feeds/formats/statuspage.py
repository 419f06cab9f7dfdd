"""Atlassian Statuspage v2 (summary, status, components, incidents, scheduled-maintenances).

Also what imitates it: incident.io, which leaves out whatever is empty (ids are ULIDs); OpenStatus,
whose page has no id; Rootly, whose page has no id but a time zone. The roll-up is passed on as the
page gives it; where open incidents contradict it, an oddity says so (a good quarter of snapshots
with an open incident show "none"). Proven on recordings: Statuspage, incident.io. Not recorded:
OpenStatus (fields from its source), Rootly (from its documentation).
"""

import re

from bot.feeds.fields import Row, first, latest, mapping, newest, rows, stamp, text, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import (
    CLOSED,
    COMPONENT,
    INDICATOR,
    OPEN,
    PLANNED,
)
from bot.model.status import FeedIncident, FeedReading, Maintenance

_ULID = re.compile(r"01[0-9A-HJKMNP-TV-Z]{24}")
_NOTICE = re.compile(r"visit\s+(?:https?://|www\.)\S+", re.IGNORECASE)  # a link, not a part
_LISTS = ("components", "incidents", "scheduled_maintenances")


def marks(document: object) -> bool:
    """A page object beside a status with an indicator, or beside one of the lists."""
    top = mapping(document)
    page = mapping(top.get("page"))
    if not isinstance(top.get("page"), dict) or "state" in page:
        return False
    if text(mapping(top.get("status")).get("indicator")):
        return "notices" not in top  # LIVCK's, whose roll-up has other words
    named = first(page, "id") or (
        first(page, "name") and first(page, "url") and "updated_at" in page
    )
    return bool(named) and any(isinstance(top.get(name), list) for name in _LISTS)


def read(document: object) -> FeedReading:
    """The page as it stands; what is resolved or completed only counts as closed."""
    top, page = mapping(document), mapping(mapping(document).get("page"))
    maker = ReadingMaker(_product(page))
    _add_components(rows(top.get("components")), maker)
    posts = {first(post, "id") or str(n): post for n, post in enumerate(_posts(top))}
    for post in posts.values():
        _sort(post, maker)
    overall = maker.whole(word(mapping(top.get("status")).get("indicator")), INDICATOR, INDICATOR)
    return maker.reading(overall, latest([page.get("updated_at")]))


def _product(page: Row) -> str:
    if known := first(page, "id"):
        return "incidentio" if _ULID.fullmatch(known) else "statuspage"
    return "rootly" if first(page, "time_zone") else "openstatus"


def _posts(top: Row) -> list[Row]:
    planned = rows(top.get("scheduled_maintenances"))
    return rows(top.get("incidents")) + [{"impact": "maintenance", **post} for post in planned]


def _add_components(listed: list[Row], maker: ReadingMaker) -> None:
    groups = {first(row, "id"): title(row, "name") for row in listed if row.get("group") is True}
    for row in listed:
        name = title(row, "name")
        if row.get("group") is True or _NOTICE.match(name):
            continue  # a group only repeats the worst of its children
        state = maker.state(word(row.get("status")), COMPONENT, "component status")
        maker.component(name, state, groups.get(first(row, "group_id"), ""))


def _sort(post: Row, maker: ReadingMaker) -> None:
    """An open incident, a planned or running maintenance, or the title of what is over."""
    said, name = word(post.get("status")), title(post, "name", "title")
    if said in CLOSED:
        maker.closed.append(name)
    elif said in PLANNED and (said not in OPEN and _is_planned(post)):
        starts, ends = stamp(post.get("scheduled_for")), stamp(post.get("scheduled_until"))
        maker.maintenances.append(Maintenance(name, PLANNED[said], starts, ends))
    else:
        maker.incidents.append(_incident(name, said, post, maker))


def _incident(name: str, said: str, post: Row, maker: ReadingMaker) -> FeedIncident:
    """``updated_at`` of the incident itself may be missing; then its newest update has it."""
    return FeedIncident(
        name,
        maker.open_word(said),
        first(post, "impact") or None,
        first(post, "started_at", "created_at") or None,
        tuple(title(row, "name") for row in rows(post.get("components"))),
        newest(post, "incident_updates", "updated_at", "created_at"),
    )


def _is_planned(post: Row) -> bool:
    return word(post.get("impact")) == "maintenance" or bool(first(post, "scheduled_for"))
