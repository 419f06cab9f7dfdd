"""Who would be told if a notice were approved now, and who would not, and why. It sends nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.desk.already_notified import same_words
from bot.desk.broadcasts import ALWAYS_NEWS, audience_of, has_heard, named_by
from bot.desk.ports import UnitOfWork
from bot.desk.progress_updates import lines_of
from bot.desk.reader_places import ReaderPlaces, places_of
from bot.model.broadcast import PROGRESS, Audience, Broadcast
from bot.model.incident import Incident
from bot.model.recipient import Recipient, RecipientState
from bot.model.ticket import ProposedNotice


class By(StrEnum):
    """How we come to know that somebody is concerned."""

    CONVERSATION = "conversation"  # they have written to us, and not of this
    INVENTORY = "inventory"
    SUBSCRIPTION = "subscription"


class LeftOut(StrEnum):
    """Why somebody concerned is not told."""

    UNSUBSCRIBED = "unsubscribed"
    UNREACHABLE = "unreachable"
    NARROWED = "narrowed"
    OTHER_LANGUAGE = "other_language"  # another notice speaks it
    TOLD = "told"  # they have heard of the incident
    READ = "read"  # they have these very words, from an incident whose reports moved to this one


@dataclass(frozen=True, slots=True)
class AudienceShare:
    """So many who are told alike."""

    channel: str
    lang: str
    by: By
    number: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a notice reaches, the largest share first, and whom it does not.

    ``channels``: every one that it could go through if it were not narrowed.
    """

    shares: tuple[AudienceShare, ...]
    left_out: tuple[tuple[LeftOut, int], ...]
    channels: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many are told in all."""
        return sum(s.number for s in self.shares)

    def by_channel(self) -> list[tuple[str, int]]:
        return self._summed((s.channel, s.number) for s in self.shares)

    def by_lang(self) -> list[tuple[str, int]]:
        return self._summed((s.lang, s.number) for s in self.shares)

    def by_way(self) -> list[tuple[str, int]]:
        return self._summed((s.by.value, s.number) for s in self.shares)

    @staticmethod
    def _summed(pairs: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
        counts: Counter[str] = Counter()
        for name, number in pairs:
            counts[name] += number
        return counts.most_common()


def preview(
    proposal: ProposedNotice,
    incident: Incident | None,
    work: UnitOfWork,
    tenants: tuple[str, ...] = (),
    channels: tuple[str, ...] = (),
) -> Preview:
    """What ``broadcasts.start`` would tell now, counted; ``incident`` is the one that goes on."""
    places = places_of(tuple(dict.fromkeys(proposal.to)), work)
    count = _Count(proposal, incident, work, *_had_by(proposal, incident, work))
    audience = audience_of(proposal, work, tenants, channels)
    if audience is not None:
        count.recipients_told(audience)
    count.recipients_left_out()
    if proposal.reason == PROGRESS:
        count.readers_of(lines_of(proposal, work))
    named = named_by(proposal, audience, places, tenants, channels)
    count.customers(frozenset(named), places, frozenset(tenants), frozenset(channels))
    return _counted(count.told, count.left_out, count.channels)


def together(one: Preview, other: Preview) -> Preview:
    """Two previews as one, where nobody is in both."""
    told: Counter[tuple[str, str, By]] = Counter()
    for share in (*one.shares, *other.shares):
        told[(share.channel, share.lang, share.by)] += share.number
    left_out = Counter(dict(one.left_out)) + Counter(dict(other.left_out))
    return _counted(told, left_out, {*one.channels, *other.channels})


def _counted(
    told: Counter[tuple[str, str, By]], left_out: Counter[LeftOut], channels: set[str]
) -> Preview:
    return Preview(
        tuple(AudienceShare(*alike, n) for alike, n in told.most_common() if n > 0),
        tuple((why, left_out[why]) for why in LeftOut if left_out[why] > 0),
        tuple(sorted(channels)),
    )


class _Count:
    """Those concerned, counted one kind after the other."""

    def __init__(
        self,
        proposal: ProposedNotice,
        incident: Incident | None,
        work: UnitOfWork,
        same: Sequence[str] = (),
        readers: frozenset[str] = frozenset(),
    ) -> None:
        """``same``: broadcasts that said these words already; ``readers``: named ones who have them."""
        self._proposal, self._work = proposal, work
        self._same, self._readers = same, readers
        self._open = audience_of(proposal, work)  # not narrowed
        self._concerned = (
            Audience(proposal.audience.products) if proposal.audience is not None else None
        )
        heard: Mapping[str, frozenset[str]] = {}
        if incident is not None and proposal.reason not in ALWAYS_NEWS:
            heard = work.told(incident.id, incident.relapses)
        self._heard = {r for r, told in heard.items() if has_heard(told, proposal.reason)}
        self.told: Counter[tuple[str, str, By]] = Counter()
        self.left_out: Counter[LeftOut] = Counter()
        self.channels: set[str] = set()

    def recipients_told(self, audience: Audience) -> None:
        """Recipients, but for those who wrote to us and have heard of the incident."""
        for group in self._work.groups(audience):
            if group.state == RecipientState.ACTIVE:
                way = By.SUBSCRIPTION if group.follows else By.INVENTORY
                self.told[(group.channel, group.lang, way)] += group.number
                self.left_out[self._why(group.lang, group.state)] -= group.number
        self._take_away_readers(audience)
        for recipient in self._work.recipients_by_id(sorted(self._heard)).values():
            if self._work.last_told([recipient.id], self._same):
                continue
            if audience.holds(recipient) and self._work.conversing([recipient.id]):
                way = By.SUBSCRIPTION if audience.is_followed_by(recipient) else By.INVENTORY
                self.told[(recipient.channel, recipient.lang, way)] -= 1
                self.left_out[LeftOut.TOLD] += 1

    def _take_away_readers(self, audience: Audience) -> None:
        """Recipients who have these words already."""
        if not self._same:
            return
        for group in self._work.groups(audience, told_by=self._same):
            if group.state == RecipientState.ACTIVE:
                way = By.SUBSCRIPTION if group.follows else By.INVENTORY
                self.told[(group.channel, group.lang, way)] -= group.number
                self.left_out[LeftOut.READ] += group.number

    def readers_of(self, firsts: Sequence[Broadcast]) -> None:
        """Recipients who were told by these first notices, and so hear how it goes on."""
        for first in firsts:
            if first.audience is None:
                continue
            for group in self._work.groups(Audience(first.audience.products), told_by=[first.id]):
                if group.state == RecipientState.ACTIVE:
                    way = By.SUBSCRIPTION if group.follows else By.INVENTORY
                    self.told[(group.channel, group.lang, way)] += group.number

    def recipients_left_out(self) -> None:
        """All who are concerned, of whom those told have been taken away."""
        if self._concerned is None:
            return
        for group in self._work.groups(self._concerned):
            why = self._why(group.lang, group.state)
            self.left_out[why] += group.number
            if why is LeftOut.NARROWED:
                self.channels.add(group.channel)

    def _why(self, lang: str, state: str) -> LeftOut:
        """Why a recipient who is concerned is not told, if it is not."""
        asked = self._proposal.audience
        if asked is not None and asked.langs and lang not in asked.langs:
            return LeftOut.OTHER_LANGUAGE
        if state != RecipientState.ACTIVE:
            return LeftOut(state)
        reached = self._open is not None and (not self._open.langs or lang in self._open.langs)
        return LeftOut.NARROWED if reached else LeftOut.TOLD

    def customers(
        self,
        named: frozenset[str],
        places: ReaderPlaces,
        tenants: frozenset[str],
        channels: frozenset[str],
    ) -> None:
        """Whom conversations know; ``named``: those of them who are told by name."""
        for customer in dict.fromkeys(self._proposal.to):
            channel, recipient = places.channel(customer), places.known.get(customer)
            counted = (
                recipient is not None
                and self._concerned is not None
                and self._concerned.concerns(recipient)
            )
            if customer in named or not counted:
                self.channels.add(channel)
            if customer in named and customer not in self._heard | self._readers:
                talk = places.talks.get(customer)
                lang = talk.lang if talk is not None else self._proposal.lang
                self.told[(channel, lang, By.CONVERSATION)] += 1
                if counted and recipient is not None:
                    self.left_out[self._why(recipient.lang, recipient.state)] -= 1
            elif not counted:
                fit = places.fits(customer, tenants, channels)
                self.left_out[self._why_not(customer, recipient, fit=fit)] += 1

    def _why_not(self, customer: str, recipient: Recipient | None, *, fit: bool) -> LeftOut:
        if recipient is not None and recipient.state is not RecipientState.ACTIVE:
            return LeftOut(recipient.state.value)
        if customer in self._heard:
            return LeftOut.TOLD
        if customer in self._readers:
            return LeftOut.READ
        return LeftOut.TOLD if fit else LeftOut.NARROWED


def _had_by(
    proposal: ProposedNotice, incident: Incident | None, work: UnitOfWork
) -> tuple[list[str], frozenset[str]]:
    """Broadcasts that said these words already, and those whom the notice names that have them."""
    if not proposal.text:  # nothing is said yet
        return [], frozenset()
    same = [b.id for b in same_words(proposal, incident.id if incident else "", work)]
    return same, frozenset(work.last_told(proposal.to, same)) if same else frozenset()
