"""What the customer side remembers of its commands. Every method waits for the store."""

import logging
from collections.abc import Mapping, Sequence

from bot.channels.slack.api.places import PersonPlace, ThreadAddress
from bot.channels.slack.incoming.commands import AnswerOpinion, Deleted, Edited
from bot.channels.slack.incoming.grouping import Grouping, take
from bot.channels.slack.incoming.interactions import Press
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.desk.ports import Store
from bot.model.conversation import Conversation, Speaker
from bot.model.event import MessageReceived
from bot.model.ticket import Ticket, TicketStatus

PRESSED_AGAIN = 15.0  # seconds after a press in which the same one means the same

logger = logging.getLogger(__name__)


class Remembered:
    """Small notes beside the desk's own, in its store."""

    def __init__(self, store: Store, addresses: AddressBook, grouping: Grouping) -> None:
        self._store = store
        self._addresses = addresses
        self._grouping = grouping

    def note(self, message: MessageReceived) -> None:
        """Remember where a message stood and whose thread it is, before the desk answers it."""
        if message.thread is None:
            return
        with self._store.work() as work:
            self._addresses.note_within(message, work)
            take(message.thread, work)
            if work.recall(f"slack:who:{message.thread}") is None:
                work.remember(f"slack:who:{message.thread}", message.customer)

    def note_files(self, message: MessageReceived, lines: Mapping[str, Sequence[str]]) -> None:
        """Remember what became of the files of a message, in words by language."""
        self._addresses.note_files(message, lines)

    def was_taken_back(self, message: MessageReceived) -> bool:
        """Whether its author has deleted it already."""
        with self._store.look() as work:
            return work.recall(f"slack:deleted:{message.message_id}") is not None

    def is_repeated(self, press: Press) -> bool:
        """Whether somebody has just pressed the same button of the same post; it notes the press.

        A payload that is taken up again after a crash is no second press.
        """
        key = f"slack:pressed:{press.post}:{press.button}:{press.user}"
        with self._store.work() as work:
            counted, _, latest = (work.recall(key) or "").partition(" ")
            is_repeated = bool(latest) and press.ts != counted and _is_soon(latest, press.ts)
            work.remember(key, f"{counted if is_repeated else press.ts} {press.ts}")
        return is_repeated

    def language(self, place: PersonPlace) -> str:
        """The language of the card in somebody's thread, else of their conversation; "" for none."""
        card = self._addresses.card(ThreadAddress(place.team, place.room, place.thread))
        if card is not None:
            return card.lang
        return self._addresses.language_of(f"slack:{place.home}:{place.user}")

    def has_case(self, customer: str) -> bool:
        """Whether somebody has ever written to us."""
        with self._store.look() as work:
            if work.recall(f"slack:latest:{customer}") is not None:
                return True
            return work.latest_conversation(customer) is not None

    def knows(self, edited: Edited) -> tuple[bool, bool]:
        """Whether the desk took what was edited, and whether a person has answered it since."""
        with self._store.look() as work:
            latest = work.latest_conversation(edited.message.customer)
            is_known = work.has_message(edited.original)
        return is_known, _was_answered_by_a_person(latest, edited.original)

    def take_back(self, deleted: Deleted) -> None:
        """Remember it, so that nothing of ours is posted where the thread was."""
        with self._store.work() as work:
            work.remember(f"slack:deleted:{deleted.message_id}", deleted.at.isoformat())
            if deleted.is_first:
                work.remember(f"slack:gone:{deleted.thread}", deleted.at.isoformat())
        if deleted.is_first:
            self._grouping.scatter(deleted.thread)

    def count(self, opinion: AnswerOpinion) -> bool:
        """Count each person's opinion of each post once; a changed mind counts anew."""
        word = "good" if opinion.is_good else "bad"
        key = f"slack:feedback:{opinion.post}:{opinion.place.user}"
        with self._store.work() as work:
            if work.recall(key) == word:
                return False
            work.remember(key, word)
            number = work.number(f"slack_feedback_{word}")
        logger.info("feedback %s, number %d, on %s", word, number, opinion.post)
        return True

    def is_own(self, message: MessageReceived) -> bool:
        """Whether a thread's case is the author's own."""
        with self._store.look() as work:
            return work.recall(f"slack:who:{message.thread}") == message.customer

    def attend(self, thread: str) -> str | None:
        """The open ticket of a thread that nobody has yet; without a ticket it is left to people."""
        with self._store.work() as work:
            customer = work.recall(f"slack:who:{thread}")
            told = work.latest_conversation(customer) if customer else None
            ticket: Ticket | None = None
            if told is not None and told.ticket is not None:
                ticket = work.ticket(told.ticket)
        if told is None or ticket is None or ticket.status is TicketStatus.CLOSED:
            self._grouping.leave(thread)
            return None
        return None if told.taken_over_by is not None else ticket.id


def _is_soon(first: str, other: str) -> bool:
    """Whether two moments of Slack are a double press apart."""
    try:
        return abs(float(other) - float(first)) <= PRESSED_AGAIN
    except ValueError:
        return False


def _was_answered_by_a_person(conversation: Conversation | None, message_id: str) -> bool:
    """Whether a person has answered a message and let go: then the desk does not begin anew.

    While a person still has the conversation the desk is silent by itself, and they read the edit.
    """
    if conversation is None or conversation.taken_over_by is not None:
        return False
    turns = conversation.turns
    at = next((i for i, t in enumerate(turns) if t.message_id == message_id), len(turns))
    return any(turn.speaker is Speaker.STAFF for turn in turns[at:])
