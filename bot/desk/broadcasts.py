"""Notices to many: started when staff approve, written page by page.

One page of readers is one event, so a large audience holds up nobody who waits for a reply, and a
killed process goes on where it was.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk.already_notified import carry_over, heard_beside
from bot.desk.broadcast_ports import DeliveryPlace
from bot.desk.ports import UnitOfWork
from bot.desk.reader_places import ReaderPlaces, places_of
from bot.desk.subscriptions import Subscribers
from bot.model.broadcast import CORRECTION, FIRST, PROGRESS, Audience, Broadcast, BroadcastStatus
from bot.model.conversation import Speaker, Turn
from bot.model.effect import Effect, Notice
from bot.model.event import Approved, PageDue
from bot.model.incident import ENDINGS, Incident, ToldNotice
from bot.model.recipient import Recipient, RecipientState
from bot.model.ticket import ProposedNotice

PAGE = 500  # readers written at one event: some 20 ms
ALWAYS_NEWS = frozenset({CORRECTION, PROGRESS})  # whatever somebody was told before
_UPDATES = ALWAYS_NEWS | {"withdrawn", "relapse"}  # in the words of effects: update


def start(proposal: ProposedNotice, event: Approved, work: UnitOfWork) -> list[Effect]:
    """Begin to tell everybody whom an approved notice is for; the first page is told at once."""
    carry_over(proposal, proposal.incident, work)
    audience = audience_of(proposal, work, event.tenants, event.channels)
    number = 0
    if audience is not None:
        active = (g for g in work.groups(audience) if g.state == RecipientState.ACTIVE)
        number = sum(g.number for g in active)
    places = places_of(proposal.to, work)
    named = named_by(proposal, audience, places, event.tenants, event.channels)
    broadcast = Broadcast(
        f"B{work.number('broadcast')}",
        proposal.incident,
        proposal.reason,
        proposal.text,
        proposal.lang,
        proposal.cause,
        event.at,
        event.staff,
        proposal.advice,
        audience,
        named,
        quiet=event.quiet,
        own=event.own,
        until=work.last_recipient() if audience is not None else 0,
        total=len(named) + number,
    )
    return write_page(broadcast, event.at, work)


def audience_of(
    proposal: ProposedNotice,
    work: UnitOfWork,
    tenants: tuple[str, ...] = (),
    channels: tuple[str, ...] = (),
) -> Audience | None:
    """The recipients whom a notice is for, narrowed; None: there are none, or they were told."""
    if proposal.audience is None:
        return None
    told = langs_told(proposal.incident, work)
    langs = tuple(lang for lang in proposal.audience.langs if lang not in told)
    if proposal.audience.langs and not langs:
        return None
    return replace(proposal.audience, langs=langs, tenants=tenants, channels=channels)


def langs_told(incident: str, work: UnitOfWork) -> frozenset[str]:
    """Languages whose recipients were told of an incident by a notice that staff did not retract.

    A notice that moved here from another incident counts by reader, as far as it says the same.
    """
    known = work.broadcasts(incident=incident, under_way_only=False)
    retracted = {b.follows for b in known if b.is_retraction}
    own = [b for b in known if b.id not in retracted and not b.moved]
    told = [b.audience for b in own if b.audience is not None]
    return frozenset(lang for audience in told for lang in audience.langs)


def named_by(
    proposal: ProposedNotice,
    audience: Audience | None,
    places: ReaderPlaces,
    tenants: Collection[str] = (),
    channels: Collection[str] = (),
) -> tuple[str, ...]:
    """The customers of a notice whom its audience does not hold, and who may be told, narrowed."""
    known, (wanted, ways) = places.known, (frozenset(tenants), frozenset(channels))
    return tuple(
        customer
        for customer in dict.fromkeys(proposal.to)
        if (customer not in known or _may_be_told(known[customer], audience))
        and places.fits(customer, wanted, ways)
    )


def _may_be_told(recipient: Recipient, audience: Audience | None) -> bool:
    held = audience is not None and audience.holds(recipient)
    return recipient.state is RecipientState.ACTIVE and not held


def go_on(event: PageDue, work: UnitOfWork) -> list[Effect]:
    """Tell the next readers; nothing when the broadcast is paused, over or unknown."""
    broadcast = work.broadcast(event.broadcast)
    if broadcast is None or not broadcast.is_running:
        return []
    return write_page(broadcast, event.at, work)


def write_page(broadcast: Broadcast, at: datetime, work: UnitOfWork) -> list[Effect]:
    """Write the next deliveries, at most ``PAGE``, and how far that is."""
    places, after = _next(broadcast, work)
    whole = len(places) == PAGE
    status = BroadcastStatus.RUNNING if whole else BroadcastStatus.COMPLETE
    incident = work.incident(broadcast.incident)
    readers = [p.reader for p in places]
    talking, heard = work.conversing(readers), heard_beside(broadcast, readers, work)
    fresh = [
        p
        for p in places
        if p.reader not in heard
        and (p.reader not in talking or not knows(p.reader, broadcast.reason, incident, work))
    ]
    due_at = broadcast.waits_until(at)
    told = fresh if due_at is None else [replace(p, due_at=due_at) for p in fresh]
    work.spread(broadcast, told, at)
    for place in fresh:
        if place.reader in talking:
            _write_down(place, broadcast, incident, at, work)
    work.save_broadcast(replace(broadcast, after=after, status=status))  # last: claims wait for it
    return [_notice(broadcast, fresh)] if fresh and broadcast.news is None else []


def tend_broadcasts(at: datetime, work: UnitOfWork) -> None:
    """See to what has not been delivered of broadcasts.

    What was written by day is put off until the morning. What was called off while somebody was
    about to hand it over, and died of it, is not waited for any more.
    """
    for ident in sorted(work.unfinished()):
        broadcast = work.broadcast(ident)
        if broadcast is None:
            continue
        if broadcast.status is BroadcastStatus.CANCELLED:
            work.call_off(ident, at)
        morning = broadcast.quiet.over_at(at) if broadcast.quiet is not None else None
        if morning is not None:
            work.put_off(ident, morning)


def _next(broadcast: Broadcast, work: UnitOfWork) -> tuple[list[DeliveryPlace], int]:
    """The next readers, and how far that is: first those whom conversations know."""
    if broadcast.follows is not None:
        edition = broadcast.until
        found = work.told_page(broadcast.follows, broadcast.after, PAGE, edition)
        return found, found[-1].number if found else broadcast.after
    if broadcast.news is not None:
        of = Subscribers(broadcast.news.lang, broadcast.news.topics)
        found = list(work.subscriber_page(of, broadcast.after, broadcast.until, PAGE))
        return found, found[-1].number if found else broadcast.after
    done = -broadcast.after if broadcast.after < 0 else 0
    named = broadcast.named[done : done + PAGE] if broadcast.after <= 0 else ()
    where = places_of(named, work)
    places = [DeliveryPlace(c, where.channel(c), where.destination(c)) for c in named]
    after = -(done + len(named)) if len(named) == PAGE else max(broadcast.after, 0)
    if len(places) < PAGE and broadcast.audience is not None:
        room = PAGE - len(places)
        more = work.page(broadcast.audience, max(broadcast.after, 0), broadcast.until, room)
        places += more
        after = more[-1].number if more else after
    return places, after


def knows(reader: str, reason: str, incident: Incident | None, work: UnitOfWork) -> bool:
    """Whether a reader whom a conversation knows has heard this of an incident by another way."""
    if incident is None:
        return False
    told = work.told(incident.id, incident.relapses, reader).get(reader, frozenset())
    return has_heard(told, reason)


def has_heard(told: frozenset[str], reason: str) -> bool:
    """Whether what somebody was told makes a notice superfluous.

    Who was told anything of an incident needs no first notice of it.
    """
    if reason in ALWAYS_NEWS:
        return False
    if reason == FIRST:
        return bool(told - {"proposed"})
    return bool(told & ENDINGS) if reason in ENDINGS else reason in told


def _write_down(
    place: DeliveryPlace,
    broadcast: Broadcast,
    incident: Incident | None,
    at: datetime,
    work: UnitOfWork,
) -> None:
    """In the ledger of the incident, and in the transcript of one who has one.

    There it is read once it has arrived; see ``as_heard``.
    """
    reader, text = place.reader, broadcast.said(broadcast.edition, place.channel)
    if incident is not None:
        work.tell(incident.id, [ToldNotice(reader, broadcast.reason, at, incident.relapses)])
    conversation = work.latest_conversation(reader)
    if conversation is not None:
        turn = Turn(at, Speaker.DESK, text, broadcast=broadcast.id)
        work.save_conversation(conversation.with_turn(turn), at)


def _notice(broadcast: Broadcast, places: Sequence[DeliveryPlace]) -> Notice:
    return Notice(
        broadcast.incident,
        tuple(p.reader for p in places),
        "update" if broadcast.reason in _UPDATES else broadcast.reason,
        broadcast.text,
        broadcast.lang,
        broadcast.cause,
        broadcast.advice,
        broadcast.id,
    )
