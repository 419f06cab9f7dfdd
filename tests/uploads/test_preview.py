"""The first lines of a file for staff: masked, bounded, and no table of records."""

import pytest

from bot.uploads.preview import LINES, LONGEST, LONGEST_LINE, is_table, preview
from tests.uploads.hars import SECRET, a_har, an_entry
from tests.uploads.test_read import read


def test_first_lines_are_masked_and_without_queries() -> None:
    text = (
        f"開きません。\nhttps://a.example/x.js?key={SECRET}\npassword: {SECRET}\ntaro@aoi.example\n"
    )
    shown = preview(text)
    assert shown.splitlines()[:2] == ["開きません。", "https://a.example/x.js"]
    assert SECRET not in shown
    assert "taro@aoi.example" not in shown


def test_it_is_bounded_in_lines_and_letters() -> None:
    assert len(preview("行\n\n" * 500).splitlines()) == LINES
    assert len(preview("あ" * 5_000)) == LONGEST_LINE
    assert len(preview(f"{'a b ' * 60}\n" * 40)) <= LONGEST


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("name,phone\n田中,1\n佐藤,2\n", True),
        ("a\tb\n" * 5, True),
        ("a;b;c\n" * 4 + "end\n", True),
        ("こんにちは。\n開きません。\n困っています。\n", False),
        ("one, two\nthree\nfour, five, six\nseven\n", False),
        ("a,b\n1,2\n", True),
        ("a,b\n", False),
    ],
)
def test_records_are_told_from_words(text: str, *, is_one: bool) -> None:
    assert is_table(text) is is_one


def test_a_note_is_shown_and_a_table_of_records_is_not() -> None:
    assert read("月曜から遅いです。\nよろしくお願いします。\n".encode()).preview.startswith("月曜")
    assert read("氏名,住所\n田中,東京\n佐藤,大阪\n".encode()).preview == ""


def test_a_har_is_shown_request_by_request_without_what_is_secret_in_it() -> None:
    entry = an_entry(f"https://app.rurigrid.example/u/grid.js?token={SECRET}", status=503)
    shown = read(a_har(*[entry] * 20)).preview.splitlines()
    assert len(shown) == LINES
    assert shown[0].startswith("503 app.rurigrid.example/…/grid.js ")
    assert SECRET not in "".join(shown)
