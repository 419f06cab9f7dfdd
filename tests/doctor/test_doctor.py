"""The command as a whole: all examiners, text and JSON, and what it ends with."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.channels.checkups import checkup, json_of, lines_of
from bot.doctor import examine
from bot.doctor.check_context import CheckContext
from bot.model.checkup import BilingualText, Checkup, CheckupHealth
from bot.texts.loader import has, table
from tests import shipped
from tests.cases import each
from tests.channels.slack.test_settings import ONE
from tests.doctor.check_context import keys, some_premises


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in ("JITABATA_CONFIG", "JITABATA_LOG", "SLACK_BOT_TOKEN", "SLACK_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    tmp_path.chmod(0o700)
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path))
    monkeypatch.setattr(examine, "load", lambda _, home: shipped.knowledge())
    return monkeypatch


@each("room", ["doctor", "doctor_mail", "doctor_slack"])
def test_every_finding_has_two_languages_and_what_is_wrong_a_cure(room: str) -> None:
    for key, said in table("en", room).items():
        assert table("ja", room)[key] != said, key
        if key.startswith(("wrong.", "warning.")) and not key.endswith(".cure"):
            assert has(f"{room}.{key}.cure"), key


def test_a_fresh_machine_has_nothing_to_put_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--offline", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "database: " in printed
    assert printed.splitlines()[-1] == "Nothing to put right at once."


def test_for_machines_it_is_json_in_both_languages(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("JITABATA_STAFF_TOKEN", "sesame")
    assert main(["doctor", "--offline", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    (short,) = [c for c in said["checkups"] if c["health"] == "wrong"]
    assert said["ok"] is False
    assert short["subject"] == "JITABATA_STAFF_TOKEN"
    assert set(short["said"]) == set(short["cure"]) == {"ja", "en"}


def test_settings_that_cannot_be_used_are_a_finding(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("JITABATA_PORT", "0")
    assert main(["doctor", "--lang", "en"]) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith("wrong  settings: Cannot be used: port must be from 1 to 65535")
    assert printed.err == ""


def test_a_folder_that_cannot_be_made_is_a_finding(
    environment: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    environment.setenv("JITABATA_FOLDER", str(tmp_path / "file" / "var"))
    assert main(["doctor", "--lang", "en"]) == 1
    assert "Cannot be written to (Not a directory)." in capsys.readouterr().out


def test_offline_slack_is_not_asked(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in ONE.items():
        environment.setenv(name, value)
    environment.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
    assert main(["doctor", "--offline", "--lang", "en"]) == 0
    assert "Slack: Is not asked (--offline)." in capsys.readouterr().out


def test_an_examiner_who_fails_or_takes_too_long_hides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stumbles(_: CheckContext) -> list[Checkup]:
        raise ValueError("postgresql://desk:swordfish@db/desk")

    async def dawdles(_: CheckContext) -> list[Checkup]:
        await asyncio.Event().wait()
        return []

    async def looks(_: CheckContext) -> list[Checkup]:
        return [checkup("doctor.ok.settings_ok", "settings")]

    monkeypatch.setattr(examine, "LONGEST", 0.01)
    examiners = {"one": stumbles, "two": dawdles, "three": looks}
    found = asyncio.run(examine.examine(some_premises(tmp_path), examiners))
    assert keys(found) == ["failed", "too_long", "settings_ok"]
    assert "swordfish" not in json_of(found)
    assert "ValueError" in found[0].said.en


def test_warnings_are_counted_and_nothing_is_wrong_with_them() -> None:
    warned = Checkup(
        "",
        CheckupHealth.WARNING,
        "disk",
        BilingualText("少ない", "little"),
        BilingualText("増やす", "more"),
    )
    assert list(lines_of([warned], "ja")) == [
        "注意    disk: 少ない",
        "        → 増やす",
        "注意が 1 件あります。",
        "すぐに直すところはありません。",
    ]
    assert json.loads(json_of([warned]))["ok"] is True
