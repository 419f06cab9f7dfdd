"""The machine: room on the disk, the latest backup, and how many files may be open."""

import asyncio
import resource
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.doctor.premises import Premises
from bot.doctor.words import say
from bot.model.checkup import Checkup
from bot.running.files import most_files
from bot.running.upkeep import backs_up_itself, backup_folder
from bot.settings import Settings
from bot.store import condition
from bot.store.backup.make import backups_in

LITTLE, HARDLY_ANY = 2_000_000_000, 200_000_000  # bytes
FEW_FILES, TOO_FEW_FILES = 4096, 512  # open at once: feeds, pages, Slack and the database
BACKUP_DAILY = timedelta(hours=26)  # where somebody else's timer makes them


async def examine(premises: Premises) -> list[Checkup]:
    """Looks at the folder of the settings, and at the limits of this process."""
    return await asyncio.to_thread(lambda: list(_looked_at(premises)))


def _looked_at(premises: Premises) -> Iterator[Checkup]:
    folder = premises.settings.folder
    yield _room(folder)
    settings = premises.settings
    file = condition.file_of(settings.database_url)
    moments = list(backups_in(backup_folder(settings)))
    if moments or (file is not None and file.is_file()):
        yield _backup(moments, premises.clock(), _longest(settings))
    elif condition.is_shared(settings.database_url):
        yield say("no_backup_shared", "backups")
    yield from _files(most_files())  # as many as the desk would ask for


def _room(folder: Path) -> Checkup:
    there = folder.resolve()
    while not there.exists():
        there = there.parent
    left = shutil.disk_usage(there).free
    megabytes = f"{left / 1e6:,.0f}"
    if left < HARDLY_ANY:
        return say("full", str(folder), left=megabytes)
    return say("filling" if left < LITTLE else "room_ok", str(folder), left=megabytes)


def _backup(moments: list[datetime], now: datetime, longest: timedelta) -> Checkup:
    if not moments:
        return say("no_backup", "backups")
    age = now - moments[-1]
    hours = max(int(age.total_seconds() // 3600), 0)
    return say("backup_old" if age > longest else "backup_ok", "backups", hours=hours)


def _longest(settings: Settings) -> timedelta:
    """How old the latest backup may be: one may be late, two may not."""
    if backs_up_itself(settings):
        return timedelta(hours=2 * settings.backup_hours + 1)
    return BACKUP_DAILY


def _files(limit: int) -> Iterator[Checkup]:
    if limit == resource.RLIM_INFINITY or limit >= FEW_FILES:
        return
    yield say("no_files" if limit < TOO_FEW_FILES else "few_files", "files", limit=limit)
