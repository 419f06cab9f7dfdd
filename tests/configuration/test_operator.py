"""Whose desk it is, as the operator writes it down: read whole, or refused with what is wrong."""

import tomllib
from datetime import date, time
from pathlib import Path

import pytest

from bot.configuration import operator
from bot.configuration.operator import LARGEST_LOGO, operator_of
from bot.model.errors import JitabataError
from bot.model.operator import OfficeHours, Operator
from bot.settings import from_environment, slack_from_environment

WEEK = frozenset(range(5))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
MAIL = """
[mail]
from = "desk@example.jp"
[mail.smtp]
host = "smtp.example.jp"
"""


def read(toml: str, folder: Path = Path()) -> Operator:
    return operator_of(tomllib.loads(toml), folder)


def test_the_example_of_its_own_docstring_is_read(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(SVG)
    example = (operator.__doc__ or "").partition("\n[operator]")[2]
    found = read(example, tmp_path)
    assert found.called("en") == "Sample Inc."
    assert found.home_product == "sample-forms"
    assert found.logo is not None
    assert (found.logo.content, found.logo.media_type) == (SVG, "image/svg+xml")
    assert found.hours is not None
    assert found.hours.spans == (OfficeHours(WEEK, time(9), time(18)),)
    assert found.hours.closed == {date(2026, 12, 31), date(2027, 1, 1)}


def test_without_the_table_the_desk_is_nobodys(tmp_path: Path) -> None:
    assert operator_of(None, tmp_path) == Operator()
    assert Operator().called("ja") == ""


def test_a_name_in_one_language_serves_for_both() -> None:
    assert read('name = "サンプル"').called("en") == "サンプル"
    assert read('name_en = "Sample"').called("ja") == "Sample"


def test_a_greeting_is_only_for_those_who_read_its_language() -> None:
    assert read('greeting = "こんにちは"').greets("en") == ""


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ('nmae = "x"', "nmae"),
        ('name = "a\\nb"', "name"),
        ('name = "\\u202eedoc"', "name"),
        (f'name = "{"x" * 61}"', "name"),
        ('colour = "teal"', "colour"),
        ('colour = "#0b676b;}"', "colour"),
        ('hours = ["workdays"]', "mon-fri 09:00-18:00"),
        ('hours = ["mon 18:00-09:00"]', "ends before it begins"),
        ('hours = ["mon 09:00-24:30"]', "24:00"),
        ('closed = ["New Year"]', "closed"),
        ('logo = "logo.exe"', ".svg, .png"),
        ('logo = "missing.png"', "cannot read"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(toml: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(JitabataError, match=says):
        read(toml, tmp_path)


def test_a_logo_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"x" * (LARGEST_LOGO + 1))
    with pytest.raises(JitabataError, match="200,000 bytes"):
        read('logo = "logo.png"', tmp_path)


def test_days_may_go_over_sunday_and_until_midnight() -> None:
    found = read('hours = ["sat-mon 10:00-24:00"]').hours
    assert found is not None
    assert found.spans == (OfficeHours(frozenset({5, 6, 0}), time(10), time(0)),)


def test_mail_goes_out_in_the_operators_name(tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    own = f'folder = "{tmp_path}"\n[operator]\nname = "サンプル"\n'
    file.write_text(own + MAIL, "utf-8")
    mail = from_environment(file).mail
    assert mail is not None
    assert (mail.sender_name, mail.operator) == ("サンプル", "サンプル")
    file.write_text(own + MAIL.replace("[mail]\n", '[mail]\nfrom_name = "窓口"\n'), "utf-8")
    mail = from_environment(file).mail
    assert mail is not None
    assert (mail.sender_name, mail.operator) == ("窓口", "サンプル")


def test_a_file_in_the_folder_where_it_is_started_is_read_unless_another_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JITABATA_CONFIG", raising=False)
    (tmp_path / "jitabata.toml").write_text('[operator]\nname = "サンプル"', "utf-8")
    (tmp_path / "other.toml").write_text('[operator]\nname = "別"', "utf-8")
    assert slack_from_environment()[1].called("ja") == "サンプル"
    monkeypatch.setenv("JITABATA_CONFIG", "other.toml")
    assert slack_from_environment()[1].called("ja") == "別"
    assert slack_from_environment(Path("jitabata.toml"))[1].called("ja") == "サンプル"
