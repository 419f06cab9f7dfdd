"""The whole flow of incidents on one screen: declare, recover, tell. Start reading here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.incidents import wording
from bot.incidents.audience import proposals
from bot.incidents.broadcast import Due, broadcast, told
from bot.incidents.declare import Declaration, declare
from bot.incidents.recover import recover
from bot.incidents.remedies import afterwards, workaround
from bot.model.conversation import Advised, Speaker, Turn
from bot.model.effect import Effect, Notice, Proposal, StaffAlert
from bot.model.facts import Watch
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.model.ticket import ProposedNotice


@dataclass(frozen=True, slots=True)
class Spoken:
    """A notice as it goes into one reader's transcript and ledger of advice."""

    conversation: str
    turn: Turn
    advised: tuple[Advised, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the facts call for: incidents as they are from now on, effects, transcripts, proposals."""

    incidents: tuple[Incident, ...] = ()
    effects: tuple[Effect, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    proposals: tuple[ProposedNotice, ...] = ()


def oversee(watch: Watch, knowledge: Knowledge, shares: Mapping[str, float], new_id: str) -> Plan:
    """Raise, update and end incidents as the facts call for; say which notices are due.

    ``shares`` and ``new_id`` as for ``declare``. It saves and sends nothing.
    """
    if not watch.conversations and not any(i.is_open for i in watch.incidents):
        return Plan()
    changes = declare(watch, shares, new_id)
    for change in changes:
        watch = _with(watch, change.incident)
    ends = [e for i in watch.incidents if i.is_open and (e := recover(i, watch)) is not None]
    for end in ends:
        watch = _with(watch, end.incident)
    alerts = [a for c in (*changes, *ends) if (a := _alert(c, watch, knowledge)) is not None]
    changed = {c.incident.id: _documented(c.incident, watch, knowledge) for c in (*changes, *ends)}
    notices: list[Effect] = []
    spoken: list[Spoken] = []
    for incident in watch.incidents:
        for due in broadcast(incident, watch):
            current = changed.get(incident.id, incident)
            notice, said = _notice(_filled(due, current, knowledge), current, watch, knowledge)
            changed[incident.id] = told(current, due, watch)
            notices.append(notice)
            spoken.append(said)
    proposed: list[ProposedNotice] = []
    for incident in watch.incidents:
        current = changed.get(incident.id, incident)
        fresh = proposals(current, watch, knowledge)
        if fresh:
            readers = tuple(c for p in fresh for c in p.to)
            changed[incident.id] = replace(current, proposed=(*current.proposed, *readers))
            proposed += fresh
    asked = [Proposal(p.id, p.incident, p.to, p.reason, p.text, p.lang) for p in proposed]
    effects = (*alerts, *notices, *asked)
    return Plan(tuple(changed.values()), effects, tuple(spoken), tuple(proposed))


def _with(watch: Watch, incident: Incident) -> Watch:
    others = {i.id: i for i in watch.incidents}
    return replace(watch, incidents=tuple({**others, incident.id: incident}.values()))


def _documented(incident: Incident, watch: Watch, knowledge: Knowledge) -> Incident:
    """The incident with its evidence in sentences, for the console."""
    return replace(incident, evidence=tuple(wording.evidence(incident, watch, knowledge)))


def _alert(change: Declaration, watch: Watch, knowledge: Knowledge) -> StaffAlert | None:
    if change.action is None:
        return None
    incident = change.incident
    text = wording.alert(change, watch, knowledge)
    tenants = len(incident.tenants)
    return StaffAlert(incident.id, str(change.action), incident.suspects, tenants, text)


def _filled(due: Due, incident: Incident, knowledge: Knowledge) -> Due:
    """The notice with its advice."""
    if due.reason == "workaround":
        return replace(due, advice=workaround(incident, due.conversation, knowledge))
    if due.reason == "recovered":
        return replace(due, advice=afterwards(incident, due.conversation, knowledge))
    return due


def _notice(
    due: Due, incident: Incident, watch: Watch, knowledge: Knowledge
) -> tuple[Notice, Spoken]:
    """One notice, and how it stands in its reader's transcript."""
    reader = due.conversation
    text = wording.notice(due, incident, watch, knowledge)
    reason = "update" if due.reason == "withdrawn" else due.reason
    notice = Notice(
        incident.id, (reader.customer,), reason, text, reader.lang, incident.cause, due.advice
    )
    given = tuple(Advised(a, watch.now) for a in due.advice)
    return notice, Spoken(reader.id, Turn(watch.now, Speaker.DESK, text), given)
