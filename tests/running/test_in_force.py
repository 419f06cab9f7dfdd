"""What an admin reads of the settings: each with where it comes from, and no secret."""

from pathlib import Path

import pytest

from bot.app import as_started
from bot.model.settings_in_force import SettingGroup, SettingLine, SettingSource
from bot.running.in_force import in_force
from bot.settings import Settings, from_environment

FILE = """
public_url = "https://desk.example.com"
poll_seconds = 300

[operator]
name = "サンプル"
hours = ["mon-fri 09:00-18:00"]

[retention]
transcripts = 90
"""
SECRET = "s3cret-and-never-shown"


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, SettingLine]:
    file = tmp_path / "jitabata.toml"
    file.write_text(FILE, "utf-8")
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path / "var"))
    monkeypatch.setenv("JITABATA_POLL_SECONDS", "180")
    monkeypatch.setenv("JITABATA_STAFF_TOKEN", SECRET)
    monkeypatch.setenv("JITABATA_DATABASE", f"postgresql+psycopg://desk:{SECRET}@db.example/desk")
    monkeypatch.setenv("JITABATA_WEBHOOK_KEY", "")
    return {line.name: line for line in in_force(from_environment(file))}


@pytest.mark.parametrize(
    ("name", "value", "source"),
    [
        ("public_url", "https://desk.example.com", SettingSource.FILE),
        ("poll_seconds", "180", SettingSource.ENVIRONMENT),
        ("probe_seconds", "120", SettingSource.DEFAULT),
        ("operator.name", "サンプル", SettingSource.FILE),
        ("operator.name_en", "", SettingSource.DEFAULT),
        ("operator.hours", "mon/tue/wed/thu/fri 09:00-18:00", SettingSource.FILE),
        ("retention.transcripts", "90", SettingSource.FILE),
        ("retention.audit", "365", SettingSource.DEFAULT),
        ("broadcast.quiet", "22:00-07:00", SettingSource.DEFAULT),
        ("database", "postgresql", SettingSource.ENVIRONMENT),
    ],
)
def test_each_setting_is_told_with_where_it_comes_from(
    lines: dict[str, SettingLine], name: str, value: str, source: SettingSource
) -> None:
    assert (lines[name].value, lines[name].source) == (value, source)


def test_a_secret_is_set_or_not_and_nothing_more(lines: dict[str, SettingLine]) -> None:
    token, key = lines["JITABATA_STAFF_TOKEN"], lines["JITABATA_WEBHOOK_KEY"]
    assert (token.is_secret, token.is_set, token.source) == (True, True, SettingSource.ENVIRONMENT)
    assert (key.is_secret, key.is_set) == (True, False)
    assert SECRET not in repr(lines)


def test_a_desk_of_which_nothing_is_set_has_every_group() -> None:
    lines = in_force(Settings())
    assert [line.group for line in lines] == sorted(
        (line.group for line in lines), key=list(SettingGroup).index
    )
    assert {line.group for line in lines} == set(SettingGroup)
    assert {line.source for line in lines} == {SettingSource.DEFAULT}


def test_where_a_process_listens_and_whether_it_asks_is_told_as_its_command_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path))
    given = from_environment(None)
    told = {line.name: line for line in in_force(as_started(given, None, 8942))}
    assert (told["port"].value, told["port"].source) == ("8942", SettingSource.COMMAND)
    assert told["host"].source is SettingSource.DEFAULT
    told = {line.name: line for line in in_force(as_started(given, None, None))}
    assert (told["port"].value, told["port"].source) == ("8000", SettingSource.DEFAULT)
    assert (told["offline"].value, told["offline"].source) == ("false", SettingSource.DEFAULT)
    told = {line.name: line for line in in_force(as_started(given, None, None, offline=True))}
    assert (told["offline"].value, told["offline"].source) == ("true", SettingSource.COMMAND)
