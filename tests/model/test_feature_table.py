import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.feature_table import FeatureTable

NAMES = st.text(st.characters(exclude_categories=()), max_size=4)  # half characters as well
ROWS = st.binary(min_size=3, max_size=3)


@given(st.dictionaries(NAMES, ROWS, max_size=40), st.lists(NAMES, max_size=40))
def test_a_table_is_what_a_dict_is(rows: dict[str, bytes], others: list[str]) -> None:
    table = FeatureTable.of(rows)
    assert table == rows
    assert list(table) == list(rows)
    asked = (*others, *rows)
    assert table.rows(asked) == [rows[name] for name in asked if name in rows]


def test_a_name_that_ends_as_another_does_is_not_that_one() -> None:
    table = FeatureTable.of({"遅い": b"ab", "い": b"cd", "遅": b"ef"})
    assert table.rows(("い", "遅", "遅い遅い", "")) == [b"cd", b"ef"]


def test_many_names_are_all_found() -> None:
    rows = {str(n): n.to_bytes(3, "big") for n in range(5_000)}
    assert FeatureTable.of(rows) == rows


def test_a_table_of_nothing_knows_nothing() -> None:
    assert "遅" not in FeatureTable((), ())
    with pytest.raises(KeyError):
        FeatureTable((), ())["遅"]


def test_only_as_many_rows_are_taken_as_there_are_names() -> None:
    rows = iter((b"ab", b"cd"))
    assert FeatureTable(("遅",), rows) == {"遅": b"ab"}
    with pytest.raises(ValueError, match="a row for each"):
        FeatureTable(("請求", "い"), rows)
