"""What the sides of a process share. Part of the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.desk.ports import Door, Store, Uploads
from bot.model.broadcast import Quiet
from bot.model.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class House:
    """The store, the one door, what the desk knows, and the clock.

    ``quiet``: the hours in which no notice goes to many unless staff want it.
    """

    store: Store
    door: Door
    knowledge: Knowledge
    uploads: Uploads
    clock: Callable[[], datetime]
    quiet: Quiet | None = None
