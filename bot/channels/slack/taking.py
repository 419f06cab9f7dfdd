"""What each letter makes us do: hand it to the desk, note it, say a word to whoever sent it."""

import logging
from dataclasses import dataclass, replace

from bot.channels.slack.addresses import AddressBook
from bot.channels.slack.errands import Errands
from bot.channels.slack.files import Readings, SlackFiles
from bot.channels.slack.grouping import Grouping
from bot.channels.slack.letters import (
    Attended,
    Case,
    Deleted,
    Edited,
    Form,
    Letter,
    Opinion,
    Payload,
    Place,
    Rules,
)
from bot.channels.slack.mrkdwn import visible
from bot.channels.slack.opening import Opening
from bot.channels.slack.people import Whispers
from bot.channels.slack.presses import WORKED_OFF, place_of
from bot.channels.slack.signs import Thinking
from bot.desk.ports import Door, Store
from bot.model.conversation import Conversation, Speaker
from bot.model.effect import Reply
from bot.model.event import MessageReceived, TicketClaimed
from bot.model.ticket import TicketStatus

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ways:
    """How letters are answered by ourselves; without it nobody is told anything."""

    errands: Errands
    whispers: Whispers
    opening: Opening
    files: SlackFiles | None = None
    thinking: Thinking | None = None


class Taking:
    """Takes one letter after another. It decides nothing of what the desk says."""

    def __init__(
        self,
        store: Store,
        door: Door,
        rules: Rules,
        addresses: AddressBook,
        grouping: Grouping,
        ways: Ways | None = None,
    ) -> None:
        self._store = store
        self._door = door
        self._rules = rules
        self._addresses = addresses
        self._grouping = grouping
        self._ways = ways

    async def take(self, letter: Letter, payload: Payload, read: Readings, failures: int) -> None:
        """Do what a letter asks for. Doing it twice changes nothing. ``failures``: earlier ones."""
        match letter:
            case MessageReceived():
                await self._message(letter, payload, read)
            case Edited():
                await self._edited(letter)
            case Deleted():
                self._deleted(letter)
            case Opinion():
                self._opinion(letter)
            case Case():
                await self._case(letter, read)
            case Form():
                await self._form(letter, read, failures)
            case Attended():
                await self._attended(letter)

    async def _message(self, message: MessageReceived, payload: Payload, read: Readings) -> None:
        if payload.get("type") == "block_actions":
            if self._has_expired(message, payload):
                self._whisper(place_of(payload), "button.expired")
                return
        elif self._recalls(f"slack:deleted:{message.message_id}"):
            logger.info("%s was taken back before it was read", message.message_id)
            return
        await self._hand_over(_with_files(message, read))

    async def _hand_over(self, message: MessageReceived) -> None:
        self._addresses.note(message)
        if message.thread is not None:
            self._grouping.take(message.thread)
            with self._store.work() as work:
                if work.recall(f"slack:who:{message.thread}") is None:
                    work.remember(f"slack:who:{message.thread}", message.customer)
        is_answered = False
        try:
            effects = await self._door.handle(message)
            is_answered = any(isinstance(e, Reply) for e in effects)
        finally:
            if not is_answered:  # a post takes the sign away by itself
                self._rest(message)

    def _rest(self, message: MessageReceived) -> None:
        """Nobody is at work on a message any more."""
        if self._ways is not None and (thinking := self._ways.thinking) is not None:
            self._ways.errands.add(lambda: thinking(message, on=False))

    def _has_expired(self, pressed: MessageReceived, payload: Payload) -> bool:
        """Whether a button has no case to belong to. The way to a person never expires."""
        name = str(payload["actions"][0]["action_id"])
        if name not in {"worked", "failed", WORKED_OFF}:
            return False
        if self._recalls(f"slack:latest:{pressed.customer}"):
            return False
        with self._store.work() as work:
            return work.latest_conversation(pressed.customer) is None

    async def _edited(self, edited: Edited) -> None:
        """The new words, as one more message; as the message itself where that has not come yet."""
        message = edited.message
        with self._store.work() as work:
            is_known = work.has_message(edited.original)
            latest = work.latest_conversation(message.customer)
        if is_known:
            if not _was_answered_by_a_person(latest, edited.original):
                await self._hand_over(message)
        elif edited.is_fresh:
            await self._hand_over(replace(message, message_id=edited.original))
        else:
            logger.info("%s was changed long after it was written", edited.original)

    def _deleted(self, deleted: Deleted) -> None:
        """Remember it, so that nothing of ours is posted where the thread was."""
        with self._store.work() as work:
            work.remember(f"slack:deleted:{deleted.message_id}", deleted.at.isoformat())
            if deleted.is_first:
                work.remember(f"slack:gone:{deleted.thread}", deleted.at.isoformat())
        if deleted.is_first:
            self._grouping.scatter(deleted.thread)

    def _opinion(self, opinion: Opinion) -> None:
        """Count each person's opinion of each post once; a changed mind counts anew."""
        word = "good" if opinion.is_good else "bad"
        key = f"slack:feedback:{opinion.post}:{opinion.place.user}"
        with self._store.work() as work:
            if work.recall(key) == word:
                return
            work.remember(key, word)
            count = work.number(f"slack_feedback_{word}")
        logger.info("feedback: %s (the %d. of these) on %s", word, count, opinion.post)
        self._whisper(opinion.place, "feedback.thanks")

    async def _case(self, case: Case, read: Readings) -> None:
        if not await self._may_make_a_case(case):
            self._whisper(case.by, "case.foreign", case.answer_to)
            return
        await self._hand_over(_with_files(case.message, read))
        self._whisper(case.by, "case.made", case.answer_to)

    async def _may_make_a_case(self, case: Case) -> bool:
        """In opted-in rooms and threads of ours anybody; elsewhere our own people where we are."""
        place = case.by
        if place.room in self._rules.rooms or self._rules.is_ours(case.message.thread or ""):
            return True
        if self._ways is None or place.home != place.team:
            return False
        return await self._ways.opening.is_member(place.team, place.room)

    async def _form(self, form: Form, read: Readings, failures: int) -> None:
        """Open a thread in the person's direct messages, so that the answer has a place."""
        message = form.message
        if self._ways is not None:
            thread = await self._ways.opening.thread_for(form, patient=failures < 2)
            message = replace(message, thread=str(thread) if thread else None)
        await self._hand_over(_with_files(message, read))

    async def _attended(self, attended: Attended) -> None:
        """A person has the case from here on: the desk is silent, or leaves the thread to them."""
        message = attended.message
        thread = message.thread or ""
        with self._store.work() as work:
            customer = work.recall(f"slack:who:{thread}")
            told = work.latest_conversation(customer) if customer else None
            ticket = work.ticket(told.ticket) if told is not None and told.ticket else None
        if customer == message.customer:  # they try the desk out
            await self._hand_over(message)
        elif told is not None and ticket is not None and ticket.status is not TicketStatus.CLOSED:
            if told.taken_over_by is None:
                await self._door.handle(TicketClaimed(message.at, ticket.id, attended.user))
        else:
            self._grouping.leave(thread)

    def _recalls(self, key: str) -> bool:
        with self._store.work() as work:
            return work.recall(key) is not None

    def _whisper(self, place: Place, key: str, answer_to: str = "") -> None:
        if self._ways is None:
            return
        whispers = self._ways.whispers
        self._ways.errands.add(lambda: whispers.say(place, key, answer_to))


def _with_files(message: MessageReceived, read: Readings) -> MessageReceived:
    """The message with the file that tells most; the other files are named in it."""
    if read.upload is None:
        return message
    others = [f"[{visible(name)[:200]}]" for name in read.others]
    named = {f"[{visible(read.chosen)[:200]}]", *others}
    said = [line for line in message.text.split("\n") if line not in named]
    said += others
    return replace(message, text="\n".join(said).strip(), upload=read.upload)


def _was_answered_by_a_person(conversation: Conversation | None, message_id: str) -> bool:
    """Whether a person has answered a message and let go: then the desk does not begin anew.

    While a person still has the conversation the desk is silent by itself, and they read the edit.
    """
    if conversation is None or conversation.taken_over_by is not None:
        return False
    turns = conversation.turns
    at = next((i for i, t in enumerate(turns) if t.message_id == message_id), len(turns))
    return any(turn.speaker is Speaker.STAFF for turn in turns[at:])
