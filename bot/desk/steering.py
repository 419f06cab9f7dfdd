"""What becomes of a broadcast after it began: steered by staff, and brought to its end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from bot.desk.broadcasts import PAGE, write_page
from bot.desk.failures import kinds_of
from bot.desk.ports import UnitOfWork
from bot.model.broadcast import (
    CORRECTION,
    FIRST,
    PROGRESS,
    PUBLIC_PAGE,
    Broadcast,
    BroadcastStatus,
    Steering,
)
from bot.model.effect import Effect
from bot.model.event import Steered
from bot.model.incident import ENDINGS, Incident, IncidentStatus, ToldNotice
from bot.model.knowledge import Knowledge

LONGEST_NOTICE = 4_000  # characters
_SAYS = {"recovered": "notice.over", "withdrawn": "notice.withdrawn", "relapse": "notice.again"}


class Unfit(StrEnum):
    """Why a text cannot go out as a notice."""

    EMPTY = "empty"
    LONG = "long"
    SAME = "same"  # as what it is to correct


def unfit(text: str, before: str | None = None) -> Unfit | None:
    """Why staff cannot have a text sent, ``before`` being what it is to correct; None when they can."""
    if not text:
        return Unfit.EMPTY
    if len(text) > LONGEST_NOTICE:
        return Unfit.LONG
    return Unfit.SAME if text == before else None


def possible(broadcast: Broadcast, work: UnitOfWork) -> frozenset[Steering]:
    """What staff can still do with a broadcast.

    Corrected and retracted is what was approved, and not what was said after it.
    """
    found = set()
    waits = _waits(broadcast, work)
    if broadcast.is_running or waits:
        found |= {Steering.PAUSE, Steering.CANCEL}
    if broadcast.status is BroadcastStatus.PAUSED:
        found |= {Steering.RESUME, Steering.CANCEL}
    if is_current(broadcast, work) and any(c.again for c in work.failure_counts(broadcast.id)):
        found.add(Steering.RESEND)
    is_news = broadcast.news is not None  # more of a post is said on its own page
    if not is_news and broadcast.follows is None and not _is_taken_back(broadcast, work):
        reaches = broadcast.is_under_way or waits
        if reaches or work.told_number(broadcast.id, broadcast.edition):
            found |= {Steering.CORRECT, Steering.RETRACT}
        if broadcast.reason == FIRST and not _is_published(broadcast, work):
            found.add(Steering.PUBLISH)
    return frozenset(found)


def is_possible(event: Steered, work: UnitOfWork) -> bool:
    """Whether what staff want of a broadcast can be done; a correction must say something else."""
    broadcast = work.broadcast(event.broadcast)
    if broadcast is None or event.what not in possible(broadcast, work):
        return False
    return event.what is not Steering.CORRECT or bool(event.text and event.text != broadcast.text)


def steer(event: Steered, work: UnitOfWork, knowledge: Knowledge) -> list[Effect]:
    """Carry out what staff want of a broadcast; nothing where it is not possible any more."""
    work.hold_claims()
    broadcast = work.broadcast(event.broadcast)
    if broadcast is None or not is_possible(event, work):
        return []
    match event.what:
        case Steering.PAUSE:
            work.save_broadcast(replace(broadcast, status=BroadcastStatus.PAUSED))
        case Steering.RESUME:
            work.save_broadcast(replace(broadcast, status=BroadcastStatus.RUNNING))
        case Steering.CANCEL:
            _call_off(broadcast, event.at, work)
        case Steering.CORRECT:
            return _correct(broadcast, event, work, knowledge)
        case Steering.PUBLISH:
            pass  # nobody is told of it; the public page shows it
        case Steering.RESEND:
            _resend(broadcast, event, work)
        case Steering.RETRACT:
            for one in (broadcast, *sequels(broadcast, work)):
                _end(one, event.at, work)
            says = knowledge.say(broadcast.lang, "notice.retracted")
            return _follow(broadcast, "withdrawn", says, event, work)
    return []


def is_current(broadcast: Broadcast, work: UnitOfWork) -> bool:
    """Whether what it says still holds: it was not called off, and nothing was said after it."""
    is_off = broadcast.status is BroadcastStatus.CANCELLED
    later = [b for b in sequels(broadcast, work) if b.reason != CORRECTION]
    return not is_off and not later


def _resend(broadcast: Broadcast, event: Steered, work: UnitOfWork) -> None:
    """Whom it did not reach counts as about to be told again, as when it was written first."""
    kinds = kinds_of(work.failure_counts(broadcast.id))
    reasons = [r for k in kinds if k.name == event.text for r in k.reasons] if event.text else None
    readers = work.resend(broadcast.id, reasons, event.at)
    incident = work.incident(broadcast.incident)
    if incident is None:
        return
    for start in range(0, len(readers), PAGE):
        talking = sorted(work.conversing(readers[start : start + PAGE]))
        told = [ToldNotice(r, broadcast.reason, event.at, incident.relapses) for r in talking]
        work.tell(incident.id, told)


def sequels(broadcast: Broadcast, work: UnitOfWork) -> list[Broadcast]:
    """What was told after a broadcast to its readers, newest first."""
    known = work.broadcasts(incident=broadcast.incident, under_way_only=False)
    line = {broadcast.id}
    for one in reversed(known):
        if one.follows in line:
            line.add(one.id)
    return [b for b in known if b.id in line and b.id != broadcast.id]


def _is_taken_back(broadcast: Broadcast, work: UnitOfWork) -> bool:
    """Whether staff retracted it, or the last that its readers heard is that it was nothing."""
    later = sequels(broadcast, work)
    news = _latest_news(later)
    withdrawn = news is not None and news.reason == "withdrawn"
    return withdrawn or any(b.is_retraction for b in later)


def _is_published(broadcast: Broadcast, work: UnitOfWork) -> bool:
    """Whether the public page shows it, or cannot any more since its incident is over."""
    incident = work.incident(broadcast.incident)
    if incident is not None and not incident.is_open:
        return True
    said = (u.texts.get(broadcast.lang) for p in work.posts() for u in p.updates)
    return bool({broadcast.text, broadcast.own.get(PUBLIC_PAGE)} & set(said))


def _latest_news(later: Sequence[Broadcast]) -> Broadcast | None:
    """The last that told of an end, or that it is back."""
    return next((b for b in later if b.reason in ENDINGS or b.reason == "relapse"), None)


def _waits(broadcast: Broadcast, work: UnitOfWork) -> bool:
    """Whether all is written and something of it has not been delivered."""
    is_open = broadcast.status is BroadcastStatus.COMPLETE
    return is_open and work.waiting_of(broadcast.id, 1) > 0


def _call_off(broadcast: Broadcast, at: datetime, work: UnitOfWork) -> None:
    work.save_broadcast(replace(broadcast, status=BroadcastStatus.CANCELLED))
    work.call_off(broadcast.id, at)


def _end(broadcast: Broadcast, at: datetime, work: UnitOfWork) -> None:
    """Call off what is still to come of a broadcast: something newer is told in its place."""
    if broadcast.is_under_way or _waits(broadcast, work):
        _call_off(broadcast, at, work)


def _correct(
    broadcast: Broadcast, event: Steered, work: UnitOfWork, knowledge: Knowledge
) -> list[Effect]:
    """Who was not told yet is told the new text alone; who was is told that it is corrected."""
    for earlier in sequels(broadcast, work):
        if earlier.reason == CORRECTION:
            _end(earlier, event.at, work)
    work.save_broadcast(broadcast.corrected(event.text))
    says = knowledge.say(broadcast.lang, "notice.corrected")
    return _follow(broadcast, CORRECTION, f"{says}\n\n{event.text}", event, work)


def _follow(
    broadcast: Broadcast, reason: str, text: str, by: Steered, work: UnitOfWork
) -> list[Effect]:
    """Tell something more to exactly those who were told of a broadcast, or may have been."""
    return write_page(following(broadcast, reason, text, by.at, by.staff, work), by.at, work)


def following(
    broadcast: Broadcast, reason: str, text: str, at: datetime, staff: str, work: UnitOfWork
) -> Broadcast:
    """What tells something more to exactly those who were told of a broadcast."""
    return Broadcast(
        f"B{work.number('broadcast')}",
        broadcast.incident,
        reason,
        text,
        broadcast.lang,
        broadcast.cause,
        at,
        staff,
        follows=broadcast.id,
        quiet=broadcast.quiet,
        until=broadcast.edition,
        total=work.told_number(broadcast.id, broadcast.edition),
    )


def conclude(
    incident: Incident, what: str, at: datetime, work: UnitOfWork, knowledge: Knowledge
) -> list[Effect]:
    """Tell exactly those who were told by broadcast how an incident goes on.

    ``what`` is at fault, in words. What was not told yet is not told any more. Whoever was told of
    an end hears that it is back; nobody hears of anything that staff have retracted.
    """
    reason = _news(incident)
    if reason is None:
        return []
    work.hold_claims()
    effects: list[Effect] = []
    for first in work.broadcasts(incident=incident.id, under_way_only=False):
        if first.follows is None and first.reason == PROGRESS:
            _end(first, at, work)
        if first.follows is not None or first.reason != FIRST:
            continue
        later = sequels(first, work)
        source = _source(reason, first, later)
        if source is not None and not any(b.is_retraction for b in later):
            for one in (first, *later):
                _end(one, at, work)
            says = knowledge.say(first.lang, _SAYS[reason], what=what)
            effects += write_page(following(source, reason, says, at, "", work), at, work)
    return effects


def _news(incident: Incident) -> str | None:
    """What those who were told of an incident are to hear now."""
    if incident.status is IncidentStatus.RESOLVED:
        return "recovered"
    if incident.status is IncidentStatus.WITHDRAWN:
        return "withdrawn"
    return "relapse" if incident.is_open and incident.relapses else None


def _source(reason: str, first: Broadcast, later: Sequence[Broadcast]) -> Broadcast | None:
    """The broadcast whose readers hear of it; None: nobody does, or they have heard of it."""
    last = _latest_news(later)
    if reason in ENDINGS:
        return first if last is None or last.reason == "relapse" else None
    return last if last is not None and last.reason in ENDINGS else None
