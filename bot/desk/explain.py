"""Why a ticket or an incident has its cause, read from the store. Writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.desk.gather import DeskContext, furnished
from bot.desk.hearers import Hearer, hearers
from bot.desk.learned_rates import rhythm_of
from bot.desk.organisations import names_of
from bot.desk.ports import UnitOfWork
from bot.incidents import explain as incidents
from bot.incidents.report_counts import WINDOW
from bot.incidents.usage import Usage, usage_of
from bot.model.catalogue import Catalogue
from bot.model.facts import Facts
from bot.model.incident import Incident
from bot.model.knowledge import Knowledge
from bot.model.ticket import Ticket
from bot.triage.explain import Overturn, Prospect, overturn, prospects


@dataclass(frozen=True, slots=True)
class TicketExplained:
    """A ticket's diagnosis, as kept when it was last brought up to date, and what would change it."""

    ticket: Ticket
    catalogue: Catalogue
    overturn: Overturn | None
    prospects: tuple[Prospect, ...]


@dataclass(frozen=True, slots=True)
class IncidentExplained:
    """An incident's cause as of the last event that the desk took in, and who hears of it.

    ``usages``: what is known of the organisations in ``why`` and the product that is held to be at fault, by their keys.
    ``organisations``: what those that are registered are called, by their keys.
    """

    incident: Incident
    catalogue: Catalogue
    as_of: datetime
    why: incidents.Explanation
    hearers: tuple[Hearer, ...] = ()
    usages: Mapping[str, Usage] = field(default_factory=dict)
    organisations: Mapping[str, str] = field(default_factory=dict)


Explained = TicketExplained | IncidentExplained


def explain(ident: str, work: UnitOfWork, knowledge: Knowledge) -> Explained | None:
    """The ticket or the incident of this id explained; None: there is neither."""
    ticket = work.ticket(ident)
    if ticket is not None:
        return explain_ticket(ticket, work, knowledge)
    incident = work.incident(ident)
    return explain_incident(incident, work, knowledge) if incident is not None else None


def explain_ticket(ticket: Ticket, work: UnitOfWork, knowledge: Knowledge) -> TicketExplained:
    """A ticket explained; a note to staff has no diagnosis and so nothing to explain."""
    around = _surroundings(work, knowledge)
    conversation = work.conversation(ticket.conversation) if ticket.conversation else None
    if ticket.diagnosis is None or conversation is None:
        return TicketExplained(ticket, around.catalogue, None, ())
    facts = Facts(ticket.changed_at, conversation, around.catalogue)
    return TicketExplained(
        ticket,
        around.catalogue,
        overturn(ticket.diagnosis),
        prospects(ticket.diagnosis, facts, knowledge),
    )


def explain_incident(
    incident: Incident, work: UnitOfWork, knowledge: Knowledge
) -> IncidentExplained:
    """An incident explained by the reports behind it, which are weighed anew."""
    around = _surroundings(work, knowledge)
    clock = work.recall("clock")
    as_of = datetime.fromisoformat(clock) if clock is not None else incident.changed_at
    usual = replace(around.beliefs.usual, rhythm=rhythm_of(work))
    said = work.testimonies(incident.group) if incident.is_open else []
    watch = around.watch(work, as_of)
    why = incidents.explain(incident, said, usual, watch)
    heard_by = hearers(incident, work, watch.now)
    keys = {voice.said.tenant for voice in why.voices} | {one.organisation for one in heard_by}
    keys.update(key for other in why.otherwise for key in other.without)
    usages = _usages(why, around.catalogue, work)
    called = names_of(keys, work)
    return IncidentExplained(incident, around.catalogue, as_of, why, heard_by, usages, called)


def _usages(
    why: incidents.Explanation, catalogue: Catalogue, work: UnitOfWork
) -> Mapping[str, Usage]:
    """What each organisation that is weighed tells of the leading product.

    Nothing of the platform, which everybody has, nor of a cause that is no product of the catalogue.
    """
    incident = why.incident
    product = catalogue.of_cause(incident.cause)
    if product is None or product == catalogue.platform:
        return {}
    since = incident.raised_at - WINDOW
    return {
        key: usage_of(work.conversations_of(key, incident.id, since), product.id, catalogue)
        for key in (voice.said.tenant for voice in why.voices)
    }


def _surroundings(work: UnitOfWork, knowledge: Knowledge) -> DeskContext:
    return furnished(work.opened(), knowledge)
