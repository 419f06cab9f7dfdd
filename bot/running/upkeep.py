"""What is done to the store by itself: a backup every few hours, and a look at what is too old.

Part of the composition root. Both run beside the desk, off the event loop.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.channels.mail import keeping as mail
from bot.channels.slack import keeping as slack
from bot.model.errors import JitabataError
from bot.model.retention import Note
from bot.settings import Settings
from bot.store import connect
from bot.store.backup.make import Made, Wish, backup, backups_in, rotate
from bot.store.tidying.tidy import tidy

LOOKS = timedelta(minutes=10)  # how often the time is looked at, and a failure tried again
BREATH = 0.05  # seconds between two steps of tidying, for others to write

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]

logger = logging.getLogger(__name__)


def backup_folder(settings: Settings) -> Path:
    """Where backups go unless the operator says otherwise."""
    return settings.folder / "backups"


def backs_up_itself(settings: Settings) -> bool:
    """Whether the desk makes backups: in embedded mode, unless it was told not to.

    On PostgreSQL the operator's own means or a timer with ``jitabata backup`` do it, once for all
    machines.
    """
    address = connect.address_of(settings.database_url)
    embedded = address.get_backend_name() == "sqlite" and not connect.is_memory(address)
    return embedded and settings.backup_hours > 0


async def backups(settings: Settings, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
    """Make a backup whenever the newest is old enough, and let go of those the rotation does not keep.

    Until cancelled; returns at once when the desk makes none. It counts from the newest backup in
    the folder, so a restart neither skips one nor makes one more.
    """
    if not backs_up_itself(settings):
        return
    while True:
        try:
            due_in = await asyncio.to_thread(_due_in, settings, clock())
            if due_in <= timedelta():
                made = await asyncio.to_thread(back_up, settings, clock())
                logger.info("made the backup %s, %.1f MB", made.path.name, made.size / 1e6)
                continue
        except (JitabataError, OSError) as why:
            logger.error("no backup could be made: %s", why)  # noqa: TRY400 - it says it all
            due_in = LOOKS
        await sleep(min(due_in, LOOKS).total_seconds())


def _due_in(settings: Settings, now: datetime) -> timedelta:
    made = [moment for moment in backups_in(backup_folder(settings)) if moment <= now]
    if not made:
        return timedelta()
    return max(made) + timedelta(hours=settings.backup_hours) - now


def back_up(settings: Settings, now: datetime) -> Made:
    """One backup into the desk's own folder, and the rotation."""
    folder = backup_folder(settings)
    made = backup(settings.database_url, Wish(folder), now)
    rotate(folder, now)
    return made


def tidied(settings: Settings, now: datetime) -> Iterator[tuple[str, int]]:
    """Let go of what is older than the policy allows, one short step at a time."""
    return tidy(settings.database_url, settings.retention, now, _note_of, slack.MOOT)


def _note_of(key: str, value: str) -> Note | None:
    return slack.note_of(key, value) or mail.note_of(key, value)


async def tidy_once(settings: Settings, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
    """Tidy, a breath after every step. Raises StoreError, to be tried again: nothing is done twice."""
    counts: dict[str, int] = {}
    steps = tidied(settings, clock())
    while (step := await asyncio.to_thread(next, steps, None)) is not None:
        name, count = step
        if count:
            counts[name] = counts.get(name, 0) + count
        await sleep(BREATH)
    logger.info("tidied: %s", ", ".join(f"{n} {c}" for n, c in counts.items()) or "nothing")
