"""Puts a backup in the place of the database: everything is checked before anything is changed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from bot.store import connect
from bot.store.backup import archive, replace_sqlite
from bot.store.backup.contents import Manifest, tables_of
from bot.store.backup.make import OF_POSTGRESQL, STAMP
from bot.store.backup.order import SECRETS, Order, Restored
from bot.store.errors import StoreError


def restore(backup: Path, url: str, order: Order) -> Restored:
    """Replace a SQLite database by a backup, and mark what is uncertain since.

    StoreError with what is the matter: the file is damaged, of a newer program or of another kind
    of database, a desk is running, or the database holds something and ``replaces`` is not set. It
    changes nothing then.
    """
    address = connect.address_of(url)
    if address.get_backend_name() != "sqlite":
        raise StoreError(OF_POSTGRESQL)
    if connect.is_memory(address):
        raise StoreError("a database in memory cannot be restored into")
    stamp = order.at.astimezone(UTC).strftime(STAMP)
    try:
        with _workshop(Path(str(address.database)).parent) as folder:
            manifest, parts = archive.unpack(backup, folder)
            _check_kind(backup, manifest, address)
            doubt, before = replace_sqlite.put_in_place(address, manifest, parts, order, stamp)
            return Restored(manifest, doubt, before, _secrets(parts, order.folder, stamp))
    except DBAPIError as why:
        raise StoreError(f"{connect.name_of(address)}: {why.orig}") from why
    except OSError as why:
        raise StoreError(f"{why.filename or order.folder}: {why.strerror or why}") from why


def _check_kind(backup: Path, manifest: Manifest, address: URL) -> None:
    try:
        known = tables_of(manifest.revision)
    except StoreError as why:
        raise StoreError(f"{backup} was made by a newer Jitabata: {why}") from None
    if set(manifest.rows) != known:
        raise StoreError(f"{backup}: its manifest does not list the tables of its version")
    if manifest.database != address.get_backend_name():
        raise StoreError(
            f"{backup} is of {manifest.database}, and the configured database is"
            f" {address.get_backend_name()}: set JITABATA_DATABASE to a database of its kind"
        )


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A folder to work in, on the database's disk."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".jitabata-restore-", dir=folder) as made:
        yield Path(made)


def _secrets(parts: dict[str, Path], folder: Path, stamp: str) -> tuple[str, ...]:
    """Put secrets where they are looked for; what differs is kept beside them."""
    placed = []
    for name in SECRETS:
        found, target = parts.get(name), folder / name
        if found is None:
            continue
        if target.exists():
            if target.read_bytes() == found.read_bytes():
                continue
            target.rename(f"{target}.before-{stamp}")
        else:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.touch(mode=0o600)
        target.write_bytes(found.read_bytes())
        placed.append(name)
    return tuple(placed)
