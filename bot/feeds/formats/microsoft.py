"""Microsoft's public posts (``/api/posts/…``): one post of the admin centre, or one by service.

Not recorded and not documented; the fields are as measured by a public project. "Available" of the
admin centre says nothing of one tenant's services: that needs Graph. The message is a standing text
while all is well and is only shown otherwise. When trouble began is not said.
"""

from bot.feeds.fields import Row, first, latest, moment, plain, rows, title, word
from bot.feeds.maker import ReadingMaker
from bot.feeds.words import MICROSOFT, OK, UNKNOWN, worst
from bot.model.status import FeedIncident, FeedReading

LONGEST_TITLE = 200


def marks(document: object) -> bool:
    """A post, or an array of posts: a status, a message and the time of its writing."""
    listed = _posts(document)
    return bool(listed) and all(
        bool(first(row, "Status", "ServiceStatus"))
        and "Message" in row
        and ("AuthoredDateTime" in row or "LastUpdatedTime" in row)
        for row in listed
    )


def read(document: object) -> FeedReading:
    """Every post by its word; the posts that are not well are what is open."""
    posts, maker, states = _posts(document), ReadingMaker("microsoft-posts"), []
    for row in posts:
        name = title(row, "ServiceDisplayName", "ServiceWorkloadName")
        state = maker.state(word(_said(row)), MICROSOFT, "status")
        states.append(state)
        if name:
            maker.component(name, state)
        if state not in (OK, UNKNOWN):
            maker.incidents.append(_incident(name, row))
    at = latest(first(row, "InternalDateTime", "LastUpdatedTime") for row in posts)
    return maker.reading(worst(states), at)


def _posts(document: object) -> list[Row]:
    return [document] if isinstance(document, dict) else rows(document)


def _said(row: Row) -> str:
    return first(row, "Status", "ServiceStatus")


def _incident(name: str, row: Row) -> FeedIncident:
    said = title(row, "Title") or plain(row.get("Message"))[:LONGEST_TITLE]
    return FeedIncident(
        f"{name}: {said}" if name and said else name or said,
        "active",
        _said(row),
        components=(name,) if name else (),
        updated_at=moment(row.get("AuthoredDateTime")),
    )
