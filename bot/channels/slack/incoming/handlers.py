"""What each command makes us do: hand it to the desk, note it, say a word to whoever sent it."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.channels.slack.api.people import People
from bot.channels.slack.api.places import PersonPlace, RoomRules, ThreadAddress
from bot.channels.slack.incoming.commands import (
    AnswerOpinion,
    Attended,
    CaseRequest,
    Command,
    Deleted,
    Edited,
    Form,
    Payload,
)
from bot.channels.slack.incoming.files import PostReadings, SlackFiles, file_lines
from bot.channels.slack.incoming.interactions import WORKED_OFF, label_language, place_of, press_of
from bot.channels.slack.incoming.opening import Opening
from bot.channels.slack.incoming.remembered import Remembered
from bot.channels.slack.outgoing.background_tasks import BackgroundTasks
from bot.channels.slack.outgoing.thinking import Thinking
from bot.channels.slack.outgoing.whispers import Whispers
from bot.desk.labels import CLOSING_BUTTONS
from bot.desk.pauses import AtOnce, Lines
from bot.desk.ports import Door
from bot.desk.prose import visible
from bot.model.effect import Effect, Reply
from bot.model.event import MessageReceived, TicketClaimed
from bot.texts.loader import LANGUAGES

NO_FILES = PostReadings(None)
EXPIRING = frozenset(
    {"worked", "failed", WORKED_OFF, *CLOSING_BUTTONS}
)  # they mean nothing without their case

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CommandPorts:
    """How commands are answered by ourselves.

    ``nudge``: something that a command waited for is there. ``lines``: the way of posts to the desk,
    several of which may be one request; None: each is one.
    """

    background_tasks: BackgroundTasks
    people: People
    whispers: Whispers
    opening: Opening
    files: SlackFiles | None = None
    thinking: Thinking | None = None
    nudge: Callable[[], None] = lambda: None
    lines: Lines | None = None


class Handlers:
    """Takes one command after another, the store off the loop. It decides nothing the desk says."""

    def __init__(
        self, door: Door, rules: RoomRules, remembered: Remembered, ways: CommandPorts
    ) -> None:
        self._door = door
        self._lines = ways.lines or AtOnce(door)
        self._rules = rules
        self._remembered = remembered
        self._ways = ways

    async def take(
        self, command: Command, payload: Payload, read: PostReadings, failures: int
    ) -> None:
        """Do what a command asks for. Doing it twice changes nothing. ``failures``: earlier ones."""
        match command:
            case MessageReceived():
                await self._message(command, payload, read)
            case Edited():
                await self._edited(command)
            case Deleted():
                await asyncio.to_thread(self._remembered.take_back, command)
            case AnswerOpinion():
                if await asyncio.to_thread(self._remembered.count, command):
                    lang = await asyncio.to_thread(self._remembered.language, command.place)
                    self._whisper(command.place, "slack.feedback.thanks", lang=lang)
            case CaseRequest():
                await self._case(command, read)
            case Form():
                await self._form(command, read, failures)
            case Attended():
                await self._attended(command)

    async def _message(
        self, message: MessageReceived, payload: Payload, read: PostReadings
    ) -> None:
        if payload.get("type") == "block_actions":
            if not await self._counts(message, payload):
                self.rest(message)
                return
        elif await asyncio.to_thread(self._remembered.was_taken_back, message):
            logger.info("%s was taken back before it was read", message.message_id)
            self.rest(message)
            return
        await self._hand_over(message, read)

    async def _hand_over(self, message: MessageReceived, read: PostReadings = NO_FILES) -> None:
        message = _with_files(message, read)
        message = replace(message, name=await self._name_of(message))
        await asyncio.to_thread(self._remembered.note, message)
        if read.looked_at:
            await self._hand_over_files(message, read)
            return

        def answered(effects: tuple[Effect, ...]) -> None:
            if not _is_answered(message, effects):
                self.rest(message)  # a post takes the sign away by itself

        try:
            await self._lines.hand_in(message, answered)
        except BaseException:
            self.rest(message)
            raise

    async def _name_of(self, message: MessageReceived) -> str:
        """How Slack shows the author, asked where we are installed; "" when it does not tell."""
        installed, _, place = (message.thread or "").partition("/")
        user = message.customer.rpartition(":")[2]
        return await self._ways.people.name(installed, user) if place else ""

    async def _hand_over_files(self, message: MessageReceived, read: PostReadings) -> None:
        """Say what became of files, in the answer or beside it."""
        lines = {lang: file_lines(read, lang) for lang in LANGUAGES}
        await asyncio.to_thread(self._remembered.note_files, message, lines)
        is_answered = False
        try:
            is_answered = _is_answered(message, await self._door.handle(message))
        finally:
            if not is_answered:
                self.rest(message)
        if not is_answered:
            await asyncio.to_thread(self._tell_of_files, message, lines)

    def _tell_of_files(self, message: MessageReceived, lines: Mapping[str, Sequence[str]]) -> None:
        """What became of the files of a message that the desk does not answer."""
        if message.thread is None:
            return
        where, whispers = ThreadAddress.of(message.thread), self._ways.whispers
        _, home, user = message.customer.split(":", 2)
        place = PersonPlace(where.team, where.room, user, where.thread, home)
        texts = {lang: "\n".join(said) for lang, said in lines.items()}
        lang = self._remembered.language(place)
        self._ways.background_tasks.add(lambda: whispers.tell(place, texts, lang))

    def rest(self, message: MessageReceived) -> None:
        """Take the sign of work away from where a message was posted."""
        if (thinking := self._ways.thinking) is not None:
            self._ways.background_tasks.add(lambda: thinking(message, on=False))

    async def _counts(self, pressed: MessageReceived, payload: Payload) -> bool:
        """Whether a press is for the desk: the first of a double press, on a button of a case."""
        if await asyncio.to_thread(self._remembered.is_repeated, press_of(payload)):
            return False
        if not await self._has_expired(pressed, payload):
            return True
        self._whisper(place_of(payload), "slack.button.expired", lang=label_language(payload))
        return False

    async def _has_expired(self, pressed: MessageReceived, payload: Payload) -> bool:
        """Whether a button has no case to belong to. The way to a person never expires."""
        if str(payload["actions"][0]["action_id"]) not in EXPIRING:
            return False
        return not await asyncio.to_thread(self._remembered.has_case, pressed.customer)

    async def _edited(self, edited: Edited) -> None:
        """The new words, as one more message; as the message itself where that has not come yet."""
        is_known, is_answered = await asyncio.to_thread(self._remembered.knows, edited)
        if is_known:
            if not is_answered:
                await self._hand_over(edited.message)
        elif edited.is_fresh:
            await self._hand_over(replace(edited.message, message_id=edited.original))
        else:
            logger.info("%s was changed long after it was written", edited.original)

    async def _case(self, case: CaseRequest, read: PostReadings) -> None:
        if not await self._may_make_a_case(case):
            self._whisper(case.by, "slack.case.foreign", case.answer_to)
            return
        await self._hand_over(case.message, read)
        self._whisper(case.by, "slack.case.made", case.answer_to)

    async def _may_make_a_case(self, case: CaseRequest) -> bool:
        """In opted-in rooms and threads of ours anybody; elsewhere people of the room's workspace."""
        place = case.by
        if place.room in self._rules.rooms:
            return True
        if await asyncio.to_thread(self._rules.is_ours, case.message.thread or ""):
            return True
        if place.home != place.team:
            return False
        return await self._ways.opening.is_member(place.team, place.room)

    async def _form(self, form: Form, read: PostReadings, failures: int) -> None:
        """Open a thread in the person's direct messages, so that the answer has a place."""
        thread = await self._ways.opening.thread_for(form, patient=failures < 2)
        message = replace(form.message, thread=str(thread) if thread else None)
        await self._hand_over(message, read)

    async def _attended(self, attended: Attended) -> None:
        """A person has the case from here on: the desk is silent, or leaves the thread to them."""
        message = attended.message
        if await asyncio.to_thread(self._remembered.is_own, message):  # they try the desk out
            await self._hand_over(message)
            return
        ticket = await asyncio.to_thread(self._remembered.attend, message.thread or "")
        if ticket is not None:
            await self._door.handle(TicketClaimed(message.at, ticket, await self._name(attended)))

    async def _name(self, attended: Attended) -> str:
        """The user name of one of our own people, under which they also press buttons."""
        team = ThreadAddress.of(attended.message.thread or "").team
        return await self._ways.people.handle(team, attended.user)

    def _whisper(self, place: PersonPlace, key: str, answer_to: str = "", lang: str = "") -> None:
        whispers = self._ways.whispers
        self._ways.background_tasks.add(lambda: whispers.say(place, key, answer_to, lang))


def _is_answered(message: MessageReceived, effects: tuple[Effect, ...]) -> bool:
    """Whether a message, or the request that it is a line of, has got an answer."""
    return any(isinstance(e, Reply) and e.customer == message.customer for e in effects)


def _with_files(message: MessageReceived, read: PostReadings) -> MessageReceived:
    """The message with the file that tells most; the other files are named in it."""
    if read.upload is None:
        return message
    others = [f"[{visible(name)[:200]}]" for name in read.others]
    named = {f"[{visible(read.chosen)[:200]}]", *others}
    said = [line for line in message.text.split("\n") if line not in named]
    said += others
    text = "\n".join(said).strip()
    return replace(message, text=text, upload=read.upload, pictures=read.pictures)
