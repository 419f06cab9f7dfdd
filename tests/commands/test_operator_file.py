"""``jitabata init``: five questions, or none, and a file that the settings read."""

import io
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands.operator_file import KEYS, QUESTIONS, Interview, init
from bot.configuration.operator import operator_of
from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.errors import JitabataError
from bot.model.operator import Operator
from bot.settings import from_environment

CATALOGUE = Catalogue.of(
    [Product("sample-forms", "Sample Forms", ProductKind.PLUGIN, ("サンプルフォーム",))]
)


def answers(*lines: str) -> Callable[[], str]:
    return io.StringIO("".join(f"{line}\n" for line in lines)).readline


def made(path: Path, *lines: str, lang: str = "ja", **given: str) -> tuple[Operator, str]:
    """What the settings read afterwards, and what was said."""
    out = io.StringIO()
    init(
        path,
        Interview(lang, out, answers(*lines) if lines else None, given),
        CATALOGUE,
        replaces=False,
    )
    table = tomllib.loads(path.read_text("utf-8"))
    return operator_of(table["operator"], path.parent), out.getvalue()


def test_five_answers_make_a_file_that_the_settings_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JITABATA_CONFIG", raising=False)
    operator, said = made(
        Path("jitabata.toml"),
        *(
            "株式会社サンプル",
            "サンプルフォーム",
            'いわゆる"窓口"です\\',
            "平日 9:00〜18:00、土 10:00-12:00",
        ),
        "support@example.jp",
    )
    assert operator.home_product == "sample-forms"
    assert operator.greets("ja") == 'いわゆる"窓口"です\\'
    assert operator.hours is not None
    assert len(operator.hours.spans) == 2
    assert said.count(" > ") == len(QUESTIONS)
    assert from_environment().operator == operator


def test_enter_alone_leaves_the_desk_neutral(tmp_path: Path) -> None:
    for lang in ("ja", "en"):
        assert made(tmp_path / f"{lang}.toml", "", "", "", "", "", lang=lang)[0] == Operator()


def test_the_end_of_input_is_no_answer(tmp_path: Path) -> None:
    operator, _ = made(tmp_path / "desk.toml", "Sample")
    assert operator == Operator(name={"ja": "Sample"})


def test_a_greeting_in_english_is_for_those_who_read_english(tmp_path: Path) -> None:
    operator, _ = made(tmp_path / "desk.toml", "Sample Inc.", "", "Hello", "", "", lang="en")
    assert operator.greeting == {"en": "Hello"}
    assert operator.called("ja") == "Sample Inc."


def test_an_answer_that_cannot_be_used_is_asked_again(tmp_path: Path) -> None:
    operator, said = made(
        tmp_path / "desk.toml", "", "Sample Form", "sample forms", "", "always", "", "", lang="en"
    )
    assert operator.home_product == "sample-forms"
    assert "Similar: sample-forms" in said
    assert "mon-fri 09:00-18:00" in said


def test_nothing_is_asked_when_it_is_given_and_nobody_is_there(tmp_path: Path) -> None:
    given = {"name": "サンプル", "colour": "#0b676b", "hours": "mon-fri 09:00-18:00"}
    operator, said = made(tmp_path / "desk.toml", **given)
    assert (operator.called("ja"), operator.colour) == ("サンプル", "#0b676b")
    assert " > " not in said


def test_a_given_value_that_is_wrong_writes_nothing(tmp_path: Path) -> None:
    for given in ({"colour": "teal"}, {"home_product": "nothing"}, {"logo": "missing.svg"}):
        with pytest.raises(JitabataError):
            made(tmp_path / "desk.toml", **given)
    assert list(tmp_path.iterdir()) == []


def test_every_example_in_a_comment_can_be_used(tmp_path: Path) -> None:
    made(tmp_path / "desk.toml")
    (tmp_path / "logo.svg").write_text("<svg/>", "utf-8")
    text = (tmp_path / "desk.toml").read_text("utf-8")
    keys = (*KEYS, "closed", "public_url", "kintone")
    lines = [
        line[2:] if line[2:].partition(" = ")[0] in keys else line for line in text.splitlines()
    ]
    table = tomllib.loads("\n".join(lines))
    operator = operator_of(table["operator"], tmp_path)
    assert operator.home_product == "sample-forms"
    assert operator.hours is not None
    assert operator.hours.closed


@pytest.mark.slow
def test_a_file_that_is_there_is_kept_unless_forced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    path = tmp_path / "desk.toml"
    assert main(["init", str(path), "--name", "First"]) == 0
    assert main(["init", str(path), "--name", "Second"]) == 1
    assert "--force" in capsys.readouterr().err
    assert 'name = "First"' in path.read_text("utf-8")
    assert main(["init", str(path), "--name", "Second", "--force", "--lang", "en"]) == 0
    assert 'name = "Second"' in path.read_text("utf-8")
    assert f"--config {path}" in capsys.readouterr().out
