"""The flow of incidents on one screen: join, declare, recover, tell. Carries out what is decided."""

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.desk.gather import Surroundings
from bot.desk.ports import Work
from bot.desk.repeats import adopt
from bot.desk.tell import Teller
from bot.incidents.declare import (
    Action,
    Declaration,
    is_of_second,
    joined,
    left,
    mergeable,
    raised,
    second_fault,
    shared_cause,
    updated,
)
from bot.incidents.fit import EARLIER, group_of, is_earlier_case
from bot.incidents.lag import learned
from bot.incidents.narrow import FEWEST_TENANTS
from bot.incidents.recover import recover, with_word_of
from bot.incidents.tally import WINDOW
from bot.incidents.testify import testify
from bot.model.conversation import Conversation
from bot.model.effect import Effect
from bot.model.errors import StoreAwayError
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.testimony import NO_INCIDENT

MOST_ROUNDS = 4  # incidents raised, merged or split at one event; the next event sees the rest

logger = logging.getLogger(__name__)


def look_after(
    work: Work,
    knowledge: Knowledge,
    around: Surroundings,
    now: datetime,
    touched: Conversation | None = None,
) -> tuple[Effect, ...]:
    """Bring the incidents up to date, all of it or nothing; a fault of ours harms no reply.

    ``touched``: the conversation that has just changed (saved already), if one has.
    """
    try:
        with work.attempt():
            teller = Teller(work, knowledge, may_wait=touched is None)
            return _Look(work, teller, around, now).after(touched)
    except StoreAwayError:
        raise
    except Exception:  # the customer's reply and ticket must stand whatever fails here
        logger.exception("the incidents could not be brought up to date")
        around.start_anew()
        around.follow(work, now)
        return ()


@dataclass
class _Look:
    """One look at all incidents."""

    work: Work
    teller: Teller
    around: Surroundings
    now: datetime
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = self.around.watch(self.work, self.now)

    def after(self, touched: Conversation | None) -> tuple[Effect, ...]:
        if touched is not None and touched.reported_at is not None:
            touched = self._placed(touched)
        elif not self.watch.incidents and not self.around.beliefs.tallies.of(NO_INCIDENT):
            return ()
        for incident in self.watch.open:
            self._follow(updated(incident, self.around.beliefs, self.watch))
        self._raise()
        self._merge_and_split()
        for incident in self.watch.open:
            if (end := recover(incident, self.watch)) is not None:
                self._follow(end)
        if touched is not None:
            touched = self.work.conversation(touched.id)
        for incident in self.watch.incidents:
            self._keep(self.teller.tell(incident, touched, self.watch))
        return self.teller.effects

    def _follow(self, change: Declaration) -> None:
        """Keep what was declared, and alert staff where they should hear of it."""
        before = self.watch.incident(change.incident.id)
        self._keep(change.incident)
        if change.action is not None:
            self._keep(self.teller.alert(change, self.watch))
        if before is not None and before.is_open and not change.incident.is_open:
            self._learn_of_the_page(change.incident)
            self.work.disband(before.group)
        if before is not None and before.cause != change.incident.cause:
            self._gather(change.incident)

    def _learn_of_the_page(self, incident: Incident) -> None:
        """How late the page of what was at fault was, once that has ended."""
        feed = self.watch.feeds.get(incident.cause.partition(":")[2])
        first = next(self.work.members(incident.id, limit=1), None)
        ended = incident.status is IncidentStatus.RESOLVED
        if ended and feed is not None and first is not None and first.reported_at is not None:
            record = learned(feed, incident, first.reported_at)
            self.work.save_feed(replace(feed, record=record))

    def _keep(self, incident: Incident) -> None:
        if incident != self.watch.incident(incident.id):
            self.work.save_incident(incident)
            self.watch = self.watch.having(incident)

    def _placed(self, conversation: Conversation) -> Conversation:
        """The conversation in the incident that explains it; the tallies follow."""
        was = conversation.incident
        ident = self._pinned(conversation) or self._group_of(
            conversation, was_told=self._was_told(conversation)
        )
        if ident != was:
            conversation = self._moved(conversation, ident)
        else:
            self._restate(conversation.counts_as, ident)
        incident = self.watch.incident(ident)
        if incident is not None and incident.is_open:
            self._keep(with_word_of(incident, conversation))
        return conversation

    def _pinned(self, conversation: Conversation) -> str | None:
        """The incident that staff say explains it, as long as that is open."""
        incident = self.watch.incident(conversation.pinned)
        return incident.id if incident is not None and incident.is_open else None

    def _group_of(self, conversation: Conversation, *, was_told: bool) -> str | None:
        unexplained = self.around.beliefs.of(NO_INCIDENT, self.watch).chances
        return group_of(conversation, unexplained, self.watch, was_told=was_told)

    def _was_told(self, conversation: Conversation) -> bool:
        """Whether the customer has heard of the incident that they are in."""
        incident = self.watch.incident(conversation.incident)
        return incident is not None and bool(
            self.work.told(incident.id, incident.relapses, conversation.customer)
        )

    def _moved(self, conversation: Conversation, ident: str | None) -> Conversation:
        """The conversation under another incident, or under none."""
        was, tenant = conversation.incident, conversation.counts_as
        incident = self.watch.incident(ident)
        if incident is not None:
            self._keep(joined(incident, tenant, is_new=not self._has(incident, tenant)))
        conversation = replace(conversation, incident=ident)
        self.work.save_conversation(conversation, self.now)
        former = self.watch.incident(was)
        if former is not None and former.is_open and not self._has(former, tenant):
            self._keep(left(former, tenant))
            self.work.testify(former.group, tenant, None)
        self._restate(tenant, was)
        self._restate(tenant, ident)
        if incident is not None:
            self._keep(with_word_of(self.watch.incident(ident) or incident, conversation))
        return conversation

    def _has(self, incident: Incident, tenant: str) -> bool:
        """Whether an organisation has a conversation with an incident in its present life."""
        since = incident.raised_at - WINDOW
        return bool(self.work.conversations_of(tenant, incident.id, since, 1))

    def _restate(self, tenant: str, ident: str | None) -> None:
        """What an organisation says in a group, anew from its conversations there."""
        incident = self.watch.incident(ident)
        if incident is not None and not incident.is_open:
            return
        group = incident.group if incident is not None else NO_INCIDENT
        own = self.work.conversations_of(tenant, ident, self.now - WINDOW)
        said = testify(tenant, own, self.watch.catalogue, self.now)
        if said is not None or incident is None:
            self.work.testify(group, tenant, said)
            self.around.follow(self.work)

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
                self._gather(known)
                self.around.tried[cause] = belief
                return
            change = raised(cause, self.around.beliefs, self.watch)
            joining = self._explained(change.incident)
            if len({c.counts_as for c in joining}) < FEWEST_TENANTS:
                self.around.tried[cause] = belief
                return
            incident = change.incident
            if not incident.id:
                incident = replace(incident, id=f"I{self.work.number('incident')}")
            self._keep(incident)
            for conversation in joining:
                self._moved(conversation, incident.id)
            self._remember(incident)
            grown = self.watch.incident(incident.id) or incident
            self._follow(replace(change, incident=self._seen_alone(grown)))

    def _belief_in(self, cause: str) -> object:
        """What decides whether looking into a cause leads somewhere: as long as it stays, it does not."""
        chance = 1 - self.around.beliefs.of(NO_INCIDENT, self.watch).none
        count = self.around.beliefs.tallies.of(NO_INCIDENT).organisations(cause)
        return cause, count, round(chance, 2), tuple(i.group for i in self.watch.open)

    def _explained(self, incident: Incident) -> list[Conversation]:
        """The conversations without an incident that this one explains best."""
        unexplained = self.around.beliefs.of(NO_INCIDENT, self.watch).chances
        watch = self.watch.having(incident)
        return [
            c
            for c in self.work.unexplained(self.now - WINDOW)
            if group_of(c, unexplained, watch, was_told=False) == incident.id
        ]

    def _remember(self, incident: Incident) -> None:
        """Take in who told of the same hours ago and still waits: they count no more, but hear of it."""
        for conversation in self.work.unexplained(self.now - EARLIER):
            if is_earlier_case(conversation, incident, self.watch):
                self._moved(conversation, incident.id)

    def _seen_alone(self, incident: Incident) -> Incident:
        """The incident as its own reports have it, without those that it left behind."""
        return updated(incident, self.around.beliefs, self.watch).incident

    def _gather(self, incident: Incident) -> None:
        """Take in the conversations without an incident that this one explains."""
        for conversation in self._explained(incident):
            self._moved(conversation, incident.id)

    def _merge_and_split(self) -> None:
        if len(self.watch.open) > 1 and (pair := mergeable(self.around.beliefs, self.watch)):
            self._merge(*pair)
        for incident in self.watch.open:
            second = second_fault(incident, self.around.beliefs, self.watch)
            if second is not None:
                self._split(incident, second)

    def _merge(self, elder: Incident, younger: Incident) -> None:
        """Two incidents turn out to be one: the elder goes on, nobody is told of the younger's end."""
        over = replace(
            younger,
            status=IncidentStatus.MERGED,
            merged_into=elder.id,
            resolved_at=self.now,
            changed_at=self.now,
            telling=(),
        )
        self._keep(over)
        for conversation in self.work.members(younger.id):
            self._moved(conversation, elder.id)
        for customer, reasons in self.work.told(younger.id, younger.relapses).items():
            self.teller.inherit(elder, customer, reasons, self.now)
        adopt(elder, younger, self.now, self.work)
        self.work.disband(younger.group)
        current = self.watch.incident(elder.id) or elder
        self._follow(updated(current, self.around.beliefs, self.watch))

    def _split(self, incident: Incident, second: str) -> None:
        """One incident turns out to be two: the reports that speak for the second go with it."""
        leaving = [
            c
            for c in self.work.members(incident.id)
            if is_of_second(c.testimony, incident.cause, second)
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
        self._keep(fresh)
        for conversation in leaving:
            self._moved(conversation, fresh.id)
        current = self.watch.incident(fresh.id) or fresh
        self._follow(
            replace(updated(current, self.around.beliefs, self.watch), action=Action.RAISED)
        )
