"""What the configuration may say of backups and of how long what is kept."""

from pathlib import Path

import pytest

from bot.configuration.upkeep import backup_hours_of, retention_of
from bot.model.errors import JitabataError
from bot.model.retention import Retention
from bot.settings import from_environment
from tests.cases import each


@each("value", ["0", "6", "168"])
def test_hours_between_backups(value: str) -> None:
    assert backup_hours_of(value) == int(value)


@each("value", ["", "-1", "169", "six", "1.5"])
def test_hours_that_are_none(value: str) -> None:
    with pytest.raises(JitabataError, match=r"backup_hours must be .* from 0 \(never\)"):
        backup_hours_of(value)


@each(
    ("given", "says"),
    [
        ({"transcript": 90}, "knows no transcript; it knows transcripts, journal"),
        ({"journal": "365"}, "journal must be a whole number of days"),
        ({"journal": True}, "journal must be a whole number of days"),
        ({"inbox": 6}, "inbox must be from 7 to 36500"),
        ([30], "must be a table"),
    ],
)
def test_a_policy_that_is_none(given: object, says: str) -> None:
    with pytest.raises(JitabataError, match=says):
        retention_of(given)


def test_both_stand_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path))
    config = tmp_path / "desk.toml"
    config.write_text("backup_hours = 12\n[retention]\ntranscripts = 30\n", "utf-8")
    settings = from_environment(config)
    assert (settings.backup_hours, settings.retention) == (12, Retention(transcripts=30))
    assert from_environment().backup_hours == 6
    assert from_environment().retention == Retention(180, 365, 90, 30)
