"""Carries out what staff and customers are to hear of incidents: alerts, notices, proposals."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.desk.already_notified import carry_over
from bot.desk.broadcasts import langs_told
from bot.desk.ports import UnitOfWork
from bot.desk.set_aside import told_or_asked
from bot.desk.steering import conclude
from bot.incidents import wording
from bot.incidents.audience import concerned_products, proposals
from bot.incidents.broadcast import (
    ANSWERED_WITHIN,
    THOUGHT_OVER,
    Due,
    due,
    is_turning,
    tellings,
    to_be_asked,
)
from bot.incidents.cause_names import cause_name
from bot.incidents.complaints import common_symptom
from bot.incidents.declare import Declaration
from bot.incidents.remedies import afterwards, workaround
from bot.incidents.report_counts import WINDOW
from bot.model.advice_plan import as_read
from bot.model.broadcast import Audience
from bot.model.conversation import Advised, Conversation, Speaker, Turn
from bot.model.effect import Effect, Notice, Proposal, StaffAlert
from bot.model.facts import Watch
from bot.model.incident import (
    ENDINGS,
    MOST_NAMED,
    Incident,
    ToldNotice,
    content_of,
)
from bot.model.knowledge import Knowledge
from bot.model.recipient import RecipientState
from bot.model.ticket import ProposedNotice
from bot.triage.reply.case_name import named

KNOWN_FOR = timedelta(days=30)  # how long an inventory that a customer told us holds
PORTION = 30  # of its reporters who are told of news in one go: less than a tenth of a second
LOOKED_AT = 200  # first reporters among whom some are asked whether it is over
# What a notice is to its channel, where that is another word than its reason.
_CALLED = {
    "withdrawn": "update",
    "is_it_over": "update",
    "relapse": "update",
    "stale": "workaround",
    "released": "workaround",
    "helped": "workaround",
}
_ONCE = ("update", "workaround")  # reasons whose words are not repeated by another incident
WAITING = ANSWERED_WITHIN + timedelta(minutes=2)  # a notice held back while a question is open


class Notifier:
    """Says what one look at the incidents calls for, and keeps who heard what."""

    def __init__(self, work: UnitOfWork, knowledge: Knowledge, *, may_wait: bool) -> None:
        """``may_wait``: whether to look for notices that were held back, as time passes."""
        self._work, self._knowledge, self._may_wait = work, knowledge, may_wait
        self._alerts: list[Effect] = []
        self._notices: list[Effect] = []
        self._asked: list[Effect] = []

    @property
    def effects(self) -> tuple[Effect, ...]:
        return (*self._alerts, *self._notices, *self._asked)

    def alert(self, change: Declaration, watch: Watch) -> Incident:
        """Tell staff of a change; answers the incident with its evidence in sentences."""
        incident = self._counted(change.incident)
        change = replace(change, incident=incident)
        first = list(self._work.members(incident.id, limit=MOST_NAMED))
        text = wording.alert(change, first, watch, self._knowledge)
        self._alerts.append(
            StaffAlert(
                incident.id, str(change.action), incident.suspects, incident.organisations, text
            )
        )
        incident = replace(incident, alerted=incident.organisations)
        return self._documented(incident, first, watch)

    def _documented(self, incident: Incident, first: list[Conversation], watch: Watch) -> Incident:
        """The incident with what its first reports tell: the evidence in sentences, and what fails."""
        evidence = tuple(wording.evidence(incident, first, watch, self._knowledge))
        return replace(
            incident, evidence=evidence, symptom=common_symptom(first) or incident.symptom
        )

    def tell(self, incident: Incident, touched: Conversation | None, watch: Watch) -> Incident:
        """Tell those affected what is due; everybody when there is news, else who just wrote."""
        telling = tellings(incident, watch)
        news = set(telling) - set(incident.telling)
        concerned = touched is not None and touched.incident == incident.id
        if incident.is_open and concerned:
            incident = self._grown(incident, watch)
        elif incident.is_open and self._may_wait and incident.organisations > MOST_NAMED:
            incident = self._counted(incident)
        incident = replace(incident, telling=telling)
        if news:
            incident = replace(incident, told_until=0)
        incident = self._tell_readers(
            incident, touched if concerned else None, watch, news=bool(news)
        )
        if news:
            what = cause_name(incident.cause, watch, self._knowledge)
            self._notices += conclude(incident, what, watch.now, self._work, self._knowledge)
        if incident.is_open:
            incident = self._propose(incident, touched, telling, news, watch)
            incident = self._ask(incident, watch)
        return incident

    def _grown(self, incident: Incident, watch: Watch) -> Incident:
        """The incident with its evidence; of a large one it no longer changes with every report."""
        if incident.organisations > MOST_NAMED:
            return incident
        first = list(self._work.members(incident.id, limit=MOST_NAMED))
        return self._documented(self._counted(incident), first, watch)

    def _counted(self, incident: Incident) -> Incident:
        """The incident with its reports counted by what is known of who they are from."""
        since = incident.raised_at - WINDOW
        return replace(incident, voices=self._work.voices(incident.id, since))

    def _tell_readers(
        self, incident: Incident, touched: Conversation | None, watch: Watch, *, news: bool
    ) -> Incident:
        """Tell who just wrote, and of news everybody affected: some now, the next ones at each tick.

        So other events wait for a portion, not for thousands of notices.
        """
        told: set[str] = set()
        if incident.told_until is not None and (news or self._may_wait):
            some = self._work.members_behind(incident.id, incident.told_until, PORTION)
            for _, reader in some:
                self._tell_one(incident, reader, watch)
                told.add(reader.id)
            last = some[-1][0] if len(some) == PORTION else None
            incident = replace(incident, told_until=last)
        if touched is not None:
            others: Iterable[Conversation] = (touched,)
        elif incident.is_open and incident.telling and self._may_wait and not news:
            others = self._work.members(incident.id, since=watch.now - WAITING)
        else:
            others = ()
        for reader in others:
            if reader.id not in told:
                self._tell_one(incident, reader, watch)
        return incident

    def _tell_one(self, incident: Incident, reader: Conversation, watch: Watch) -> None:
        for one in due(incident, reader, self._told(incident, reader), watch):
            self._give(one, incident, watch)

    def _told(self, incident: Incident, reader: Conversation) -> frozenset[str]:
        """The reasons that a reader has heard, and whether they heard of an earlier end or saw it."""
        life = incident.relapses
        told = self._work.told(incident.id, life, reader.customer).get(reader.customer, frozenset())
        if life:
            before = self._work.told(incident.id, life - 1, reader.customer).get(
                reader.customer, frozenset()
            )
            well = before and reader.recovered_at is not None
            told |= {THOUGHT_OVER} if well or before & ENDINGS else frozenset()
        return told

    def _give(self, one: Due, incident: Incident, watch: Watch) -> None:
        """One notice: said, written down, and in its reader's transcript.

        Who has read these very words since they reported, as a reporter of another incident, is not
        sent them again and counts as told.
        """
        one = self._filled(one, incident, watch)
        reader = one.conversation
        began = self._began(incident) if one.reason == "workaround" else None
        text = wording.notice(one, incident, watch, self._knowledge, began)
        content = content_of(incident.cause, text)
        if reader.one_of_several:
            say = partial(self._knowledge.say, reader.lang)
            text = named(text, reader, (), watch.catalogue, say)
        repeated = one.reason in _ONCE and self._work.has_read(
            reader.customer, content, reader.reported_at or watch.now
        )
        told = ToldNotice(reader.customer, one.reason, watch.now, incident.relapses, content)
        self._work.tell(incident.id, [told, *(replace(told, reason=r) for r in one.also)])
        if repeated:
            return
        reason = one.reason.partition(":")[0]
        self._notices.append(
            Notice(
                incident.id,
                (reader.customer,),
                _CALLED.get(reason, reason),
                text,
                reader.lang,
                as_read(incident.cause, reader.complaint, watch.named),
                one.advice,
            )
        )
        current = self._work.conversation(reader.id) or reader
        given = tuple(Advised(a, watch.now) for a in one.advice)
        said = current.with_turn(Turn(watch.now, Speaker.DESK, text))
        asked = watch.now if one.reason == "is_it_over" else said.asked_if_over
        said = replace(said, advised=(*said.advised, *given), asked_if_over=asked)
        self._work.save_conversation(said, watch.now)

    def _began(self, incident: Incident) -> datetime | None:
        """When an incident was first reported in its present life, as far as others reported it too."""
        first = next(self._work.members(incident.id, limit=1), None)
        several = incident.organisations > 1 and not incident.relapses
        return first.reported_at if first is not None and several else None

    def _filled(self, one: Due, incident: Incident, watch: Watch) -> Due:
        """The notice with its advice."""
        if one.reason == "workaround":
            return replace(
                one, advice=workaround(incident, one.conversation, self._knowledge, watch.catalogue)
            )
        if one.reason == "recovered":
            return replace(one, advice=afterwards(incident, one.conversation, self._knowledge))
        return one

    def _ask(self, incident: Incident, watch: Watch) -> Incident:
        """Ask a few first reporters whether it is over, when evidence turns."""
        if incident.asked or not is_turning(incident):
            return incident
        first = list(self._work.members(incident.id, limit=LOOKED_AT))
        for one in to_be_asked(incident, first):
            self._give(one, incident, watch)
        return replace(incident, asked=True)

    def _propose(
        self,
        incident: Incident,
        touched: Conversation | None,
        telling: tuple[str, ...],
        news: set[str],
        watch: Watch,
    ) -> Incident:
        """Put notices to those who have not reported before staff."""
        first = {t for t in telling if t.startswith("first:")}
        if not first:
            return incident
        life = incident.relapses
        langs: frozenset[str] = frozenset()
        if first & news:
            langs = self._recipients_read(incident, watch)
            bystanders = self._work.calm_conversations(watch.now - KNOWN_FOR)
            told = told_or_asked(incident, self._work)
        elif touched is not None and touched.reported_at is None:
            bystanders = [touched]
            told = self._work.told(incident.id, life, touched.customer)
        else:
            return incident
        for proposal in proposals(incident, bystanders, told, watch, self._knowledge, langs):
            self._put_before_staff(proposal, life, watch.now)
            if first & news:
                carry_over(proposal, incident.id, self._work)
        return incident

    def _put_before_staff(self, proposal: ProposedNotice, life: int, at: datetime) -> None:
        self._work.save_proposal(proposal)
        told = [ToldNotice(customer, "proposed", at, life) for customer in proposal.to]
        self._work.tell(proposal.incident, told)
        self._asked.append(
            Proposal(
                proposal.id,
                proposal.incident,
                proposal.to,
                proposal.reason,
                proposal.text,
                proposal.lang,
            )
        )

    def _recipients_read(self, incident: Incident, watch: Watch) -> frozenset[str]:
        """The languages of recipients concerned who were not told of the incident before."""
        products = concerned_products(incident, watch)
        groups = self._work.groups(Audience(products)) if products else []
        read = frozenset(g.lang for g in groups if g.state == RecipientState.ACTIVE)
        return read - langs_told(incident.id, self._work)

    def inherit(
        self, incident: Incident, customer: str, reasons: frozenset[str], at: datetime
    ) -> None:
        """What was told of an incident that was merged into this one counts as told of this one."""
        known = self._work.told(incident.id, incident.relapses, customer).get(customer, frozenset())
        self._work.tell(
            incident.id,
            [ToldNotice(customer, r, at, incident.relapses) for r in sorted(reasons - known)],
        )
