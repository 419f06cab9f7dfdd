"""What the sides of a process share. Part of the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.desk.pauses import Lines
from bot.desk.ports import Door, Store, Uploads
from bot.model.broadcast import Quiet
from bot.model.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class House:
    """The store, the one door, what the desk knows, and the clock.

    ``lines``: the way of customers' messages to the desk, several of which may be one request; None: each
    is one.
    ``quiet``: the hours in which no notice goes to many unless staff want it.
    """

    store: Store
    door: Door
    knowledge: Knowledge
    uploads: Uploads
    clock: Callable[[], datetime]
    quiet: Quiet | None = None
    lines: Lines | None = None
