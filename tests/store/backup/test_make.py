"""A backup is whole or it is not there, whatever goes on meanwhile."""

import fcntl
import json
import signal
import sqlite3
import subprocess
import sys
import tarfile
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import tables
from bot.store.backup import archive
from bot.store.backup.make import backups_in, keep_newest, rotate
from bot.store.errors import StoreError
from bot.store.sql import SqlStore
from tests.store.backup.desks import a_backup, fill, rows_of
from tests.store.builders import NOON

ROOT = Path(__file__).parents[3]
WRITER = """
import sys
from bot.store.sql import SqlStore
store = SqlStore.open(sys.argv[1], durable=False)
while True:
    with store.work() as work:
        number = work.number("pair")
        work.remember(f"pair:{number}", "x" * 200)
    if number == 3:
        print("ready", flush=True)
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    fill(address)
    return address


def test_it_says_what_it_holds(url: str, tmp_path: Path) -> None:
    made = a_backup(url, tmp_path / "kept")
    assert made.path.name == "jitabata-20260105T120000Z.tar.gz"
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.path.parent.stat().st_mode & 0o777 == 0o700
    assert made.size == made.path.stat().st_size
    manifest = made.manifest
    assert manifest.created_at == NOON
    assert {n: manifest.rows[n] for n in ("journal", "told", "outbox", "inbox")} == {
        "journal": 3,
        "told": 1,
        "outbox": 1,
        "inbox": 1,
    }
    assert set(manifest.rows) == {*tables.metadata.tables, "alembic_version"}
    read, _ = archive.unpack(made.path, None)
    assert read == manifest
    assert sorted(p.name for p in made.path.parent.iterdir()) == [".jitabata-lock", made.path.name]


def test_tar_opens_it_without_us(url: str, tmp_path: Path) -> None:
    made = a_backup(url, tmp_path / "of today.tar.gz")
    with tarfile.open(made.path) as tar:
        tar.extractall(tmp_path / "out", filter="data")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert manifest["database"] == "sqlite"
    with sqlite3.connect(tmp_path / "out/desk.sqlite") as found:
        assert found.execute("SELECT count(*) FROM journal").fetchone() == (3,)
    found.close()


@pytest.mark.slow
def test_a_writer_killed_meanwhile_leaves_a_consistent_copy(url: str, tmp_path: Path) -> None:
    writer = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", WRITER, url], cwd=ROOT, stdout=subprocess.PIPE
    )
    with writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        (tmp_path / "out").mkdir()
        killer = threading.Timer(0.05, writer.send_signal, (signal.SIGKILL,))
        killer.start()
        made = a_backup(url, tmp_path / "kept")
        killer.join()
    archive.unpack(made.path, tmp_path / "out")
    copy = f"sqlite:///{tmp_path / 'out' / 'desk.sqlite'}"
    numbers = dict(rows_of(copy, tables.numbers, "name", "value"))
    keys = [key for (key,) in rows_of(copy, tables.memories, "key")]
    assert numbers["pair"] == sum(key.startswith("pair:") for key in keys)


def test_the_desk_goes_on_while_its_database_is_copied(url: str, tmp_path: Path) -> None:
    store = SqlStore.open(url)
    with store.work() as work:
        work.remember("half", "done")
        made = a_backup(url, tmp_path / "kept")
    store.close()
    assert made.manifest.rows["memories"] == 1


def test_there_is_nothing_to_copy(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no database"):
        a_backup(f"sqlite:///{tmp_path / 'desk.sqlite'}", tmp_path / "kept")
    with pytest.raises(StoreError, match="in memory"):
        a_backup("sqlite://", tmp_path / "kept")
    assert not (tmp_path / "desk.sqlite").exists()
    assert backups_in(tmp_path / "kept") == {}


def test_what_is_no_desk_is_not_backed_up(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "desk.sqlite") as other:
        other.execute("CREATE TABLE recipes (name)")
    other.close()
    with pytest.raises(StoreError, match="no tables of Jitabata"):
        a_backup(f"sqlite:///{tmp_path / 'desk.sqlite'}", tmp_path / "kept")


def test_a_damaged_database_gives_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    fill(f"sqlite:///{path}", count=40)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xa5" * 9000)
    with pytest.raises(StoreError, match=r"damaged|cannot be copied"):
        a_backup(f"sqlite:///{path}", tmp_path / "kept")
    assert backups_in(tmp_path / "kept") == {}


def test_nothing_is_overwritten(url: str, tmp_path: Path) -> None:
    a_backup(url, tmp_path)
    with pytest.raises(StoreError, match="overwrites nothing"):
        a_backup(url, tmp_path)


def test_one_at_a_time_in_a_folder_and_what_a_killed_one_left_goes(
    url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    left = folder / ".jitabata-of-a-killed-one"
    left.mkdir(parents=True)
    (left / "desk.sqlite").touch()
    with (folder / ".jitabata-lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="another backup"):
            a_backup(url, folder)
        assert left.exists()
    a_backup(url, folder)
    assert not left.exists()


def test_secrets_come_along_only_when_they_are_asked_for(url: str, tmp_path: Path) -> None:
    key = tmp_path / "slack-key"
    key.write_text("key-of-the-tests")
    without = a_backup(url, tmp_path / "kept")
    assert [p.name for p in without.manifest.parts] == ["desk.sqlite"]
    both = {"slack-key": key, "secret": tmp_path / "secret"}
    made = a_backup(url, tmp_path / "kept", NOON + timedelta(1), secrets=both)
    assert [p.name for p in made.manifest.parts] == ["desk.sqlite", "slack-key"]


def test_a_full_disk_is_noticed_before(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"MB left and .* are needed; make room"):
        archive.check_room(1 << 60, tmp_path)


def test_only_our_own_files_are_rotated(tmp_path: Path) -> None:
    names = [f"jitabata-2026010{day}T0{hour}0000Z.tar.gz" for day in (1, 2) for hour in (1, 2)]
    for name in (*names, "jitabata-before-the-move.tar.gz", "notes.txt"):
        (tmp_path / name).touch()
    assert [p.name for p in rotate(tmp_path, NOON)] == [names[0], names[2]]
    assert [p.name for p in keep_newest(tmp_path, 1)] == [names[1]]
    left = sorted(p.name for p in tmp_path.iterdir())
    assert left == sorted([names[3], "jitabata-before-the-move.tar.gz", "notes.txt"])
