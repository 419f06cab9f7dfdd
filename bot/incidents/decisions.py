"""What people decide about an incident, and how that stands against the weighing of reports.

A person's finding goes before what the reports say: a cause that was named leads, one that was ruled
out is no suspect, incidents that were parted are not merged, and one that was found to be one fault is
not split. Where an incident stands is moved on only by what came after the decision.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.model.decision import IncidentDecided, IncidentDecision
from bot.model.evidence import UNKNOWN
from bot.model.incident import Incident, IncidentStatus

NAMED = 0.95  # the probability of a cause that a person named
SUREST = 0.99  # the most that reports make of a chance: they never prove a cause
MOST_RULED_OUT = 20
LONGEST_PROMISE = 24 * 60  # minutes until the next update

_OPEN = frozenset(IncidentDecision) - {IncidentDecision.START, IncidentDecision.REOPEN}
_OVER = frozenset({IncidentDecision.REOPEN, IncidentDecision.OWN, IncidentDecision.NOTE})


def possible(incident: Incident) -> frozenset[IncidentDecision]:
    """What a person can still decide about an incident."""
    if incident.status is IncidentStatus.MERGED:
        return frozenset({IncidentDecision.NOTE})
    if not incident.is_open:
        return _OVER
    found = _OPEN
    if incident.status is IncidentStatus.CONFIRMED and _is_settled(incident):
        found -= {IncidentDecision.CONFIRM}
    if incident.status is IncidentStatus.MONITORING:
        found -= {IncidentDecision.MONITOR}
    return found


def can_be_named(cause: str) -> bool:
    """Whether a cause is one thing: neither unknown nor some product of a sort."""
    return cause != UNKNOWN and not cause.endswith(":any")


def is_confirmed(incident: Incident) -> bool:
    """Whether a person found that its likeliest cause is the one, so that it may be told."""
    return incident.chosen == incident.cause and incident.status is not IncidentStatus.SUSPECTED


def decided(incident: Incident, by: IncidentDecided) -> Incident:
    """The incident after a decision about itself; what moves reports is for the caller to do."""
    match by.what:
        case IncidentDecision.OWN:
            return replace(incident, owner=by.about or by.staff)
        case IncidentDecision.CONFIRM:
            cause = incident.cause
            named = _named(incident, cause, by.staff) if can_be_named(cause) else incident
            return _standing(named, IncidentStatus.CONFIRMED, by)
        case IncidentDecision.CHANGE_CAUSE:
            return replace(_named(incident, by.about, by.staff), changed_at=by.at)
        case IncidentDecision.RULE_OUT:
            return replace(_without(incident, by.about), changed_at=by.at)
        case IncidentDecision.MONITOR:
            watched = _standing(incident, IncidentStatus.MONITORING, by)
            return replace(watched, monitoring_since=by.at)
        case IncidentDecision.RESOLVE:
            return replace(incident, ended_by=by.staff)
        case IncidentDecision.WITHDRAW:
            return replace(incident, withdrawn_by=by.staff)
        case IncidentDecision.REOPEN:
            return _again(incident, by)
        case IncidentDecision.PROMISE:
            return promised(incident, by)
        case _:
            return incident


def started(ident: str, by: IncidentDecided) -> Incident:
    """An incident that a person starts before enough reports speak for it."""
    fresh = Incident(ident, IncidentStatus.SUSPECTED, (by.about,), by.at, by.at, chances=(NAMED,))
    named = _named(fresh, by.about, by.staff) if can_be_named(by.about) else fresh
    return replace(named, decided_at=by.at, owner=by.staff)


def part_of(whole: Incident, ident: str, by: IncidentDecided) -> Incident:
    """The incident of the reports that a person takes out of another."""
    fresh = started(ident, replace(by, about=by.about or UNKNOWN))
    return replace(fresh, apart=(whole.id,), owner=whole.owner or by.staff)


def promised(incident: Incident, by: IncidentDecided) -> Incident:
    """The incident with the next update that its readers are promised, in so many minutes."""
    minutes = int(by.about) if by.about.isdecimal() and len(by.about) < 6 else 0
    if not 0 < minutes <= LONGEST_PROMISE:
        return replace(incident, next_update_at=None, update_every=None)
    due = by.at + timedelta(minutes=minutes)
    return replace(incident, next_update_at=due, update_every=minutes)


def as_decided(ranked: Sequence[tuple[str, float]], incident: Incident) -> list[tuple[str, float]]:
    """The suspects as the reports rank them, but for what people have found."""
    left = [(c, p) for c, p in ranked if c not in incident.ruled_out]
    if incident.chosen is not None:
        rest = [(c, p) for c, p in left if c != incident.chosen]
        share = min(1.0, (1 - NAMED) / max(sum(p for _, p in rest), 1e-9))
        return [(incident.chosen, NAMED), *((c, p * share) for c, p in rest)]
    return left or [(UNKNOWN, 1 - NAMED)]


def with_suspects(incident: Incident, ranked: Sequence[tuple[str, float]]) -> Incident:
    """The incident with these suspects, and their chances to three digits; reports never make one certain."""
    chances = tuple(min(round(p, 3), SUREST) for _, p in ranked)
    return replace(incident, suspects=tuple(c for c, _ in ranked), chances=chances)


def may_merge(one: Incident, other: Incident) -> bool:
    """Whether no person has parted two incidents, or named a cause of each."""
    parted = other.id in one.apart or one.id in other.apart
    differ = one.chosen is not None and other.chosen is not None and one.chosen != other.chosen
    return not parted and not differ


def may_be_both(cause: str, one: Incident, other: Incident) -> bool:
    """Whether no person has found that a cause is not that of two incidents together."""
    named = {one.chosen, other.chosen} - {None}
    return named <= {cause} and cause not in (*one.ruled_out, *other.ruled_out)


def taken_in(elder: Incident, younger: Incident) -> Incident:
    """The elder incident with what people decided about the younger, which becomes part of it.

    Where both were decided on, the elder's stands; of two promised updates the first is due.
    """
    chosen, chosen_by = elder.chosen, elder.chosen_by
    if chosen is None and younger.chosen not in elder.ruled_out:
        chosen, chosen_by = younger.chosen, younger.chosen_by
    out = dict.fromkeys((*elder.ruled_out, *younger.ruled_out))
    is_real = {elder.status, younger.status} == {
        IncidentStatus.SUSPECTED,
        IncidentStatus.CONFIRMED,
    }
    promised = [i for i in (elder, younger) if i.next_update_at is not None]
    due = min(promised, key=lambda i: i.next_update_at or i.raised_at, default=elder)
    whole = replace(
        elder,
        status=IncidentStatus.CONFIRMED if is_real else elder.status,
        decided_at=elder.decided_at or younger.decided_at,
        owner=elder.owner or younger.owner,
        chosen=chosen,
        chosen_by=chosen_by,
        ruled_out=tuple(c for c in out if c != chosen)[-MOST_RULED_OUT:],
        apart=tuple(
            i
            for i in dict.fromkeys((*elder.apart, *younger.apart))
            if i not in (elder.id, younger.id)
        ),
        whole=elder.whole or younger.whole,
        next_update_at=due.next_update_at,
        update_every=due.update_every,
    )
    return _ranked_anew(whole)


def _is_settled(incident: Incident) -> bool:
    return incident.chosen == incident.cause or not can_be_named(incident.cause)


def _standing(incident: Incident, status: IncidentStatus, by: IncidentDecided) -> Incident:
    stands = replace(incident, status=status, monitoring_since=None)
    return replace(stands, decided_at=by.at, changed_at=by.at)


def _named(incident: Incident, cause: str, staff: str) -> Incident:
    kept = tuple(c for c in incident.ruled_out if c != cause)
    named = replace(incident, chosen=cause, chosen_by=staff, ruled_out=kept)
    return _ranked_anew(named)


def _without(incident: Incident, cause: str) -> Incident:
    out = tuple(dict.fromkeys((*incident.ruled_out, cause)))[-MOST_RULED_OUT:]
    left = replace(incident, ruled_out=out)
    if incident.chosen == cause:
        left = replace(left, chosen=None, chosen_by=None)
    return _ranked_anew(left)


def _ranked_anew(incident: Incident) -> Incident:
    """The incident with the suspects that it has, as people have them."""
    known = list(zip(incident.suspects, incident.chances, strict=False))
    known += [(c, 0.0) for c in incident.suspects[len(known) :]]
    ranked = as_decided(known, incident)
    return with_suspects(incident, ranked)


def _again(incident: Incident, by: IncidentDecided) -> Incident:
    """It goes on after all: another life, in which who was told of an end hears that it is back."""
    again = replace(
        incident,
        relapses=incident.relapses + 1,
        resolved_at=None,
        ended_by=None,
        withdrawn_by=None,
        recovered=(),
        well_at=None,
        asked=False,
        telling=(),
    )
    return _standing(again, IncidentStatus.CONFIRMED, by)
