"""The chat for the frames of other websites."""

from collections.abc import Iterable

from starlette.routing import BaseRoute

from bot.desk.shared_counters import SharedCounters
from bot.model.widget import HostSite
from bot.web.chat import Chat


def embedded(
    widgets: Iterable[HostSite],
    chat: Chat,
    secret: str,
    public_urls: tuple[str, ...],
    counters: SharedCounters,
) -> list[BaseRoute]:
    """The addresses of every website's frame; none where no website shows the chat."""
    found: list[BaseRoute] = []
    for host in widgets:
        from bot.web.widget.frame import (  # noqa: PLC0415 - cryptography, for who has a website
            EmbeddedChat,
        )

        desk = "".join(public_urls[:1])
        found += EmbeddedChat.of(host, chat, secret, desk, counters).routes()
    return found
