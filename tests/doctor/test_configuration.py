"""Settings that do nothing, contradict each other or are easy to guess."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.doctor.configuration import examine, examine_knowledge
from bot.knowledge.load import load
from bot.model.checkup import Checkup
from bot.settings import from_environment, given
from tests.doctor.check_context import GIVEN, keys, some_premises

PASSWORD = "postgresql://desk:swordfish@db/desk"


def found(folder: Path, **changes: Any) -> list[Checkup]:
    return asyncio.run(examine(some_premises(folder, **changes)))


PUBLIC, HERE = "https://desk.example.com", ("127.0.0.1/32",)


def test_nothing_is_said_against_good_settings(tmp_path: Path) -> None:
    assert keys(found(tmp_path)) == ["settings_ok"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"host": "0.0.0.0"}, "console_shut"),  # noqa: S104 - what an operator may write
        ({"host": "desk.example.com"}, "console_shut"),
        ({"public_url": PUBLIC, "trusted_proxies": HERE}, "public_without_token"),
        ({"public_url": PUBLIC, "staff_token": "x" * 16}, "no_proxy"),
        ({"staff_token": "sesame"}, "short"),
        ({"metrics_token": "sesame"}, "short"),
        ({"secret": "sesame"}, "short"),
        ({"database": "sqlite://"}, "forgetful"),
        ({"offline": True}, "offline"),
        ({"contact": ""}, "no_contact"),
    ],
)
def test_one_bad_setting_is_one_finding(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    assert keys(found(tmp_path, **changes)) == [says]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_desk_for_this_machine_needs_no_token(tmp_path: Path, host: str) -> None:
    assert keys(found(tmp_path, host=host)) == ["settings_ok"]


def test_a_password_belongs_into_the_environment(tmp_path: Path) -> None:
    in_file = replace(GIVEN, from_file=frozenset({"database"}))
    spoken = found(tmp_path, database=PASSWORD, given=in_file)
    assert keys(spoken) == ["password_in_file"]
    assert "swordfish" not in str(spoken)
    assert keys(found(tmp_path, database=PASSWORD)) == ["settings_ok"]


def test_several_machines_need_the_same_secret(tmp_path: Path) -> None:
    kept = tmp_path / "secret"
    kept.write_text("0123456789abcdef" * 2)
    kept.chmod(0o600)
    assert keys(found(tmp_path, database=PASSWORD)) == ["own_secret"]


def test_what_others_can_read_is_said_with_the_way_to_hide_it(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("0123456789abcdef" * 2)
    (tmp_path / "secret").chmod(0o644)
    (checkup,) = found(tmp_path)
    assert keys([checkup]) == ["readable"]
    assert checkup.cure is not None
    assert checkup.cure.en == f"Run chmod 600 {tmp_path / 'secret'}."


def test_slips_of_the_pen_are_found_and_the_right_word_is_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "desk.toml"
    config.write_text("poll_second = 300\nport = 8001\n", "utf-8")
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("JITABATA_PROT", "8002")
    monkeypatch.setenv("JITABATA_XYZZY", "1")
    monkeypatch.setenv("JITABATA_LOG", "json")
    assert from_environment(config).poll_seconds == 120
    written = given(config)
    assert written.from_file == {"poll_second", "port"}
    spoken = found(tmp_path, given=written)
    assert [c.subject for c in spoken] == ["poll_second", "JITABATA_PROT", "JITABATA_XYZZY"]
    assert keys(spoken) == ["unknown_near", "unknown_near", "unknown"]
    assert [c.cure and c.cure.en for c in spoken][:2] == [
        "Did you mean poll_seconds?",
        "Did you mean port?",
    ]


def test_the_knowledge_base_and_the_settings_have_to_fit(tmp_path: Path) -> None:
    premises = some_premises(tmp_path)
    assert asyncio.run(examine_knowledge(premises)) == []
    nowhere = replace(premises, knowledge=lambda: load(tmp_path / "nowhere"))
    assert keys(asyncio.run(examine_knowledge(nowhere))) == ["knowledge_empty"]
    (tmp_path / "causes").mkdir()
    (tmp_path / "causes" / "plugin.yaml").write_text("title: [", "utf-8")
    broken = replace(premises, knowledge=lambda: load(tmp_path))
    assert keys(asyncio.run(examine_knowledge(broken))) == ["knowledge"]
    other = replace(premises.settings, kintone="example.com")
    unfit = replace(premises, settings=other)
    assert keys(asyncio.run(examine_knowledge(unfit))) == ["unfit"]
