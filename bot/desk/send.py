"""Effects into the ledger: each reader's own row, and copies for who besides gets them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from bot.desk import contacts
from bot.desk.broadcast_ports import DeliveryPlace
from bot.desk.ledger import Lane
from bot.desk.ports import UnitOfWork
from bot.desk.reader_places import STAFF_CHANNEL, channel_of, places_of
from bot.model.effect import (
    Effect,
    Notice,
    Proposal,
    Reply,
    StaffAlert,
    StaffReply,
    TicketRaised,
)
from bot.model.event import Event, MessageReceived, TicketAnswered, TicketClosed
from bot.model.peer import PeerSighting
from bot.model.recipient import destination_of

Copies = Callable[[Effect], Iterable[DeliveryPlace]]


def send(
    effects: tuple[Effect, ...], event: Event, number: int, work: UnitOfWork, copies: Copies
) -> None:
    """Put the effects into the outbox, each under its business key: told once.

    ``number``: of the event in the journal. A notice is one row a reader, so that each reaches its
    reader's own channel by itself; those of a broadcast are there already. A reply goes where the
    message came from, whoever began the conversation.
    """
    at = event.at
    for place, effect in enumerate(effects):
        stamp = f"{number}:{place}"
        match effect:
            case Notice(broadcast=None, to=to):
                places = places_of(to, work)
                for reader in to:
                    key, channel = f"notice:{stamp}:{reader}", places.channel(reader)
                    one = replace(effect, to=(reader,))
                    work.send(key, channel, one, at, reader=reader, lane=Lane.NOTICE)
            case Notice():
                pass
            case Reply(customer=customer, in_reply_to=message):
                came_by = event.channel if isinstance(event, MessageReceived) else None
                channel = came_by or channel_of(customer, work)
                work.send(f"reply:{message}", channel, effect, at, reader=customer)
            case StaffReply(customer=customer):
                held = (
                    event.held_until if isinstance(event, TicketAnswered | TicketClosed) else None
                )
                key, channel = f"staff_reply:{stamp}", channel_of(customer, work)
                work.send(key, channel, effect, at, reader=customer, due_at=held)
                if channel == contacts.CHAT:
                    contacts.mail_too(effect, key, held or at, work)
            case Proposal() | StaffAlert() | TicketRaised():
                work.send(
                    f"staff:{stamp}", STAFF_CHANNEL, effect, at, reader="staff", lane=Lane.STAFF
                )
            case PeerSighting():
                _tell_peer(effect, f"peer:{stamp}", at, work)
        _send_copies(effect, stamp, at, work, copies)


def _tell_peer(effect: PeerSighting, key: str, at: datetime, work: UnitOfWork) -> None:
    """Put it where the peer is told, signed as every webhook is."""
    if (peer := work.peer(effect.peer)) is not None:
        to, lane = destination_of("webhook", peer.url), Lane.STAFF
        work.send(key, "webhook", effect, at, reader=peer.reader, lane=lane, destination=to)


def _send_copies(
    effect: Effect, stamp: str, at: datetime, work: UnitOfWork, copies: Copies
) -> None:
    """Of a notice to many there is one copy, which names no reader; of one's own there is none."""
    if isinstance(effect, Notice):
        if effect.broadcast is None:
            return
        stamp = effect.broadcast
        effect = replace(effect, to=())
    for to in copies(effect):
        work.send(
            f"copy:{to.reader}:{stamp}",
            to.channel,
            effect,
            at,
            reader=to.reader,
            lane=Lane.STAFF,
            destination=to.destination,
        )
