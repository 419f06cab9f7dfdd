"""A desk of its own, in memory, in which what happened is gone through once more.

Part of the composition root.
"""

import contextlib
from collections.abc import Iterator

from bot.desk.desk import Desk
from bot.desk.would_say_incident import Handle
from bot.model.knowledge import Knowledge
from bot.store.sql import SqlStore


@contextlib.contextmanager
def desk_in_memory(knowledge: Knowledge) -> Iterator[Handle]:
    """Takes events as long as it is open; nothing of it is kept."""
    with SqlStore.open("sqlite://", durable=False) as store:
        yield Desk(store, knowledge).handle
