"""Shortening leaves JSON JSON, and strings short."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.uploads.shorten import shorten
from tests.uploads.hars import pieces_of

SIZE = 64
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
)
LONG = st.text(alphabet='a\\"/あ😀\n\x07', max_size=600)


def shortened(value: Any, size: int = SIZE, *, plainly: bool = False) -> Any:
    raw = json.dumps(value, ensure_ascii=not plainly).encode()
    return json.loads(b"".join(shorten(pieces_of(raw, size))))


@given(VALUES, st.booleans())
def test_what_has_no_long_string_stays_as_it_is(value: Any, plainly: bool) -> None:  # noqa: FBT001
    assert shortened(value, 4_096, plainly=plainly) == value


@given(LONG, LONG, st.integers(20, 80), st.booleans())
def test_long_strings_come_out_short_and_all_else_untouched(
    first: str,
    second: str,
    size: int,
    plainly: bool,  # noqa: FBT001
) -> None:
    value: dict[str, Any] = {
        "first": first,
        "between": [1, True],
        "second": second,
        "after": "短い",
    }
    out = shortened(value, size, plainly=plainly)
    assert list(out) == list(value)
    assert out["between"] == [1, True]
    for name in ("first", "second"):
        assert is_without_its_middle(out[name], value[name])
        assert len(json.dumps(out[name], ensure_ascii=not plainly)) <= 2 * size + 20


def is_without_its_middle(short: str, whole: str) -> bool:
    """Whether a string is the beginning and the end of another; escaped pairs may be split."""
    begun, ended = units(short), units(whole)
    return any(
        ended.startswith(begun[:at]) and ended.endswith(begun[at:])
        for at in range(0, len(begun) + 1, 2)
    )


def units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def test_a_string_keeps_its_beginning_and_its_end() -> None:
    out = shortened("x" * 100 + "M" * 1_000 + "y" * 100)
    assert out.startswith("xxx")
    assert out.endswith("yyy")
    assert len(out) <= 2 * SIZE


def test_a_run_of_backslashes_at_a_border_does_not_close_the_string() -> None:
    for length in range(1, 200):
        assert isinstance(shortened("\\" * length + '"' + "x" * 300 + '"'), str)


@given(st.binary(max_size=2_000), st.integers(1, 50))
def test_it_takes_any_bytes(raw: bytes, size: int) -> None:
    out = b"".join(shorten(pieces_of(raw, size)))
    assert len(out) <= len(raw)
