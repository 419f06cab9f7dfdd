"""A backup that is not whole, or not for this database, is refused, and nothing is changed."""

import contextlib
import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.backup import archive
from bot.store.backup.restore import restore
from bot.store.errors import StoreError
from tests.cases import each
from tests.examples import often
from tests.store.backup.desks import a_backup, an_order, fill


class Packed:
    """A backup, its bytes, and a folder to damage it in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        url = f"sqlite:///{folder / 'desk.sqlite'}"
        fill(url)
        self.path = a_backup(url, folder / "whole.tar.gz").path
        self.content = self.path.read_bytes()

    def refused(self, content: bytes) -> str:
        """What is said of a backup that cannot be used; nothing is there afterwards."""
        damaged, target = self.folder / "damaged.tar.gz", self.folder / "target" / "desk.sqlite"
        damaged.write_bytes(content)
        with pytest.raises(StoreError) as why:
            restore(damaged, f"sqlite:///{target}", an_order(self.folder))
        assert [p.name for p in target.parent.iterdir()] == []
        return str(why.value)


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Packed:
    return Packed(tmp_path_factory.mktemp("packed"))


@given(share=st.floats(0, 1, exclude_max=True))
@settings(max_examples=often(15), deadline=None)
def test_a_truncated_backup_is_refused(packed: Packed, share: float) -> None:
    content = packed.content
    assert "damaged" in packed.refused(content[: int(len(content) * share)])


@given(st.data())
@settings(max_examples=often(40), deadline=None)
def test_a_flipped_byte_is_noticed_unless_what_was_kept_is_the_same(
    packed: Packed, data: st.DataObject
) -> None:
    """Nobody reads gzip's own header, and a repetition can be written in more than one way."""
    place = data.draw(st.integers(0, len(packed.content) - 1))
    flipped = bytearray(packed.content)
    flipped[place] ^= data.draw(st.integers(1, 255))
    damaged = packed.folder / "flipped.tar.gz"
    damaged.write_bytes(flipped)
    with contextlib.suppress(StoreError):
        assert archive.unpack(damaged, None) == archive.unpack(packed.path, None)


def repacked(content: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """A backup that somebody changed and packed again."""
    out = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(content)) as old,
        tarfile.open(fileobj=out, mode="w:gz") as new,
    ):
        for entry in old:
            source = old.extractfile(entry)
            assert source is not None
            name, said = change(entry.name, source.read())
            changed = tarfile.TarInfo(name)
            changed.size = len(said)
            new.addfile(changed, io.BytesIO(said))
    return out.getvalue()


@each(
    ("old", "new", "says"),
    [
        (
            b'"revision":"',
            b'"revision":"9',
            "was made by a newer Jitabata: its tables have version 9",
        ),
        (
            b'"database":"sqlite"',
            b'"database":"postgresql"',
            "is of postgresql, and the configured",
        ),
        (b'"journal":3', b'"journal":4', "journal (3 instead of 4)"),
        (b'"told":1', b'"recipes":1', "does not list the tables of its version"),
        (b"desk.sqlite", b"../../.bashrc", "parts that this program does not know"),
        (b"{", b"[", "manifest is damaged, or of a newer"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    packed: Packed, old: bytes, new: bytes, says: str
) -> None:
    def change(name: str, said: bytes) -> tuple[str, bytes]:
        return name, said.replace(old, new) if name == archive.MANIFEST else said

    assert says in packed.refused(repacked(packed.content, change))


def test_a_flipped_byte_in_what_was_kept_is_refused(packed: Packed) -> None:
    with tarfile.open(packed.path) as tar:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w:gz") as new:
            for entry in tar:
                said = bytearray(cast("IO[bytes]", tar.extractfile(entry)).read())
                if entry.name != archive.MANIFEST:
                    said[len(said) // 2] ^= 1
                new.addfile(entry, io.BytesIO(said))
    assert "desk.sqlite is damaged: its checksum" in packed.refused(out.getvalue())


@each(
    ("content", "says"),
    [
        (b"", "damaged, or no backup"),
        (b"SQLite format 3\0" * 100, "damaged, or no backup"),
        (gzip.compress(b"hello" * 1000), "damaged, or no backup"),
        (gzip.compress(bytes(10240)), "no manifest"),
    ],
    ids=["empty", "a database", "packed words", "an empty archive"],  # what is packed has a moment
)
def test_what_is_no_backup_is_refused(packed: Packed, content: bytes, says: str) -> None:
    assert says in packed.refused(content)
