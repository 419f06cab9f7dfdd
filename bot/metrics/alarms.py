"""What should wake somebody: each alarm with its meaning. Pure."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.model.figures import Figures, Waiting
from bot.model.status import all_fail

NO_TICK = timedelta(minutes=3)
WAITS = timedelta(seconds=60)
NOTICE_WAITS = timedelta(minutes=10)
UNDECIDED = timedelta(minutes=15)
NOT_POLLED = timedelta(minutes=15)


def alarms(figures: Figures, now: datetime) -> dict[str, bool]:
    """Every alarm by name, and whether it is on."""
    return {name: is_on(figures, now) for name, (is_on, _) in ALARMS.items()}


def _no_tick(figures: Figures, now: datetime) -> bool:
    moments = [at for at in (figures.ticked_at, figures.opened_at) if at is not None]
    return bool(moments) and now - max(moments) > NO_TICK


def _inbox_waits(figures: Figures, now: datetime) -> bool:
    return any(_waits(w, now, WAITS) for w in figures.inbox.values())


def _reply_waits(figures: Figures, now: datetime) -> bool:
    return any(
        _waits(w, now, WAITS) for (_, lane), w in figures.deliveries.items() if lane == "reply"
    )


def _notice_waits(figures: Figures, now: datetime) -> bool:
    return any(
        _waits(w, now, NOTICE_WAITS)
        for (_, lane), w in figures.deliveries.items()
        if lane in ("staff", "notice")
    )


def _feeds_unreadable(figures: Figures, _: datetime) -> bool:
    return all_fail(figures.feeds)


def _feeds_not_polled(figures: Figures, now: datetime) -> bool:
    tried = [f.tried_at for f in figures.feeds]
    return bool(tried) and now - max(tried) > NOT_POLLED


def _undecided(figures: Figures, now: datetime) -> bool:
    return _waits(figures.proposals, now, UNDECIDED)


def _peer_unreachable(figures: Figures, now: datetime) -> bool:
    return any(contact.is_lost(now) for contact in figures.peers.values())


def _waits(waiting: Waiting, now: datetime, longest: timedelta) -> bool:
    return waiting.oldest_at is not None and now - waiting.oldest_at > longest


ALARMS: Mapping[str, tuple[Callable[[Figures, datetime], bool], str]] = {
    "no_tick": (_no_tick, "no tick for 3 minutes: incidents and notices stand still"),
    "inbox_waits": (_inbox_waits, "a message that came in has waited for over 60 seconds"),
    "reply_waits": (_reply_waits, "a reply that was decided has waited for over 60 seconds"),
    "notice_waits": (
        _notice_waits,
        "a note to staff, or a notice of one's own trouble, has waited for over 10 minutes",
    ),
    "proposal_waits": (_undecided, "a proposed notice has waited for staff for over 15 minutes"),
    "peer_unreachable": (
        _peer_unreachable,
        "another desk has taken nothing of what it is told for over 15 minutes",
    ),
    "feeds_unreadable": (
        _feeds_unreadable,
        "the last attempt at every status feed failed: most likely our own network",
    ),
    "feeds_not_polled": (_feeds_not_polled, "no status feed was tried for 15 minutes"),
}
