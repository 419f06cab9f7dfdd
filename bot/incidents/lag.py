"""How late a vendor's page is, learned from each incident, and what its silence is worth.

Pages are late, and some never say a word. A page without an entry speaks the more against a fault
the surer and sooner its vendor usually publishes.
"""

from datetime import datetime, timedelta

from bot.model.incident import Incident
from bot.model.status import FeedRecord, FeedState

BEFORE = timedelta(hours=1)  # a page may speak before the first report


def learned(feed: FeedState, incident: Incident, first_report: datetime) -> FeedRecord:
    """The record of the cause's page after its incident has ended.

    A page that could not be read meanwhile is not blamed for what it may have said.
    """
    over = incident.resolved_at or incident.changed_at
    if feed.read_at is None or feed.read_at < first_report:
        return feed.record
    at = feed.trouble_at
    if at is None or not first_report - BEFORE <= at <= over:
        return feed.record.learned(None)
    return feed.record.learned(max((at - first_report).total_seconds() / 60, 0.0))
