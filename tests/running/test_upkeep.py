"""Backups and tidying by themselves, and the commands that do both by hand."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.running.upkeep import backs_up_itself, backup_folder, backups, tidy_once
from bot.settings import Settings
from bot.store import migrations
from bot.store.backup.make import backups_in
from bot.store.sql import SqlStore
from tests.store.backup.desks import fill
from tests.store.builders import NOON, a_conversation
from tests.store.databases import a_database_of

HOUR = timedelta(hours=1)


class Days:
    """A clock that goes on only when somebody sleeps, and ends the task after a while."""

    def __init__(self, lasts: timedelta, now: datetime = NOON) -> None:
        self.now = now
        self.ends = now + lasts

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        if self.now > self.ends:
            raise asyncio.CancelledError


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A desk with something in it, in a folder of its own, for commands too."""
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path))
    monkeypatch.delenv("JITABATA_DATABASE", raising=False)
    made = Settings(folder=tmp_path)
    fill(made.database_url)
    return made


def run(task: Callable[[], object]) -> None:
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(task())  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_backup_is_made_every_few_hours_and_old_ones_go(settings: Settings) -> None:
    days = Days(49 * HOUR)
    run(lambda: backups(replace(settings, backup_hours=12), days, days.sleep))
    made = list(backups_in(backup_folder(settings)))
    assert made == [NOON + hours * HOUR for hours in (0, 24, 36, 48)]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in backup_folder(settings).iterdir())


def test_after_a_restart_it_counts_from_the_last_one(settings: Settings) -> None:
    for start in (0, 2):
        days = Days(HOUR, NOON + start * HOUR)
        run(lambda days=days: backups(settings, days, days.sleep))  # type: ignore[misc]
    assert list(backups_in(backup_folder(settings))) == [NOON]


def test_when_no_backup_can_be_made_it_says_so_and_tries_again(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    backup_folder(settings).write_text("in the way")
    days = Days(timedelta(minutes=15))
    with caplog.at_level(logging.ERROR):
        run(lambda: backups(settings, days, days.sleep))
    assert [r.message.partition(":")[0] for r in caplog.records] == ["no backup could be made"] * 2


def test_only_an_embedded_desk_backs_itself_up(settings: Settings) -> None:
    assert backs_up_itself(settings)
    assert not backs_up_itself(replace(settings, backup_hours=0))
    assert not backs_up_itself(replace(settings, database="postgresql://desk@db/jitabata"))
    assert not backs_up_itself(replace(settings, database="sqlite://"))
    days = Days(HOUR)
    asyncio.run(backups(replace(settings, backup_hours=0), days, days.sleep))


def test_tidying_leaves_others_their_turn_and_says_what_it_did(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    days = Days(3 * HOUR, NOON + timedelta(days=200))
    with caplog.at_level(logging.INFO, "bot.running.upkeep"):
        asyncio.run(tidy_once(settings, days, days.sleep))
        asyncio.run(tidy_once(settings, days, days.sleep))
    first, again = (record.message for record in caplog.records)
    assert first == "tidied: conversations 3, words 3"
    assert again == "tidied: nothing"
    assert days() > NOON + timedelta(days=200)


def said(capsys: pytest.CaptureFixture[str], *words: str, answer: int = 0) -> str:
    assert main(words) == answer
    printed = capsys.readouterr()
    return printed.err if answer and printed.err else printed.out


@pytest.mark.slow
def test_a_backup_and_back(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "backup", "--lang", "en")
    (path,) = backups_in(backup_folder(settings)).values()
    assert f"Made a backup and read it back: {path}" in out
    assert "Secrets (secret" in out
    refused = said(capsys, "restore", str(path), answer=1)
    assert "say --yes to replace it" in refused
    out = said(capsys, "restore", str(path), "--yes", "--lang", "en")
    assert "Restored and checked the backup of" in out
    assert "Deliveries that waited and may have arrived since: 1" in out
    assert "Messages that wait to be read: 1" in out
    assert "What was there before is in" in out


def test_a_backup_with_secrets_into_a_file(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out" / "whole.tar.gz"
    out = said(capsys, "backup", "--to", str(target), "--with-secrets", "--keep", "2")
    assert target.exists()
    assert "パスワードと同じように" in out


def test_only_so_many_are_kept(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    folder = backup_folder(settings)
    folder.mkdir()
    for hour in range(3):
        (folder / f"jitabata-20200101T0{hour}0000Z.tar.gz").touch()
    out = said(capsys, "backup", "--keep", "2", "--lang", "en")
    assert "Deleted older backups: 2." in out
    assert len(backups_in(folder)) == 2
    with pytest.raises(SystemExit):
        main(["backup", "--keep", "0"])


@pytest.mark.slow
def test_migrate_says_what_it_would_do_and_does_it_after_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path))
    newest = migrations.REVISIONS[-1]
    out = said(capsys, "migrate", "--check", "--lang", "en", answer=1)
    assert "has no tables yet" in out
    assert not (tmp_path / "desk.sqlite").exists()
    a_database_of("0003", f"sqlite:///{tmp_path / 'desk.sqlite'}")
    out = said(capsys, "migrate", "--check", "--lang", "en", answer=1)
    assert f"from version 0003 to {newest}: 0004" in out
    out = said(capsys, "migrate", "--lang", "en")
    assert f"The tables have version {newest} now." in out
    assert len(backups_in(tmp_path / "backups")) == 1
    out = said(capsys, "migrate", "--check", "--lang", "en")
    assert "up to date" in out


def test_migrate_without_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path))
    a_database_of("0003", f"sqlite:///{tmp_path / 'desk.sqlite'}")
    said(capsys, "migrate", "--no-backup")
    assert not (tmp_path / "backups").exists()


def test_tidy_says_what_it_did(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    store = SqlStore.open(settings.database_url)
    with (
        store.work() as work
    ):  # the filling is of a year that the clock of a test run is past or not
        work.save_conversation(a_conversation("C9", "old"), NOON - timedelta(days=9000))
    store.close()
    out = said(capsys, "tidy", "--lang", "en")
    assert "Conversations that lost their words and names: " in out
    assert "Backups still hold it" in out
    assert "ありません" in said(capsys, "tidy")


def test_without_a_database_there_is_nothing_to_tidy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path))
    assert "no database yet" in said(capsys, "tidy", answer=1)
    assert not (tmp_path / "desk.sqlite").exists()
