"""The command ``help``: the handbook in the terminal."""

import io

import pytest

from bot.__main__ import main
from bot.commands.help import show
from bot.handbook.pages import topics
from bot.settings import language_of_locale
from tests.cases import each


def shown(name: str | None, lang: str) -> str:
    out = io.StringIO()
    assert show(name, lang, out) == 0
    return out.getvalue()


@each("lang", ["en", "ja"])
def test_without_a_name_it_lists_every_page_with_what_it_tells(lang: str) -> None:
    lines = shown(None, lang).splitlines()
    for one in topics(lang):
        (line,) = (line for line in lines if line.split()[:1] == [one.name])
        assert one.about[:12] in line


def test_a_page_is_shown_and_links_name_the_page_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    page = shown("agents", "en")
    assert "Working on cases" in page
    assert "Accounts and roles (→ staff)" in page
    assert ".md" not in page


def test_lines_of_japanese_are_broken_as_japanese_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for width in ("60", "61", "90"):
        monkeypatch.setenv("COLUMNS", width)
        lines = [line.strip() for line in shown("agents", "ja").splitlines()]
        assert not [line for line in lines if line[:1] in set("、。）」ー")]
        assert "\x1f" not in "".join(lines)
        first = next(line for line in lines if line.startswith("お客様に返信する"))
        assert len(first) > 20  # no gap before a long run of letters


def test_no_cell_in_japanese_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    page = shown("contributing", "ja")
    cells = "".join(line[20:].strip() for line in page.splitlines())
    assert (
        "プロセス：経路ごとの部分（Slack、メール、Webhook、監視、保守）と、引き受ける仕事" in cells
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [("stff", "Did you mean staff?"), ("zzzz", "`jitabata help` lists them all")],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    capsys: pytest.CaptureFixture[str], asked: str, said: str
) -> None:
    assert main(["help", asked, "--lang", "en"]) == 1
    assert said in capsys.readouterr().err


def test_a_name_is_never_a_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "../en/staff", "--lang", "en"]) == 1
    assert "there is no page" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("locale", "lang"),
    [("ja_JP.UTF-8", "ja"), ("en_GB.UTF-8", "en"), ("de_DE", "en"), ("C.UTF-8", "ja"), ("", "ja")],
)
def test_the_language_is_that_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, locale: str, lang: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    assert language_of_locale() == lang
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert language_of_locale() == "en"
