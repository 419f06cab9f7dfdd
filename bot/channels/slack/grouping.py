"""What one person posts one after another at top level is one case, in the thread of the first."""

from dataclasses import replace

from bot.channels.slack.addresses import Address
from bot.desk.ports import Store
from bot.model.event import MessageReceived

WINDOW = 120.0  # seconds after the first post


class Grouping:
    """Places a person's later top-level posts in the thread of the first.

    It remembers by the moments that Slack gave the posts, so that a restart and posts that overtake
    each other change nothing.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def placed(self, message: MessageReceived) -> MessageReceived:
        """A top-level post with the thread that it belongs in."""
        own = Address.of(message.thread or "")
        key = f"slack:group:{own.team}/{own.room}:{message.customer}"
        with self._store.work() as work:
            first = work.recall(key)
            if first == own.thread:
                return message
            begun = Address(own.team, own.room, first or "")
            is_gone = work.recall(f"slack:gone:{begun}") is not None
            if first is None or is_gone or not _is_near(first, own.thread):
                if first is None or is_gone or _moment(own.thread) > _moment(first):
                    work.remember(key, own.thread)
                return message
            work.remember(f"slack:joined:{own}", str(begun))
        return replace(message, thread=str(begun))

    def is_joined(self, thread: str) -> bool:
        """Whether a thread hangs from a post that belongs to a case that another post began."""
        with self._store.work() as work:
            return work.recall(f"slack:joined:{thread}") is not None


def _is_near(first: str, other: str) -> bool:
    return abs(_moment(other) - _moment(first)) <= WINDOW


def _moment(ts: str) -> float:
    """Slack's name of a post is the moment of it."""
    try:
        return float(ts)
    except ValueError:
        return 0.0
