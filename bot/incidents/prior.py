"""How likely a fault is before anybody reports: how common, what the pages say, what day it is."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from math import log10

from bot.model.catalogue import Catalogue, LicenceCheck, Product, ProductKind
from bot.model.evidence import WORKS_AS_DESIGNED
from bot.model.facts import Watch
from bot.model.incident import IncidentStatus
from bot.model.japan import JST
from bot.model.probe import ServiceHealth
from bot.model.status import ENDING, TROUBLE, FeedState, Shows

# Decibans of a fault somewhere in a product in any three hours before reports or feeds speak;
# rough orders of magnitude from published outages (an hour or two a month at worst).
PRIORS: Mapping[str, float] = {
    "platform": -19.0,
    "plugin": -20.0,
    "connected": -20.0,
    "home": -21.0,
    "infra": -26.0,
    "idp": -21.0,
    "isp": -22.0,
    "external": -25.0,
    "update": -20.0,
    "maintenance": -23.0,
    "unlisted_plugin": -19.0,
    "browser": -22.0,
    "unknown": -24.0,  # something shared that is in no catalogue
}
# Decibans of a fault in *any* product of a sort: a catalogue that lists more of them does not make
# the world a worse place.
PRIORS_TOGETHER: Mapping[str, float] = {
    "plugin": -15.0,
    "connected": -15.0,
    "infra": -14.0,
    "idp": -14.0,
    "isp": -14.0,
    "external": -16.0,
}
RELAPSE = -6.0  # of a fault that was over within the last day; attacks come in waves
ALONE = -8.0  # a plug-in that calls no host fails only by a new version of it or of kintone
TROUBLE_SHOWN = 20.0  # decibans of a page that reports trouble
STILL_REPORTED = timedelta(minutes=15)  # after a page has told of the end
TROUBLE_BELOW = 8.0  # of the page of something that the product stands on
NOTICE_SHOWN = 6.0  # of a page that announces a change
MAINTENANCE_SHOWN = 25.0  # of a page by which announced work is going on now
# Decibans of our own measurements. Judgements: a host fails for us alone now and then, and half of what
# customers suffer from (a bad version, one function, one region) is not seen at the host.
MEASURED: Mapping[ServiceHealth, float] = {
    ServiceHealth.FAILING: 16.0,
    ServiceHealth.SLOW: 6.0,
    ServiceHealth.PARTLY: 4.0,
    ServiceHealth.WELL: -2.5,
}
# kintone changes on the second Sunday of a month; what depends on its screens breaks in the days
# after. Decibans for the platform's change and for plug-ins.
CHANGES_FOR = timedelta(days=3)
JUST_CHANGED: Mapping[str, float] = {"update": 6.0, "plugin": 6.0}


def prior(cause: str, watch: Watch, at: datetime) -> float:
    """Decibans of a cause before anything was reported at a moment."""
    weight = usual(cause, watch.catalogue, at)
    return max(weight, RELAPSE) if has_just_ended(cause, watch) else weight


def usual(cause: str, catalogue: Catalogue, at: datetime) -> float:
    """Decibans of a cause as long as nothing is known of the last days."""
    heading = cause.partition(":")[0]
    product = catalogue.of_cause(cause)
    weight = PRIORS.get(heading, -25.0)
    if heading in PRIORS_TOGETHER:
        each = 10 * log10(max(1, catalogue.headings[heading]))
        weight = min(weight, PRIORS_TOGETHER[heading] - each)
    if is_just_changed(at):
        weight += JUST_CHANGED.get(heading, 0.0)
    if product is not None and product.kind is ProductKind.PLUGIN and _stands_alone(product):
        weight += ALONE
    return weight


def has_just_ended(cause: str, watch: Watch) -> bool:
    """Whether an incident of this cause is over since a day at most."""
    return any(i.status is IncidentStatus.RESOLVED and i.cause == cause for i in watch.incidents)


def is_just_changed(now: datetime) -> bool:
    """Whether the platform's monthly change (second Sunday, Japanese time) is some days old at most."""
    today = now.astimezone(JST).date()
    changed = _second_sunday(today)
    return changed <= today < changed + CHANGES_FOR


def _second_sunday(day: date) -> date:
    first = day.replace(day=1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7)


def _stands_alone(product: Product) -> bool:
    """Whether a product is known to need no host: without one, nothing of it can go down."""
    return (
        not product.hosts and not product.depends_on and product.licence_check is LicenceCheck.NONE
    )


def seen_weight(cause: str, watch: Watch, at: datetime | None = None) -> float:
    """Decibans from what is known without anybody's report: status feeds, probes, other desks' word."""
    return feed_weight(cause, watch, at) + probe_weight(cause, watch) + told_weight(cause, watch)


def seen_products(watch: Watch) -> frozenset[str]:
    """Products of which a page, a measurement or another desk says anything, with all that stand on them.

    Of all others ``seen_weight`` is 0.
    """
    catalogue = watch.catalogue
    told = {i for i, feed in watch.feeds.items() if _says_more(feed, watch)}
    failing = {i for i, m in watch.probes.items() if m.health is ServiceHealth.FAILING}
    above = (catalogue.dependants(i) for i in told | failing if not _is_platform(i, watch))
    return frozenset({*told, *watch.probes, *watch.told, *(i for ids in above for i in ids)})


def told_weight(cause: str, watch: Watch) -> float:
    """Decibans from what other desks tell of the cause's own product; none of it makes an incident."""
    product = watch.catalogue.of_cause(cause)
    if product is None or cause.startswith(WORKS_AS_DESIGNED):
        return 0.0
    return watch.told.get(product.id, 0.0)


def _says_more(feed: FeedState, watch: Watch) -> bool:
    said = feed.says(watch.now)
    spoke = said is not Shows.OPERATIONAL or feed.told_of_trouble(watch.now)
    return said is not None and spoke


def probe_weight(cause: str, watch: Watch) -> float:
    """Decibans from our own measurements of the cause's product and of what lies below it.

    A product that is well at its hosts may fail all the same (a bad version, one region), so that
    this says less than a failure does. What changes on purpose fails for nobody.
    """
    product = watch.catalogue.of_cause(cause)
    if product is None or cause.startswith(WORKS_AS_DESIGNED):
        return 0.0
    own = watch.probes.get(product.id)
    if own is not None and own.health is not ServiceHealth.WELL:
        return MEASURED[own.health]
    below = watch.catalogue.foundations(product.id)
    if any(probe_fails(i, watch) for i in below if not _is_platform(i, watch)):
        return TROUBLE_BELOW
    return MEASURED[ServiceHealth.WELL] if own is not None else 0.0


def probe_fails(product_id: str, watch: Watch) -> bool:
    """Whether our own measurements find a product failing now."""
    measure = watch.probes.get(product_id)
    return measure is not None and measure.health is ServiceHealth.FAILING


def feed_weight(cause: str, watch: Watch, at: datetime | None = None) -> float:
    """Decibans from the status feed of the cause's product and of what lies below it.

    ``at``: when the latest report was given that is to be explained: trouble and announced work explain
    what was reported while they lasted, also once they are over. None: what the page says now.
    """
    product = watch.catalogue.of_cause(cause)
    if product is not None and cause.startswith("maintenance:"):
        return MAINTENANCE_SHOWN if _was_at_work(product, watch, at or watch.now) else 0.0
    if product is None or cause.startswith("update:"):
        return NOTICE_SHOWN if product is not None and _has_notice(product, watch) else 0.0
    below = (i for i in watch.catalogue.foundations(product.id) if not _is_platform(i, watch))
    if any(_told_of_trouble(watch.feeds.get(i), watch, at) for i in below):
        return TROUBLE_BELOW  # and its own page tells of that trouble, if it tells of any
    return TROUBLE_SHOWN if _told_of_trouble(watch.feeds.get(product.id), watch, at) else 0.0


def _told_of_trouble(feed: FeedState | None, watch: Watch, at: datetime | None) -> bool:
    """Whether a page reports trouble, or did when the report was given that is to be explained.

    Customers write for a while after a page has told of the end.
    """
    if feed is None or at is None or shows_trouble(feed, watch):
        return shows_trouble(feed, watch)
    says, over = feed.says(watch.now), feed.shows_since
    if says is None or says in TROUBLE or over is None or not feed.told_of_trouble(watch.now):
        return False
    return at < (over + STILL_REPORTED if says in ENDING else over)


def shows_trouble(feed: FeedState | None, watch: Watch) -> bool:
    """Whether a feed, read lately, reports trouble that began lately and is not over."""
    return feed is not None and feed.is_in_trouble(watch.now)


def shows_ending(feed: FeedState | None, watch: Watch) -> bool:
    """Whether a feed, read lately, says that the trouble is ending or over."""
    return feed is not None and feed.says(watch.now) in ENDING


def _was_at_work(product: Product, watch: Watch, at: datetime) -> bool:
    feed = watch.feeds.get(product.id)
    says = feed.says(watch.now) if feed is not None else None
    if feed is not None and feed.is_overdue(watch.now):
        return feed.announced_end is not None and at <= feed.announced_end
    if feed is None or says is not Shows.MAINTENANCE_COMPLETED:
        return says is Shows.MAINTENANCE_IN_PROGRESS
    return feed.shows_since is not None and at < feed.shows_since


def _has_notice(product: Product, watch: Watch) -> bool:
    feed = watch.feeds.get(product.id)
    return feed is not None and feed.says(watch.now) is Shows.NOTICE


def _is_platform(product_id: str, watch: Watch) -> bool:
    product = watch.catalogue.get(product_id)
    return product is not None and product.kind is ProductKind.PLATFORM
