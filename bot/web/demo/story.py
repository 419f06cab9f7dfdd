"""What has been said and done so far, as a page tells it. Kept in memory, for one run of the day."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.day import BilingualWords, Day, Person
from bot.desk.player import PlayedStep
from bot.model.effect import Checked, Notice, Reply, StaffReply
from bot.model.event import MessageReceived
from bot.web.demo.moments import DemoMoment, Narrator, Surroundings


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One thing said in a chat. ``by``: customer, desk, notice (unasked, by the desk) or staff."""

    at: datetime
    by: str
    text: str
    lang: str
    translation: str = ""
    name: str = ""
    effect: Reply | Notice | None = None

    @property
    def checked(self) -> tuple[Checked, ...]:
        """What was looked at for a reply."""
        return self.effect.checked if isinstance(self.effect, Reply) else ()


@dataclass(slots=True)
class DemoChat:
    """One customer's conversation, oldest line first."""

    customer: str
    person: Person | None  # None: somebody who wrote to the running demo
    organisation: str
    lines: list[ChatLine] = field(default_factory=list)


class Story:
    """Takes in step after step. It decides nothing."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.chats: dict[str, DemoChat] = {}
        self.notices: list[tuple[datetime, Notice]] = []
        self.narrator = Narrator()

    def add(self, step: PlayedStep, around: Surroundings) -> list[DemoMoment]:
        """Take in a step, given how things stand after it; the new moments."""
        event = step.event
        if isinstance(event, MessageReceived):
            person = self.day.person(event.customer)
            chat = self.chats.setdefault(
                event.customer, DemoChat(event.customer, person, event.tenant)
            )
            words = step.words or BilingualWords(event.text)
            lang = event.lang or "ja"
            chat.lines.append(ChatLine(event.at, "customer", words.text, lang, words.translation))
        for effect in step.effects:
            match effect:
                case Reply(customer=customer):
                    self._say(
                        customer,
                        ChatLine(event.at, "desk", effect.text, effect.lang, effect=effect),
                    )
                case StaffReply(customer=customer):
                    said = step.words or BilingualWords(effect.text)
                    line = ChatLine(
                        event.at, "staff", said.text, "ja", said.translation, effect.staff
                    )
                    self._say(customer, line)
                case Notice(to=readers):
                    self.notices.append((event.at, effect))
                    line = ChatLine(event.at, "notice", effect.text, effect.lang, effect=effect)
                    for reader in readers:
                        self._say(reader, line)
                case _:
                    pass
        return self.narrator.hear(step, around)

    def _say(self, customer: str, line: ChatLine) -> None:
        if customer in self.chats:
            self.chats[customer].lines.append(line)
