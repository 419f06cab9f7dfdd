"""A desk that answers what it is told to, and a clock that is moved by hand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.model.effect import Effect, Reply
from bot.model.event import Event, MessageDoubted, MessageReceived

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **length: float) -> None:
        self.now += timedelta(**length)


def echo(message: MessageReceived) -> tuple[Effect, ...]:
    """Answers with the words it got and all buttons."""
    return (a_reply(message.text, message.customer, message.message_id),)


def a_reply(text: str, customer: str = "sato", to: str = "m1", lang: str = "ja") -> Reply:
    buttons = ("worked", "failed", "human")
    return Reply(customer, to, text, lang, "unknown", 0.2, buttons=buttons)


class Desk:
    """A door that remembers what came in, and fails when it was told to."""

    def __init__(self, answer: Callable[[MessageReceived], tuple[Effect, ...]] = echo) -> None:
        self.heard: list[MessageReceived] = []
        self.doubted: list[MessageDoubted] = []
        self._answer = answer
        self._failing: dict[str, int] = {}
        self.when_heard: Callable[[], None] = lambda: None

    def fails_on(self, text: str, times: int) -> None:
        self._failing[text] = times

    async def handle(self, event: Event) -> tuple[Effect, ...]:
        if isinstance(event, MessageDoubted):
            self.doubted.append(event)
            return ()
        assert isinstance(event, MessageReceived)
        if self._failing.get(event.text, 0):
            self._failing[event.text] -= 1
            raise ValueError("the desk failed")
        self.heard.append(event)
        self.when_heard()
        return self._answer(event)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.heard]
