"""What an operator sets for the watching: read from the file or the environment, or refused."""

from pathlib import Path

import pytest

from bot.model.errors import JitabataError
from bot.settings import Settings, from_environment

FILE = """
poll_seconds = 180
probe_seconds = 90
vantage = "osaka"
kintone = "Example.cybozu.com"
contact = "mailto:desk@example.com"

[[components]]
id = "script-delivery"
name = "スクリプトの配信"
importance = "high"
probe = "https://scripts.example.com/health.js"
"""


def settings(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "desk.toml"
    path.write_text(f'folder = "{tmp_path}"\n{text}', "utf-8")
    return from_environment(path)


def test_the_file_says_what_is_watched_and_how_often(tmp_path: Path) -> None:
    found = settings(tmp_path, FILE)
    assert (found.poll_seconds, found.probe_seconds, found.vantage) == (180, 90, "osaka")
    assert (found.kintone, found.contact) == ("example.cybozu.com", "mailto:desk@example.com")
    assert [c.id for c in found.components] == ["script-delivery"]


def test_without_a_file_nothing_of_the_operators_own_is_measured(tmp_path: Path) -> None:
    found = settings(tmp_path, "")
    assert (found.vantage, found.kintone, found.components) == ("main", "", ())


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JITABATA_VANTAGE", "tokyo-2")
    assert settings(tmp_path, FILE).vantage == "tokyo-2"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("poll_seconds = 10", "60 or more"),
        ("probe_seconds = 59", "60 or more"),
        ('probe_seconds = "soon"', "whole number"),
        ('vantage = "Tokyo West"', "vantage"),
        ('kintone = "https://example.cybozu.com/"', "kintone"),
        ('contact = "サポート"', "contact"),
        ("components = 5", "components"),
    ],
)
def test_what_cannot_be_is_refused_with_its_name(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(JitabataError, match=says):
        settings(tmp_path, text)
