"""When staff close a case: the customer is told and asked whether it is solved; "no" opens it again."""

from dataclasses import replace
from datetime import datetime

from bot.desk.conversations import latest_for
from bot.desk.labels import CLOSING_BUTTONS
from bot.desk.ports import UnitOfWork
from bot.desk.taking_back import as_sent
from bot.desk.tickets import open_ticket
from bot.model.conversation import Closing, Conversation, Speaker, Turn
from bot.model.effect import Effect, Reply, StaffReply, TicketNews, TicketRaised
from bot.model.event import MessageReceived, TicketClosed
from bot.model.ticket import ClosingAnswer, Ticket, TicketStatus
from bot.text.normalise import fold
from bot.texts.loader import LANGUAGES, say
from bot.triage.update_conversation import with_customers_turn

SOLVED, UNSOLVED = BUTTONS = CLOSING_BUTTONS


def ask(
    conversation: Conversation, ticket: Ticket, event: TicketClosed
) -> tuple[Conversation, StaffReply]:
    """Tell the customer that their case was closed, and ask whether it is solved."""
    text = say(conversation.lang, "desk.closing.ask", ticket=ticket.id)
    turn = Turn(event.at, Speaker.DESK, text, buttons=BUTTONS, held_until=event.held_until)
    was_open = ticket.status is TicketStatus.OPEN
    asked = Closing(ticket.id, event.at, ticket.staff or event.staff, was_open)
    said = StaffReply(conversation.customer, text, event.staff, BUTTONS)
    return replace(conversation.with_turn(turn), closing=asked), said


def answered(
    event: MessageReceived, work: UnitOfWork
) -> tuple[Conversation, tuple[Effect, ...]] | None:
    """Carry out the answer of a customer who was asked; None where the message is no such answer.

    A tap is an answer however old the question is, a word only where nothing was said after it. What
    is said beside a "yes" may be trouble of another kind: the "yes" is noted, and the message goes on.
    """
    solved = _solved(event)
    found = latest_for(event, work) if solved is not None else None
    if solved is None or found is None or found.closing is None:
        return None
    ticket = work.ticket(found.closing.ticket)
    if ticket is None or not (event.button or _was_asked_last(found, event)):
        return None
    comment = "" if _is_bare(event.text) else event.text
    ticket = replace(ticket, closing_answer=ClosingAnswer(event.at, solved, comment))
    closing, found = found.closing, replace(found, closing=None)
    if solved and comment:
        work.save_ticket(ticket)
        work.save_conversation(_recovered(found, event.at), event.at)
        return None
    heard = _with_answer(found, event, comment, solved=solved)
    if solved:
        work.save_ticket(ticket)
        return _replied(_recovered(heard, event.at), "thanks", ticket, event, work)
    return _opened_again(heard, ticket, closing, event, work)


def _with_answer(
    conversation: Conversation, event: MessageReceived, comment: str, *, solved: bool
) -> Conversation:
    """The conversation with the answer as its customer gave it; a tap says its label."""
    label = say(conversation.lang, f"labels.button.{SOLVED if solved else UNSOLVED}")
    is_tap = event.button is not None and comment
    text = f"{label}\n{comment}" if is_tap else event.text or label
    heard = with_customers_turn(conversation, replace(event, text=text), text, conversation.lang)
    return replace(heard, thread=event.thread or heard.thread)


def _recovered(conversation: Conversation, at: datetime) -> Conversation:
    return replace(conversation, recovered_at=at) if conversation.is_troubled else conversation


def _solved(event: MessageReceived) -> bool | None:
    """What a message says to the question, by itself; None: it says nothing to it."""
    if event.button is not None:
        return event.button == SOLVED if event.button in BUTTONS else None
    said = fold(event.text).strip()
    for lang in LANGUAGES:
        for name in BUTTONS:
            word = fold(say(lang, f"desk.closing.word.{name}"))
            rest = said.removeprefix(word)
            if said.startswith(word) and not rest[:1].isalnum():
                return name == SOLVED
    return None


def _was_asked_last(conversation: Conversation, event: MessageReceived) -> bool:
    """Whether nothing was said after the question, as far as the customer has seen."""
    seen = as_sent(conversation, event.at).turns
    return bool(seen) and seen[-1].buttons == BUTTONS


def _is_bare(text: str) -> bool:
    """Whether a text says yes or no and nothing else."""
    bare = fold(text).strip(" \n。．.!！")
    keys = [f"{key}.{name}" for key in ("labels.button", "desk.closing.word") for name in BUTTONS]
    return bare in {"", *(fold(say(lang, key)) for key in keys for lang in LANGUAGES)}


def _opened_again(
    conversation: Conversation,
    ticket: Ticket,
    closing: Closing,
    event: MessageReceived,
    work: UnitOfWork,
) -> tuple[Conversation, tuple[Effect, ...]]:
    """The same person has the case again, unless the conversation has another one by now."""
    if open_ticket(conversation, work) is None and ticket.status is TicketStatus.CLOSED:
        status = TicketStatus.CLAIMED
        ticket = replace(ticket, status=status, staff=closing.staff, changed_at=event.at)
        conversation = replace(conversation, ticket=ticket.id, taken_over_by=closing.staff)
    work.save_ticket(ticket)
    if conversation.reported_at is not None:
        conversation = replace(conversation, recovered_at=None, last_report_at=event.at)
    conversation, effects = _replied(conversation, "again", ticket, event, work)
    about = ticket.text, ticket.cause, ticket.urgency
    news = TicketRaised(ticket.id, ticket.customer, *about, TicketNews.REOPENED)
    return conversation, (*effects, news)


def _replied(
    conversation: Conversation, key: str, ticket: Ticket, event: MessageReceived, work: UnitOfWork
) -> tuple[Conversation, tuple[Effect, ...]]:
    text = say(conversation.lang, f"desk.closing.{key}", ticket=ticket.id)
    reply = Reply(
        customer=event.customer,
        in_reply_to=event.message_id,
        text=text,
        lang=conversation.lang,
        cause="unknown",
        confidence=0.0,
    )
    conversation = conversation.with_turn(Turn(event.at, Speaker.DESK, text))
    work.save_conversation(conversation, event.at)
    return conversation, (reply,)
