"""Sorry (``/api/v1/status``): a page with a state; components and notices where they come along.

Not in the recordings; the page's words are as measured by public readers, the words of notices as
a public client lists them. Components or notices without the page bear no mark and are not read.
"""

from bot.feeds.fields import Row, first, latest, mapping, moment, rows, stamp, title, word
from bot.feeds.words import CLOSED, PLANNED, SORRY, check_roll_up, meaning, open_word, told
from bot.model.status import Component, FeedIncident, FeedReading, Maintenance


def marks(document: object) -> bool:
    """A page that says its state."""
    return bool(first(mapping(mapping(document).get("page")), "state"))


def read(document: object) -> FeedReading:
    """The state of the page, and the notices that are not over."""
    top, oddities = mapping(document), list[str]()
    page = mapping(top.get("page"))
    overall = meaning(word(page.get("state")), SORRY, "page state", oddities)
    notices = [row for row in _listed(top, "notices") if word(row.get("state")) not in CLOSED]
    incidents = tuple(_incident(row, oddities) for row in notices if not _is_work(row))
    maintenances = tuple(_maintenance(row) for row in notices if _is_work(row))
    components = tuple(
        Component(
            title(row, "name"),
            meaning(word(row.get("state")), SORRY, "component state", oddities),
        )
        for row in _listed(top, "components")
    )
    check_roll_up(overall, incidents, oddities)
    at = latest([first(page, "updated_at")])
    return FeedReading("sorry", overall, components, incidents, maintenances, at, told(oddities))


def _listed(top: Row, name: str) -> list[Row]:
    return rows(top.get(name)) or rows(mapping(top.get("page")).get(name))


def _is_work(row: Row) -> bool:
    return word(row.get("type")) == "planned"


def _incident(row: Row, oddities: list[str]) -> FeedIncident:
    state = open_word(word(row.get("state")), oddities)
    began = stamp(row.get("began_at"))
    at = moment(row.get("updated_at"))
    return FeedIncident(title(row, "subject"), state, None, began, updated_at=at)


def _maintenance(row: Row) -> Maintenance:
    state = PLANNED.get(word(row.get("state")), "scheduled")
    starts = first(row, "began_at", "begins_at") or None
    ends = first(row, "ended_at", "ends_at") or None
    return Maintenance(title(row, "subject"), state, starts, ends)
