"""How long what is kept, and what is left of a conversation afterwards: what is counted. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model.conversation import Conversation, Turn
from bot.model.identity import is_verified, unknown_key
from bot.model.ticket import ProposedNotice, Ticket

GONE = "expired:"  # how the name of somebody who is not known any more begins

Rename = Callable[[str], str]  # a person to a name that leads to nobody


@dataclass(frozen=True, slots=True)
class Retention:
    """Days after the last change; after them personal data goes and what is counted stays.

    ``transcripts``: words, names of persons and files in conversations, tickets, decided notices,
    the ledger of who was told, the journal, and a channel's notes on them. ``journal``: whole
    entries, counted by day and kind. ``deliveries``: settled ones, counted by day, channel, kind and
    outcome; that of a notice stays with the transcript that shows it. ``inbox``: records of messages that were handled; their contents went at once.
    ``audit``: who of the staff did what. ``pictures``: screenshots, after the day on which they came: what cannot be
    masked goes first.

    Organisations are no persons: they stay, by name, where incidents are counted.
    """

    transcripts: int = 180
    journal: int = 365
    deliveries: int = 90
    inbox: int = 30
    audit: int = 365
    pictures: int = 30


@dataclass(frozen=True, slots=True)
class Note:
    """What a channel's note in the store is about, so far as its key and text tell.

    It is good for nothing any more when ``latest``, the newest moment in it, is long ago and none
    of its ``threads`` is a live conversation's, nor its ``ticket`` or ``incident`` open.
    """

    latest: datetime
    threads: tuple[str, ...] = ()
    ticket: str | None = None
    incident: str | None = None


@dataclass(frozen=True, slots=True)
class Cuts:
    """What is older than these moments goes."""

    transcripts: datetime
    journal: datetime
    deliveries: datetime
    inbox: datetime
    audit: datetime
    pictures: datetime


def cuts(retention: Retention, now: datetime) -> Cuts:
    """The moments that a policy comes to now."""

    def before(days: int) -> datetime:
        return now - timedelta(days=days)

    return Cuts(
        before(retention.transcripts),
        before(retention.journal),
        before(retention.deliveries),
        before(retention.inbox),
        before(retention.audit),
        before(retention.pictures),
    )


def bare_conversation(conversation: Conversation, rename: Rename) -> Conversation:
    """When who spoke, of what, and what came of it; not a word, and nobody's name."""
    complaint = replace(
        conversation.complaint, facts={}, unlisted=(), inventory=None, complete=False
    )
    return replace(
        conversation,
        customer=rename(conversation.customer),
        thread=None,
        turns=tuple(Turn(turn.at, turn.speaker, "") for turn in conversation.turns),
        complaint=complaint,
        taken_over_by=None,
        uploads=(),
        offer=None,
        suggested="",
        name="",
        closing=None,
        checks=(),
        waiting=(),
        held=None,
        unanswered=(),
        tenant=_bare_key(conversation.tenant),
        witness=None,
        address=None,
    )


def _bare_key(organisation: str) -> str:
    """What stays of an organisation's key: what somebody typed, or where it came from, does not."""
    return organisation if is_verified(organisation) else unknown_key(GONE)


def bare_ticket(ticket: Ticket, rename: Rename) -> Ticket:
    """When it stood where, how urgent it was, and its cause."""
    return replace(
        ticket,
        text="",
        customer=rename(ticket.customer) if ticket.customer is not None else None,
        tenant=_bare_key(ticket.tenant) if ticket.tenant is not None else None,
        diagnosis=None,
        staff=None,
        tags=(),
        notes=(),
        followers=(),
        categorised_by=None,
        closing_answer=None,
    )


def bare_proposal(proposal: ProposedNotice) -> ProposedNotice:
    """What was told, without to whom; the ledger counts its readers."""
    return replace(proposal, to=(), staff=None)
