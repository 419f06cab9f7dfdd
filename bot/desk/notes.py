"""Notes to staff that are no incident: a blind monitor, an unreadable feed, what did not arrive."""

from datetime import datetime, timedelta

from bot.desk import macros, posts
from bot.desk.ports import UnitOfWork
from bot.desk.tickets import note
from bot.model.catalogue import Catalogue
from bot.model.effect import Effect
from bot.model.event import DeliveryFailed, MessageDoubted, Opened, SocialPost
from bot.model.incident import IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.macro import MacroEvent
from bot.model.phrasing import organisation_words
from bot.model.publication import PostWritten
from bot.model.recipient import CONTACT
from bot.model.status import FeedState, FetchOutcome
from bot.model.understanding import Urgency
from bot.triage.reply.checks import clock_time

STAFF_LANG = "ja"
BLIND_AFTER = timedelta(minutes=5)  # all feeds failing: our own network is the first suspect
UNREAD_AFTER = timedelta(minutes=10)  # one feed failing
# A page that still shows trouble so long after its incident was over is stale; for a day it is looked at.
STALE_AFTER, STALE_FOR = timedelta(minutes=20), timedelta(days=1)
FEWEST_FOR_BLIND = 2
QUOTED = 400  # characters of a doubtful message that staff see


def feed_notes(
    work: UnitOfWork,
    catalogue: Catalogue,
    knowledge: Knowledge,
    now: datetime,
    *,
    probes_answer: bool,
) -> list[Effect]:
    """Tell staff once when monitoring is blind, or when one feed cannot be read.

    ``probes_answer``: our own measurements reach something, so that the network is not to blame.
    """
    feeds = work.feeds()
    failing = [f for f in feeds if f.outcome is not FetchOutcome.OK and f.failing_since is not None]
    if len(feeds) >= FEWEST_FOR_BLIND and len(failing) == len(feeds):
        since = max(f.failing_since for f in failing if f.failing_since)
        if now - since < BLIND_AFTER:
            return []
        key = "note.feeds_blind" if probes_answer else "note.blind"
        text = knowledge.say(STAFF_LANG, key, since=clock_time(since))
        return once("note:blind", since, text, now, work)
    effects: list[Effect] = []
    for feed in failing:
        if feed.failing_since is not None and now - feed.failing_since >= UNREAD_AFTER:
            text = _unread(feed, catalogue, knowledge)
            effects += once(f"note:feed:{feed.feed}", feed.failing_since, text, now, work)
    return [*effects, *_stale(feeds, catalogue, knowledge, now, work)]


def _stale(
    feeds: list[FeedState],
    catalogue: Catalogue,
    knowledge: Knowledge,
    now: datetime,
    work: UnitOfWork,
) -> list[Effect]:
    """That a page still shows trouble which has been over for a while: its vendor forgot it."""
    red = {f.service: f for f in feeds if f.is_in_trouble(now)}
    ended = work.incidents(open_only=False, ended_since=now - STALE_FOR) if red else []
    effects: list[Effect] = []
    for incident in ended:
        product = catalogue.of_cause(incident.cause)
        feed = red.get(product.id) if product is not None else None
        at = incident.resolved_at
        if product is None or feed is None or feed.shows_since is None or at is None:
            continue
        over = incident.status is IncidentStatus.RESOLVED and now - at >= STALE_AFTER
        if over and feed.shows_since < at:
            since = clock_time(feed.shows_since)
            text = knowledge.say(STAFF_LANG, "note.page_stale", name=product.name, since=since)
            effects += once(f"note:stale:{feed.feed}", at, text, now, work)
    return effects


def _unread(feed: FeedState, catalogue: Catalogue, knowledge: Knowledge) -> str:
    product = catalogue.get(feed.service)
    name = product.name if product is not None else feed.service
    since = clock_time(feed.failing_since or feed.tried_at)
    return knowledge.say(STAFF_LANG, "note.feed_unread", name=name, feed=feed.feed, since=since)


def once(key: str, since: datetime, text: str, now: datetime, work: UnitOfWork) -> list[Effect]:
    """A note, unless staff have had it for this very failure."""
    if work.recall(key) == since.isoformat():
        return []
    work.remember(key, since.isoformat())
    return [note(text, now, work)]


def noted(
    event: PostWritten | Opened | SocialPost | MacroEvent, work: UnitOfWork, catalogue: Catalogue
) -> list[Effect]:
    """Keep what no effect comes of; who follows the public page is told by broadcasts."""
    if isinstance(event, PostWritten):
        posts.write(event, work, catalogue)
    elif isinstance(event, MacroEvent):
        macros.keep(event, work)
    return []


def mishap(
    event: DeliveryFailed | MessageDoubted, work: UnitOfWork, knowledge: Knowledge
) -> list[Effect]:
    """Tell staff once of what did not arrive, and of what nobody is answered about."""
    match event:
        case DeliveryFailed():
            return _undelivered(event, work, knowledge)
        case MessageDoubted():
            return _doubted(event, work, knowledge)


def _undelivered(event: DeliveryFailed, work: UnitOfWork, knowledge: Knowledge) -> list[Effect]:
    """That a customer was not reached, with what was to be said."""
    if work.recall(f"note:undelivered:{event.key}") is not None:
        return []
    found = work.latest_conversation(event.customer.removeprefix(CONTACT))
    if found is None:  # it was no conversation that broke off
        return []
    work.remember(f"note:undelivered:{event.key}", event.at.isoformat())
    key = "note.maybe_undelivered" if event.may_be_there else "note.undelivered"
    text = knowledge.say(
        STAFF_LANG,
        key,
        what=knowledge.say(STAFF_LANG, f"note.undelivered.{event.effect}"),
        who=organisation_words(knowledge, found.tenant, STAFF_LANG) or found.customer,
        ticket=found.ticket or "-",
        why=event.reason[:300],
    )
    return [note(text, event.at, work, Urgency.HIGH)]


def _doubted(event: MessageDoubted, work: UnitOfWork, knowledge: Knowledge) -> list[Effect]:
    """What came under an address that may be forged, as a quotation."""
    if work.recall(f"note:doubted:{event.message_id}") is not None:
        return []
    work.remember(f"note:doubted:{event.message_id}", event.at.isoformat())
    words = " ".join(event.text.split())[:QUOTED]
    text = knowledge.say(STAFF_LANG, "note.doubted", who=event.sender, words=words)
    return [note(text, event.at, work)]
