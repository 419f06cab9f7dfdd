"""Waves of questions that are no incident: how something is done, or whether something is down."""

from datetime import datetime, timedelta

from bot.desk.notes import STAFF_LANG
from bot.desk.ports import UnitOfWork
from bot.desk.tickets import note
from bot.model.conversation import Conversation
from bot.model.effect import Effect
from bot.model.facts import Watch
from bot.model.knowledge import Knowledge
from bot.model.understanding import Kind, Symptom, Understanding, Urgency

WITHIN = timedelta(hours=2)
AGAIN_AFTER = timedelta(hours=12)
HOWTO, RUMOUR = "howto", "rumour"
FROM = {HOWTO: 4, RUMOUR: 3}  # organisations that ask
MOST_KEPT = 50
_ASKING = frozenset({Kind.HOWTO, Kind.CONFIG_REQUEST})


def wave_note(
    heard: Understanding,
    told: Conversation,
    watch: Watch,
    work: UnitOfWork,
    knowledge: Knowledge,
    now: datetime,
) -> list[Effect]:
    """Tell staff once when many organisations ask the same sort of question.

    What belongs to an open incident is no wave, and while one is open it is natural to ask how things
    are. ``told``: the conversation after the message.
    """
    sort = _sort_of(heard, is_troubled=told.is_troubled)
    if sort is None or (sort == RUMOUR and watch.open):
        return []
    known = {t for incident in watch.open for t in incident.tenants}
    asking = _asking(sort, told.counts_as, work, now).keys() - known
    last = work.recall(f"note:wave:{sort}")
    told_lately = last is not None and now - datetime.fromisoformat(last) < AGAIN_AFTER
    if len(asking) < FROM[sort] or told_lately:
        return []
    work.remember(f"note:wave:{sort}", now.isoformat())
    text = knowledge.say(STAFF_LANG, f"note.{sort}_wave", count=len(asking))
    return [note(text, now, work, Urgency.LOW)]


def _sort_of(heard: Understanding, *, is_troubled: bool) -> str | None:
    """The sort of question; who cannot find a function since a screen changed asks for it."""
    if heard.kind is Kind.STATUS_QUERY:
        return None if is_troubled else RUMOUR
    moved = heard.kind is Kind.FUNCTION_REPORT and heard.symptoms == {Symptom.FEATURE_MISSING}
    return HOWTO if heard.kind in _ASKING or moved else None


def _asking(sort: str, tenant: str, work: UnitOfWork, now: datetime) -> dict[str, str]:
    """Organisations that asked lately and when, this one included."""
    lines = (work.recall(f"wave:{sort}") or "").splitlines()
    known = dict(line.split("\t", 1) for line in lines if "\t" in line)
    recent = {t: at for t, at in known.items() if datetime.fromisoformat(at) >= now - WITHIN}
    recent[tenant.replace("\t", " ").replace("\n", " ")] = now.isoformat()
    kept = dict(list(recent.items())[-MOST_KEPT:])
    work.remember(f"wave:{sort}", "\n".join(f"{t}\t{at}" for t, at in kept.items()))
    return kept
