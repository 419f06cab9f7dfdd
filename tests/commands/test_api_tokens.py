"""The command ``api-tokens`` on a real database."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.desk.staff_accounts import digest_of
from bot.model.api_token import Scope
from bot.model.audit import AuditFilter
from bot.store.sql import SqlStore
from tests.examples import first

Command = Callable[..., tuple[int, str]]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    monkeypatch.setenv("JITABATA_DATABASE", url)
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path))
    return url


@pytest.fixture
def command(url: str, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*words: str) -> tuple[int, str]:
        done = main(["api-tokens", *words, "--lang", "en"])
        told = capsys.readouterr()
        return done, told.out + told.err

    return run


def test_a_token_is_made_shown_once_listed_and_revoked(command: Command, url: str) -> None:
    assert "no API tokens" in command("list")[1]
    words = ("add", "CRM", "--scope", "cases:read", "--scope", "cases:report")
    done, told = command(*words, "--organisation", "青葉製作所", "--days", "30")
    assert done == 0
    text = told.splitlines()[-1]
    store = SqlStore.open(url)
    token = store.api.token(digest_of(text))
    assert token is not None
    assert token.scopes == {Scope.CASES_READ, Scope.CASES_REPORT}
    assert token.organisation == "青葉製作所"
    assert (token.expires_at - token.made_at).days == 30
    _, listed = command("list")
    assert listed.startswith(f"{token.id}\tCRM\t青葉製作所\tuntil ")
    assert listed.rstrip().endswith("\tNever\tcases:read cases:report")
    assert text not in listed
    assert command("revoke", token.id)[0] == 0
    assert "revoked on" in command("list")[1]
    done, told = command("revoke", token.id)
    assert (done, "no token" in told) == (1, True)
    acts = [(e.act, e.about) for e in store.staff.audited(AuditFilter())]
    assert acts == [("token.revoke", token.id)] * 2 + [("token.add", "CRM")]
    store.close()


@pytest.mark.parametrize("days", first(2, ["0", "366", "-5", "99999999999999"]))
def test_a_token_does_not_last_for_ever(command: Command, days: str) -> None:
    done, told = command("add", "CRM", "--scope", "cases:read", "--days", days)
    assert (done, "1 to 365 days" in told) == (1, True)
    assert not re.search("jbt_", told)
