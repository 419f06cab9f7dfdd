"""What is seen of products as time goes by: pages, measurements, what other desks tell. Kept, and put on the timeline."""

from collections.abc import Sequence
from dataclasses import replace

from bot.desk import public_page
from bot.desk.gather import DeskContext
from bot.desk.peers import hear
from bot.desk.ports import UnitOfWork
from bot.model.event import FeedRead, Probed
from bot.model.peer import PeerTold
from bot.model.probe import ProbeRef, ProbeState
from bot.model.status import TROUBLE, FeedState, FetchOutcome
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


def seen(event: FeedRead | Probed | PeerTold, work: UnitOfWork, around: DeskContext) -> bool:
    """Keep what was seen or told; whether that is anything new."""
    if isinstance(event, FeedRead):
        return feed_read(event, work)
    if isinstance(event, PeerTold):
        return hear(event, work, around.catalogue)
    return probed(event, work, around.probes)


def feed_read(event: FeedRead, work: UnitOfWork) -> bool:
    """Keep what a page shows now; whether that is anything new."""
    known = work.feed(event.feed)
    before = known or FeedState(event.feed, event.service, event.outcome, event.at)
    if event.outcome is FetchOutcome.OK:
        after = before.read(event.at, event.shows, event.text)
        after = replace(after, page_at=event.page_at, oddities=event.oddities)
    else:
        after = before.failed(event.at, event.outcome, event.text or "")
    work.save_feed(after)
    if known is not None and after.shows is known.shows and after.outcome is known.outcome:
        return False
    if known is not None or after.shows in TROUBLE:
        work.log(page_entry(event))
    return True


def probed(event: Probed, work: UnitOfWork, probes: Sequence[ProbeRef]) -> bool:
    """Keep what was measured; whether that says anything new."""
    fresh = ProbeState(event.probe, event.service, event.vantage, event.at, event.at)
    known = work.probe(event.probe, event.vantage) or fresh
    after = known.next(event.at, event.step, event.status, event.seconds, event.expires_at)
    work.save_probe(after)
    public_page.count(event, after, work, probes)
    if after.says(event.at) is known.says(event.at):
        return False
    work.log(probe_entry(event, after))
    return True
