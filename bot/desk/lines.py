"""Several lines of one person that are one request: kept as they come, answered when they pause.

``due`` says when that is; whoever takes messages in tells the desk by ``Paused`` (``pauses.py``), and
a tick stands in for it where that process has died. Each line is in the journal before it waits.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.conversations import all_latest, conversation_for, latest_for
from bot.desk.ports import UnitOfWork
from bot.desk.staff import Tended
from bot.model.case_events import CaseParts
from bot.model.conversation import Conversation
from bot.model.event import MessageReceived, Paused, TicketClaimed
from bot.triage.update_conversation import with_customers_turn

PAUSE = timedelta(seconds=4)  # after the last line
TYPING = timedelta(seconds=6)  # after the last sign that they type
LONGEST = timedelta(seconds=15)  # that the first line waits
EARLY = timedelta(seconds=0.5)  # by which clocks may differ
MOST_LINES, MOST_CHARACTERS = 20, 12_000  # of one request
_WAITING = "lines:waiting"  # the memory with the ids of conversations where lines wait


def due(first: datetime, last: datetime, typed: datetime | None = None) -> datetime:
    """When lines are answered: after a pause, later while their sender types, never after ``LONGEST``.

    ``first`` and ``last``: when the lines came; ``typed``: the latest sign that the sender types.
    """
    quiet = last + PAUSE if typed is None else max(last + PAUSE, typed + TYPING)
    return min(quiet, first + LONGEST)


def lines_beside(event: MessageReceived, work: UnitOfWork) -> Conversation | None:
    """The conversation that a message belongs to, if lines wait in it."""
    found = latest_for(event, work)
    return found if found is not None and found.waiting else None


def waits(event: MessageReceived, work: UnitOfWork) -> bool:
    """Whether a message waits for more; where a person has the conversation nobody waits for us."""
    if not event.more_may_follow or event.button is not None:
        return False
    found = latest_for(event, work)
    return found is None or found.taken_over_by is None


def lines_of(event: Tended | CaseParts, work: UnitOfWork) -> Conversation | None:
    """The conversation that a person works on, if lines wait in it."""
    ticket = work.ticket(event.ticket)
    claimed = event.conversation if isinstance(event, TicketClaimed) else None
    ident = ticket.conversation if ticket is not None else claimed
    found = work.conversation(ident) if ident else None
    return found if found is not None and found.waiting else None


def goes_with(event: MessageReceived, lines: Sequence[MessageReceived]) -> bool:
    """Whether a message is one request with the lines before it."""
    is_apart = event.button is not None or event.check is not None
    if is_apart or event.customer != lines[-1].customer:
        return False
    size = len(event.text) + sum(len(line.text) for line in lines)
    return len(lines) < MOST_LINES and size <= MOST_CHARACTERS


def keep(event: MessageReceived, work: UnitOfWork) -> None:
    """Keep a line for later; everybody can read it now."""
    conversation = conversation_for(event, work)
    seen = with_customers_turn(conversation, event, event.text, conversation.lang)
    seen = replace(seen, waiting=(*conversation.waiting, event))
    work.save_conversation(seen, event.at)
    waiting = (work.recall(_WAITING) or "").split()
    if seen.id not in waiting:
        work.remember(_WAITING, " ".join([*waiting, seen.id]))


def take(conversation: Conversation, work: UnitOfWork) -> tuple[MessageReceived, ...]:
    """The lines that wait in a conversation, which is as if they had not been written yet."""
    lines = conversation.waiting
    ids = {line.message_id for line in lines}
    turns = tuple(t for t in conversation.turns if t.message_id not in ids)
    work.save_conversation(replace(conversation, turns=turns, waiting=()), lines[-1].at)
    waiting = (work.recall(_WAITING) or "").split()
    work.remember(_WAITING, " ".join(i for i in waiting if i != conversation.id))
    return lines


def joined(lines: Sequence[MessageReceived], at: datetime) -> MessageReceived:
    """Lines as the one message that they are; its id is that of the last."""
    known = [line.installed_plugins for line in lines if line.installed_plugins is not None]
    return replace(
        lines[-1],
        at=at,
        text="\n".join(line.text for line in lines if line.text),
        installed_plugins=known[-1] if known else None,
        installed_are_all=all(line.installed_are_all for line in lines),
        more_may_follow=False,
        pictures=tuple(picture for line in lines for picture in line.pictures),
    )


def taken_at(event: Paused, work: UnitOfWork) -> tuple[MessageReceived, ...]:
    """The lines that are answered at a pause; none where another process heard of more since."""
    for found in all_latest(event.customer, event.thread, work):
        if found.waiting and found.waiting[-1].customer == event.customer:
            first, last = found.waiting[0].at, found.waiting[-1].at
            return take(found, work) if event.at >= due(first, last) - EARLY else ()
    return ()


def left_waiting(work: UnitOfWork) -> tuple[MessageReceived, ...]:
    """The last line of everybody who is not answered yet."""
    found = (work.conversation(i) for i in (work.recall(_WAITING) or "").split())
    return tuple(c.waiting[-1] for c in found if c is not None and c.waiting)


def overdue(now: datetime, work: UnitOfWork) -> list[tuple[MessageReceived, ...]]:
    """Lines of whose pause nobody told, since a process has died."""
    found = []
    for ident in (work.recall(_WAITING) or "").split():
        conversation = work.conversation(ident)
        if conversation is None or not conversation.waiting:
            continue
        if now >= conversation.waiting[-1].at + LONGEST:
            found.append(take(conversation, work))
    return found
