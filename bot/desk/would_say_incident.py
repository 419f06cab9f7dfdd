"""What the desk would have said in an incident with the knowledge that it has today.

The messages of all its conversations, as they are stored and masked, go once more through a desk
of their own, in the order in which they came and minute by minute, so that each report counts for
the others. What status pages showed and was measured at that time is not in it, nor are files, nor
what staff did. Nothing of it is kept, sent or decided.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.desk.case_parts import message_of
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.effect import Effect, Notice, Reply, StaffAlert
from bot.model.event import Event, MessageReceived, Opened, Tick
from bot.model.knowledge import Knowledge

MOST = 100  # messages that are gone through, the first of them
QUIET = 30  # minutes after a message during which the desk goes on
MOST_MINUTES = 240  # in all
MINUTE = timedelta(minutes=1)

Handle = Callable[[Event], tuple[Effect, ...]]
FreshDesk = Callable[[Knowledge], AbstractContextManager[Handle]]


@dataclass(frozen=True, slots=True)
class SaidThen:
    """One message of one conversation, what was said after it, and what would be said today."""

    conversation: Conversation
    message: Turn
    said: tuple[Turn, ...]
    today: tuple[Reply | Notice, ...]

    @property
    def is_alike(self) -> bool:
        """Whether the desk said the same."""
        then = [turn.text.split() for turn in self.said if turn.speaker is Speaker.DESK]
        return bool(then) and then == [said.text.split() for said in self.today]


@dataclass(frozen=True, slots=True)
class NewsToday:
    """What staff would hear of an incident, and when."""

    at: datetime
    alert: StaffAlert


@dataclass(frozen=True, slots=True)
class IncidentToday:
    """An incident gone through once more.

    ``left``: messages that were too many. ``gone``: those whose words are not kept any more.
    """

    messages: tuple[SaidThen, ...]
    news: tuple[NewsToday, ...]
    left: int = 0
    gone: int = 0

    @property
    def raised(self) -> NewsToday | None:
        """When staff would hear of it first; None: they would not."""
        return next((one for one in self.news if one.alert.action == "raised"), None)


@dataclass(frozen=True, slots=True)
class _Message:
    """A customer's message as an event, and what was said after it."""

    event: MessageReceived
    talk: Conversation
    turn: Turn
    said: tuple[Turn, ...]


class _Listener:
    """Hears what a desk says: to which message each of its texts belongs."""

    def __init__(self) -> None:
        self.said: dict[str, list[Reply | Notice]] = {}
        self.news: list[NewsToday] = []
        self._latest: dict[str, str] = {}  # message by customer

    def follow(self, event: MessageReceived) -> None:
        self.said[event.message_id] = []
        self._latest[event.customer] = event.message_id

    def take(self, at: datetime, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Reply():
                    self.said.setdefault(effect.in_reply_to, []).append(effect)
                case Notice():
                    for message in filter(None, map(self._latest.get, effect.to)):
                        self.said[message].append(effect)
                case StaffAlert():
                    self.news.append(NewsToday(at, effect))
                case _:
                    pass


def incident_today(
    conversations: Sequence[Conversation], opened: Opened | None, handle: Handle
) -> IncidentToday:
    """Every message of the customers in turn, through a desk of which nothing is known yet.

    ``opened``: the catalogue in force.
    """
    messages = sorted(
        (message for talk in conversations for message in _messages(talk)),
        key=lambda message: message.event.at,
    )
    shown, listener = messages[:MOST], _Listener()
    if shown:
        _go_through([message.event for message in shown], opened, handle, listener)
    found = tuple(
        SaidThen(m.talk, m.turn, m.said, tuple(listener.said[m.event.message_id])) for m in shown
    )
    turns = (turn for talk in conversations for turn in talk.turns)
    gone = sum(not turn.text and turn.speaker is Speaker.CUSTOMER for turn in turns)
    return IncidentToday(found, tuple(listener.news), len(messages) - len(shown), gone)


def _messages(talk: Conversation) -> Iterator[_Message]:
    """What a customer said, but for what has no words any more."""
    turns = talk.turns
    own = [n for n, turn in enumerate(turns) if turn.speaker is Speaker.CUSTOMER]
    for number, following in zip(own, [*own[1:], len(turns)], strict=True):
        if turns[number].text:
            event = replace(
                message_of(turns[number], talk),
                message_id=f"{talk.id}:{number}",
                identity=talk.identity,
                address=talk.address,
            )
            yield _Message(event, talk, turns[number], turns[number + 1 : following])


def _go_through(
    events: Sequence[MessageReceived], opened: Opened | None, handle: Handle, listener: _Listener
) -> None:
    begin, minutes = events[0].at - MINUTE, MOST_MINUTES
    first = opened if opened is not None else Opened(begin)
    handle(replace(first, at=begin, restarted=False, feeds=(), probes=()))
    for number, event in enumerate(events):
        listener.follow(event)
        listener.take(event.at, handle(event))
        until = event.at + QUIET * MINUTE
        if number + 1 < len(events):
            until = min(until, events[number + 1].at)
        at = event.at + MINUTE
        while at < until and minutes:
            listener.take(at, handle(Tick(at)))
            at, minutes = at + MINUTE, minutes - 1
