"""One case becomes two, or two of one customer become one.

Both move what was said between cases. What the desk understood stays where it was, so that no
report counts more or less than before; a part that is split off is read anew from its own words.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.desk.casework import MOST_FOLLOWERS, MOST_NOTES, awake, tags_of
from bot.desk.conversations import begun_after, take_thread
from bot.desk.corrections import with_ticket
from bot.desk.gather import DeskContext
from bot.desk.pictures import move_pictures
from bot.desk.ports import UnitOfWork
from bot.desk.staff import tend
from bot.desk.taking_back import held_turn
from bot.model.case_events import CasesMerged, CaseSplit
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.effect import Effect
from bot.model.event import MessageReceived, TicketClaimed
from bot.model.identity import is_verified
from bot.model.ticket import Ticket, TicketStatus
from bot.model.understanding import most_urgent
from bot.triage.triage import Triage

MOST_PARTS = 20  # tickets whose becoming part of one is remembered, the latest of them
MOST_READ = 60  # messages of a part that are read anew, the latest of them


def split(
    event: CaseSplit, work: UnitOfWork, triage: Triage, around: DeskContext
) -> tuple[Conversation | None, list[Effect]]:
    """Make a case of its own of what was said from a message on, for whoever splits it.

    Nothing happens where that is no message of the customer, or the first, or while an answer is
    held. What the customer writes next belongs to the new case.
    """
    ticket = work.ticket(event.ticket)
    whole = work.conversation(ticket.conversation) if ticket and ticket.conversation else None
    cut = cut_at(whole, event.message_id) if whole is not None else 0
    if whole is None or not cut or held_turn(whole, event.at) is not None:
        return None, []
    ident = f"C{work.number('conversation')}"
    after = begun_after(whole, work)
    kept = replace(whole, turns=whole.turns[:cut], closing=None, suggested="")
    part = read_anew(_shell(whole, ident, whole.turns[cut]), whole.turns[cut:], triage)
    work.save_conversation(kept, event.at)
    work.save_conversation(part, event.at)
    move_pictures(part.turns, ident, work)
    if after is None:
        take_thread(whole.thread, part, work)
    else:
        work.save_conversation(replace(after, split_from=ident), event.at)
    claim = TicketClaimed(event.at, "", event.staff, ident)
    claim, effects = with_ticket(claim, work, triage, around)
    return work.conversation(ident), [*effects, *tend(claim, work)]


def cut_at(conversation: Conversation, message_id: str) -> int:
    """At which turn a conversation can be split, by a message of the customer; 0: it cannot."""
    for number, turn in enumerate(conversation.turns):
        if message_id and turn.message_id == message_id and turn.speaker is Speaker.CUSTOMER:
            return number
    return 0


def _shell(whole: Conversation, ident: str, first: Turn) -> Conversation:
    return Conversation(
        ident,
        whole.customer,
        whole.tenant,
        whole.channel,
        whole.lang,
        first.at,
        thread=whole.thread,
        witness=whole.witness,
        address=whole.address,
        split_from=whole.id,
        name=whole.name,
    )


def read_anew(shell: Conversation, turns: Sequence[Turn], triage: Triage) -> Conversation:
    """A conversation as its turns tell it: what its customer says is understood, nothing is answered."""
    said = [turn for turn in turns if turn.speaker is Speaker.CUSTOMER]
    read = set(map(id, said[-MOST_READ:]))
    found = shell
    for turn in turns:
        if id(turn) in read:
            event = message_of(turn, found)
            found = triage.hear(found, event, triage.understand(event, found))
            found = replace(found, turns=(*found.turns[:-1], turn))
        else:
            found = found.with_turn(turn)
    return found


def message_of(turn: Turn, conversation: Conversation) -> MessageReceived:
    """What a customer said, as the message that it was; files and inventories are not in a transcript."""
    about = conversation.customer, conversation.tenant, conversation.channel
    return MessageReceived(turn.at, turn.message_id, *about, turn.words, conversation.lang)


def merge(event: CasesMerged, work: UnitOfWork) -> None:
    """Make one case of two of one customer: the newer goes on, with everything that was said.

    Nothing happens where they are of different customers or one is part of another already.
    """
    pair = [work.ticket(event.ticket), work.ticket(event.other)]
    tickets = [ticket for ticket in pair if ticket is not None]
    talks = [work.conversation(t.conversation) for t in tickets if t.conversation]
    found = [talk for talk in talks if talk is not None]
    if len(found) != 2 or not can_merge(tickets[0], tickets[1]):
        return
    older, newer = sorted(found, key=lambda talk: (talk.opened_at, len(talk.id), talk.id))
    gone, stays = sorted(tickets, key=lambda t: t.conversation == newer.id)
    stays = _with_both(stays, gone, event)
    work.save_ticket(stays)
    over = replace(awake(gone), status=TicketStatus.CLOSED, merged_into=stays.id)
    work.save_ticket(replace(over, changed_at=event.at))
    _move_all(older, newer, stays, event, work)


def can_merge(one: Ticket, other: Ticket) -> bool:
    """Whether two tickets can become one."""
    is_free = one.merged_into is None and other.merged_into is None
    is_apart = one.id != other.id and one.conversation != other.conversation
    is_same = one.customer is not None and one.customer == other.customer
    known = {is_verified(ticket.tenant or "") for ticket in (one, other)}
    return is_free and is_apart and is_same and len(known) == 1


def _with_both(stays: Ticket, gone: Ticket, event: CasesMerged) -> Ticket:
    """The ticket that goes on, with what staff know of the other; open, if one of them is."""
    if stays.status is TicketStatus.CLOSED:
        stays = replace(stays, status=gone.status, staff=gone.staff)
    notes = sorted((*stays.notes, *gone.notes), key=lambda note: note.at)
    followers = tuple(dict.fromkeys((*gone.followers, *stays.followers)))
    parts = tuple(dict.fromkeys((*stays.parts, *gone.parts, gone.id)))
    return replace(
        stays,
        urgency=most_urgent(stays.urgency, gone.urgency),
        tags=tags_of((*stays.tags, *gone.tags)),
        notes=tuple(notes[-MOST_NOTES:]),
        followers=followers[-MOST_FOLLOWERS:],
        parts=parts[-MOST_PARTS:],
        changed_at=event.at,
    )


def _move_all(
    older: Conversation,
    newer: Conversation,
    stays: Ticket,
    event: CasesMerged,
    work: UnitOfWork,
) -> None:
    turns = sorted((*older.turns, *newer.turns), key=lambda turn: turn.at)
    whole = replace(newer, turns=())
    for turn in turns:
        whole = whole.with_turn(turn)
    is_open = stays.status is not TicketStatus.CLOSED
    whole = replace(
        whole,
        ticket=stays.id if is_open else None,
        taken_over_by=stays.staff if stays.status is TicketStatus.CLAIMED else None,
        split_from=None if newer.split_from == older.id else newer.split_from,
        name=newer.name or older.name,
        closing=None if is_open else newer.closing,
    )
    bare = replace(
        older,
        turns=(),
        ticket=None,
        taken_over_by=None,
        closing=None,
        suggested="",
        name="",
    )
    work.save_conversation(bare, event.at)
    work.save_conversation(whole, event.at)
    move_pictures(whole.turns, whole.id, work)
    take_thread(older.thread, whole, work)
