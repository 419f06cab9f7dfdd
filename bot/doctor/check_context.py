"""What the examiners are shown."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.model.checkup import Checkup
from bot.model.knowledge import Knowledge
from bot.settings import GivenSettings, Settings


@dataclass(frozen=True, slots=True)
class CheckContext:
    """The desk's surroundings. ``offline``: nothing outside this house may be asked.

    ``given``: what the operator wrote down. ``knowledge`` reads the knowledge base, once, and raises
    JitabataError when it cannot be used.
    """

    settings: Settings
    given: GivenSettings
    knowledge: Callable[[], Knowledge]
    clock: Callable[[], datetime]
    offline: bool = False


Examiner = Callable[[CheckContext], Awaitable[list[Checkup]]]
