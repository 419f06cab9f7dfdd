"""An open case weighed anew for whoever reads it, with all that is known by now. Writes and sends nothing.

What a ticket keeps is as of the last message. Since then others have reported, pages were read and hosts measured. The crowd is
followed as the desk follows it, in memory; the same case is weighed once in a while, however often it is looked at.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from bot.desk.case_parts import message_of
from bot.desk.gather import DeskContext, furnished
from bot.desk.intake import Decided, reply_of
from bot.desk.names import ReaderNames
from bot.desk.ports import UnitOfWork
from bot.desk.suggesting import for_a_person, says_something, without_wanting_a_person
from bot.desk.tickets import stated_cause, summary
from bot.incidents.cause_names import STAFF_LANG
from bot.model.conversation import Conversation, Speaker
from bot.model.errors import StoreUnavailableError
from bot.model.evidence import Diagnosis, EvidenceKind
from bot.model.facts import Facts, Watch
from bot.model.knowledge import Knowledge
from bot.model.move import Escalation
from bot.model.ticket import Ticket, TicketStatus
from bot.model.understanding import Kind
from bot.triage.naming import certainty_of
from bot.triage.reply.wording import ReplyWording
from bot.triage.triage import Triage

HOLDS = timedelta(seconds=10)  # what was weighed a moment ago is shown again
SHOWN = 3  # causes that whoever reads a case sees first
REMEMBERED = 500  # cases that are remembered so long

_WORLD = frozenset({EvidenceKind.FEED, EvidenceKind.PROBE, EvidenceKind.CROWD})

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reweighed:
    """A case as it is believed at a moment.

    ``ticket``: with the diagnosis, cause and summary of that moment. ``suggested``: the reply that the desk would give;
    ``is_new``: it is another than it would have been when the customer wrote.
    """

    at: datetime
    ticket: Ticket
    suggested: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Room:
    """What a knowledge base and an opening furnish it with."""

    knowledge: Knowledge
    opening: str | None
    around: DeskContext
    triage: Triage
    wording: ReplyWording


class Reweighing:
    """Weighs cases, one at a time; any thread may call it."""

    def __init__(self) -> None:
        self._room: _Room | None = None
        self._alone = Lock()
        self._lately: dict[str, tuple[Ticket, Conversation, Reweighed]] = {}

    def of(
        self, ticket: Ticket, work: UnitOfWork, knowledge: Knowledge, now: datetime
    ) -> Reweighed | None:
        """The case as it is believed now.

        None for what is closed, tells of no trouble or has never been weighed, and where weighing fails: then what the
        ticket keeps is all there is.
        """
        if ticket.status is TicketStatus.CLOSED or ticket.diagnosis is None:
            return None
        conversation = work.conversation(ticket.conversation) if ticket.conversation else None
        if conversation is None or not conversation.is_troubled:
            return None
        try:
            with self._alone:
                return self._remembered(ticket, conversation, work, knowledge, now)
        except StoreUnavailableError:
            raise
        except Exception:  # the page of a case opens whatever fails here
            logger.exception("ticket %s could not be weighed anew", ticket.id)
            return None

    def _remembered(
        self,
        ticket: Ticket,
        conversation: Conversation,
        work: UnitOfWork,
        knowledge: Knowledge,
        now: datetime,
    ) -> Reweighed:
        room = self._furnished(work, knowledge)
        known = self._lately.get(ticket.id)
        is_same = known is not None and known[:2] == (ticket, conversation)
        if known is not None and is_same and timedelta() <= now - known[2].at < HOLDS:
            return known[2]
        found = _reweighed(ticket, conversation, work, room, now)
        if len(self._lately) >= REMEMBERED:
            self._lately.clear()
        self._lately[ticket.id] = ticket, conversation, found
        return found

    def _furnished(self, work: UnitOfWork, knowledge: Knowledge) -> _Room:
        room, opening = self._room, work.recall("opening")
        if room is None or room.knowledge is not knowledge or room.opening != opening:
            around = furnished(work.opened(), knowledge)
            triage, wording = Triage(knowledge, around.catalogue), ReplyWording(knowledge)
            self._room = room = _Room(knowledge, opening, around, triage, wording)
            self._lately = {}
        return room


def _reweighed(
    ticket: Ticket, conversation: Conversation, work: UnitOfWork, room: _Room, now: datetime
) -> Reweighed:
    room.around.follow(work, now)
    watch = room.around.watch(work, now)
    facts = room.around.facts(conversation, watch, work)
    facts, diagnosis = room.triage.testified(facts)
    why = ticket.why or Escalation.NEEDS_STAFF
    names = ReaderNames(room.knowledge, facts.catalogue, STAFF_LANG)
    fresh = replace(
        ticket,
        diagnosis=diagnosis,
        cause=stated_cause(diagnosis),
        text=summary(conversation, diagnosis, why, names),
    )
    suggested = conversation.suggested
    if _has_moved(diagnosis, ticket.diagnosis) or _incident_moved(conversation, watch):
        suggested = _suggested(facts, diagnosis, room) or suggested
    return Reweighed(now, fresh, suggested, is_new=suggested != conversation.suggested)


def _has_moved(now: Diagnosis, before: Diagnosis | None) -> bool:
    """Whether the likeliest causes are others by now, are worded more or less surely, or the world says other things of them."""
    return before is None or _seen(now) != _seen(before)


def _seen(diagnosis: Diagnosis) -> object:
    leading = diagnosis.ranked[:SHOWN]
    surely = certainty_of(diagnosis.leading) if leading else None
    told = [(h.cause, [e.says for e in h.evidence if e.kind in _WORLD]) for h in leading]
    return surely, told


def _incident_moved(conversation: Conversation, watch: Watch) -> bool:
    """Whether the incident that explains a case has changed since its customer wrote."""
    incident = watch.incident(conversation.incident)
    spoke = max((t.at for t in conversation.turns if t.speaker is Speaker.CUSTOMER), default=None)
    return incident is not None and spoke is not None and incident.changed_at > spoke


def _suggested(facts: Facts, diagnosis: Diagnosis, room: _Room) -> str:
    """What the desk would say now to what the customer wrote last; "" where staff have answered it or it says nothing."""
    conversation, spoke = facts.conversation, None
    for turn in conversation.turns:
        if turn.speaker is Speaker.CUSTOMER and turn.words:
            spoke = turn
        elif turn.speaker is Speaker.STAFF:
            spoke = None
    if spoke is None:
        return ""
    event = message_of(spoke, conversation)
    heard = without_wanting_a_person(room.triage.read(event.text))
    if not heard.kind.is_report and heard.kind is not Kind.STATUS_QUERY:
        heard = replace(
            heard, kind=Kind.FUNCTION_REPORT
        )  # what they told before is what is to be answered
    move = room.triage.next_move(facts, heard, diagnosis)
    if not says_something(move):
        return ""
    move = for_a_person(move)
    decided = Decided(heard, facts, diagnosis, move)
    return reply_of(event, decided, move, room.wording).text
