"""CSV files as people save them."""

import io

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.csv_lines import LONGEST_LINE, Cells, Unreadable, numbered
from tests.cases import each

TABLE = "名前,会社\n佐藤,㈱例　髙\n"
READ = [(1, ("名前", "会社")), (2, ("佐藤", "㈱例　髙"))]


def lines(raw: bytes) -> list[tuple[int, Cells | Unreadable]]:
    return list(numbered(io.BytesIO(raw)))


@each("encoding", ["utf-8", "utf-8-sig", "cp932"])
@each("end", ["\n", "\r\n"])
def test_a_file_is_read_as_it_was_saved(encoding: str, end: str) -> None:
    assert lines(TABLE.replace("\n", end).encode(encoding)) == READ


def test_tabs_separate_when_the_first_line_has_no_commas() -> None:
    assert lines(TABLE.replace(",", "\t").encode()) == READ
    assert lines(b"a,b\nc\td,e\n") == [(1, ("a", "b")), (2, ("c\td", "e"))]


def test_blank_lines_count_and_are_left_out() -> None:
    assert lines(b'a,b\n\n , \n"x, y",z') == [(1, ("a", "b")), (4, ("x, y", "z"))]


def test_a_quote_too_many_spoils_its_own_line_alone() -> None:
    found = lines(b'a,b\n"x,y\nu,v\n"p"q,r\nw,z\n')
    assert found == [
        (1, ("a", "b")),
        (2, Unreadable.QUOTES),
        (3, ("u", "v")),
        (4, Unreadable.QUOTES),
        (5, ("w", "z")),
    ]


def test_a_line_that_is_not_in_the_encoding_of_the_others_is_named() -> None:
    raw = "あ,b\nい,b\n".encode() + "う,b\n".encode("cp932") + "え,b\n".encode()
    assert lines(raw)[2] == (3, Unreadable.ENCODING)
    assert lines(raw)[3] == (4, ("え", "b"))
    raw = "あ,b\nい,b\n".encode("cp932") + b"\x82,b\n"
    assert lines(raw)[1:] == [(2, ("い", "b")), (3, Unreadable.ENCODING)]


def test_a_mark_decides_whatever_follows() -> None:
    raw = "\ufeffa,b\n".encode() + "あ,b\n".encode("cp932")
    assert lines(raw) == [(1, ("a", "b")), (2, Unreadable.ENCODING)]


def test_utf_16_is_named_and_not_guessed_at() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        assert lines(("\ufeff" + TABLE).encode(encoding)) == [(1, Unreadable.UTF_16)]


def test_no_line_is_read_beyond_its_bound() -> None:
    long = b"x" * (LONGEST_LINE - 1)
    assert lines(b"a\n" + long + b"\nb\n")[1] == (2, (long.decode(),))
    for more in (1, LONGEST_LINE, 5 * LONGEST_LINE + 7):
        found = lines(b"a\n" + long + b"x" * more + b"\nb\n")
        assert found == [(1, ("a",)), (2, Unreadable.LONG), (3, ("b",))]


@given(st.binary(max_size=300))
def test_whatever_is_in_a_file_it_is_read_to_its_end_and_always_the_same(raw: bytes) -> None:
    assert lines(raw) == lines(raw)
    assert [number for number, _ in lines(raw)] == sorted({number for number, _ in lines(raw)})
