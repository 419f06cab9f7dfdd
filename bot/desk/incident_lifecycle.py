"""The flow of incidents on one screen: join, declare, recover, tell. Carries out what is decided."""

import logging
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.desk.gather import REMEMBERED_FOR, DeskContext
from bot.desk.incident_look import IncidentLook
from bot.desk.notify import Notifier
from bot.desk.ports import UnitOfWork
from bot.desk.set_aside import set_aside
from bot.incidents.assign import EARLIER, group_of, is_earlier_case
from bot.incidents.cause_names import STAFF_LANG
from bot.incidents.declare import (
    IncidentAction,
    is_of_second,
    mergeable,
    raised,
    second_fault,
    shared_cause,
    updated,
)
from bot.incidents.narrow import FEWEST_TENANTS
from bot.incidents.recover import recover, with_word_of, with_word_of_colleague
from bot.model.conversation import Conversation
from bot.model.effect import Effect
from bot.model.errors import StoreUnavailableError
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.tenant_report import NO_INCIDENT
from bot.texts.loader import say

MOST_ROUNDS = 4  # incidents raised, merged or split at one event; the next event sees the rest

Untold = dict[str, int]

logger = logging.getLogger(__name__)


def look_after(
    work: UnitOfWork,
    knowledge: Knowledge,
    around: DeskContext,
    now: datetime,
    touched: Conversation | None = None,
    watch: Watch | None = None,
) -> tuple[Effect, ...]:
    """Bring the incidents up to date, all of it or nothing; a fault of ours harms no reply.

    ``touched``: the conversation that has just changed (saved already), if one has; ``watch``: what
    bears on incidents now, where that is known already.
    """
    try:
        with work.attempt():
            teller = Notifier(work, knowledge, may_wait=touched is None)
            watch = watch or around.watch(work, now)
            if touched is None:  # for incidents that ended outside a look, or in an earlier version
                set_aside(now, work)
            return _Look(work, teller, around, now, watch).after(touched)
    except StoreUnavailableError:
        raise
    except Exception:  # the customer's reply and ticket must stand whatever fails here
        logger.exception("the incidents could not be brought up to date")
        around.start_anew()
        around.follow(work, now)
        return ()


def untold(work: UnitOfWork, now: datetime) -> Untold:
    """The incidents whose reporters are being told of news a portion at each tick, and how far that has come."""
    incidents = work.incidents(ended_since=now - REMEMBERED_FOR)
    return {i.id: i.told_until for i in incidents if i.told_until is not None}


def _why(key: str, **values: object) -> str:
    """Why an incident ended or turned, as staff read it."""
    return say(STAFF_LANG, f"staff.over.{key}", **values)


class _Look(IncidentLook):
    """The look after an event: what has come of all incidents."""

    def after(self, touched: Conversation | None) -> tuple[Effect, ...]:
        if touched is not None and touched.reported_at is not None:
            touched = self._placed(touched)
        elif not self.watch.incidents and not self.around.beliefs.tallies.of(NO_INCIDENT):
            return ()
        elif touched is not None and touched.recovered_at is not None:
            self._heard_of_colleague(touched)
        for incident in self.watch.open:
            self.follow(updated(incident, self.around.beliefs, self.watch))
        self._raise()
        self._merge_and_split()
        for incident in self.watch.open:
            if (end := recover(incident, self.watch, _why)) is not None:
                self.follow(end)
        if touched is not None:
            touched = self.work.conversation(touched.id)
        for incident in self.watch.incidents:
            self.keep(self.teller.tell(incident, touched, self.watch))
        return self.teller.effects

    def _placed(self, conversation: Conversation) -> Conversation:
        """The conversation in the incident that explains it; the tallies follow."""
        was, conversation = conversation.incident, self.placed(conversation)
        ident = self._pinned(conversation) or self._group_of(
            conversation, was_told=self._was_told(conversation)
        )
        if ident != was:
            conversation = self.moved(conversation, ident)
        else:
            self.restate(conversation.counts_as, ident)
        incident = self.watch.incident(ident)
        if incident is not None and incident.is_open:
            self.keep(with_word_of(incident, conversation))
        return conversation

    def _heard_of_colleague(self, said: Conversation) -> None:
        """Take the word of somebody who reported nothing for that of their colleagues who did."""
        for incident in self.watch.open:
            reporters = partial(self.own_in, incident, said.counts_as)
            self.keep(with_word_of_colleague(incident, said, reporters, self.watch.catalogue))

    def _pinned(self, conversation: Conversation) -> str | None:
        """The incident that staff say explains it, as long as that is open."""
        incident = self.watch.incident(conversation.pinned)
        return incident.id if incident is not None and incident.is_open else None

    def _group_of(self, conversation: Conversation, *, was_told: bool) -> str | None:
        unexplained = self.around.beliefs.of(NO_INCIDENT, self.watch).chances
        return group_of(conversation, unexplained, self.watch, self.found, was_told=was_told)

    def _was_told(self, conversation: Conversation) -> bool:
        """Whether the customer has heard of the incident that they are in."""
        incident = self.watch.incident(conversation.incident)
        return incident is not None and bool(
            self.work.told(incident.id, incident.relapses, conversation.customer)
        )

    def _raise(self) -> None:
        """New incidents, each with the conversations that it explains."""
        for _ in range(MOST_ROUNDS):
            cause = shared_cause(self.around.beliefs, self.watch)
            if cause is None:
                return
            belief = self._belief_in(cause)
            if self.around.tried.get(cause) == belief:
                return
            known = next((i for i in self.watch.open if i.cause == cause), None)
            if known is not None:
                self.gather(known)
                self.around.tried[cause] = belief
                return
            change = raised(cause, self.around.beliefs, self.watch)
            joining = self.explained(change.incident)
            if len({c.counts_as for c in joining}) < FEWEST_TENANTS:
                self.around.tried[cause] = belief
                return
            incident = change.incident
            if not incident.id:
                incident = replace(incident, id=f"I{self.work.number('incident')}")
            self.keep(incident)
            for conversation in joining:
                self.moved(conversation, incident.id)
            self._remember(incident)
            grown = self.watch.incident(incident.id) or incident
            self.follow(replace(change, incident=self._seen_alone(grown)))

    def _belief_in(self, cause: str) -> object:
        """What decides whether looking into a cause leads somewhere: as long as it stays, it does not."""
        chance = 1 - self.around.beliefs.of(NO_INCIDENT, self.watch).none
        count = self.around.beliefs.tallies.of(NO_INCIDENT).organisations(cause)
        return cause, count, round(chance, 2), tuple(i.group for i in self.watch.open)

    def _remember(self, incident: Incident) -> None:
        """Take in who told of the same hours ago and still waits: they count no more, but hear of it."""
        for conversation in map(self.placed, self.work.unexplained(self.now - EARLIER)):
            if is_earlier_case(conversation, incident, self.watch):
                self.moved(conversation, incident.id)

    def _seen_alone(self, incident: Incident) -> Incident:
        """The incident as its own reports have it, without those that it left behind."""
        return updated(incident, self.around.beliefs, self.watch).incident

    def _merge_and_split(self) -> None:
        if len(self.watch.open) > 1 and (pair := mergeable(self.around.beliefs, self.watch)):
            self.merge(*pair)
        for incident in self.watch.open:
            second = second_fault(incident, self.around.beliefs, self.watch)
            if second is not None:
                self._split(incident, second)

    def _split(self, incident: Incident, second: str) -> None:
        """One incident turns out to be two: the reports that speak for the second go with it."""
        leaving = [
            c
            for c in self.work.members(incident.id)
            if c.pinned != incident.id and is_of_second(c.testimony, incident.cause, second)
        ]
        if len({c.counts_as for c in leaving}) < 2:
            return
        fresh = Incident(
            f"I{self.work.number('incident')}",
            IncidentStatus.SUSPECTED,
            (second,),
            self.now,
            self.now,
            chances=(incident.confidence,),
        )
        self.keep(fresh)
        for conversation in leaving:
            self.moved(conversation, fresh.id)
        current = self.watch.incident(fresh.id) or fresh
        self.follow(
            replace(updated(current, self.around.beliefs, self.watch), action=IncidentAction.RAISED)
        )
