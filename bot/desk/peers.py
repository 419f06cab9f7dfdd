"""Desks that tell each other: keeps what peers say, tells them what is reported here, judges their word."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.desk.gather import DeskContext
from bot.desk.peer_ports import Way
from bot.desk.ports import UnitOfWork
from bot.incidents.peer_sightings import (
    JUDGED_AFTER,
    MOST_AT_ONCE,
    ending,
    is_news,
    is_proved,
    may_be_judged,
    own_word,
)
from bot.model.catalogue import Catalogue
from bot.model.effect import Effect
from bot.model.facts import Watch
from bot.model.peer import (
    GOES_ON,
    KeptSighting,
    Peer,
    PeerSighting,
    PeerTold,
    Sighting,
    SightingState,
)
from bot.model.tenant_report import NO_INCIDENT
from bot.model.timeline import TimelineEntry, TimelineKind, subject_of


def hear(event: PeerTold, work: UnitOfWork, catalogue: Catalogue) -> bool:
    """Keep what a peer says; whether it changes anything.

    Of a peer that is not heard any more, of a product that is in no catalogue, of more products than a desk
    ever tells of at once, and older than what it said last: nothing.
    """
    peer, sighting = work.peer(event.peer), event.sighting
    if peer is None or not peer.keys or catalogue.get(sighting.product) is None:
        return False
    said = {k.sighting.product: k for k in work.sightings(Way.HEARD) if k.peer == peer.id}
    before = said.get(sighting.product)
    if before is None:
        going_on = sum(k.sighting.state in GOES_ON for k in said.values())
        if sighting.state not in GOES_ON or going_on >= MOST_AT_ONCE:
            return False
    elif event.told_at <= before.at:
        return False
    heard_at = before.heard_at if before is not None else event.at
    proved = before is not None and before.proved
    kept = KeptSighting(peer.id, sighting, min(event.told_at, event.at), heard_at, proved)
    work.keep_sighting(Way.HEARD, kept)
    if before is None or is_news(before, sighting, before.at):
        work.log(_entry(peer, sighting, event.at))
    return True


def _entry(peer: Peer, sighting: Sighting, at: datetime) -> TimelineEntry:
    subject, number = subject_of(sighting.product), str(sighting.organisations)
    return TimelineEntry(subject, at, TimelineKind.PEER, sighting.state, peer.name, text=number)


def exchange(work: UnitOfWork, around: DeskContext, now: datetime) -> list[Effect]:
    """Tell peers what is new, and judge what they told; once a minute."""
    peers = work.peers()
    if not peers:
        return []
    watch = around.watch(work, now)
    _judge({peer.id: peer for peer in peers}, work, watch)
    told = [peer for peer in peers if peer.url]
    return _tell(told, work, around, watch) if told else []


def _tell(peers: list[Peer], work: UnitOfWork, around: DeskContext, watch: Watch) -> list[Effect]:
    sent = {(k.peer, k.sighting.product): k for k in work.sightings(Way.SENT)}
    groups = (NO_INCIDENT, *(i.group for i in watch.open))
    said = {group: work.testimonies(group) for group in groups}
    known = {product for _, product in sent}
    own = own_word(said, known, around.beliefs.usual, watch)
    effects: list[Effect] = []
    for peer in peers:
        theirs = {k.sighting.product: k for k in sent.values() if k.peer == peer.id}
        for kept in theirs.values():
            if kept.sighting.product not in own:
                work.drop_sighting(Way.SENT, kept)
                effects.append(PeerSighting(peer.id, ending(kept.sighting, said, watch)))
        for sighting in own.values():
            before = theirs.get(sighting.product)
            if sighting.state is SightingState.REPORTED and not peer.early and before is None:
                continue
            if is_news(before, sighting, watch.now):
                effects.append(_told(peer, sighting, before, work, watch.now))
    return effects


def _told(
    peer: Peer, sighting: Sighting, before: KeptSighting | None, work: UnitOfWork, now: datetime
) -> PeerSighting:
    """Write down what a peer is told: what goes on for long, since it was told first."""
    first = now
    if before is not None:
        first, since = before.heard_at, min(before.sighting.since, sighting.since)
        sighting = replace(sighting, since=since)
    work.keep_sighting(Way.SENT, KeptSighting(peer.id, sighting, now, first))
    return PeerSighting(peer.id, sighting)


def _judge(peers: Mapping[str, Peer], work: UnitOfWork, watch: Watch) -> None:
    """See which sightings prove right, and learn from those that are over for long or were taken back."""
    known = dict(peers)
    for kept in work.sightings(Way.HEARD):
        peer = known.get(kept.peer)
        was_right = kept.proved or is_proved(kept, watch)
        withdrawn = kept.sighting.state is SightingState.WITHDRAWN
        if peer is not None and not withdrawn and watch.now - kept.at < JUDGED_AFTER:
            if was_right is not kept.proved:
                work.keep_sighting(Way.HEARD, replace(kept, proved=was_right))
            continue
        work.drop_sighting(Way.HEARD, kept)
        if peer is not None and (was_right or withdrawn or may_be_judged(kept, watch)):
            known[peer.id] = peer.after(was_right=was_right)
            work.save_peer(known[peer.id])
