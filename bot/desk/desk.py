"""Desk.handle(event): the one door. Journal, gather facts, ask the core, carry out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.desk import closing, contacts, lines, posts, public_page
from bot.desk.answering import answered
from bot.desk.arriving import masked, not_before
from bot.desk.broadcasts import tend_broadcasts
from bot.desk.case_parts import merge, split
from bot.desk.casework import wake, work_on
from bot.desk.conversations import under_its_key
from bot.desk.corrections import correct, with_ticket
from bot.desk.flood import release
from bot.desk.gather import DeskContext, furnished
from bot.desk.incident_decisions import carry_out
from bot.desk.incident_lifecycle import look_after
from bot.desk.inventories import with_inventory
from bot.desk.learned_rates import learn
from bot.desk.notes import feed_notes, mishap, noted
from bot.desk.peers import exchange
from bot.desk.ports import Store, UnitOfWork
from bot.desk.probe_notes import Probing, probe_notes
from bot.desk.seen import seen
from bot.desk.send import Copies, send
from bot.desk.sharing import shared_out
from bot.desk.staff import Tended, confirm_name, decide, end, tend
from bot.desk.steering import is_possible
from bot.model.case_events import (
    CaseParts,
    CasesMerged,
    CaseSplit,
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
)
from bot.model.conversation import Conversation
from bot.model.decision import IncidentDecided
from bot.model.effect import Effect
from bot.model.event import (
    Approved,
    CauseRuledOut,
    DeliveryFailed,
    Event,
    FeedRead,
    IncidentEnded,
    MessageDoubted,
    MessageReceived,
    NameConfirmed,
    Opened,
    PageDue,
    Paused,
    Probed,
    Rejected,
    SocialPost,
    Steered,
    Tick,
    TicketAnswered,
    TicketAssigned,
    TicketClaimed,
    TicketClosed,
    TicketLinked,
)
from bot.model.knowledge import Knowledge
from bot.model.macro import MacroRemoved, MacroSaved
from bot.model.peer import PeerTold
from bot.model.publication import PostWritten
from bot.model.rewording import Proposal
from bot.triage.reply.wording import ReplyWording
from bot.triage.triage import Triage

Keeps = Callable[[tuple[Effect, ...]], tuple[Effect, ...]]


@dataclass(frozen=True)
class _Room:
    """What one catalogue and baseline furnish the desk with.

    ``opening`` tells one ``Opened`` from another: a process notices that of another process by it.
    """

    around: DeskContext
    knowledge: Knowledge
    opening: str | None

    @cached_property
    def triage(self) -> Triage:
        """Built by the first message: compiling every phrase takes a fifth of a second."""
        return Triage(self.knowledge, self.around.catalogue)


class Desk:
    """The running whole, as one place that takes in everything.

    One event is one transaction: its journal row, what it changes and the effects in the outbox are
    committed together or not at all. The desk reads no clock, delivers nothing and knows no vendor.
    Not safe for two threads at once: the caller hands events over one by one.
    """

    def __init__(self, store: Store, knowledge: Knowledge, copies: Copies = lambda _: ()) -> None:
        """``copies``: who besides gets an effect, such as a receiver of the operator's own."""
        self._copies = copies
        self._store = store
        self._known_next = self._knowledge = knowledge
        self._wording = ReplyWording(knowledge)
        self._room: _Room | None = None  # furnished by the first event

    def know(self, knowledge: Knowledge) -> None:
        """Know this from the next event on; any thread may call it."""
        self._known_next = knowledge

    def handle(self, event: Event, keeps: Keeps = tuple) -> tuple[Effect, ...]:
        """What the event makes the desk do; nothing when it was handled before. ``keeps`` may undo it by raising."""
        if self._knowledge is not self._known_next:
            self._knowledge = self._known_next
            self._wording, self._room = ReplyWording(self._knowledge), None
        before = self._room
        try:
            with self._store.work() as work:
                return keeps(self._handled(event, work))
        except BaseException:
            self._room = before  # an event that was undone furnishes nothing
            if before is not None:
                before.around.start_anew()
            raise

    def _handled(self, event: Event, work: UnitOfWork) -> tuple[Effect, ...]:
        if isinstance(event, MessageReceived) and work.has_message(event.message_id):
            return ()
        room = self._room
        if room is None or room.opening != work.recall("opening"):
            self._room = room = self._furnished(work)
        event = masked(not_before(event, work))
        if isinstance(event, MessageReceived):
            event = with_inventory(event, work)
        number = work.journal(event)
        if isinstance(event, Opened):
            work.remember("opening", str(number))
            self._room = room = self._furnished(work)
        room.around.follow(work, event.at)
        effects = tuple(self._effects(event, work, room))
        send(effects, event, number, work, self._copies)
        return effects

    def _furnished(self, work: UnitOfWork) -> "_Room":
        known = self._knowledge
        return _Room(furnished(work.opened(), known), known, work.recall("opening"))

    def _effects(self, event: Event, work: UnitOfWork, room: "_Room") -> list[Effect]:
        match event:
            case MessageReceived():
                return self._message(event, work, room)
            case Paused():
                said, proposed = lines.taken_at(event, work), event.acts or event.rewording
                return self._answer(said, event.at, work, room, proposed)
            case FeedRead() | Probed() | PeerTold():
                is_news = seen(event, work, room.around)
                return list(self._watch(event.at, work, room)) if is_news else []
            case Tick():
                return self._minute(event.at, work, room)
            case DeliveryFailed() | MessageDoubted():
                return mishap(event, work, self._knowledge)
            case Approved() | Rejected() | PageDue() | Steered():
                return self._decided(event, work, room)
            case (
                (TicketTagged() | TicketNoted() | TicketReopened() | TicketSnoozed())
                | (TicketHandedBack() | TicketFollowed() | TicketCategorised() | CasesMerged())
                | (SendingTakenBack() | CaseSplit() | TicketClaimed() | TicketAssigned())
                | (TicketAnswered() | TicketClosed() | TagChanged())
            ):
                return self._tended(event, work, room)
            case (
                TicketLinked()
                | CauseRuledOut()
                | IncidentEnded()
                | NameConfirmed()
                | IncidentDecided()
            ):
                return self._found_by_staff(event, work, room)
            case PostWritten() | Opened() | SocialPost() | MacroSaved() | MacroRemoved():
                return noted(event, work, room.around.catalogue)

    def _tended(
        self, event: Tended | CaseWork | CaseParts, work: UnitOfWork, room: "_Room"
    ) -> list[Effect]:
        """Carry out what a person does with a ticket; lines that wait are answered before that."""
        if isinstance(event, CaseWork):
            work_on(event, work)
            return []
        effects = list[Effect]()
        if (before := lines.lines_of(event, work)) is not None:
            effects = self._answer(lines.take(before, work), event.at, work, room)
        if isinstance(event, CasesMerged):
            merge(event, work)
            return effects
        if isinstance(event, CaseSplit):
            part, raised = split(event, work, room.triage, room.around)
            return [*effects, *raised, *self._watch(event.at, work, room, part)]
        if isinstance(event, TicketClaimed) and not event.ticket:
            event, raised = with_ticket(event, work, room.triage, room.around)
            effects += raised
        return [*effects, *tend(event, work, self._knowledge.questions)]

    def _decided(
        self, event: Approved | Rejected | PageDue | Steered, work: UnitOfWork, room: "_Room"
    ) -> list[Effect]:
        around = room.around
        may_be = isinstance(event, Steered) and is_possible(event, work)
        effects = decide(event, work, self._knowledge)
        if isinstance(event, Approved):
            public_page.publish(event, work, around.catalogue, around.probes)
        elif isinstance(event, Steered) and may_be:
            public_page.steered(event, work, around.catalogue, around.probes)
        return effects

    def _message(self, event: MessageReceived, work: UnitOfWork, room: "_Room") -> list[Effect]:
        """Answer a message, with the lines that waited before it, or let it wait as well."""
        event, effects = under_its_key(event), list[Effect]()
        contacts.is_here(event.customer, work)
        before = lines.lines_beside(event, work)
        if before is not None and not lines.goes_with(event, before.waiting):
            said = lines.take(before, work)
            effects, before = self._answer(said, event.at, work, room), None
        if lines.waits(event, work):
            lines.keep(event, work)
            return effects
        several = lines.take(before, work) if before is not None else ()
        return [*effects, *self._answer((*several, event), event.at, work, room)]

    def _answer(
        self,
        said: Sequence[MessageReceived],
        at: datetime,
        work: UnitOfWork,
        room: "_Room",
        proposed: Proposal | None = None,
    ) -> list[Effect]:
        """Answer one request; none has no lines. ``proposed``: other words, or acts, of somebody outside."""
        if not said:
            return []
        event = lines.joined(said, at)
        if (of_closing := closing.answered(event, work)) is not None:
            conversation, spoken = of_closing
            return [*spoken, *self._watch(event.at, work, room, conversation)]
        shared = shared_out(event, work, room.triage)
        wording = self._wording.taking(proposed if len(shared) == 1 else None)
        return answered(shared, at, work, room.triage, wording, room.around)

    def _minute(self, at: datetime, work: UnitOfWork, room: "_Room") -> list[Effect]:
        """What a minute gone by brings."""
        if learn(work, at):
            room.around.follow(work, at)
        tend_broadcasts(at, work)
        wake(at, work)
        effects = release(at, work)
        for said in lines.overdue(at, work):
            effects += self._answer(said, at, work, room)
        effects += [*self._watch(at, work, room), *self._notes(at, work, room)]
        public_page.follow(at, work, room.around.catalogue)
        posts.keep_time(at, work, room.around.probes, room.around.catalogue)
        return [*effects, *exchange(work, room.around, at)]

    def _found_by_staff(
        self,
        event: TicketLinked | CauseRuledOut | IncidentEnded | NameConfirmed | IncidentDecided,
        work: UnitOfWork,
        room: "_Room",
    ) -> list[Effect]:
        corrected, effects = None, list[Effect]()
        if isinstance(event, IncidentDecided):
            effects += carry_out(event, work, self._knowledge, room.around)
        elif isinstance(event, IncidentEnded):
            end(event, work)
        elif isinstance(event, NameConfirmed):
            confirm_name(event, work)
        else:
            corrected = correct(event, work, room.triage, room.around)
        return [*effects, *self._watch(event.at, work, room, corrected)]

    def _notes(self, at: datetime, work: UnitOfWork, room: "_Room") -> list[Effect]:
        """What staff should hear of that is no incident."""
        probed = Probing(room.around.probes, tuple(work.probes()), work.feeds(), at)
        known = work, room.around.catalogue, self._knowledge
        feeds = feed_notes(*known, at, probes_answer=probed.answers)
        return [*feeds, *probe_notes(probed, *known)]

    def _watch(
        self, at: datetime, work: UnitOfWork, room: "_Room", touched: Conversation | None = None
    ) -> tuple[Effect, ...]:
        return look_after(work, self._knowledge, room.around, at, touched)
