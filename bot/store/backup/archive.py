"""The file that a backup is: a gzipped tar of the manifest and the parts that it lists.

``tar xzf`` opens it without us. The manifest comes first; whoever reads trusts nothing but what it
lists, and believes a part only when its size and SHA-256 agree.
"""

import gzip
import hashlib
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import IO

from bot.store import rows
from bot.store.backup.contents import BackupPart, Manifest
from bot.store.backup.order import SECRETS
from bot.store.errors import StoreError

MANIFEST = "manifest.json"
PARTS = frozenset({"desk.sqlite", "desk.dump", *SECRETS})
LONGEST_MANIFEST = 1_000_000  # bytes
BLOCK = 1 << 20
SPARE = 1.05  # of the room that the parts need, for what a file system adds


def pack(manifest: Manifest, files: Mapping[str, Path], target: Path) -> Manifest:
    """Write a backup, on the disk when this returns; answers the manifest with its parts."""
    parts = tuple(_part(name, path) for name, path in files.items())
    whole = replace(manifest, parts=parts)
    with _private(target) as file:
        # The fastest level: JSON shrinks well, and the desk wants the processor too.
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as tar:
            said = rows.body_of(whole).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size, entry.mode = len(said), 0o600
            tar.addfile(entry, BytesIO(said))
            for part in parts:
                with files[part.name].open("rb") as source:
                    entry = tarfile.TarInfo(part.name)
                    entry.size, entry.mode = part.size, 0o600
                    tar.addfile(entry, source)
        file.flush()
        os.fsync(file.fileno())
    return whole


def unpack(backup: Path, into: Path | None) -> tuple[Manifest, dict[str, Path]]:
    """Read a backup to its end; the parts go into a folder, or (None) are only looked at.

    StoreError when it cannot be read, is damaged or incomplete, or does not fit on the disk.
    """
    try:
        with gzip.open(backup, "rb") as stream:
            found = _unpacked(stream, into)
            while stream.read(BLOCK):  # its checksum stands at the end
                pass
    except (EOFError, tarfile.TarError, zlib.error, gzip.BadGzipFile) as why:
        raise StoreError(f"{backup} is damaged, or no backup of Jitabata: {why}") from why
    except OSError as why:
        raise StoreError(f"{backup} cannot be read: {why.strerror or why}") from why
    except StoreError as why:
        raise StoreError(f"{backup}: {why}") from why
    return found


def _unpacked(stream: gzip.GzipFile, into: Path | None) -> tuple[Manifest, dict[str, Path]]:
    paths: dict[str, Path] = {}
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        manifest = _manifest(tar)
        if into is not None:
            _check_room(manifest, into)
        awaited = {part.name: part for part in manifest.parts}
        while (entry := tar.next()) is not None:
            part = awaited.pop(entry.name, None)
            source = tar.extractfile(entry) if entry.isreg() else None
            if part is None or source is None or entry.size != part.size:
                raise StoreError(f"{entry.name!r} is not what its manifest lists")
            target = None if into is None else into / part.name
            if _taken(source, target) != part.sha256:
                raise StoreError(f"{part.name} is damaged: its checksum does not agree")
            if target is not None:
                paths[part.name] = target
    if awaited:
        raise StoreError(f"it ends too early: {', '.join(awaited)} is missing")
    return manifest, paths


def _manifest(tar: tarfile.TarFile) -> Manifest:
    entry = tar.next()
    source = tar.extractfile(entry) if entry is not None and entry.isreg() else None
    if entry is None or source is None or entry.name != MANIFEST or entry.size > LONGEST_MANIFEST:
        raise StoreError("it has no manifest: it is no backup of Jitabata")
    try:
        manifest = rows.value_of(Manifest, source.read().decode())
    except (UnicodeDecodeError, StoreError):
        raise StoreError("its manifest is damaged, or of a newer Jitabata") from None
    if {part.name for part in manifest.parts} - PARTS:
        raise StoreError("its manifest lists parts that this program does not know")
    return manifest


def _check_room(manifest: Manifest, folder: Path) -> None:
    needed = int(sum(part.size for part in manifest.parts) * SPARE)
    check_room(needed, folder)


def check_room(needed: int, folder: Path) -> None:
    """StoreError when a folder's disk has not so many bytes left."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StoreError(
            f"{folder} has {free / 1e6:,.0f} MB left and {needed / 1e6:,.0f} MB are needed;"
            " make room, or choose another disk"
        )


def _taken(source: IO[bytes], target: Path | None) -> str:
    """Copy what is in a part, when there is a target; answers its SHA-256."""
    digest = hashlib.sha256()
    if target is None:
        while block := source.read(BLOCK):
            digest.update(block)
        return digest.hexdigest()
    with _private(target) as file:
        while block := source.read(BLOCK):
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def _part(name: str, path: Path) -> BackupPart:
    with path.open("rb") as file:
        return BackupPart(
            name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()
        )


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """A new file that nobody but the owner reads."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file


def put_in_place(made: Path, target: Path) -> None:
    """Rename a finished file, so that its name is on the disk when this returns."""
    made.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
