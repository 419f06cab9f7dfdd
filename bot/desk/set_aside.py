"""Notices that wait for staff and can no longer be sent, since their incident is over: set aside, so that nobody has to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.desk.broadcasts import has_heard
from bot.desk.ports import UnitOfWork
from bot.desk.staff import heir_of
from bot.model.audit import AuditEntry, AuditVia
from bot.model.broadcast import FIRST
from bot.model.incident import Incident
from bot.model.ticket import ProposalStatus


def set_aside(at: datetime, work: UnitOfWork) -> None:
    """Set aside each notice that waits although its incident, or the one that this became part of, is over.

    Nobody is told. The timeline shows it with its words, and the audit log who ended the incident, if anybody did. When the incident goes on again first notices are proposed
    anew (``told_or_asked``), and updates, which spoke of another moment, are not.
    """
    for proposal in work.proposals():
        incident = heir_of(proposal.incident, work)
        if incident is not None and not incident.is_open:
            kept = replace(proposal, status=ProposalStatus.SET_ASIDE, decided_at=at)
            work.save_proposal(kept)
            ended_by = incident.withdrawn_by or incident.ended_by or ""
            about = f"{proposal.id} {incident.id}"
            work.audit(AuditEntry(at, "notice.set_aside", ended_by, AuditVia.DESK, about))


def told_or_asked(incident: Incident, work: UnitOfWork) -> Mapping[str, frozenset[str]]:
    """What readers have heard of an incident, or staff were asked to tell them, by customer.

    Whom only a first notice named that was set aside is not among them: nobody decided on it.
    """
    told = work.told(incident.id, incident.relapses)
    aside = {
        customer
        for proposal in work.proposals_of(incident.id)
        if proposal.status is ProposalStatus.SET_ASIDE and proposal.reason == FIRST
        for customer in proposal.to
    }
    undecided = {name for name in aside if not has_heard(told.get(name, frozenset()), FIRST)}
    return {name: reasons for name, reasons in told.items() if name not in undecided}
