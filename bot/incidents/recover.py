"""Is it over? A feed alone is not enough: a reporter, or quiet for long enough, must agree."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.incidents.declare import Action, Declaration
from bot.incidents.prior import probe_fails, shows_ending, shows_trouble
from bot.model.conversation import Conversation
from bot.model.facts import Watch
from bot.model.incident import MOST_NAMED, Incident, IncidentStatus
from bot.model.probe import Health
from bot.model.status import Shows

QUIET_FOR = timedelta(minutes=60)  # without a report, when the vendor says that it is over
# A host that failed and answers again: so many times in a row, for so long, before that counts; and
# as long without a report before it ends an incident that no page has ended.
WELL_FROM, WELL_FOR, WELL_ALONE_FOR = 3, timedelta(minutes=15), timedelta(minutes=30)
EXPIRES_AFTER = timedelta(hours=6)  # a suspicion that nothing confirmed
AGREEING = 2  # reporters who outweigh a page that still shows trouble


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against recovery."""

    recovered: int  # organisations that say it works again, by itself
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


def with_word_of(incident: Incident, conversation: Conversation) -> Incident:
    """The incident after one of its reporters said how things are."""
    tenant = conversation.counts_as
    if conversation.recovered_at is not None and conversation.recovered_at >= incident.raised_at:
        if tenant in incident.recovered or len(incident.recovered) >= MOST_NAMED:
            return incident
        return replace(incident, recovered=(*incident.recovered, tenant))
    said = conversation.last_report_at
    if not conversation.is_troubled or said is None:
        return incident
    latest = max(said, incident.last_report_at or said)
    still = tuple(t for t in incident.recovered if t != tenant)
    return replace(incident, last_report_at=latest, recovered=still)


def recover(incident: Incident, watch: Watch) -> Declaration | None:
    """The incident after its end or when it turns, with the reason; None while nothing changed."""
    signs = signs_of(incident, watch)
    why = _why_over(signs)
    if why is not None:
        return _ended(incident, IncidentStatus.RESOLVED, Action.RECOVERED, why, watch)
    if _has_expired(incident, signs):
        why = "裏付けのないまま報告が途絶えたため"
        return _ended(incident, IncidentStatus.WITHDRAWN, Action.WITHDRAWN, why, watch)
    mended = signs.mended_for is not None
    turned = signs.recovered > 0 or ((signs.page_ended or mended) and not signs.contested)
    if turned and incident.status is IncidentStatus.CONFIRMED:
        turning = replace(
            incident,
            status=IncidentStatus.MONITORING,
            monitoring_since=watch.now,
            changed_at=watch.now,
        )
        if signs.recovered and signs.page_in_trouble:
            why = "使えるようになったとの連絡がありますが、公式の掲示は障害のままです"
            return Declaration(turning, Action.UPDATED, why)
        return Declaration(turning)
    if not turned and incident.status is IncidentStatus.MONITORING:
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
    return Signs(
        recovered=len(incident.recovered),
        page_ended=any(shows_ending(watch.feeds.get(f), watch) for f in feeds),
        page_resolved_for=_resolved_for(feeds, watch),
        page_in_trouble=any(shows_trouble(watch.feeds.get(f), watch) for f in feeds),
        quiet=watch.now - (incident.last_report_at or incident.raised_at),
        contested=_is_contested(incident, feeds, watch),
        measured_failing=probe_fails(feeds[0], watch),
        mended_for=_mended_for(incident, feeds[0], watch),
    )


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
    ended = [
        feed.shows_since
        for f in feeds
        if shows_ending(feed := watch.feeds.get(f), watch) and feed is not None and feed.shows_since
    ]
    return bool(ended) and (incident.last_report_at or incident.raised_at) > max(ended)


def _why_over(signs: Signs) -> str | None:
    if signs.recovered >= (AGREEING if signs.contested else 1) and not signs.still_seen:
        page = "、公式の掲示とも矛盾しません" if signs.page_ended else ""
        return f"報告者 {signs.recovered} 組織が使えるようになったと連絡{page}"
    if signs.recovered >= AGREEING:
        page = "公式の掲示は障害のまま" if signs.page_in_trouble else "当社の計測では失敗が続く"
        return f"報告者 {signs.recovered} 組織が使えるようになったと連絡（{page}）"
    if signs.measured_failing:
        return None
    if (why := _why_mended(signs)) is not None:
        return why
    resolved_for = signs.page_resolved_for
    if resolved_for is not None and min(resolved_for, signs.quiet) >= QUIET_FOR:
        return "公式の掲示が解消を示し、その後1時間、新しい報告がありません"
    return None


def _why_mended(signs: Signs) -> str | None:
    """Over by our own measurements: with the vendor's word, or without any report for longer."""
    mended_for = signs.mended_for
    if mended_for is None or signs.page_in_trouble:
        return None
    if signs.page_ended and not signs.contested and mended_for >= WELL_FOR:
        return "公式の掲示が解消を示し、当社の計測でも応答が続いています"
    if min(mended_for, signs.quiet) >= WELL_ALONE_FOR:
        return "当社の計測で応答が続き、その後30分、新しい報告がありません"
    return None


def _has_expired(incident: Incident, signs: Signs) -> bool:
    return incident.status is IncidentStatus.SUSPECTED and signs.quiet >= EXPIRES_AFTER
