"""Better Stack (index.json, JSON:API). The state of a report decides, never its end time.

The document does not say what time it is; a planned maintenance counts as running when the document
was written after its start, or when a resource it touches is in maintenance on the day of its start.
Before that day it is planned, whatever its resources are in. What is posted about a maintenance may
be dated ahead and does not tell when the document was written.
"""

from collections.abc import Iterator
from datetime import datetime

from bot.feeds.fields import Row, first, latest, mapping, moment, rows, stamp, title, word
from bot.feeds.maker import ReadingMaker, grouped
from bot.feeds.words import CLOSED, COMPONENT
from bot.model.status import Component, FeedIncident, FeedReading, Maintenance, State

Included = dict[str, dict[str, Row]]


def marks(document: object) -> bool:
    """The JSON:API type of the top resource."""
    return word(mapping(mapping(document).get("data")).get("type")) == "status_page"


def read(document: object) -> FeedReading:
    """The roll-up, the resources by section, and the reports that are not resolved."""
    top, maker = mapping(document), ReadingMaker("betterstack")
    page = mapping(mapping(top.get("data")).get("attributes"))
    included = _included(rows(top.get("included")))
    resources = _resources(included, maker)
    maker.components = list(resources.values())
    written_at = _written_at(page, included)
    for report in included.get("status_report", {}).values():
        said, name = word(report.get("aggregate_state")), title(report, "title")
        touched = [
            resources[key]
            for row in rows(report.get("affected_resources"))
            if (key := first(row, "status_page_resource_id")) in resources
        ]
        if said in CLOSED or said == "operational":
            maker.closed.append(name)
        elif _is_planned(report):
            maker.maintenances.append(_maintenance(name, report, touched, written_at))
        else:
            names = tuple(c.name for c in touched)
            started, at = stamp(report.get("starts_at")), latest(_said_at(report, included))
            maker.incidents.append(FeedIncident(name, "active", said or None, started, names, at))
    overall = maker.state(word(page.get("aggregate_state")), COMPONENT, "aggregate_state")
    maker.check_roll_up(overall)
    return maker.reading(overall, latest([page.get("updated_at")]))


def _included(listed: list[Row]) -> Included:
    found: Included = {}
    for row in listed:
        kept = {**mapping(row.get("attributes")), "_related": row.get("relationships")}
        found.setdefault(first(row, "type"), {})[first(row, "id")] = kept
    return found


def _said_at(report: Row, included: Included) -> Iterator[object]:
    """The times of the updates of a report, which it names by id."""
    updates = included.get("status_update", {})
    named = mapping(mapping(report.get("_related")).get("status_updates")).get("data")
    for row in rows(named):
        yield updates.get(first(row, "id"), {}).get("published_at")


def _resources(included: Included, maker: ReadingMaker) -> dict[str, Component]:
    sections = included.get("status_page_section", {})
    found = {}
    for key, row in included.get("status_page_resource", {}).items():
        section = title(sections.get(first(row, "status_page_section_id"), {}), "name")
        name = title(row, "public_name")
        state = maker.state(word(row.get("status")), COMPONENT, "resource status")
        found[key] = Component(grouped(section, name), state)
    return found


def _written_at(page: Row, included: Included) -> datetime | None:
    days = [
        day.get("day")
        for resource in included.get("status_page_resource", {}).values()
        for day in rows(resource.get("status_history"))[-1:]
    ]
    reports = [r for r in included.get("status_report", {}).values() if not _is_planned(r)]
    updates = [at for report in reports for at in _said_at(report, included)]
    return latest([page.get("updated_at"), *days, *updates])


def _is_planned(report: Row) -> bool:
    kinds = word(report.get("report_type")), word(report.get("aggregate_state"))
    return "maintenance" in kinds


def _maintenance(
    name: str, report: Row, touched: list[Component], written_at: datetime | None
) -> Maintenance:
    starts, ends = stamp(report.get("starts_at")), stamp(report.get("ends_at"))
    begins = moment(starts)
    running = any(c.state is State.MAINTENANCE for c in touched)
    if begins is not None and written_at is not None:
        running = begins <= written_at or (running and begins.date() <= written_at.date())
    return Maintenance(name, "in_progress" if running else "scheduled", starts, ends)
