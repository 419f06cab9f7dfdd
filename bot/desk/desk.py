"""Desk.handle(event): the one door. Journal, gather facts, ask the core, carry out."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from bot.desk import lines
from bot.desk.broadcasts import tend_broadcasts
from bot.desk.conversations import under_its_key
from bot.desk.corrections import correct, with_ticket
from bot.desk.flood import release
from bot.desk.gather import Surroundings, furnished
from bot.desk.habits import learn
from bot.desk.intake import take_in
from bot.desk.notes import feed_notes, mishap, wave_note
from bot.desk.ports import Store, Work
from bot.desk.probe_notes import Probing, probe_notes
from bot.desk.send import Copies, send
from bot.desk.staff import Tended, confirm_name, decide, end, tend
from bot.desk.uploads import kept
from bot.desk.watch import look_after
from bot.masking.redact import redact
from bot.model.conversation import Conversation
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
from bot.model.probe import ProbeState
from bot.model.status import FeedState, Outcome
from bot.model.upload import Upload
from bot.triage.reply.wording import Wording
from bot.triage.triage import Triage
from bot.triage.understand.material.pasted import shortened

LONGEST_TEXT = 20_000  # characters of one message that are kept; a log belongs into a file

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Room:
    """What one catalogue and baseline furnish the desk with.

    ``opening`` tells one ``Opened`` from another: a process notices that of another process by it.
    """

    around: Surroundings
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
        self._knowledge = knowledge
        self._wording = Wording(knowledge)
        self._room: _Room | None = None  # furnished by the first event

    def handle(self, event: Event) -> tuple[Effect, ...]:
        """What the event makes the desk do; nothing when it was handled before."""
        before = self._room
        try:
            with self._store.work() as work:
                return self._handled(event, work)
        except BaseException:
            self._room = before  # an event that was undone furnishes nothing
            if before is not None:
                before.around.start_anew()
            raise

    def _handled(self, event: Event, work: Work) -> tuple[Effect, ...]:
        if isinstance(event, MessageReceived) and work.has_message(event.message_id):
            return ()
        room = self._room
        if room is None or room.opening != work.recall("opening"):
            self._room = room = self._furnished(work)
        event = _masked(_not_before(event, work))
        number = work.journal(event)
        if isinstance(event, Opened):
            work.remember("opening", str(number))
            self._room = room = self._furnished(work)
        room.around.follow(work, event.at)
        effects = tuple(self._effects(event, work, room))
        send(effects, event, number, work, self._copies)
        return effects

    def _furnished(self, work: Work) -> "_Room":
        around = furnished(work.opened(), self._knowledge)
        return _Room(around, self._knowledge, work.recall("opening"))

    def _effects(self, event: Event, work: Work, room: "_Room") -> list[Effect]:
        match event:
            case MessageReceived():
                return self._message(event, work, room)
            case Paused():
                return self._answer(lines.taken_at(event, work), event.at, work, room)
            case FeedRead() | Probed():
                return self._observed(event, work, room)
            case Tick():
                return self._minute(event.at, work, room)
            case DeliveryFailed() | MessageDoubted():
                return mishap(event, work, self._knowledge)
            case Approved() | Rejected() | PageDue() | Steered():
                return decide(event, work, self._knowledge)
            case TicketClaimed() | TicketAssigned() | TicketAnswered() | TicketClosed():
                return self._tended(event, work, room)
            case TicketLinked() | CauseRuledOut() | IncidentEnded() | NameConfirmed():
                return self._found_by_staff(event, work, room)
            case Opened() | SocialPost():
                return []

    def _tended(self, event: Tended, work: Work, room: "_Room") -> list[Effect]:
        """Carry out what a person does with a ticket; lines that wait are answered before that."""
        effects = list[Effect]()
        if (before := lines.lines_of(event, work)) is not None:
            effects = self._answer(lines.take(before, work), event.at, work, room)
        if isinstance(event, TicketClaimed) and not event.ticket:
            event, raised = with_ticket(event, work, room.triage, room.around)
            effects += raised
        return [*effects, *tend(event, work)]

    def _message(self, event: MessageReceived, work: Work, room: "_Room") -> list[Effect]:
        """Answer a message, with the lines that waited before it, or let it wait as well."""
        event, effects = under_its_key(event), list[Effect]()
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
        self, said: Sequence[MessageReceived], at: datetime, work: Work, room: "_Room"
    ) -> list[Effect]:
        """Answer one request; none has no lines."""
        if not said:
            return []
        event = lines.joined(said, at)
        taken = take_in(event, work, room.triage, self._wording, room.around)
        work.save_conversation(taken.conversation, event.at)
        effects = list(taken.effects)
        effects += wave_note(
            taken.heard, taken.conversation.counts_as, work, self._knowledge, event.at
        )
        return [*effects, *self._watch(event.at, work, room, taken.conversation)]

    def _minute(self, at: datetime, work: Work, room: "_Room") -> list[Effect]:
        """What a minute gone by brings."""
        if learn(work, at):
            room.around.follow(work, at)
        tend_broadcasts(at, work)
        effects = release(at, work)
        for said in lines.overdue(at, work):
            effects += self._answer(said, at, work, room)
        return [*effects, *self._watch(at, work, room), *self._notes(at, work, room)]

    def _found_by_staff(
        self,
        event: TicketLinked | CauseRuledOut | IncidentEnded | NameConfirmed,
        work: Work,
        room: "_Room",
    ) -> list[Effect]:
        corrected = None
        if isinstance(event, IncidentEnded):
            end(event, work)
        elif isinstance(event, NameConfirmed):
            confirm_name(event, work)
        else:
            corrected = correct(event, work, room.triage, room.around)
        return list(self._watch(event.at, work, room, corrected))

    def _observed(self, event: FeedRead | Probed, work: Work, room: "_Room") -> list[Effect]:
        if isinstance(event, FeedRead):
            return self._feed_read(event, work, room)
        return self._probed(event, work, room)

    def _feed_read(self, event: FeedRead, work: Work, room: "_Room") -> list[Effect]:
        known = work.feed(event.feed)
        before = known or FeedState(event.feed, event.service, event.outcome, event.at)
        if event.outcome is Outcome.OK:
            after = before.read(event.at, event.shows, event.text)
            after = replace(after, page_at=event.page_at, oddities=event.oddities)
        else:
            after = before.failed(event.at, event.outcome, event.text or "")
        work.save_feed(after)
        if known is not None and after.shows is known.shows and after.outcome is known.outcome:
            return []
        return list(self._watch(event.at, work, room))

    def _probed(self, event: Probed, work: Work, room: "_Room") -> list[Effect]:
        fresh = ProbeState(event.probe, event.service, event.vantage, event.at, event.at)
        known = work.probe(event.probe, event.vantage) or fresh
        after = known.next(event.at, event.step, event.status, event.seconds, event.expires_at)
        work.save_probe(after)
        if after.says(event.at) is known.says(event.at):
            return []
        return list(self._watch(event.at, work, room))

    def _notes(self, at: datetime, work: Work, room: "_Room") -> list[Effect]:
        """What staff should hear of that is no incident."""
        around = room.around
        probed = Probing(around.probes, tuple(work.probes()), work.feeds(), at)
        feeds = feed_notes(
            work, around.catalogue, self._knowledge, at, probes_answer=probed.answers
        )
        return [*feeds, *probe_notes(probed, work, around.catalogue, self._knowledge)]

    def _watch(
        self, at: datetime, work: Work, room: "_Room", touched: Conversation | None = None
    ) -> tuple[Effect, ...]:
        return look_after(work, self._knowledge, room.around, at, touched)


def _not_before(event: Event, work: Work) -> Event:
    """The event, its clock put right when it runs behind what was handled before."""
    last = work.recall("clock")
    if last is not None and event.at < datetime.fromisoformat(last):
        behind = datetime.fromisoformat(last) - event.at
        if behind > timedelta(seconds=5):
            logger.warning("an event's clock is %s behind; taken as now", behind)
        return replace(event, at=datetime.fromisoformat(last))
    work.remember("clock", event.at.isoformat())
    return event


def _masked(event: Event) -> Event:
    """The event as it may be stored: secrets and personal data masked."""
    match event:
        case MessageReceived(upload=Upload() as upload):
            text = redact(_bounded(event.text)).text
            return replace(event, text=text, upload=kept(upload))
        case (
            MessageReceived()
            | MessageDoubted()
            | SocialPost()
            | TicketAnswered()
            | Approved()
            | Steered()
        ):
            return replace(event, text=redact(_bounded(event.text)).text)
        case FeedRead():
            said = redact(event.text[:2000]).text if event.text is not None else None
            odd = tuple(redact(o[:300]).text for o in event.oddities[:10])
            return replace(event, text=said, oddities=odd)
        case _:
            return event


def _bounded(text: str) -> str:
    """The text as long as we keep texts, pasted repetition left out first, saying how much is."""
    if len(text) <= LONGEST_TEXT:
        return text
    kept = shortened(text, LONGEST_TEXT)
    return f"{kept}\n[… {len(text) - len(kept)}]"
