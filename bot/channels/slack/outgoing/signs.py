"""What the inside of the house needs to show that it is at work."""

from typing import Protocol

from bot.model.event import MessageReceived


class Thinking(Protocol):
    """Shows that a message is being worked on, or takes the sign away. It raises nothing."""

    async def __call__(self, message: MessageReceived, *, on: bool) -> None: ...
