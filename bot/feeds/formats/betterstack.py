"""Better Stack (index.json, JSON:API). The state of a report decides, never its end time.

The document does not say what time it is; a planned maintenance counts as running when a resource
it touches is in maintenance, or when the document was written after its start.
"""

from collections.abc import Mapping
from datetime import datetime

from bot.feeds.fields import first, latest, mapping, moment, rows, stamp, word
from bot.feeds.words import CLOSED, COMPONENT
from bot.model.status import Component, FeedIncident, Maintenance, Reading, State

Row = Mapping[str, object]


def marks(document: object) -> bool:
    """The JSON:API type of the top resource."""
    return word(mapping(mapping(document).get("data")).get("type")) == "status_page"


def read(document: object) -> Reading:
    """The roll-up, the resources by section, and the reports that are not resolved."""
    top = mapping(document)
    page = mapping(mapping(top.get("data")).get("attributes"))
    included = _included(rows(top.get("included")))
    resources = _resources(included)
    written_at = _written_at(page, included)
    incidents, maintenances, closed = [], [], []
    for report in included.get("status_report", {}).values():
        said, title = word(report.get("aggregate_state")), first(report, "title")
        touched = [
            resources[key]
            for row in rows(report.get("affected_resources"))
            if (key := first(row, "status_page_resource_id")) in resources
        ]
        if said in CLOSED or said == "operational":
            closed.append(title)
        elif said == "maintenance" or word(report.get("report_type")) == "maintenance":
            maintenances.append(_maintenance(title, report, touched, written_at))
        else:
            names = tuple(c.name for c in touched)
            started = stamp(report.get("starts_at"))
            incidents.append(FeedIncident(title, "active", said or None, started, names))
    said = word(page.get("aggregate_state"))
    return Reading(
        "betterstack",
        COMPONENT.get(said, State.UNKNOWN),
        tuple(resources.values()),
        tuple(incidents),
        tuple(maintenances),
        latest([page.get("updated_at")]),
        () if said in COMPONENT else (f"unknown aggregate_state: {said}",),
        tuple(closed),
    )


def _included(listed: list[Row]) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = {}
    for row in listed:
        found.setdefault(first(row, "type"), {})[first(row, "id")] = mapping(row.get("attributes"))
    return found


def _resources(included: dict[str, dict[str, Row]]) -> dict[str, Component]:
    sections = included.get("status_page_section", {})
    found = {}
    for key, row in included.get("status_page_resource", {}).items():
        section = first(sections.get(first(row, "status_page_section_id"), {}), "name")
        name = f"{section} / {first(row, 'public_name')}" if section else first(row, "public_name")
        found[key] = Component(name, COMPONENT.get(word(row.get("status")), State.UNKNOWN))
    return found


def _written_at(page: Row, included: dict[str, dict[str, Row]]) -> datetime | None:
    days = [
        day.get("day")
        for resource in included.get("status_page_resource", {}).values()
        for day in rows(resource.get("status_history"))[-1:]
    ]
    updates = [row.get("published_at") for row in included.get("status_update", {}).values()]
    return latest([page.get("updated_at"), *days, *updates])


def _maintenance(
    title: str, report: Row, touched: list[Component], written_at: datetime | None
) -> Maintenance:
    starts, ends = stamp(report.get("starts_at")), stamp(report.get("ends_at"))
    begins = moment(starts)
    begun = begins is not None and written_at is not None and begins <= written_at
    running = begun or any(c.state is State.MAINTENANCE for c in touched)
    return Maintenance(title, "in_progress" if running else "scheduled", starts, ends)
