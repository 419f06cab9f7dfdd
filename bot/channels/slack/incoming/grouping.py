"""Which posts are one case: a thread, and what one person posts one after another at top level."""

from dataclasses import replace

from bot.channels.slack.api.places import RoomRules, ThreadAddress
from bot.desk.ports import Store, UnitOfWork
from bot.model.event import MessageReceived

WINDOW = 120.0  # seconds after the first post
MOST_MEMBERS = 30  # posts of one case whose own threads are remembered


class Grouping:
    """Places a person's later top-level posts in the thread of the first.

    It remembers by the moments that Slack gave the posts, so that a restart and posts that overtake
    each other change nothing.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def placed(self, message: MessageReceived, window: float = WINDOW) -> MessageReceived:
        """A top-level post with the thread that it belongs in; ``window``: seconds after the first."""
        own = ThreadAddress.of(message.thread or "")
        key = f"slack:group:{own.team}/{own.room}:{message.customer}"
        with self._store.work() as work:
            first = work.recall(key)
            if first == own.thread:
                return message
            begun = ThreadAddress(own.team, own.room, first or "")
            is_gone = work.recall(f"slack:gone:{begun}") is not None
            if first is None or is_gone or not _is_near(first, own.thread, window):
                if first is None or is_gone or _moment(own.thread) > _moment(first):
                    work.remember(key, own.thread)
                return message
            work.remember(f"slack:joined:{own}", str(begun))
            _note_member(begun, f"{message.message_id} {own}", work)
        return replace(message, thread=str(begun))

    def scatter(self, gone: ThreadAddress) -> None:
        """A thread is gone: what had joined it is answered in threads of its own."""
        with self._store.work() as work:
            for line in (work.recall(f"slack:members:{gone}") or "").splitlines():
                message_id, _, own = line.partition(" ")
                if work.recall(f"slack:at:{message_id}") == str(gone):
                    work.remember(f"slack:at:{message_id}", own)
                    work.remember(f"slack:before:{message_id}", str(gone))
                work.remember(f"slack:taken:{own}", "yes")

    def leave(self, thread: str) -> None:
        """Leave a thread to the people in it, until the desk is called again."""
        with self._store.work() as work:
            work.remember(f"slack:quiet:{thread}", "yes")

    def is_left(self, thread: str) -> bool:
        """Whether a thread was left to the people in it."""
        with self._store.look() as work:
            return bool(work.recall(f"slack:quiet:{thread}"))

    def is_ours(self, thread: str) -> bool:
        """Whether a thread was taken, or hangs from a post that joined another's case."""
        keys = (f"slack:taken:{thread}", f"slack:joined:{thread}")
        with self._store.look() as work:
            return any(work.recall(key) is not None for key in keys)

    def over(self, rules: RoomRules) -> RoomRules:
        """The rules with what is known here of threads."""

        def is_ours(thread: str) -> bool:
            known = rules.is_ours(thread) or self.is_ours(thread)
            return known and not self.is_left(thread)

        return replace(rules, is_ours=is_ours)


def take(thread: str, work: UnitOfWork) -> None:
    """Remember that a thread is for the desk, before anything is said in it."""
    if work.recall(f"slack:taken:{thread}") is None:
        work.remember(f"slack:taken:{thread}", "yes")
    if work.recall(f"slack:quiet:{thread}"):
        work.remember(f"slack:quiet:{thread}", "")


def _note_member(begun: ThreadAddress, line: str, work: UnitOfWork) -> None:
    """Remember who joined a thread, the latest of very many."""
    known = (work.recall(f"slack:members:{begun}") or "").splitlines()
    if line not in known:
        work.remember(f"slack:members:{begun}", "\n".join([*known, line][-MOST_MEMBERS:]))


def _is_near(first: str, other: str, window: float) -> bool:
    return abs(_moment(other) - _moment(first)) <= window


def _moment(ts: str) -> float:
    """Slack's name of a post is the moment of it."""
    try:
        return float(ts)
    except ValueError:
        return 0.0
