"""What staff send is held for a moment, in which they may take it back."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import contacts
from bot.desk.labels import CLOSING_BUTTONS
from bot.desk.ports import UnitOfWork
from bot.model.case_events import SendingTakenBack
from bot.model.conversation import Conversation, Turn
from bot.model.ticket import Ticket, TicketStatus

HELD_FOR = timedelta(seconds=10)


def held_turn(conversation: Conversation, now: datetime) -> Turn | None:
    """The latest turn that is held still; None: there is none."""
    held = (t for t in reversed(conversation.turns) if t.held_until and t.held_until > now)
    return next(held, None)


def as_sent(conversation: Conversation, now: datetime) -> Conversation:
    """The conversation without what is held still: what its customer may see."""
    turns = tuple(t for t in conversation.turns if t.held_until is None or t.held_until <= now)
    return conversation if turns == conversation.turns else replace(conversation, turns=turns)


def _without(conversation: Conversation, turn: Turn) -> Conversation:
    """The conversation without one turn; a question that it put was not asked."""
    left = tuple(each for each in conversation.turns if each is not turn)
    asked, still_open = (
        tuple(key for key in keys if key != turn.question)
        for keys in (conversation.asked, conversation.open_questions)
    )
    return replace(conversation, turns=left, asked=asked, open_questions=still_open)


def take_back(ticket: Ticket, event: SendingTakenBack, work: UnitOfWork) -> None:
    """Take back what was sent last; what is not held any more, or is being delivered, stays.

    A ticket that was closed by it is again with whoever had it.
    """
    conversation = work.conversation(ticket.conversation) if ticket.conversation else None
    turn = held_turn(conversation, event.at) if conversation is not None else None
    if conversation is None or turn is None or turn.held_until is None:
        return
    if not work.take_back(conversation.customer, turn.held_until):
        return
    contacts.take_back(conversation.customer, turn.held_until, work)
    conversation = _without(conversation, turn)
    if turn.buttons == CLOSING_BUTTONS and conversation.closing is not None:
        had = None if conversation.closing.was_open else conversation.closing.staff
        status = TicketStatus.OPEN if had is None else TicketStatus.CLAIMED
        work.save_ticket(replace(ticket, status=status, staff=had, changed_at=event.at))
        conversation = replace(conversation, ticket=ticket.id, taken_over_by=had, closing=None)
    work.save_conversation(conversation, event.at)
