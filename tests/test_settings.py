"""What an operator sets for the watching: read from the file or the environment, or refused."""

from pathlib import Path

import pytest

from bot.configuration.doors import door_problem, trust_problem
from bot.model.errors import JitabataError
from bot.settings import Settings, from_environment
from tests.cases import each

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


def test_proxies_are_named_in_the_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings(tmp_path, "").trusted_proxies == ()
    text = 'trusted_proxies = ["127.0.0.1", "::1", "10.1.2.3/8"]'
    assert settings(tmp_path, text).trusted_proxies == ("127.0.0.1/32", "::1/128", "10.0.0.0/8")
    monkeypatch.setenv("JITABATA_TRUSTED_PROXIES", " 192.0.2.1 , ")
    assert settings(tmp_path, text).trusted_proxies == ("192.0.2.1/32",)


def test_every_address_that_readers_use_makes_the_desk_public(tmp_path: Path) -> None:
    assert settings(tmp_path, "").public_urls == ()
    assert settings(tmp_path, 'public_url = "https://desk.example.com/"').public_urls == (
        "https://desk.example.com",
    )
    text = '[mail]\nfrom = "desk@example.jp"\noperator = "x"\npublic_url = "https://m.example.jp"\n[mail.smtp]\nhost = "smtp.example.jp"\n'
    assert settings(tmp_path, text).public_urls == ("https://m.example.jp",)


@each(
    ("token", "is_public", "says"),
    [(None, True, "public_url"), ("x" * 15, False, "16 char"), ("x" * 15, True, "16 char")],
)
def test_a_door_that_stands_open_is_refused(
    token: str | None, says: str, *, is_public: bool
) -> None:
    assert says in (door_problem(token, is_public=is_public) or "")


def test_what_strangers_type_is_never_believed_where_they_can_reach_the_pages() -> None:
    assert "public_url" in (trust_problem(trusts_claims=True, is_public=True) or "")
    assert trust_problem(trusts_claims=True, is_public=False) is None
    assert trust_problem(trusts_claims=False, is_public=True) is None


def test_a_private_desk_needs_no_token() -> None:
    assert door_problem(None, is_public=False) is None
    assert door_problem("x" * 16, is_public=True) is None


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
        ('public_url = "desk.example.com"', "public_url"),
        ('public_url = "https://desk.example.com/ x"', "public_url"),
        ('trusted_proxies = ["proxy.example.com"]', "addresses or networks"),
        ('trusted_proxies = ["0.0.0.0/0"]', "every address"),
        ("trusted_proxies = 5", "list"),
    ],
)
def test_what_cannot_be_is_refused_with_its_name(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(JitabataError, match=says):
        settings(tmp_path, text)


def test_the_control_address_is_a_plain_https_address(tmp_path: Path) -> None:
    assert settings(tmp_path, "").control_url == ""
    good = "https://www.example.jp:8443/ping"
    assert settings(tmp_path, f'control_url = "{good}"').control_url == good
    for bad in (
        "http://www.example.jp/",
        "https://localhost/",
        "https://www.example.jp; script-src *",
        "https://a@www.example.jp/",
        "https://www.example.jp/?x='y",
    ):
        with pytest.raises(JitabataError, match="control_url"):
            settings(tmp_path, f'control_url = "{bad}"')
