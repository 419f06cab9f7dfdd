"""A reading as plain values: what ``jitabata read-feed FILE`` prints."""

from datetime import datetime

from bot.feeds.detect import read
from bot.model.errors import FeedError
from bot.model.status import FeedReading, State


def as_json(reading: FeedReading, now: datetime | None = None) -> dict[str, object]:
    """Format, overall, components, incidents and maintenances; times as the feed writes them.

    ``updated_at`` is the feed's own time, null where it says none; with ``now`` its age stands
    beside it, negative where the feed is ahead of us.
    """
    at = reading.updated_at
    age = {} if now is None else {"age_seconds": round((now - at).total_seconds()) if at else None}
    return {
        "format": reading.format,
        "overall": reading.overall.value,
        "components": [{"name": c.name, "state": c.state.value} for c in reading.components],
        "incidents": [
            {
                "title": i.title,
                "state": i.state,
                "impact": i.impact and str(i.impact),
                "started_at": i.started_at,
            }
            for i in reading.incidents
        ],
        "maintenances": [
            {
                "title": m.title,
                "state": m.state,
                "starts_at": m.starts_at,
                "ends_at": m.ends_at,
            }
            for m in reading.maintenances
        ],
        "oddities": list(reading.oddities),
        "updated_at": at and at.isoformat(),
        **age,
    }


def read_feed(document: bytes, now: datetime | None = None) -> dict[str, object]:
    """The same for a document; one that cannot be read is ``unknown``, with the reason."""
    try:
        return as_json(read(document), now)
    except FeedError as e:
        return as_json(FeedReading("unreadable", State.UNKNOWN, oddities=(str(e),)), now)
