"""Nobody hears by broadcast what they have heard, also when two incidents turn out to be one.

An approved notice and what is told after it to its readers are a *line*. An incident has one line a
language; the lines of another that becomes part of it come beside them, with readers in both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk.ports import Work
from bot.model.broadcast import CORRECTION, FIRST, Broadcast
from bot.model.incident import Incident


def heard_beside(broadcast: Broadcast, readers: Sequence[str], work: Work) -> frozenset[str]:
    """Those among so many readers who hear the same, or have, by another line of the incident."""
    known = {b.id: b for b in work.broadcasts(incident=broadcast.incident, under_way_only=False)}
    line = _line(broadcast, known)
    beside = [ident for ident, b in known.items() if _line(b, known) != line]
    if broadcast.reason == FIRST:
        taken_back = {_line(b, known) for b in known.values() if b.is_retraction}
        beside = [ident for ident in beside if _line(known[ident], known) not in taken_back]
    if not beside:
        return frozenset()
    last = work.last_told(readers, beside)
    return frozenset(r for r, ident in last.items() if _says_again(broadcast, known[ident]))


def _line(broadcast: Broadcast, known: Mapping[str, Broadcast]) -> str:
    """The notice that began the line of a broadcast."""
    while broadcast.follows is not None and broadcast.follows in known:
        broadcast = known[broadcast.follows]
    return broadcast.id


def _says_again(new: Broadcast, last: Broadcast) -> bool:
    """Whether a reader who was told one last by another line need not hear the new one.

    Who was told anything of an incident needs no first notice of it. Each notice that staff take
    back is taken back.
    """
    if new.reason == FIRST:
        return True
    if new.reason != last.reason or new.is_retraction or last.is_retraction:
        return False
    return new.reason != CORRECTION or new.text == last.text


def adopt(elder: Incident, younger: Incident, at: datetime, work: Work) -> None:
    """Whoever was told of an incident by broadcast hears how the one goes on that it became.

    Who was to be told of both, and by neither yet, is told of one.
    """
    work.hold_claims()
    firsts = _firsts(elder, work)
    for added in _firsts(younger, work):
        for one in firsts:
            work.call_off_doubles(added.id, one.id, at)
            work.call_off_doubles(one.id, added.id, at)
    for one in work.broadcasts(incident=younger.id, under_way_only=False):
        work.save_broadcast(replace(one, incident=elder.id))


def _firsts(incident: Incident, work: Work) -> list[Broadcast]:
    known = work.broadcasts(incident=incident.id, under_way_only=False)
    taken_back = {b.follows for b in known if b.is_retraction}
    return [b for b in known if b.reason == FIRST and b.id not in taken_back]
