"""Atlassian Statuspage v2 (summary, status, components, incidents, scheduled-maintenances).

Also incident.io's imitation of it, which leaves out whatever is empty, and OpenStatus's, whose page
has no id. The roll-up is passed on as the page gives it; where open incidents contradict it, an
oddity says so (a good quarter of snapshots with an open incident show "none").
"""

import re
from collections.abc import Mapping

from bot.feeds.fields import first, latest, mapping, moment, rows, stamp, text, word
from bot.feeds.words import CLOSED, COMPONENT, INDICATOR, OPEN, PLANNED, open_word, rolled_up
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State

_ULID = re.compile(r"01[0-9A-HJKMNP-TV-Z]{24}")
_LISTS = ("components", "incidents", "scheduled_maintenances")


def marks(document: object) -> bool:
    """A page object beside a status with an indicator, or beside one of the lists."""
    top = mapping(document)
    if not isinstance(top.get("page"), dict):
        return False
    if text(mapping(top.get("status")).get("indicator")):
        return True
    return bool(first(mapping(top["page"]), "id")) and any(
        isinstance(top.get(name), list) for name in _LISTS
    )


def read(document: object) -> Reading:
    """The page as it stands; what is resolved or completed only counts as closed."""
    top, oddities = mapping(document), list[str]()
    page = mapping(top.get("page"))
    components = _components(rows(top.get("components")), oddities)
    posts = {first(post, "id") or str(n): post for n, post in enumerate(_posts(top))}
    incidents, maintenances, closed = _sorted(list(posts.values()), oddities)
    indicator = word(mapping(top.get("status")).get("indicator"))
    if indicator:
        overall = INDICATOR.get(indicator, State.UNKNOWN)
        if indicator not in INDICATOR:
            oddities.append(f"unknown indicator: {indicator}")
        if overall is State.OPERATIONAL and incidents:
            oddities.append(f"the page says all is well with {len(incidents)} incident(s) open")
    else:
        overall = rolled_up(components, incidents, maintenances, INDICATOR)
    return Reading(
        "incidentio" if _ULID.fullmatch(first(page, "id")) else "statuspage",
        overall,
        components,
        incidents,
        maintenances,
        latest([page.get("updated_at")]),
        tuple(dict.fromkeys(oddities)),
        closed,
    )


def _posts(top: Mapping[str, object]) -> list[Mapping[str, object]]:
    planned = rows(top.get("scheduled_maintenances"))
    return rows(top.get("incidents")) + [{"impact": "maintenance", **post} for post in planned]


def _components(listed: list[Mapping[str, object]], oddities: list[str]) -> tuple[Component, ...]:
    groups = {first(row, "id"): first(row, "name") for row in listed if row.get("group") is True}
    found = []
    for row in listed:
        if row.get("group") is True:
            continue  # a group only repeats the worst of its children
        said = word(row.get("status"))
        if said not in COMPONENT:
            oddities.append(f"unknown component status: {said or '(none)'}")
        group = groups.get(first(row, "group_id"))
        name = f"{group} / {first(row, 'name')}" if group else first(row, "name")
        found.append(Component(name, COMPONENT.get(said, State.UNKNOWN)))
    return tuple(found)


def _sorted(
    posts: list[Mapping[str, object]], oddities: list[str]
) -> tuple[tuple[FeedIncident, ...], tuple[Maintenance, ...], tuple[str, ...]]:
    """Open incidents, planned or running maintenances, titles of what is over."""
    incidents, maintenances, closed = [], [], []
    for post in posts:
        said, title = word(post.get("status")), first(post, "name", "title")
        if said in CLOSED:
            closed.append(title)
        elif said in PLANNED and (said not in OPEN and _is_planned(post)):
            starts, ends = stamp(post.get("scheduled_for")), stamp(post.get("scheduled_until"))
            maintenances.append(Maintenance(title, PLANNED[said], starts, ends))
        else:
            if said not in OPEN:
                oddities.append(f"unknown incident status: {said or '(none)'}")
            started = first(post, "started_at", "created_at") or None
            impact = first(post, "impact") or None
            names = tuple(first(row, "name") for row in rows(post.get("components")))
            at = moment(post.get("updated_at"))
            incidents.append(FeedIncident(title, open_word(said), impact, started, names, at))
    return tuple(incidents), tuple(maintenances), tuple(closed)


def _is_planned(post: Mapping[str, object]) -> bool:
    return word(post.get("impact")) == "maintenance" or bool(first(post, "scheduled_for"))
