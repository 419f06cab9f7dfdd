"""Plays a day through a desk: the world's side of the conversation. Reads no clock, never waits.

The customers and the staff are simulated, the desk is not: what it asks and advises decides what
they answer and when. The same day with the same desk gives the same steps.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.day import BilingualWords, Day, Person
from bot.model.effect import Effect, Notice, Proposal, Reply, TicketRaised
from bot.model.event import (
    Approved,
    Event,
    FeedRead,
    MessageReceived,
    Opened,
    Tick,
    TicketAnswered,
    TicketClaimed,
)
from bot.model.status import FeedRef, FetchOutcome

MINUTE = timedelta(minutes=1)
STAFF = "staff"


@dataclass(frozen=True, slots=True)
class PlayedStep:
    """One event and what the desk did. ``words``: what was said; ``about``: why it is worth a look."""

    event: Event
    effects: tuple[Effect, ...]
    words: BilingualWords | None = None
    about: str = ""


class Player:
    """Hands the events of a day to ``handle`` one by one, in the order of their times."""

    def __init__(self, day: Day, handle: Callable[[Event], tuple[Effect, ...]]) -> None:
        self.day = day
        self.now = day.start
        self._handle = handle
        self._queue: list[tuple[datetime, int, Event, BilingualWords | None, str]] = []
        self._count = 0
        self._said: dict[str, int] = {}
        self._tried: set[tuple[str, str]] = set()
        self._put(_opened(day))
        for event in _readings_and_ticks(day):
            self._put(event)
        for person in day.people:
            for saying in person.says:
                self._say(person, saying.at, saying.words, saying.about)

    @property
    def next_at(self) -> datetime | None:
        """When the next event happens; None: the day is over."""
        return self._queue[0][0] if self._queue else None

    @property
    def next_said_at(self) -> datetime | None:
        """When somebody next writes or decides, as far as is known; None: nobody does."""
        quiet = FeedRead | Tick
        return min((at for at, _, e, _, _ in self._queue if not isinstance(e, quiet)), default=None)

    def step(self) -> PlayedStep | None:
        """Let the next event happen; None: the day is over."""
        if not self._queue:
            return None
        self.now, _, event, words, about = heapq.heappop(self._queue)
        return self.take(event, words, about)

    def take(
        self, event: Event, words: BilingualWords | None = None, about: str = ""
    ) -> PlayedStep:
        """Let something happen that the day does not know of, now; people react to it likewise."""
        effects = self._handle(event)
        for effect in effects:
            self._respond(effect)
        return PlayedStep(event, effects, words, about)

    def _put(self, event: Event, words: BilingualWords | None = None, about: str = "") -> None:
        if event.at <= self.day.end:
            self._count += 1
            heapq.heappush(self._queue, (event.at, self._count, event, words, about))

    def _say(self, person: Person, at: datetime, words: BilingualWords, about: str = "") -> None:
        self._said[person.id] = self._said.get(person.id, 0) + 1
        message = MessageReceived(
            at=at,
            message_id=f"{person.id}-{self._said[person.id]}",
            customer=person.id,
            tenant=person.organisation.text,
            channel=person.channel,
            text=words.text,
            lang=person.lang,
            installed_plugins=person.installed,
        )
        self._put(message, words, about)

    def _respond(self, effect: Effect) -> None:
        """What people do about what the desk did."""
        match effect:
            case Reply(customer=customer):
                self._answer(customer, effect)
                self._try(customer, effect.advice)
            case Notice(to=readers):
                for reader in readers:
                    self._try(reader, effect.advice)
            case Proposal():
                self._put(Approved(self.now + self.day.approval_after, effect.proposal, STAFF))
            case TicketRaised(customer=str(customer)):
                self._help(customer, effect)
            case _:
                pass

    def _answer(self, customer: str, reply: Reply) -> None:
        person = self.day.person(customer)
        if person is not None and reply.questions:
            known = [w for key in reply.questions if (w := person.answers.get(key)) is not None]
            text = " ".join(w.text for w in known)
            words = BilingualWords(text, " ".join(w.translation for w in known))
            self._say(person, self.now + person.delay, words if known else person.otherwise)

    def _try(self, customer: str, advice: tuple[str, ...]) -> None:
        person = self.day.person(customer)
        for ident in advice:
            trying = person.trials.get(ident) if person is not None else None
            aim = "back" if ident.startswith("reenable") else "way round"
            if person is None or trying is None or (customer, aim) in self._tried:
                continue  # nobody tries a second way round while the first is on
            self._tried.add((customer, aim))
            self._say(person, self.now + trying.after, trying.words)

    def _help(self, customer: str, ticket: TicketRaised) -> None:
        person = self.day.person(customer)
        if person is None or person.staff is None:
            return
        at, name = self.now + person.staff.after, person.staff.name.text
        self._put(TicketClaimed(at, ticket.ticket, name))
        words = person.staff.words
        self._put(TicketAnswered(at + MINUTE, ticket.ticket, name, words.text), words)


def _opened(day: Day) -> Opened:
    feeds = tuple(FeedRef(p.feed, p.service) for p in day.pages)
    return Opened(day.start, catalogue=day.products, feeds=feeds, baseline=day.baseline)


def _readings_and_ticks(day: Day) -> Iterator[Event]:
    at = day.start
    while at <= day.end:
        if (at - day.start) % day.read_every == timedelta(0):
            for page in day.pages:
                shown = page.at(at)
                yield FeedRead(
                    at, page.feed, page.service, FetchOutcome.OK, shown.shows, shown.text
                )
        yield Tick(at)
        at += MINUTE
