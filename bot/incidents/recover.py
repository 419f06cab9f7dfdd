"""Is it over? Weighed like reports: by whom it is said, by how many, and with what beside it.

An incident ends when a person says so; when two kinds of evidence agree, the vendor's page with our
own measurements or with a verified organisation that reported it; when enough of these say that it
works again; or when nothing has been heard for an hour and a page or the measurements show its end.
Where one organisation is all that could be expected, since hardly more reported, it takes the silence
of those who were asked. The word of somebody who has only just reported counts for nothing, and that
of the unverified makes nobody believe that it is over: it is a reason to look, so the incident is
monitored.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from bot.incidents.declare import Action, Declaration
from bot.incidents.prior import probe_fails, shows_ending, shows_trouble
from bot.model.conversation import Conversation
from bot.model.facts import Watch
from bot.model.identity import is_verified
from bot.model.incident import MOST_NAMED, Incident, IncidentStatus
from bot.model.probe import Health
from bot.model.status import Shows

QUIET_FOR = timedelta(minutes=60)  # without a report, when a page or we ourselves see its end
# A host that failed and answers again: so many times in a row, for so long, before that counts.
WELL_FROM, WELL_FOR = 3, timedelta(minutes=15)
EXPIRES_AFTER = timedelta(hours=6)  # a suspicion that nothing confirmed
# Verified organisations that say it works again before that is believed: at least so many, and this
# share of those that reported. More than ``MOST_AGREEING`` need not agree, however many reported.
AGREEING, AGREEING_SHARE, MOST_AGREEING = 2, 0.3, 1000
UNCONTRADICTED_FOR = timedelta(minutes=15)  # by those who are asked whether it is over
AGREES_WITHIN = timedelta(
    minutes=30
)  # a word older than that when a page shows an end is of another
FRESH_FOR = timedelta(minutes=10)  # who has reported for less long cannot tell that it is over


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against recovery."""

    recovered: int  # verified organisations that say it works again, by itself
    needed: int  # how many of them it takes
    agrees_with_page: bool  # the last of these words came with the page's end, or later
    alone_for: timedelta | None  # how long such a word has stood, where it is all to be expected
    hinted: bool  # somebody who is not verified says so
    page_ended: bool  # the vendor says monitoring or resolved
    page_resolved_for: timedelta | None  # how long the vendor has said resolved
    page_in_trouble: bool
    quiet: timedelta
    contested: bool  # somebody has told of trouble since a page that shows its end began to
    measured_failing: bool  # our own measurements find it failing
    mended_for: timedelta | None  # how long ago it was mended by our measurements, if it surely is

    @property
    def still_seen(self) -> bool:
        """Whether we ourselves still see the trouble."""
        return self.page_in_trouble or self.measured_failing

    @property
    def is_agreed(self) -> bool:
        """Whether enough of the organisations that reported it say that it is over."""
        return self.recovered >= self.needed

    @property
    def is_seen_by_two(self) -> bool:
        """Whether the vendor's page and somebody else find that it is over."""
        mended = self.mended_for is not None and self.mended_for >= WELL_FOR
        return self.page_ended and not self.contested and (self.agrees_with_page or mended)

    @property
    def is_uncontradicted(self) -> bool:
        """Whether none of those who were asked says that it goes on."""
        return self.alone_for is not None and self.alone_for >= UNCONTRADICTED_FOR

    @property
    def has_turned(self) -> bool:
        """Whether anything speaks for its end that nobody has contradicted."""
        ended = self.page_ended or self.mended_for is not None
        return self.recovered > 0 or self.hinted or (ended and not self.contested)


def with_word_of(incident: Incident, conversation: Conversation) -> Incident:
    """The incident after one of its reporters said how things are."""
    tenant = conversation.counts_as
    if conversation.recovered_at is not None and conversation.recovered_at >= incident.raised_at:
        if tenant in incident.recovered or not _counts(conversation, incident):
            return incident
        return _well(incident, (*incident.recovered, tenant), conversation.recovered_at)
    said = conversation.last_report_at
    if not conversation.is_troubled or said is None:
        return incident
    latest = max(said, incident.last_report_at or said)
    still = tuple(t for t in incident.recovered if t != tenant)
    return _well(replace(incident, last_report_at=latest), still, said)


def _well(incident: Incident, recovered: tuple[str, ...], at: datetime) -> Incident:
    """The incident with those for whom it works again, and when a verified one last said so."""
    verified = [t for t in recovered if is_verified(t)]
    more = len(verified) > sum(map(is_verified, incident.recovered))
    latest = at if more else incident.well_at
    return replace(incident, recovered=recovered, well_at=latest if verified else None)


def would_end(incident: Incident, reporter: Conversation, watch: Watch) -> bool:
    """Whether an open incident ended if one of its reporters said now that it works again."""
    well = replace(reporter, recovered_at=watch.now)
    end = recover(with_word_of(incident, well), watch)
    return end is not None and end.action is Action.RECOVERED


def _counts(conversation: Conversation, incident: Incident) -> bool:
    """Whether a reporter's word that it works again is kept."""
    reported, well = conversation.reported_at, conversation.recovered_at
    if reported is None or well is None or well - reported < FRESH_FOR:
        return False
    most = MOST_AGREEING if is_verified(conversation.counts_as) else MOST_NAMED
    same = is_verified(conversation.counts_as)
    return sum(is_verified(t) is same for t in incident.recovered) < most


def recover(incident: Incident, watch: Watch) -> Declaration | None:
    """The incident after its end or when it turns, with the reason; None while nothing changed."""
    signs = signs_of(incident, watch)
    by = incident.ended_by
    why = f"{by} が復旧と判断しました" if by is not None else _why_over(signs)
    if why is not None:
        return _ended(incident, IncidentStatus.RESOLVED, Action.RECOVERED, why, watch)
    if _has_expired(incident, signs):
        why = "裏付けのないまま報告が途絶えたため"
        return _ended(incident, IncidentStatus.WITHDRAWN, Action.WITHDRAWN, why, watch)
    if signs.has_turned and incident.status is IncidentStatus.CONFIRMED:
        turning = replace(
            incident,
            status=IncidentStatus.MONITORING,
            monitoring_since=watch.now,
            changed_at=watch.now,
        )
        if (signs.recovered or signs.hinted) and signs.page_in_trouble:
            why = "使えるようになったとの連絡がありますが、公式の掲示は障害のままです"
            return Declaration(turning, Action.UPDATED, why)
        return Declaration(turning)
    if not signs.has_turned and incident.status is IncidentStatus.MONITORING:
        again = replace(incident, status=IncidentStatus.CONFIRMED, changed_at=watch.now)
        if signs.contested:
            why = "公式の掲示は解消ですが、その後も症状の報告があるため"
            return Declaration(again, Action.UPDATED, why)
        return Declaration(again)
    return None


def _ended(
    incident: Incident, status: IncidentStatus, action: Action, why: str, watch: Watch
) -> Declaration:
    over = replace(incident, status=status, resolved_at=watch.now, changed_at=watch.now, telling=())
    return Declaration(over, action, why)


def signs_of(incident: Incident, watch: Watch) -> Signs:
    """What the reporters and the pages of the likeliest cause say."""
    feeds = _feeds(incident, watch)
    recovered = sum(is_verified(t) for t in incident.recovered)
    return Signs(
        recovered=recovered,
        needed=agreeing(incident),
        agrees_with_page=_agrees(incident, feeds, watch),
        alone_for=_alone_for(incident, recovered, watch),
        hinted=recovered < len(incident.recovered),
        page_ended=any(shows_ending(watch.feeds.get(f), watch) for f in feeds),
        page_resolved_for=_resolved_for(feeds, watch),
        page_in_trouble=any(shows_trouble(watch.feeds.get(f), watch) for f in feeds),
        quiet=watch.now - (incident.last_report_at or incident.raised_at),
        contested=_is_contested(incident, feeds, watch),
        measured_failing=probe_fails(feeds[0], watch),
        mended_for=_mended_for(incident, feeds[0], watch),
    )


def agreeing(incident: Incident) -> int:
    """How many verified organisations must say that an incident is over."""
    share = ceil(AGREEING_SHARE * incident.verified)
    return min(max(AGREEING, share), MOST_AGREEING)


def _alone_for(incident: Incident, recovered: int, watch: Watch) -> timedelta | None:
    """How long those who say that it is over have been all to be expected, and not contradicted."""
    since, latest = incident.well_at, incident.last_report_at
    if since is None or recovered < round(AGREEING_SHARE * incident.verified) or not incident.asked:
        return None
    return watch.now - since if latest is None or latest <= since else None


def _feeds(incident: Incident, watch: Watch) -> list[str]:
    ident = incident.cause.partition(":")[2]
    return [ident, *sorted(watch.catalogue.foundations(ident))]


def _mended_for(incident: Incident, product_id: str, watch: Watch) -> timedelta | None:
    """How long ago the product failed for the last time; None unless it did in this incident."""
    measure = watch.probes.get(product_id)
    if measure is None or measure.health not in (Health.WELL, Health.SLOW):
        return None
    at = measure.mended_at
    mended = at is not None and at >= incident.raised_at and measure.wells >= WELL_FROM
    return watch.now - at if at is not None and mended else None


def _resolved_for(feeds: list[str], watch: Watch) -> timedelta | None:
    """The longest time for which one of these feeds has shown ``resolved``."""
    since = [
        feed.shows_since
        for f in feeds
        if (feed := watch.feeds.get(f)) is not None
        and feed.says(watch.now) is Shows.RESOLVED
        and feed.shows_since is not None
    ]
    return max((watch.now - s for s in since), default=None)


def _is_contested(incident: Incident, feeds: list[str], watch: Watch) -> bool:
    """Whether a reporter has told of trouble since a page showed its end.

    A browser may keep the broken script long after its vendor has mended it.
    """
    ended = _ended_since(feeds, watch)
    return ended is not None and (incident.last_report_at or incident.raised_at) > ended


def _agrees(incident: Incident, feeds: list[str], watch: Watch) -> bool:
    """Whether the last verified word that it is over goes with the end that a page shows."""
    ended, well = _ended_since(feeds, watch), incident.well_at
    return ended is not None and well is not None and well >= ended - AGREES_WITHIN


def _ended_since(feeds: list[str], watch: Watch) -> datetime | None:
    """Since when a page has shown its end, the latest of them."""
    ended = [
        feed.shows_since
        for f in feeds
        if shows_ending(feed := watch.feeds.get(f), watch) and feed is not None and feed.shows_since
    ]
    return max(ended, default=None)


def _why_over(signs: Signs) -> str | None:
    if signs.is_agreed:
        beside = "、公式の掲示とも矛盾しません" if signs.page_ended else ""
        if signs.page_in_trouble:
            beside = "（公式の掲示は障害のまま）"
        elif signs.measured_failing:
            beside = "（当社の計測では失敗が続く）"
        return f"報告者 {signs.recovered} 組織が使えるようになったと連絡{beside}"
    if not signs.still_seen and (why := _why_unseen(signs)):
        return why
    if signs.measured_failing:
        return None
    resolved_for = signs.page_resolved_for
    if resolved_for is not None and min(resolved_for, signs.quiet) >= QUIET_FOR:
        return "公式の掲示が解消を示し、その後1時間、新しい報告がありません"
    return None


def _why_unseen(signs: Signs) -> str | None:
    """Why it is over where neither a page nor we ourselves see any trouble."""
    if signs.is_seen_by_two and signs.recovered:
        return "公式の掲示が解消を示し、使えるようになったとの連絡もあります"
    if signs.is_seen_by_two:
        return "公式の掲示が解消を示し、当社の計測でも応答が続いています"
    if signs.is_uncontradicted:
        return "使えるようになったとの連絡があり、ほかの報告者から、続いているとの返答がありません"
    if signs.mended_for is not None and min(signs.mended_for, signs.quiet) >= QUIET_FOR:
        return "当社の計測で応答が続き、その後1時間、新しい報告がありません"
    return None


def _has_expired(incident: Incident, signs: Signs) -> bool:
    return incident.status is IncidentStatus.SUSPECTED and signs.quiet >= EXPIRES_AFTER
