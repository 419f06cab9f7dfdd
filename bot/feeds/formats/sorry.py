"""Sorry (``/api/v1/status``): a page with a state; components and notices where they come along.

Not in the recordings; the page's words are as measured by public readers, the words of notices as
a public client lists them. Components or notices without the page bear no mark and are not read.
"""

from bot.feeds.fields import Row, first, latest, mapping, moment, rows, stamp, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import CLOSED, PLANNED, SORRY
from bot.model.status import FeedIncident, FeedReading, Maintenance


def marks(document: object) -> bool:
    """A page that says its state."""
    return bool(first(mapping(mapping(document).get("page")), "state"))


def read(document: object) -> FeedReading:
    """The state of the page, and the notices that are not over."""
    top, maker = mapping(document), ReadingMaker("sorry")
    page = mapping(top.get("page"))
    overall = maker.state(word(page.get("state")), SORRY, "page state")
    notices = [row for row in _listed(top, "notices") if word(row.get("state")) not in CLOSED]
    maker.incidents = [_incident(row, maker) for row in notices if not _is_work(row)]
    maker.maintenances = [_maintenance(row) for row in notices if _is_work(row)]
    for row in _listed(top, "components"):
        said = word(row.get("state"))
        maker.component(title(row, "name"), maker.state(said, SORRY, "component state"))
    maker.check_roll_up(overall)
    return maker.reading(overall, latest([first(page, "updated_at")]))


def _listed(top: Row, name: str) -> list[Row]:
    return rows(top.get(name)) or rows(mapping(top.get("page")).get(name))


def _is_work(row: Row) -> bool:
    return word(row.get("type")) == "planned"


def _incident(row: Row, maker: ReadingMaker) -> FeedIncident:
    state = maker.open_word(word(row.get("state")))
    began = stamp(row.get("began_at"))
    at = moment(row.get("updated_at"))
    return FeedIncident(title(row, "subject"), state, None, began, updated_at=at)


def _maintenance(row: Row) -> Maintenance:
    state = PLANNED.get(word(row.get("state")), "scheduled")
    starts = first(row, "began_at", "begins_at") or None
    ends = first(row, "ended_at", "ends_at") or None
    return Maintenance(title(row, "subject"), state, starts, ends)
