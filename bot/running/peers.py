"""What it takes to set up other desks, from the settings. Part of the composition root."""

from functools import partial

from bot.channels.webhook.address import Exceptions, problem_with, spelt
from bot.desk.peer_setup import PeerSetup
from bot.settings import Settings
from bot.web.api.peers import TELL
from bot.web.api.problems import BASE
from bot.web.api.signatures import is_key


def peer_setup(settings: Settings) -> PeerSetup:
    """For the command and for the console."""
    return PeerSetup(
        own_keys=lambda reader: settings.webhook.signer().public_keys(reader),
        is_key=is_key,
        spelt=partial(_kept, exceptions=settings.webhook.exceptions),
        base="".join(settings.public_urls[:1]),
        path=BASE + TELL.path,
    )


def _kept(url: str, exceptions: Exceptions) -> str | None:
    kept = spelt(url)
    return kept if problem_with(kept, exceptions) is None else None
