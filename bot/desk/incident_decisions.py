"""Carries out what staff decide about incidents, each decision once, and writes down who and when."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.desk.gather import DeskContext
from bot.desk.incident_look import MOST_CHARACTERS, IncidentLook
from bot.desk.notify import Notifier
from bot.desk.ports import UnitOfWork
from bot.desk.progress_updates import draft
from bot.desk.staff import heir_of
from bot.incidents.assign import placed_by_hand
from bot.incidents.cause_names import STAFF_LANG
from bot.incidents.decisions import decided, part_of, possible, started
from bot.incidents.declare import Declaration, IncidentAction, updated
from bot.incidents.report_counts import WINDOW
from bot.model.conversation import Conversation
from bot.model.decision import IncidentDecided, IncidentDecision
from bot.model.effect import Effect
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.model.timeline import TimelineEntry, TimelineKind
from bot.texts.loader import say

MOST_MOVED = 200  # conversations that one decision links or takes out

_MOVES = frozenset({IncidentDecision.LINK, IncidentDecision.UNLINK, IncidentDecision.SPLIT})
_TOLD_STAFF = frozenset(
    {
        IncidentDecision.CONFIRM,
        IncidentDecision.CHANGE_CAUSE,
        IncidentDecision.RULE_OUT,
        IncidentDecision.MONITOR,
        IncidentDecision.REOPEN,
    }
)  # the end of an incident is told when it ends


def carry_out(
    by: IncidentDecided, work: UnitOfWork, knowledge: Knowledge, around: DeskContext
) -> tuple[Effect, ...]:
    """What a decision changes at once; what follows from it is for the next look at the incidents.

    Nothing where it is not possible any more, or was carried out before.
    """
    if by.key and work.logged(by.key) is not None:
        return ()
    teller = Notifier(work, knowledge, may_wait=False)
    look = IncidentLook(work, teller, around, by.at, around.watch(work, by.at))
    if by.what is IncidentDecision.START:
        _start(by, look)
        return look.teller.effects
    incident = heir_of(by.incident, work)
    if incident is None or by.what not in possible(incident):
        return ()
    if by.what is IncidentDecision.DRAFT:
        effects = tuple(draft(by, incident, work))
        if effects:
            _log(incident.id, by, work)
        return effects
    done = _done(by, incident, look)
    if done is not None:
        _log(incident.id, done, work)
    return look.teller.effects


def _done(by: IncidentDecided, incident: Incident, look: IncidentLook) -> IncidentDecided | None:
    """Carry out a decision about an incident that there is; as it is written down, None: it did nothing."""
    match by.what:
        case IncidentDecision.NOTE:
            return by if by.text else None
        case IncidentDecision.MERGE:
            return by if _merged(by, incident, look) else None
        case IncidentDecision.LINK | IncidentDecision.UNLINK | IncidentDecision.SPLIT:
            return _moved(by, incident, look)
        case _:
            return by if _changed(by, incident, look) else None


def _changed(by: IncidentDecided, incident: Incident, look: IncidentLook) -> bool:
    """A decision about the incident itself."""
    if by.what in (IncidentDecision.CHANGE_CAUSE, IncidentDecision.RULE_OUT) and not by.about:
        return False
    after = decided(incident, by)
    if after == incident:
        return False
    look.keep(after)
    if by.what is IncidentDecision.REOPEN:
        _count_again(after, look)
    if by.what in _TOLD_STAFF:
        why = say(STAFF_LANG, f"staff.decided.{by.what}", who=by.staff)
        current = look.watch.incident(after.id) or after
        look.follow(Declaration(current, IncidentAction.UPDATED, why))
    if after.cause != incident.cause:
        look.gather(look.watch.incident(after.id) or after)
    return True


def _count_again(incident: Incident, look: IncidentLook) -> None:
    """What the reporters of an incident that goes on said lately counts again."""
    since = look.now - WINDOW
    for tenant in {m.counts_as for m in look.work.members(incident.id, since=since)}:
        look.restate(tenant, incident.id)


def _start(by: IncidentDecided, look: IncidentLook) -> None:
    """An incident that a person starts, with the reports that it explains; one for a cause."""
    if not by.about or any(i.cause == by.about for i in look.watch.open):
        return
    incident = started(f"I{look.work.number('incident')}", by)
    look.keep(incident)
    look.gather(incident)
    current = look.watch.incident(incident.id) or incident
    why = say(STAFF_LANG, "staff.decided.start", who=by.staff)
    look.follow(Declaration(current, IncidentAction.RAISED, why))
    _log(incident.id, by, look.work)


def _merged(by: IncidentDecided, incident: Incident, look: IncidentLook) -> bool:
    """Make the incident part of another, for good."""
    other = heir_of(by.about, look.work)
    if other is None or not other.is_open or other.id == incident.id:
        return False
    for member in look.work.members(incident.id):
        look.work.save_conversation(replace(member, pinned=other.id), by.at)
    whole = replace(other, whole=True)
    look.keep(whole)
    look.merge(whole, incident)
    _log(other.id, replace(by, about=incident.id, key=""), look.work)
    return True


def _moved(by: IncidentDecided, incident: Incident, look: IncidentLook) -> IncidentDecided | None:
    """Conversations that are of an incident, are not, or are another one."""
    chosen = list(_chosen(by, incident, look.work))
    if not chosen:
        return None
    target: str | None = incident.id
    if by.what is IncidentDecision.SPLIT:
        fresh = part_of(incident, f"I{look.work.number('incident')}", by)
        look.keep(replace(incident, apart=(*incident.apart, fresh.id), whole=False))
        look.keep(fresh)
        target = fresh.id
    elif by.what is IncidentDecision.UNLINK:
        target = None
    out_of = None if by.what is IncidentDecision.LINK else incident.id
    for conversation in chosen:
        look.moved(placed_by_hand(conversation, target, out_of=out_of), target)
    if by.what is IncidentDecision.SPLIT:
        current = look.watch.incident(target or "") or incident
        grown = updated(current, look.around.beliefs, look.watch).incident
        why = say(STAFF_LANG, "staff.decided.split", who=by.staff)
        look.follow(Declaration(grown, IncidentAction.RAISED, why))
        _log(current.id, replace(by, about=incident.id, conversations=(), key=""), look.work)
        return replace(by, about=current.id, conversations=())
    return replace(by, conversations=tuple(c.id for c in chosen))


def _chosen(by: IncidentDecided, incident: Incident, work: UnitOfWork) -> Iterator[Conversation]:
    """The conversations that a decision is about, as far as they are where it takes them from."""
    for ident in dict.fromkeys(by.conversations[:MOST_MOVED]):
        conversation = work.conversation(ident)
        if conversation is None:
            continue
        if (conversation.incident == incident.id) is not (by.what is IncidentDecision.LINK):
            yield conversation


def _log(subject: str, by: IncidentDecided, work: UnitOfWork) -> None:
    """Who decided what, and when."""
    about = by.about
    if by.what is IncidentDecision.OWN:
        about = by.about or by.staff
    if by.what in _MOVES and by.conversations:
        about = _listed(by.conversations)
    entry = TimelineEntry(subject, by.at, TimelineKind.DECISION, by.what)
    work.log(
        replace(entry, about=about[:MOST_CHARACTERS], staff=by.staff, text=by.text, key=by.key)
    )


def _listed(idents: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(idents))
