"""The command ``staff`` on a real database."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.doctor.examine import doctor
from bot.model.audit import AuditFilter, AuditVia
from bot.model.staff import Role
from bot.running.web_server import remember_address
from bot.store.sql import SqlStore
from tests.builders import MORNING
from tests.examples import first_rows

Command = Callable[..., tuple[int, str]]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    monkeypatch.setenv("JITABATA_DATABASE", url)
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("JITABATA_PUBLIC_URL", "https://desk.example.com")
    return url


@pytest.fixture
def command(url: str, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*words: str) -> tuple[int, str]:
        done = main(["staff", *words, "--lang", "en"])
        said = capsys.readouterr()
        return done, said.out + said.err

    return run


@pytest.mark.slow
def test_accounts_are_made_listed_changed_and_removed(command: Command, url: str) -> None:
    done, said = command("add", "加藤", "--role", "admin", "--slack", "U0KATO")
    assert done == 0
    assert "https://desk.example.com/staff/invitation?key=" in said
    assert command("add", "佐藤")[0] == 0
    assert command("role", "佐 藤", "lead")[0] == 0
    _, first = command("link", "佐藤")
    _, second = command("link", "佐藤")
    assert first != second
    _, listed = command("list")
    sato, kato = listed.splitlines()
    assert kato.split("\t")[:2] == ["加藤", "Admin"]
    assert kato.endswith("U0KATO")
    assert "Invited until" in sato
    assert second.partition("key=")[2].strip() not in listed
    assert command("remove", "佐藤")[0] == 0
    store = SqlStore.open(url)
    assert [(a.name, a.role) for a in store.staff.accounts()] == [("加藤", Role.ADMIN)]
    store.close()


def test_commands_that_somebody_answers_for_are_in_the_audit_log(
    command: Command, url: str
) -> None:
    command("add", "加藤")
    command("list")
    assert main(["recipients", "export"]) == 0
    assert main(["questions"]) == 0
    store = SqlStore.open(url)
    found = store.staff.audited(AuditFilter())
    store.close()
    assert [(e.act, e.about) for e in found] == [("recipients.export", ""), ("account.add", "加藤")]
    assert all(e.staff and e.via is AuditVia.COMMAND for e in found)


@pytest.mark.parametrize(
    ("words", "says"),
    first_rows(
        2,
        [
            (("add", "加 藤"), "account of this name"),
            (("add", "佐藤", "--slack", "hana"), "looks like U0123456789"),
            (("role", "佐藤", "lead"), "no account named 佐藤"),
            (("add", " "), "enter a name"),
        ],
    ),
)
def test_what_cannot_be_done_is_told(command: Command, words: tuple[str, ...], says: str) -> None:
    command("add", "加藤")
    done, said = command(*words)
    assert (done, says in said) == (1, True)


@pytest.mark.slow
def test_a_public_desk_may_start_without_a_token_once_somebody_has_an_account(
    command: Command, url: str
) -> None:
    def keys() -> set[str]:
        return {found.key for found in doctor(None, None, lambda: MORNING, offline=True)}

    wrong = "doctor.wrong.public_without_token"
    assert wrong in keys()
    command("add", "加藤", "--role", "admin")
    assert wrong not in keys()


def test_a_link_leads_to_where_the_desk_is(
    command: Command, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begins() -> str:
        return command("link", "加藤")[1].splitlines()[-1].partition("/staff/")[0]

    command("add", "加藤")
    monkeypatch.delenv("JITABATA_PUBLIC_URL")
    assert begins() == "http://127.0.0.1:8000"
    monkeypatch.setenv("JITABATA_PORT", "9123")
    assert begins() == "http://127.0.0.1:9123"
    monkeypatch.setenv("JITABATA_HOST", "192.0.2.5")
    assert begins() == "http://192.0.2.5:9123"
    store = SqlStore.open(url)
    for _ in range(2):
        remember_address(store, "2001:db8::1", 7000)
    store.close()
    assert begins() == "http://[2001:db8::1]:7000"
    monkeypatch.setenv("JITABATA_PUBLIC_URL", "https://desk.example.com")
    assert begins() == "https://desk.example.com"
