"""When staff close a case: the customer is told and asked whether it is solved; "no" opens it again."""

from dataclasses import replace

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

    A tap is an answer however old the question is, a word only where nothing was said after it.
    """
    found = latest_for(event, work)
    if found is None or found.closing is None:
        return None
    ticket, solved = work.ticket(found.closing.ticket), _solved(event, found)
    if ticket is None or solved is None:
        return None
    label = say(found.lang, f"labels.button.{SOLVED if solved else UNSOLVED}")
    comment = "" if _is_label(event.text) else event.text
    is_tap = event.button is not None and comment
    text = f"{label}\n{comment}" if is_tap else event.text or label
    heard = with_customers_turn(found, replace(event, text=text), text, found.lang)
    heard = replace(heard, closing=None, thread=event.thread or heard.thread)
    ticket = replace(ticket, closing_answer=ClosingAnswer(event.at, solved, comment))
    if solved:
        return _thanked(heard, ticket, event, work)
    return _opened_again(heard, ticket, found.closing, event, work)


def _solved(event: MessageReceived, conversation: Conversation) -> bool | None:
    if event.button in BUTTONS:
        return event.button == SOLVED
    seen = as_sent(conversation, event.at).turns
    was_asked_last = bool(seen) and seen[-1].buttons == BUTTONS
    if event.button is not None or not was_asked_last:
        return None
    said = fold(event.text).strip()
    for lang in LANGUAGES:
        for name in BUTTONS:
            word = fold(say(lang, f"desk.closing.word.{name}"))
            rest = said.removeprefix(word)
            if said.startswith(word) and not rest[:1].isalnum():
                return name == SOLVED
    return None


def _is_label(text: str) -> bool:
    labels = (say(lang, f"labels.button.{name}") for lang in LANGUAGES for name in BUTTONS)
    return text.strip() in {*labels, ""}


def _thanked(
    conversation: Conversation, ticket: Ticket, event: MessageReceived, work: UnitOfWork
) -> tuple[Conversation, tuple[Effect, ...]]:
    work.save_ticket(ticket)
    if conversation.is_troubled:
        conversation = replace(conversation, recovered_at=event.at)
    return _replied(conversation, "thanks", ticket, event, work)


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
