"""The commands ``backup``, ``restore``, ``migrate`` and ``tidy``; they are handed the clock.

Part of the composition root.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.model.errors import JitabataError
from bot.running.engine import bring_up_to_date
from bot.running.live_settings import with_saved
from bot.running.upkeep import backup_folder, tidied
from bot.settings import Settings
from bot.store import connect, migrations
from bot.store.backup.after_restore import Doubt
from bot.store.backup.make import Wish, keep_newest
from bot.store.backup.make import backup as make_backup
from bot.store.backup.order import SECRETS, Order, Restored
from bot.store.backup.postgresql import settle_postgresql
from bot.store.backup.restore import restore as put_back
from bot.store.sql import SqlStore
from bot.texts.loader import say

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class UpkeepSpeech:
    """Where a command speaks, and in which language."""

    out: TextIO
    lang: str

    def say(self, key: str, **values: object) -> None:
        """One sentence on a line of its own."""
        self.out.write(say(self.lang, key, **values) + "\n")


@dataclass(frozen=True, slots=True)
class BackupOptions:
    """What ``backup`` was asked for. ``keep`` None: nothing is deleted."""

    to: Path | None = None
    keep: int | None = None
    with_secrets: bool = False


def backup(settings: Settings, asked: BackupOptions, clock: Clock, speech: UpkeepSpeech) -> int:
    """Make a backup and say what was checked. JitabataError when there is none."""
    target = asked.to or backup_folder(settings)
    secrets = {name: settings.folder / name for name in SECRETS}
    taken = secrets if asked.with_secrets else {}
    made = make_backup(settings.database_url, Wish(target, taken), clock())
    manifest = made.manifest
    speech.say(
        "upkeep.backup.made",
        path=made.path,
        size=made.size / 1e6,
        revision=manifest.revision,
        rows=sum(manifest.rows.values()),
    )
    speech.say("upkeep.backup.checked")
    there = [name for name, path in secrets.items() if path.is_file()]
    if there:
        kind = (
            "upkeep.backup.with_secrets" if asked.with_secrets else "upkeep.backup.without_secrets"
        )
        speech.say(kind, names=", ".join(there))
    if asked.keep is not None and (gone := keep_newest(made.path.parent, asked.keep)):
        speech.say("upkeep.backup.deleted", count=len(gone))
    return 0


def restore(
    settings: Settings, file: Path, clock: Clock, speech: UpkeepSpeech, *, replaces: bool
) -> int:
    """Put a backup in the place of the database, and say what to know. JitabataError changes nothing."""
    order = Order(clock(), settings.folder, replaces)
    _tell(put_back(file, settings.database_url, order), speech)
    return 0


def settle(settings: Settings, before: str | None, clock: Clock, speech: UpkeepSpeech) -> int:
    """Make tables that ``pg_restore`` put back ready for the desk, and say what to know."""
    doubt = settle_postgresql(settings.database_url, clock(), before)
    speech.say("upkeep.restore.settled", revision=migrations.REVISIONS[-1])
    _tell_doubt(doubt, speech)
    return 0


def _tell(done: Restored, speech: UpkeepSpeech) -> None:
    made_at = f"{done.manifest.created_at:%Y-%m-%d %H:%M:%S %Z}"
    speech.say("upkeep.restore.done", at=made_at, revision=done.manifest.revision)
    if done.secrets:
        speech.say("upkeep.restore.secrets", names=", ".join(done.secrets))
    if done.before:
        speech.say("upkeep.restore.before", before=done.before)
    _tell_doubt(done.doubt, speech)


def _tell_doubt(doubt: Doubt, speech: UpkeepSpeech) -> None:
    if doubt.taken_over is None:
        speech.say("upkeep.restore.guessed")
    else:
        speech.say("upkeep.restore.taken_over", count=doubt.taken_over)
    if doubt.deliveries:
        speech.say("upkeep.restore.deliveries", count=doubt.deliveries)
    if doubt.letters:
        speech.say("upkeep.restore.letters", count=doubt.letters)


def migrate(
    settings: Settings, clock: Clock, speech: UpkeepSpeech, *, only_check: bool, backs_up: bool
) -> int:
    """Bring the tables up to date, on SQLite after a backup; 1 when ``only_check`` finds steps."""
    url, newest = settings.database_url, migrations.REVISIONS[-1]
    standing = migrations.standing(url)
    if standing == newest:
        speech.say("upkeep.migrate.current", revision=newest)
        return 0
    if standing is None:
        speech.say("upkeep.migrate.new", after=newest)
    else:
        steps = migrations.steps_from(standing)
        speech.say("upkeep.migrate.needed", before=standing, after=newest, steps=", ".join(steps))
    if only_check:
        return 1
    is_sqlite = connect.address_of(url).get_backend_name() == "sqlite"
    if standing is not None and is_sqlite and backs_up:
        backup(settings, BackupOptions(), clock, speech)
    migrations.migrate(url)
    bring_up_to_date(url)
    speech.say("upkeep.migrate.done", after=newest)
    return 0


def tidy(settings: Settings, clock: Clock, speech: UpkeepSpeech) -> int:
    """Let go of what is older than ``[retention]`` allows, and say what that was."""
    if migrations.standing(settings.database_url) is None:
        raise JitabataError("there is no database yet, so there is nothing to tidy")
    with SqlStore.open(settings.database_url) as store:
        settings = with_saved(settings, store.settings.saved())
    counts: dict[str, int] = {}
    for name, count in tidied(settings, clock()):
        counts[name] = counts.get(name, 0) + count
    for name, count in counts.items():
        if count:
            speech.say(f"upkeep.tidy.{name}", count=count)
    speech.say("upkeep.tidy.backups" if any(counts.values()) else "upkeep.tidy.nothing")
    return 0
