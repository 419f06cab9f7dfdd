"""Carries out what staff do with a case among themselves: tags, notes, putting off, taking up again."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.desk.ports import UnitOfWork
from bot.desk.staff import heir_of
from bot.desk.taking_back import take_back
from bot.desk.tickets import category_of, open_ticket
from bot.model.case_events import (
    CaseWork,
    SendingTakenBack,
    TagChanged,
    TicketCategorised,
    TicketFollowed,
    TicketHandedBack,
    TicketNoted,
    TicketReopened,
    TicketSnoozed,
    TicketTagged,
    TicketWork,
)
from bot.model.ticket import Category, StaffNote, Ticket, TicketStatus

MOST_TAGS = 20
LONGEST_TAG = 40  # characters
MOST_NOTES = 200
MOST_FOLLOWERS = 50
MOST_NOTED = 100_000  # characters of all notes of one ticket
_NAME_ENDS = r"(?:(?<![a-z0-9])|(?![a-z0-9_-]))"
_PUNCTUATION = re.compile(r"[\s#＃,、，]+")


def work_on(event: CaseWork, work: UnitOfWork) -> None:
    """Change a ticket as staff want it; an unknown one, or what cannot be any more, stays as it is."""
    if isinstance(event, TagChanged):
        _change_tag(event, work)
        return
    ticket = work.ticket(event.ticket)
    if ticket is not None:
        _change(ticket, event, work)


def _change(ticket: Ticket, event: TicketWork, work: UnitOfWork) -> None:
    match event:
        case TicketTagged(tags=tags):
            work.save_ticket(replace(ticket, tags=tags_of(tags)))
        case TicketNoted():
            work.save_ticket(_noted(ticket, event))
        case TicketSnoozed(until=until, incident=incident):
            if ticket.status is not TicketStatus.CLOSED:
                put_off = replace(ticket, snoozed_until=until, snoozed_for=incident)
                work.save_ticket(replace(put_off, changed_at=event.at))
        case TicketFollowed(staff=staff, follows=follows):
            work.save_ticket(_followed(ticket, staff, follows=follows))
        case TicketCategorised():
            work.save_ticket(_categorised(ticket, event, work))
        case TicketReopened():
            _reopen(ticket, event, work)
        case TicketHandedBack():
            _hand_back(ticket, event, work)
        case SendingTakenBack():
            take_back(ticket, event, work)


def tags_of(given: Iterable[str]) -> tuple[str, ...]:
    """Tags as they are kept: each once, in one word, in the order in which they were given."""
    found = (_PUNCTUATION.sub("-", tag.strip()).strip("-")[:LONGEST_TAG] for tag in given)
    return tuple(dict.fromkeys(tag for tag in found if tag))[:MOST_TAGS]


def _change_tag(event: TagChanged, work: UnitOfWork) -> None:
    """The tag in its place under the other name, once."""
    for ident in event.tickets:
        ticket = work.ticket(ident)
        if ticket is not None and event.tag in ticket.tags:
            tags = (event.to if tag == event.tag else tag for tag in ticket.tags)
            work.save_ticket(replace(ticket, tags=tags_of(tags)))


def mentioned(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Which of the colleagues a note names with an @; of names that begin alike the longest.

    Words may follow at once, but no letter of another Latin name.
    """
    known = {name.casefold(): name for name in names}
    spelled = (re.escape(n) + _NAME_ENDS for n in sorted(known, key=len, reverse=True))
    found = {m.group(1) for m in re.finditer(f"[@＠]({'|'.join(spelled)})", text.casefold())}
    return tuple(name for low, name in known.items() if low in found)


def _followed(ticket: Ticket, *names: str, follows: bool = True) -> Ticket:
    """The ticket with these of the staff as followers, or without them."""
    kept = (name for name in ticket.followers if name not in names)
    followers = (*kept, *dict.fromkeys(names)) if follows else tuple(kept)
    return replace(ticket, followers=followers[-MOST_FOLLOWERS:])


def _categorised(ticket: Ticket, event: TicketCategorised, work: UnitOfWork) -> Ticket:
    """The ticket under a category; what is none leaves it to the desk."""
    if event.category in set(Category):
        chosen = Category(event.category)
        return replace(ticket, category=chosen, categorised_by=event.staff)
    conversation = work.conversation(ticket.conversation) if ticket.conversation else None
    found = category_of(conversation) if conversation is not None else None
    return replace(ticket, category=found, categorised_by=None)


def _noted(ticket: Ticket, event: TicketNoted) -> Ticket:
    """The ticket with one more note; the oldest go when there are very many. Whom it names follows it."""
    notes = [*ticket.notes, StaffNote(event.at, event.staff, event.text, event.mentions)]
    notes = notes[-MOST_NOTES:]
    while len(notes) > 1 and sum(len(note.text) for note in notes) > MOST_NOTED:
        del notes[0]
    return _followed(replace(ticket, notes=tuple(notes)), *event.mentions)


def _reopen(ticket: Ticket, event: TicketReopened, work: UnitOfWork) -> None:
    """Take up a closed ticket again, unless its conversation has another one by now, or it has none left."""
    if ticket.status is not TicketStatus.CLOSED or ticket.merged_into is not None:
        return
    conversation = work.conversation(ticket.conversation) if ticket.conversation else None
    if conversation is not None and open_ticket(conversation, work) is not None:
        return
    opened = replace(ticket, status=TicketStatus.CLAIMED, staff=event.staff, changed_at=event.at)
    work.save_ticket(opened)
    if conversation is not None:
        taken = replace(conversation, ticket=ticket.id, taken_over_by=event.staff, closing=None)
        work.save_conversation(taken, event.at)


def _hand_back(ticket: Ticket, event: TicketHandedBack, work: UnitOfWork) -> None:
    """Nobody has the ticket any more, which stays open; the desk answers what is said from now on."""
    if ticket.status is not TicketStatus.CLAIMED:
        return
    work.save_ticket(replace(ticket, status=TicketStatus.OPEN, staff=None, changed_at=event.at))
    conversation = work.conversation(ticket.conversation) if ticket.conversation else None
    if conversation is not None and conversation.ticket == ticket.id:
        work.save_conversation(replace(conversation, taken_over_by=None), event.at)


def wake(now: datetime, work: UnitOfWork) -> None:
    """Take up what was put off until now, or until an incident that is over.

    An incident that became part of another is over when that one is.
    """
    for ticket in work.snoozed():
        incident = heir_of(ticket.snoozed_for, work)
        is_due = ticket.snoozed_until is not None and ticket.snoozed_until <= now
        is_over = ticket.snoozed_for is not None and (incident is None or not incident.is_open)
        if is_due or is_over:
            work.save_ticket(awake(ticket))
        elif incident is not None and incident.id != ticket.snoozed_for:
            work.save_ticket(replace(ticket, snoozed_for=incident.id))


def awake(ticket: Ticket) -> Ticket:
    """The ticket, put off no longer."""
    return replace(ticket, snoozed_until=None, snoozed_for=None)
