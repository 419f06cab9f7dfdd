"""The machine: room on the disk, the latest backup, and how many files may be open."""

import asyncio
import resource
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.channels.checkups import checkup
from bot.doctor.check_context import CheckContext
from bot.model.checkup import Checkup
from bot.running.files import most_files
from bot.running.upkeep import backs_up_itself, backup_folder
from bot.settings import Settings
from bot.store import health
from bot.store.backup.make import backups_in

LITTLE, HARDLY_ANY = 2_000_000_000, 200_000_000  # bytes
FEW_FILES, TOO_FEW_FILES = 4096, 512  # open at once: feeds, pages, Slack and the database
BACKUP_DAILY = timedelta(hours=26)  # where somebody else's timer makes them


async def examine(premises: CheckContext) -> list[Checkup]:
    """Looks at the folder of the settings, and at the limits of this process."""
    return await asyncio.to_thread(lambda: list(_looked_at(premises)))


def _looked_at(premises: CheckContext) -> Iterator[Checkup]:
    folder = premises.settings.folder
    yield _room(folder)
    settings = premises.settings
    file = health.file_of(settings.database_url)
    moments = list(backups_in(backup_folder(settings)))
    if moments or (file is not None and file.is_file()):
        yield _backup(moments, premises.clock(), _longest(settings))
    elif health.is_shared(settings.database_url):
        yield checkup("doctor.note.no_backup_shared", "backups")
    yield from _files(most_files())  # as many as the desk would ask for


def _room(folder: Path) -> Checkup:
    there = folder.resolve()
    while not there.exists():
        there = there.parent
    left = shutil.disk_usage(there).free
    megabytes = f"{left / 1e6:,.0f}"
    if left < HARDLY_ANY:
        return checkup("doctor.wrong.full", str(folder), left=megabytes)
    return checkup(
        "doctor.warning.filling" if left < LITTLE else "doctor.ok.room_ok",
        str(folder),
        left=megabytes,
    )


def _backup(moments: list[datetime], now: datetime, longest: timedelta) -> Checkup:
    if not moments:
        return checkup("doctor.warning.no_backup", "backups")
    age = now - moments[-1]
    hours = max(int(age.total_seconds() // 3600), 0)
    return checkup(
        "doctor.warning.backup_old" if age > longest else "doctor.ok.backup_ok",
        "backups",
        hours=hours,
    )


def _longest(settings: Settings) -> timedelta:
    """How old the latest backup may be: one may be late, two may not."""
    if backs_up_itself(settings):
        return timedelta(hours=2 * settings.backup_hours + 1)
    return BACKUP_DAILY


def _files(limit: int) -> Iterator[Checkup]:
    if limit == resource.RLIM_INFINITY or limit >= FEW_FILES:
        return
    yield checkup(
        "doctor.wrong.no_files" if limit < TOO_FEW_FILES else "doctor.note.few_files",
        "files",
        limit=limit,
    )
