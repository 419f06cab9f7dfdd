"""Makes a backup: copy, check the copy, pack it, read the file back, and only then give it its name."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.store import connect
from bot.store.backup import archive, sqlite_file
from bot.store.backup.contents import Manifest, revision_and_rows
from bot.store.backup.rotation import kept
from bot.store.errors import StoreError

BEGINS, ENDS, STAMP = "jitabata-", ".tar.gz", "%Y%m%dT%H%M%SZ"
OF_POSTGRESQL = (
    "PostgreSQL is backed up by pg_dump and put back by pg_restore: `jitabata help running` has the"
    " commands, under Backups"
)
_UNFINISHED = ".jitabata-"  # how the folder of a backup under way begins


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup."""

    path: Path
    manifest: Manifest
    size: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What a backup is to be.

    ``target``: a folder, in which it gets a name of its moment, or a file that is not there yet.
    ``secrets``: files of ours to take along, by their names in it.
    """

    target: Path
    secrets: Mapping[str, Path] = field(default_factory=dict)


def backup(url: str, wish: Wish, now: datetime) -> Made:
    """Copy a SQLite database that may be in use. StoreError with what is wrong; then nothing is left.

    Whoever has the folder reads every report: files get the mode 0600, a new folder 0700.
    """
    address = connect.address_of(url)
    if address.get_backend_name() != "sqlite":
        raise StoreError(OF_POSTGRESQL)
    if connect.is_memory(address):
        raise StoreError("a database in memory has nothing to back up")
    target = wish.target
    if target.is_dir() or not target.name.endswith((".gz", ".tgz")):
        target = target / f"{BEGINS}{now.astimezone(UTC).strftime(STAMP)}{ENDS}"
    if target.exists():
        raise StoreError(f"{target} is there already; a backup overwrites nothing")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _workshop(target.parent) as folder:
            made = folder / "made"
            manifest = _made(Path(str(address.database)), wish, made, now)
            size = made.stat().st_size
            archive.put_in_place(made, target)
    except OSError as why:
        raise StoreError(f"{target.parent} cannot be written: {why.strerror or why}") from why
    return Made(target, manifest, size)


def _made(database: Path, wish: Wish, made: Path, now: datetime) -> Manifest:
    manifest, copy = _copied(database, made.parent, now)
    there = {name: path for name, path in wish.secrets.items() if path.is_file()}
    whole = archive.pack(manifest, {copy.name: copy, **there}, made)
    read_back, _ = archive.unpack(made, None)
    if read_back != whole:
        raise StoreError(f"{made.parent} gives back something else than was written: a bad disk?")
    return whole


def _copied(database: Path, folder: Path, now: datetime) -> tuple[Manifest, Path]:
    if database.is_file():
        archive.check_room(2 * database.stat().st_size, folder)
    copy = folder / "desk.sqlite"
    sqlite_file.copy(database, copy)
    engine = sqlite_file.engine_on(copy)
    with engine.connect() as connection:
        revision, rows = revision_and_rows(connection)
    engine.dispose()
    return Manifest(now, "sqlite", revision, rows), copy


def backups_in(folder: Path) -> dict[datetime, Path]:
    """The backups in a folder by their moments, oldest first, as their names tell them."""
    found: dict[datetime, Path] = {}
    for path in sorted(folder.glob(f"{BEGINS}*{ENDS}")):
        stamp = path.name.removeprefix(BEGINS).removesuffix(ENDS)
        try:
            found[datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)] = path
        except ValueError:
            continue  # somebody else's name
    return found


def rotate(folder: Path, now: datetime) -> list[Path]:
    """Delete the backups that the rotation does not keep; answers them."""
    found = backups_in(folder)
    stays = kept(found, now)
    return _deleted([path for moment, path in found.items() if moment not in stays])


def keep_newest(folder: Path, number: int) -> list[Path]:
    """Delete all backups in a folder but so many of the newest (at least one); answers them."""
    return _deleted(list(backups_in(folder).values())[: -max(number, 1)])


def _deleted(paths: list[Path]) -> list[Path]:
    for path in paths:
        path.unlink(missing_ok=True)
    return paths


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A folder to work in, gone afterwards. One backup at a time; what a killed one left goes too."""
    descriptor = os.open(folder / f"{_UNFINISHED}lock", os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreError(f"another backup is being made in {folder}; wait for it") from None
        for left in folder.glob(f"{_UNFINISHED}*/"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=folder) as made:
            yield Path(made)
