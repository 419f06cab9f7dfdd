"""One look at all incidents, and what it may change: what each says, who is in it, which are one."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.already_notified import adopt
from bot.desk.gather import DeskContext
from bot.desk.notify import Notifier
from bot.desk.ports import UnitOfWork
from bot.desk.set_aside import set_aside
from bot.desk.staff import heir_of
from bot.incidents.assign import group_of, placed_with_heirs
from bot.incidents.decisions import taken_in
from bot.incidents.declare import Declaration, IncidentAction, joined, left, updated
from bot.incidents.lag import learned
from bot.incidents.posterior import Posterior
from bot.incidents.recover import with_word_of
from bot.incidents.report_counts import WINDOW
from bot.incidents.tenant_reports import testify
from bot.model.conversation import Conversation
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus
from bot.model.tenant_report import NO_INCIDENT
from bot.model.timeline import TimelineEntry, TimelineKind

MOST_CHARACTERS = 400  # of a cause in the timeline


@dataclass
class IncidentLook:
    """Everything that bears on the incidents at one moment, kept up to date as they change.

    It decides nothing: whoever looks says what is to be kept, moved or merged.
    """

    work: UnitOfWork
    teller: Notifier
    around: DeskContext
    now: datetime
    watch: Watch

    def keep(self, incident: Incident) -> None:
        if incident != self.watch.incident(incident.id):
            self.work.save_incident(incident)
            self.watch = self.watch.having(incident)

    def follow(self, change: Declaration) -> None:
        """Keep what was declared, and alert staff where they should hear of it."""
        before = self.watch.incident(change.incident.id)
        self.keep(change.incident)
        self._log(before, change)
        if change.action is not None:
            self.keep(self.teller.alert(change, self.watch))
        if before is not None and before.is_open and not change.incident.is_open:
            self._learn_of_the_page(change.incident)
            self.work.disband(before.group)
            set_aside(self.now, self.work)
        if before is not None and before.cause != change.incident.cause:
            self.gather(change.incident)

    def _log(self, before: Incident | None, change: Declaration) -> None:
        """Write into the timeline what the desk found; what people decide is written by itself."""
        now, at = change.incident, self.now
        if now.ended_by is None and now.withdrawn_by is None and now.decided_at != at:
            is_new = change.action is IncidentAction.RAISED
            if is_new or (before is not None and before.status is not now.status):
                state = TimelineEntry(now.id, at, TimelineKind.STATE, now.status, text=change.why)
                self.work.log(state)
            if is_new or (before is not None and before.cause != now.cause):
                cause = now.cause[:MOST_CHARACTERS]
                self.work.log(TimelineEntry(now.id, at, TimelineKind.CAUSE, about=cause))

    def _learn_of_the_page(self, incident: Incident) -> None:
        """How late the page of what was at fault was, once that has ended."""
        feed = self.watch.feeds.get(incident.cause.partition(":")[2])
        first = next(self.work.members(incident.id, limit=1), None)
        ended = incident.status is IncidentStatus.RESOLVED
        if ended and feed is not None and first is not None and first.reported_at is not None:
            record = learned(feed, incident, first.reported_at)
            self.work.save_feed(replace(feed, record=record))

    def moved(self, conversation: Conversation, ident: str | None) -> Conversation:
        """The conversation under another incident, or under none."""
        was, tenant = conversation.incident, conversation.counts_as
        incident = self.watch.incident(ident)
        if incident is not None:
            self.keep(joined(incident, tenant, is_new=not self._has(incident, tenant)))
        conversation = replace(conversation, incident=ident)
        self.work.save_conversation(conversation, self.now)
        former = self.watch.incident(was)
        if former is not None and former.is_open and not self._has(former, tenant):
            self.keep(left(former, tenant))
            self.work.testify(former.group, tenant, None)
        self.restate(tenant, was)
        self.restate(tenant, ident)
        if incident is not None:
            self.keep(with_word_of(self.watch.incident(ident) or incident, conversation))
        return conversation

    def _has(self, incident: Incident, tenant: str) -> bool:
        """Whether an organisation has a conversation with an incident in its present life."""
        return bool(self.own_in(incident, tenant, 1))

    def own_in(self, incident: Incident, tenant: str, limit: int = 20) -> list[Conversation]:
        """The conversations of an organisation with an incident in its present life."""
        since = incident.raised_at - WINDOW
        return self.work.conversations_of(tenant, incident.id, since, limit)

    def restate(self, tenant: str, ident: str | None) -> None:
        """What an organisation says in a group, anew from its conversations there."""
        incident = self.watch.incident(ident)
        if incident is not None and not incident.is_open:
            return
        group = incident.group if incident is not None else NO_INCIDENT
        own = self.work.conversations_of(tenant, ident, self.now - WINDOW)
        said = testify(tenant, own, self.watch.catalogue, self.now)
        if (said is not None or incident is None) and self.work.testify(group, tenant, said):
            self.around.follow(self.work)

    def explained(self, incident: Incident) -> list[Conversation]:
        """The conversations without an incident that this one explains best."""
        unexplained = self.around.beliefs.of(NO_INCIDENT, self.watch).chances
        watch = self.watch.having(incident)
        return [
            c
            for c in map(self.placed, self.work.unexplained(self.now - WINDOW))
            if group_of(c, unexplained, watch, self.found, was_told=False) == incident.id
        ]

    def found(self, incident: Incident) -> Posterior:
        """What the reports of an incident say; of one that is only raised, those without an incident."""
        beliefs = self.around.beliefs
        group = incident.group if beliefs.tallies.of(incident.group) else NO_INCIDENT
        return beliefs.of(group, self.watch)

    def placed(self, conversation: Conversation) -> Conversation:
        """The conversation as people placed it, whatever their incidents have become part of."""

        def heir(ident: str) -> str:
            found = heir_of(ident, self.work)
            return found.id if found is not None else ident

        return placed_with_heirs(conversation, heir)

    def gather(self, incident: Incident) -> None:
        """Take in the conversations without an incident that this one explains."""
        for conversation in self.explained(incident):
            self.moved(conversation, incident.id)

    def merge(self, elder: Incident, younger: Incident) -> None:
        """Two incidents turn out to be one: the elder goes on, nobody is told of the younger's end.

        What people decided about the younger and its cases stands.
        """
        over = replace(
            younger,
            status=IncidentStatus.MERGED,
            merged_into=elder.id,
            resolved_at=self.now,
            changed_at=self.now,
            telling=(),
        )
        self.keep(over)
        state = TimelineEntry(younger.id, self.now, TimelineKind.STATE, over.status, about=elder.id)
        self.work.log(state)
        for conversation in map(self.placed, self.work.members(younger.id)):
            is_apart = elder.id in conversation.unlinked
            self.moved(conversation, None if is_apart else elder.id)
        for customer, reasons in self.work.told(younger.id, younger.relapses).items():
            self.teller.inherit(elder, customer, reasons, self.now)
        adopt(elder, younger, self.now, self.work)
        self.work.disband(younger.group)
        before = self.watch.incident(elder.id) or elder
        change = updated(taken_in(before, younger), self.around.beliefs, self.watch)
        after = change.incident
        if (after.cause, after.status) != (before.cause, before.status):
            change = replace(change, action=IncidentAction.UPDATED)
        self.follow(change)
