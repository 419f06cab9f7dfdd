"""Nobody is sent by broadcast what they have read, whatever becomes of its incident.

An approved notice and what is sent after it to its readers are a *line*. An incident has one line a
language; the lines of another that becomes part of it come beside them, with readers in both. When
its reports move to another incident, a line that says the same moves with them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk.ports import UnitOfWork
from bot.model.broadcast import CORRECTION, FIRST, PROGRESS, Broadcast, BroadcastStatus
from bot.model.incident import ENDINGS, RELAPSE, Incident
from bot.model.publication import PostNews
from bot.model.ticket import ProposedNotice

MOST_COMPARED = 200  # broadcasts, the newest, that are looked at for the same words


def heard_beside(broadcast: Broadcast, readers: Sequence[str], work: UnitOfWork) -> frozenset[str]:
    """Those among so many readers who hear the same, or have, by another line of the incident."""
    known = {b.id: b for b in work.broadcasts(incident=broadcast.incident, under_way_only=False)}
    if (news := broadcast.news) is not None:  # who has changed languages hears no update twice
        beside = [b.id for b in known.values() if b.news is not None and b.news.is_of(news)]
        twice = work.last_told(readers, [b for b in beside if b != broadcast.id])
        return frozenset(twice) | _noticed(news, readers, work)
    line = _line(broadcast, known)
    lines = {ident: _line(b, known) for ident, b in known.items() if _line(b, known) != line}
    if broadcast.reason == FIRST:
        spent = {_line(b, known) for b in known.values() if b.is_retraction}
        spent |= {one for one in lines.values() if not _covers(known.get(one), broadcast)}
        lines = {ident: one for ident, one in lines.items() if one not in spent}
    if not lines:
        return frozenset()
    last = work.last_told(readers, list(lines))
    return frozenset(r for r, ident in last.items() if _says_again(broadcast, known[ident]))


def _noticed(news: PostNews, readers: Sequence[str], work: UnitOfWork) -> frozenset[str]:
    """Those who follow the page and hear the same words as recipients, at the same address."""
    post = work.post(news.post)
    if post is None or post.incident is None:
        return frozenset()
    all_of_it = work.broadcasts(incident=post.incident, under_way_only=False)
    notices = [
        b for b in all_of_it if b.has_said(news.text) and b.status is not BroadcastStatus.CANCELLED
    ]
    keys = work.subscription_keys(readers) if notices else {}
    known = work.recipients_by_id(list(keys))
    return frozenset(
        reader
        for key, reader in keys.items()
        if any(
            key in b.named or (b.audience and key in known and b.audience.holds(known[key]))
            for b in notices
        )
    )


def _covers(first: Broadcast | None, new: Broadcast) -> bool:
    """Whether who was told by one first notice needs no other: one that moved here, if it says so."""
    return first is None or not first.moved or first.has_said(new.text)


def same_words(proposal: ProposedNotice, incident: str, work: UnitOfWork) -> list[Broadcast]:
    """The first notices that say what a proposal says, and are not over, of whichever incident.

    ``incident``: the one that the proposal is about now. Those of its own that began there are left
    out: whoever was told by one of them is not asked for again.
    """
    known = work.broadcasts(under_way_only=False, limit=MOST_COMPARED)
    by_id = {b.id: b for b in known}
    over = {_line(b, by_id) for b in known if b.is_retraction}
    over |= {_line(b, by_id) for b in _latest_news(known, by_id) if b.reason in ENDINGS}
    return [
        b
        for b in known
        if (b.reason, b.cause, b.lang) == (FIRST, proposal.cause, proposal.lang)
        and b.has_said(proposal.text)
        and (b.moved or b.incident != incident)
        and b.id not in over
    ]


def _latest_news(known: Sequence[Broadcast], by_id: Mapping[str, Broadcast]) -> list[Broadcast]:
    """The last that each line told of an end, or that it is back; ``known``: newest first."""
    latest: dict[str, Broadcast] = {}
    for one in known:
        if one.reason in ENDINGS or one.reason == RELAPSE:
            latest.setdefault(_line(one, by_id), one)
    return list(latest.values())


def carry_over(proposal: ProposedNotice, incident: str, work: UnitOfWork) -> None:
    """Have lines that say what a proposal says go on with the incident that it is about.

    So their readers are not sent the same again, and hear of the end of the trouble that they were
    told of rather than of the one that its reports have left.
    """
    moving = [b for b in same_words(proposal, incident, work) if b.incident != incident]
    if not moving:
        return
    work.hold_claims()
    for first in moving:
        beside = {b.id: b for b in work.broadcasts(incident=first.incident, under_way_only=False)}
        for one in beside.values():
            if _line(one, beside) == first.id:
                work.save_broadcast(replace(one, incident=incident, moved=True))


def _line(broadcast: Broadcast, known: Mapping[str, Broadcast]) -> str:
    """The notice that began the line of a broadcast."""
    while (before := known.get(broadcast.follows or "")) is not None:
        broadcast = before
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
    return new.reason not in (CORRECTION, PROGRESS) or new.text == last.text


def adopt(elder: Incident, younger: Incident, at: datetime, work: UnitOfWork) -> None:
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
        work.save_broadcast(replace(one, incident=elder.id, moved=False))


def _firsts(incident: Incident, work: UnitOfWork) -> list[Broadcast]:
    known = work.broadcasts(incident=incident.id, under_way_only=False)
    taken_back = {b.follows for b in known if b.is_retraction}
    return [b for b in known if b.reason == FIRST and b.id not in taken_back]
