"""What the desk learns as the hours go by, and lets go of: the rhythm of reports, old testimonies."""

import json
from datetime import datetime, timedelta

from bot.desk.ports import UnitOfWork
from bot.incidents.baseline_rate import HOURS, BaselineRate
from bot.incidents.report_counts import WINDOW

_KEY, _LEARNED = "rhythm", "rhythm:learned"
_HOUR = timedelta(hours=1)
_SETTLES = timedelta(hours=3)  # until then an incident may still explain an hour's reports


def rhythm_of(work: UnitOfWork) -> BaselineRate:
    """The rhythm learned so far."""
    held = json.loads(work.recall(_KEY) or "{}")
    reports, watched = [0.0] * HOURS, [0.0] * HOURS
    for hour, (seen, looked) in held.items():
        reports[int(hour)], watched[int(hour)] = seen, looked
    return BaselineRate(tuple(reports), tuple(watched))


def learned_until(work: UnitOfWork) -> str | None:
    """Up to when the rhythm was learned, as kept: it changes with the rhythm."""
    return work.recall(_LEARNED)


def learn(work: UnitOfWork, now: datetime) -> bool:
    """Learn from the hours that have passed since; whether there was anything to learn.

    An hour is learned some hours later, when it is clear what incidents explain. At most a day is
    made up for after a pause, for nobody knows what was reported elsewhere meanwhile.
    """
    until = (now - _SETTLES).replace(minute=0, second=0, microsecond=0)
    last = learned_until(work)
    if last is None:
        opened = (
            now.replace(minute=0, second=0, microsecond=0) + _HOUR
        )  # its hour is not a whole one
        work.remember(_LEARNED, opened.isoformat())
        return False
    since = max(datetime.fromisoformat(last), until - timedelta(days=1))
    if since >= until:
        return False
    rhythm = rhythm_of(work)
    while since < until:
        since += _HOUR
        rhythm = rhythm.after(since, work.unexplained_tenants(since - _HOUR, since))
    pairs = zip(rhythm.reports, rhythm.watched, strict=True)
    work.remember(_KEY, json.dumps({n: pair for n, pair in enumerate(pairs) if pair[1]}))
    work.remember(_LEARNED, until.isoformat())
    work.forget_testimonies(now - 2 * WINDOW)
    return True
