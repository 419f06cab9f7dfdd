"""What was said of one incident, and to whom: each notice in the words in which it was sent, and what became of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.desk.incident_lists import NoticeDelivery, ToldReader, ToldReaders
from bot.desk.ledger import DeliveryState
from bot.desk.ports import UnitOfWork
from bot.model.broadcast import Broadcast
from bot.model.conversation import Conversation, Speaker
from bot.web.incident_page import ReportRow

MOST_READERS = 50  # of one notice who are shown by name


class Arrival(StrEnum):
    """What is known of a delivery."""

    ARRIVED = "arrived"
    WAITING = "waiting"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNSURE = "unsure"  # it may have arrived
    UNKNOWN = "unknown"  # it was said in a reply, or its delivery is not kept any more


_ARRIVALS = {
    DeliveryState.DELIVERED: Arrival.ARRIVED,
    DeliveryState.WAITING: Arrival.WAITING,
    DeliveryState.FAILED: Arrival.FAILED,
    DeliveryState.CANCELLED: Arrival.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class HistoryReader:
    """One who was told, where and when; ``talk``: their conversation, None where we have none any more."""

    talk: Conversation | None
    at: datetime
    channel: str
    arrival: Arrival


@dataclass(frozen=True, slots=True)
class SaidWords:
    """One text of a notice, with those who got it; ``text`` "": nothing was sent to them by itself."""

    text: str
    lang: str
    readers: tuple[HistoryReader, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One notice: its texts, to how many, and by whose decision; ``broadcast`` None: to those who reported."""

    reason: str
    first_at: datetime
    last_at: datetime
    number: int
    words: tuple[SaidWords, ...]
    broadcast: Broadcast | None = None

    @property
    def arrivals(self) -> Mapping[Arrival, int]:
        """How many of those shown are in which state."""
        return Counter(reader.arrival for said in self.words for reader in said.readers)

    @property
    def more(self) -> int:
        """How many were told who are not shown by name."""
        return max(0, self.number - sum(len(said.readers) for said in self.words))


def arrivals_of(standing: Mapping[DeliveryState, int]) -> dict[str, int]:
    """How many deliveries of a broadcast stand where, in the words of this page."""
    return {_ARRIVALS[state]: number for state, number in standing.items()}


def history_of(
    incident: str,
    reports: Iterable[ReportRow],
    told: Sequence[ToldReaders],
    broadcasts: Sequence[Broadcast],
    work: UnitOfWork,
) -> tuple[HistoryLine, ...]:
    """What was said of an incident, oldest first. ``reports``: those that are read already."""
    readers = work.told_of(incident, MOST_READERS)
    if not readers:
        return tuple(_broadcast(b, [], {}) for b in sorted(broadcasts, key=lambda b: b.started_at))
    names = list(dict.fromkeys(reader.customer for reader in readers))
    since, until = min(r.at for r in readers), max(r.at for r in readers)
    sent = work.notices_to(names, [b.id for b in broadcasts], since, until)
    own = {(d.reader, d.decided_at): d for d in sent if not d.broadcast}
    by_broadcast = {b.id: [d for d in sent if d.broadcast == b.id] for b in broadcasts}
    many = {(d.reader, b.reason) for b in broadcasts for d in by_broadcast[b.id]}
    talks = _talks(names, (report.conversation for report in reports), work)
    lines = [_broadcast(b, by_broadcast[b.id], talks) for b in broadcasts]
    for group in told:
        theirs = [r for r in readers if (r.reason, r.life) == (group.reason, group.life)]
        alone = [r for r in theirs if _is_own(r, own, many)]
        if alone:
            lines.append(_line(group, len(theirs) - len(alone), alone, own, talks))
    return tuple(sorted(lines, key=lambda line: line.first_at))


def _is_own(
    reader: ToldReader,
    own: Mapping[tuple[str, datetime], NoticeDelivery],
    many: set[tuple[str, str]],
) -> bool:
    """Whether it was told to this reader alone, and not by a broadcast, which has a line of its own."""
    return (reader.customer, reader.at) in own or (reader.customer, reader.reason) not in many


def _talks(
    names: Sequence[str], members: Iterable[Conversation], work: UnitOfWork
) -> dict[str, Conversation]:
    """The conversation in which each of them was told, or else their newest."""
    found = {member.customer: member for member in members}
    for name in names:
        if name not in found and (newest := work.latest_conversation(name)) is not None:
            found[name] = newest
    return found


def _broadcast(
    broadcast: Broadcast, sent: Sequence[NoticeDelivery], talks: Mapping[str, Conversation]
) -> HistoryLine:
    got = [(d.text, d.lang, _reader(d.decided_at, d, talks.get(d.reader))) for d in sent]
    words = _together(got) or (SaidWords(broadcast.text, broadcast.lang, ()),)
    at, number = broadcast.started_at, max(broadcast.total, len(sent))
    return HistoryLine(broadcast.reason, at, at, number, words, broadcast)


def _line(
    group: ToldReaders,
    others: int,
    readers: Sequence[ToldReader],
    own: Mapping[tuple[str, datetime], NoticeDelivery],
    talks: Mapping[str, Conversation],
) -> HistoryLine:
    """A notice to those who reported; ``others``: so many of the group were told by a broadcast."""
    got = []
    for one in readers:
        talk, sent = talks.get(one.customer), own.get((one.customer, one.at))
        text = sent.text if sent is not None else _said_at(one.at, talk)
        lang = sent.lang if sent is not None else talk.lang if talk is not None else ""
        got.append((text, lang, _reader(one.at, sent, talk)))
    number = max(group.number - others, len({one.customer for one in readers}))
    return HistoryLine(group.reason, group.first_at, group.last_at, number, _together(got))


def _reader(at: datetime, sent: NoticeDelivery | None, talk: Conversation | None) -> HistoryReader:
    if sent is None:
        return HistoryReader(talk, at, talk.channel if talk is not None else "", Arrival.UNKNOWN)
    arrival = _ARRIVALS[sent.state]
    if sent.may_be_there and arrival is not Arrival.ARRIVED:
        arrival = Arrival.UNSURE
    return HistoryReader(talk, sent.settled_at or at, sent.channel, arrival)


def _said_at(at: datetime, talk: Conversation | None) -> str:
    """What the desk wrote into a conversation at a moment; "": nothing."""
    turns = talk.turns if talk is not None else ()
    said = (t.text for t in turns if t.at == at and t.speaker is Speaker.DESK and not t.broadcast)
    return next(said, "")


def _together(got: Sequence[tuple[str, str, HistoryReader]]) -> tuple[SaidWords, ...]:
    """Those who got the same words together, the most first; last those who were sent nothing."""
    by_words: dict[tuple[str, str], list[HistoryReader]] = {}
    for text, lang, reader in got:
        by_words.setdefault((text, lang if text else ""), []).append(reader)
    found = [SaidWords(text, lang, tuple(who)) for (text, lang), who in by_words.items()]
    return tuple(sorted(found, key=lambda said: (not said.text, -len(said.readers))))
