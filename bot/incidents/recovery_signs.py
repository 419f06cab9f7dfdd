"""What speaks for and against the end of an incident: words of reporters, pages, measurements."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from bot.incidents.prior import STILL_REPORTED, probe_fails, shows_ending, shows_trouble
from bot.incidents.remedies import released
from bot.model.facts import Watch
from bot.model.identity import is_verified
from bot.model.incident import Incident
from bot.model.probe import ServiceHealth
from bot.model.status import TROUBLE, Shows

# A host that failed and answers again: so many times in a row, for so long, before that counts.
WELL_FROM, WELL_FOR = 3, timedelta(minutes=15)
# Verified organisations that say it works again before that is believed: at least so many, and this
# share of those that reported. More than ``MOST_AGREEING`` need not agree, however many reported.
AGREEING, AGREEING_SHARE, MOST_AGREEING = 2, 0.3, 1000
UNCONTRADICTED_FOR = timedelta(minutes=15)  # by those who are asked whether it is over
# So long after an end one may still write of the trouble without having looked again; where so many organisations
# write later than that, the page that shows the end is not believed.
WRITTEN_LATE, SEVERAL_DENY = timedelta(minutes=5), 2
# If no report came for so long before the first "works again", a smaller share of the reporters need confirm it.
LONG_QUIET, SHARE_AFTER_QUIET = timedelta(minutes=60), 0.15
# A word older than that when a page shows an end is of another.
AGREES_WITHIN = timedelta(minutes=30)
_WAITING = TROUBLE | {Shows.MONITORING}  # what a vendor shows whose users may not be well


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against recovery."""

    recovered: int  # verified organisations that say it works again, by itself
    needed: int  # how many of them it takes
    agrees_with_page: bool  # the last of these words came with the page's end, or later
    alone_for: timedelta | None  # how long such a word has stood, where it is all to be expected
    hinted: bool  # somebody who is not verified says so
    page_ended: bool  # the vendor says monitoring or resolved
    page_resolved_for: timedelta | None  # how long the vendor has said resolved
    page_in_trouble: bool
    vendors_wait: bool  # a vendor that stands on the cause still reports trouble, and none of its users is well
    quiet: timedelta
    contested: bool  # somebody has told of trouble since a page that shows its end began to
    disputed: bool  # a verified one of them well after that, who has not said since that it is over
    measured_failing: bool  # our own measurements find it failing
    mended_for: timedelta | None  # how long ago it was mended by our measurements, if it surely is

    @property
    def still_seen(self) -> bool:
        """Whether we ourselves still see the trouble."""
        return self.page_in_trouble or self.measured_failing

    @property
    def is_agreed(self) -> bool:
        """Whether enough of the organisations that reported it say that it is over, and none of the vendors waits."""
        return self.recovered >= self.needed and not self.vendors_wait

    @property
    def is_seen_by_two(self) -> bool:
        """Whether the vendor's page and somebody else find that it is over."""
        mended = self.mended_for is not None and self.mended_for >= WELL_FOR
        agrees = mended or (self.agrees_with_page and not self.vendors_wait)
        return self.page_ended and not self.contested and agrees

    @property
    def is_uncontradicted(self) -> bool:
        """Whether none of those who were asked says that it goes on, nor has against the page."""
        if self.contested:
            return False
        return self.alone_for is not None and self.alone_for >= UNCONTRADICTED_FOR

    @property
    def has_turned(self) -> bool:
        """Whether anything speaks for its end that nobody has contradicted."""
        ended = self.page_ended or self.mended_for is not None
        return self.recovered > 0 or self.hinted or (ended and not self.contested)


def signs_of(incident: Incident, watch: Watch) -> Signs:
    """What the reporters and the pages of the likeliest cause say."""
    feeds = _feeds(incident, watch)
    recovered = sum(is_verified(t) for t in incident.recovered)
    return Signs(
        recovered=recovered,
        needed=agreeing(incident),
        agrees_with_page=_agrees(incident, feeds, watch),
        alone_for=_alone_for(incident, recovered, watch),
        hinted=recovered < len(incident.recovered),
        page_ended=any(shows_ending(watch.feeds.get(f), watch) for f in feeds),
        page_resolved_for=_resolved_for(feeds, watch),
        page_in_trouble=any(shows_trouble(watch.feeds.get(f), watch) for f in feeds),
        vendors_wait=_do_vendors_wait(incident, watch),
        quiet=watch.now - (incident.last_report_at or incident.raised_at),
        contested=is_contested(incident, watch),
        disputed=_is_disputed(incident, feeds, watch),
        measured_failing=probe_fails(feeds[0], watch),
        mended_for=_mended_for(incident, feeds[0], watch),
    )


def _do_vendors_wait(incident: Incident, watch: Watch) -> bool:
    """Whether a page of what stands on the cause has told of trouble since the incident began, and of no end of it.

    Of those whom a failing cloud had stopped one comes back before the other: who is well tells of their own vendor.
    """
    served = watch.catalogue.dependants(incident.cause.partition(":")[2])
    pages = (watch.feeds.get(i) for i in served.difference(incident.mended))
    return any(
        page is not None
        and page.says(watch.now) in _WAITING
        and page.shows_since is not None
        and page.shows_since >= incident.raised_at
        for page in pages
    )


def agreeing(incident: Incident) -> int:
    """How many verified organisations must say that an incident is over."""
    share = ceil(AGREEING_SHARE * incident.verified)
    return min(max(AGREEING, share), MOST_AGREEING)


def _alone_for(incident: Incident, recovered: int, watch: Watch) -> timedelta | None:
    """How long those who say that it is over have been all to be expected, and not contradicted."""
    since, latest = incident.well_at, incident.last_report_at
    if since is None or not incident.asked:
        return None
    expected = round(AGREEING_SHARE * incident.verified)
    if since - (latest or incident.raised_at) >= LONG_QUIET:
        fewer = max(AGREEING, ceil(SHARE_AFTER_QUIET * incident.verified))
        expected = min(expected, fewer)
    if recovered < expected:
        return None
    return watch.now - since if latest is None or latest <= since else None


def _feeds(incident: Incident, watch: Watch) -> list[str]:
    """Ids whose pages count: the cause, what it stands on, and what stands on it and tells of an end now.

    A script network without a page of its own is seen to be back by those whom it serves. Beside a page of its
    own they tell of themselves alone.
    """
    ident = incident.cause.partition(":")[2]
    below = [ident, *sorted(watch.catalogue.foundations(ident))]
    if (page := watch.feeds.get(ident)) is not None and page.says(watch.now) is not None:
        return below
    served = sorted(watch.catalogue.dependants(ident))
    return [*below, *(i for i in served if page_ended(i, incident, watch))]


def page_ended(product_id: str, incident: Incident, watch: Watch) -> datetime | None:
    """Since when a product's own page has shown an end that came after the incident began; None where it does not."""
    ended = _ended_since([product_id], watch)
    return ended if ended is not None and ended >= incident.raised_at else None


def _mended_for(incident: Incident, product_id: str, watch: Watch) -> timedelta | None:
    """How long ago the product failed for the last time; None unless it did in this incident."""
    measure = watch.probes.get(product_id)
    if measure is None or measure.health not in (ServiceHealth.WELL, ServiceHealth.SLOW):
        return None
    at = measure.mended_at
    mended = at is not None and at >= incident.raised_at and measure.wells >= WELL_FROM
    return watch.now - at if at is not None and mended else None


def _resolved_for(feeds: list[str], watch: Watch) -> timedelta | None:
    """The longest time for which one of these feeds has shown ``resolved``."""
    since = [
        feed.shows_since
        for f in feeds
        if (feed := watch.feeds.get(f)) is not None
        and feed.says(watch.now) is Shows.RESOLVED
        and feed.shows_since is not None
    ]
    return max((watch.now - s for s in since), default=None)


def is_contested(incident: Incident, watch: Watch) -> bool:
    """Whether a reporter has told of trouble since a page showed its end.

    A browser may keep the broken script long after its vendor has mended it.
    """
    ended = _ended_since(_feeds(incident, watch), watch)
    return ended is not None and (incident.last_report_at or incident.raised_at) > ended


def _is_disputed(incident: Incident, feeds: list[str], watch: Watch) -> bool:
    """Whether somebody for whom it goes on has said so when all should have seen the end that a page shows.

    One organisation may only write late; several that write after the first minutes have not seen it.
    """
    ended = _ended_since(feeds, watch)
    if ended is None:
        return False
    after = [report.at - ended for report in incident.last_reports]
    several = sum(late > WRITTEN_LATE for late in after) >= SEVERAL_DENY
    return several or any(late > STILL_REPORTED for late in after)


def _agrees(incident: Incident, feeds: list[str], watch: Watch) -> bool:
    """Whether the last verified word that it is over goes with the end that a page shows.

    Where that end is a new version, it is over only for those who have put it in.
    """
    if released(incident, watch) is not None:
        return False
    ended, well = _ended_since(feeds, watch), incident.well_at
    return ended is not None and well is not None and well >= ended - AGREES_WITHIN


def _ended_since(feeds: list[str], watch: Watch) -> datetime | None:
    """Since when a page has shown its end, the latest of them."""
    ended = [
        feed.shows_since
        for f in feeds
        if shows_ending(feed := watch.feeds.get(f), watch) and feed is not None and feed.shows_since
    ]
    return max(ended, default=None)


def has_news(incident: Incident, watch: Watch) -> bool:
    """Whether anything speaks for its end since a person last decided where it stands.

    What was known then does not undo what they decided.
    """
    since = incident.decided_at
    if since is None:
        return True
    feeds = _feeds(incident, watch)
    measure = watch.probes.get(feeds[0])
    mended = measure.mended_at if measure is not None else None
    signs = (incident.well_at, _ended_since(feeds, watch), mended)
    return any(at is not None and at > since for at in signs)
