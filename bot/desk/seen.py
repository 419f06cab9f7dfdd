"""What is seen of products as time goes by, as entries of the timeline: pages and measurements."""

from bot.model.event import FeedRead, Probed
from bot.model.probe import ProbeState
from bot.model.status import FetchOutcome
from bot.model.timeline import TimelineEntry, TimelineKind, subject_of

LONGEST_TITLE = 300  # characters of what a page says
UNSURE = "unknown"  # what a measurement finds while it is not sure


def page_entry(event: FeedRead) -> TimelineEntry:
    """A page shows something else than before, or can or cannot be read from now on."""
    read = event.outcome is FetchOutcome.OK
    shows = (event.shows if read else event.outcome) or UNSURE
    title = (event.text or "")[:LONGEST_TITLE].replace("\0", "") if read else ""
    subject = subject_of(event.service)
    return TimelineEntry(subject, event.at, TimelineKind.PAGE, shows, event.feed, text=title)


def probe_entry(event: Probed, now: ProbeState) -> TimelineEntry:
    """A measurement finds something else than before; at which step it failed, if it did."""
    health = now.says(event.at) or UNSURE
    subject, step = subject_of(event.service), event.step or ""
    return TimelineEntry(subject, event.at, TimelineKind.PROBE, health, event.probe, text=step)
