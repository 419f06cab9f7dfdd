"""Is it over? Weighed like reports: by whom it is said, by how many, and with what beside it.

An incident ends when a person says so; when two kinds of evidence agree, the vendor's page with our
own measurements or with a verified organisation that reported it; when enough of these say that it
works again; or when nothing has been heard for an hour and a page or the measurements show its end.
It takes three hours where a reporter said, well after the page's end, that the page is wrong, and
has not taken that back. Where one organisation is all that could be expected, since hardly more
reported, it takes the silence of those who were asked. The word of somebody who has only just
reported counts for nothing, and that of the unverified makes nobody believe that it is over: it is
a reason to look, so the incident is monitored.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.incidents.apart import with_mended
from bot.incidents.declare import Declaration, IncidentAction
from bot.incidents.narrow import FEWEST_TENANTS
from bot.incidents.recovery_signs import MOST_AGREEING, Signs, has_news, signs_of
from bot.incidents.remedies import with_ways_of
from bot.model.advice_plan import OWN, UPDATED
from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation, Done
from bot.model.facts import Watch
from bot.model.identity import is_verified
from bot.model.incident import MOST_NAMED, Incident, IncidentStatus, LastReport
from bot.model.understanding import Symptom

Say = Callable[..., str]
"""Words of a reason by its key, for staff."""
Reporters = Callable[[], Sequence[Conversation]]
"""Finds the conversations of an organisation with an incident."""

QUIET_FOR = timedelta(minutes=60)  # without a report, when a page or we ourselves see its end
# The same where somebody has said of that page that it is wrong, and nothing since.
QUIET_AFTER_DISPUTE = timedelta(hours=3)
# A suspicion that nothing confirmed: of no more than may agree by chance, and of more, who wait for a cure.
EXPIRES_AFTER, LASTS_FOR = timedelta(hours=6), timedelta(hours=24)
# Symptoms of what does not come through, though every screen may work.
_COMES_THROUGH = frozenset(
    {Symptom.NOT_SYNCING, Symptom.NOTIFICATION_MISSING, Symptom.FILE_PROBLEM}
)
_OF_SCREENS = frozenset(
    {Symptom.STUCK_LOADING, Symptom.SLOW, Symptom.BLANK_SCREEN, Symptom.DISPLAY_BROKEN}
)
FRESH_FOR = timedelta(minutes=10)  # who has reported for less long cannot tell that it is over


def with_word_of(incident: Incident, conversation: Conversation) -> Incident:
    """The incident after one of its reporters said how things are.

    Who is well since they put in another version has not seen its end: that is a way for others. Who put
    something of their own right has seen nothing of it.
    """
    incident = with_ways_of(incident, conversation)
    tenant = conversation.counts_as
    if conversation.recovered_at is not None or _is_rid_of_it(conversation):
        incident = replace(incident, last_reports=_without(tenant, incident))
    if _is_cured(conversation):
        return incident
    if conversation.recovered_at is not None and conversation.recovered_at >= incident.raised_at:
        if tenant in incident.recovered or not _counts(conversation, incident):
            return incident
        if is_verified(tenant):
            incident = with_mended(incident, conversation, well=True)
        if _saw_a_screen_alone(conversation, incident):
            return replace(incident, recovered=(*incident.recovered, tenant))
        return _well(incident, (*incident.recovered, tenant), conversation.recovered_at)
    said = conversation.last_report_at
    if not conversation.is_troubled or said is None:
        return incident
    latest = max(said, incident.last_report_at or said)
    still = tuple(t for t in incident.recovered if t != tenant)
    if is_verified(tenant) and not _is_rid_of_it(conversation):
        reports = (*_without(tenant, incident), LastReport(tenant, said))
        incident = replace(incident, last_reports=reports[-MOST_NAMED:])
        incident = with_mended(incident, conversation, well=False)
    return _well(replace(incident, last_report_at=latest), still, said)


def _saw_a_screen_alone(conversation: Conversation, incident: Incident) -> bool:
    """Whether others miss what does not come through, and this reporter told of a screen alone.

    That a screen is quick again does not show that entries, mails or files arrive.
    """
    told = conversation.complaint.symptoms
    return incident.symptom in _COMES_THROUGH and bool(told) and told <= _OF_SCREENS


def _without(tenant: str, incident: Incident) -> tuple[LastReport, ...]:
    """The latest reports of the incident without that of one organisation."""
    return tuple(r for r in incident.last_reports if r.tenant != tenant)


def _is_rid_of_it(conversation: Conversation) -> bool:
    """Whether somebody found a cure after they last told of trouble."""
    said = conversation.last_report_at
    return any(
        c.what is Done.CURED and said is not None and c.at >= said for c in conversation.changes
    )


def with_word_of_colleague(
    incident: Incident, colleague: Conversation, reporters: Reporters, catalogue: Catalogue
) -> Incident:
    """The incident after somebody who reported nothing said that it works again.

    One organisation is one witness, whoever of it writes: the word counts as that of its reporters
    would, unless it names another product, or one of them has switched something off and it does not
    tell that this works enabled again: then of course it works. The word of the unverified says
    nothing of others.
    """
    tenant, at = colleague.counts_as, colleague.recovered_at
    if at is None or at < incident.raised_at or _is_cured(colleague) or not is_verified(tenant):
        return incident
    if tenant in incident.recovered or _is_full(incident, tenant):
        return incident
    if not _may_be_about(colleague, incident, catalogue):
        return incident
    waiting = [r for r in reporters() if r.is_troubled]
    is_off = any(r.switched_off() for r in waiting) and not colleague.works_since_enabled()
    told = [r.last_report_at for r in waiting if r.last_report_at is not None]
    if is_off or not told or at - max(told) < FRESH_FOR:
        return incident
    return _well(incident, (*incident.recovered, tenant), at)


def _may_be_about(colleague: Conversation, incident: Incident, catalogue: Catalogue) -> bool:
    """Whether somebody names what failed, or no product but the platform."""
    platform = catalogue.platform.id if catalogue.platform is not None else ""
    named = {*colleague.complaint.products} - {platform}
    return not named or incident.cause.partition(":")[2] in named


def _is_cured(conversation: Conversation) -> bool:
    """Whether somebody is well only since they put in another version, or something of their own right."""
    at = conversation.recovered_at
    return any(
        c.what is Done.CURED and c.of in (OWN, UPDATED) and c.at == at for c in conversation.changes
    )


def _well(incident: Incident, recovered: tuple[str, ...], at: datetime) -> Incident:
    """The incident with those for whom it works again, and when a verified one last said so."""
    verified = [t for t in recovered if is_verified(t)]
    more = len(verified) > sum(map(is_verified, incident.recovered))
    latest = at if more else incident.well_at
    return replace(incident, recovered=recovered, well_at=latest if verified else None)


def would_end(incident: Incident, reporter: Conversation, watch: Watch) -> bool:
    """Whether an open incident ended if one of its reporters said now that it works again."""
    well = with_word_of(incident, replace(reporter, recovered_at=watch.now))
    if well.ended_by is not None or well.withdrawn_by is not None:
        return well.withdrawn_by is None
    return has_news(well, watch) and bool(_over(signs_of(well, watch)))


def _counts(conversation: Conversation, incident: Incident) -> bool:
    """Whether a reporter's word that it works again is kept."""
    reported, well = conversation.reported_at, conversation.recovered_at
    if reported is None or well is None or well - reported < FRESH_FOR:
        return False
    return not _is_full(incident, conversation.counts_as)


def _is_full(incident: Incident, tenant: str) -> bool:
    """Whether as many organisations of this sort are well as are kept by name."""
    same = is_verified(tenant)
    most = MOST_AGREEING if same else MOST_NAMED
    return sum(is_verified(t) is same for t in incident.recovered) >= most


def recover(incident: Incident, watch: Watch, say: Say) -> Declaration | None:
    """The incident after its end or when it turns, with the reason; None while nothing changed."""
    if incident.withdrawn_by is not None:
        return _ended(incident, IncidentStatus.WITHDRAWN, IncidentAction.WITHDRAWN, "", watch)
    signs = signs_of(incident, watch)
    if incident.ended_by is not None:
        why = say("by", who=incident.ended_by)
        return _ended(incident, IncidentStatus.RESOLVED, IncidentAction.RECOVERED, why, watch)
    if not has_news(incident, watch):
        return _gone_on(incident, signs, watch, say)
    if over := _over(signs):
        why = say(over, tenants=signs.recovered)
        return _ended(incident, IncidentStatus.RESOLVED, IncidentAction.RECOVERED, why, watch)
    if _has_expired(incident, signs):
        return _ended(
            incident, IncidentStatus.WITHDRAWN, IncidentAction.WITHDRAWN, say("expired"), watch
        )
    return _turned(incident, signs, watch, say)


def _turned(incident: Incident, signs: Signs, watch: Watch, say: Say) -> Declaration | None:
    """The incident under observation when something speaks for its end, or under it no more."""
    if signs.has_turned and incident.status is IncidentStatus.CONFIRMED:
        turning = replace(
            incident,
            status=IncidentStatus.MONITORING,
            monitoring_since=watch.now,
            changed_at=watch.now,
        )
        if (signs.recovered or signs.hinted) and signs.page_in_trouble:
            return Declaration(turning, IncidentAction.UPDATED, say("turns_against_page"))
        return Declaration(turning)
    return _gone_on(incident, signs, watch, say)


def _gone_on(incident: Incident, signs: Signs, watch: Watch, say: Say) -> Declaration | None:
    """The incident under observation no more; what a person put under it only reports take out."""
    if signs.has_turned or incident.status is not IncidentStatus.MONITORING:
        return None
    again = replace(incident, status=IncidentStatus.CONFIRMED, changed_at=watch.now)
    if incident.decided_at is not None and incident.monitoring_since == incident.decided_at:
        if incident.last_report_at is None or incident.last_report_at <= incident.decided_at:
            return None
        return Declaration(again, IncidentAction.UPDATED, say("reported_since"))
    if signs.contested:
        return Declaration(again, IncidentAction.UPDATED, say("contested"))
    return Declaration(again)


def _ended(
    incident: Incident, status: IncidentStatus, action: IncidentAction, why: str, watch: Watch
) -> Declaration:
    over = replace(incident, status=status, resolved_at=watch.now, changed_at=watch.now, telling=())
    return Declaration(over, action, why)


def _over(signs: Signs) -> str:
    """Why it is over, as the key of a text; "" while it is not."""
    if signs.is_agreed:
        if signs.page_in_trouble:
            return "agreed.against_page"
        if signs.measured_failing:
            return "agreed.against_measurements"
        return "agreed.with_page" if signs.page_ended else "agreed"
    if not signs.still_seen and (unseen := _unseen(signs)):
        return unseen
    if signs.measured_failing:
        return ""
    resolved_for = signs.page_resolved_for
    needed = QUIET_AFTER_DISPUTE if signs.disputed else QUIET_FOR
    if resolved_for is not None and min(resolved_for, signs.quiet) >= needed:
        return "page_then_long_quiet" if signs.disputed else "page_then_quiet"
    return ""


def _unseen(signs: Signs) -> str:
    """Why it is over where neither a page nor we ourselves see any trouble."""
    if signs.is_seen_by_two:
        return "page_and_word" if signs.recovered else "page_and_measurements"
    if signs.is_uncontradicted:
        return "uncontradicted"
    if signs.mended_for is not None and min(signs.mended_for, signs.quiet) >= QUIET_FOR:
        return "measured_then_quiet"
    return ""


def _has_expired(incident: Incident, signs: Signs) -> bool:
    suspected = incident.status is IncidentStatus.SUSPECTED and incident.decided_at is None
    by_chance = incident.organisations <= FEWEST_TENANTS
    return suspected and signs.quiet >= (EXPIRES_AFTER if by_chance else LASTS_FOR)
