import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.feature_table import FeatureTable
from tests.cases import each

NAMES = st.text(st.characters(exclude_categories=()), max_size=4)  # half characters as well
ROWS = st.binary(min_size=3, max_size=3)


@given(st.dictionaries(NAMES, ROWS, max_size=40), st.lists(NAMES, max_size=40))
def test_a_table_is_what_a_dict_is(rows: dict[str, bytes], others: list[str]) -> None:
    table = FeatureTable.of(rows)
    assert table == rows
    asked = {*others, *rows}
    found = [signed(rows[name]) for name in asked & rows.keys()]
    assert table.sums(asked) == [sum(column) for column in zip(*found, strict=True)] or not rows


def signed(row: bytes) -> list[int]:
    return [byte - 256 if byte > 127 else byte for byte in row]


def test_a_name_that_ends_as_another_does_is_not_that_one() -> None:
    table = FeatureTable.of({"遅い": bytes([1, 2]), "い": bytes([4, 0]), "遅": bytes([255, 128])})
    assert table.sums(("い", "遅", "遅い遅い", "")) == [3, -128]


def test_sums_of_many_rows_go_beyond_a_byte() -> None:
    rows = {str(n): bytes([100]) for n in range(5_000)}
    table = FeatureTable.of(rows)
    assert table == rows
    assert table.sums(rows) == [500_000]


def test_a_table_of_nothing_knows_nothing() -> None:
    assert "遅" not in FeatureTable.of({})
    assert FeatureTable.of({}).sums(("遅",)) == []
    with pytest.raises(KeyError):
        FeatureTable.of({})["遅"]


@given(st.dictionaries(NAMES, ROWS, max_size=40))
def test_the_bytes_of_a_table_make_it_again(rows: dict[str, bytes]) -> None:
    table = FeatureTable.of(rows)
    assert FeatureTable(table.names, table.rows, 3) == rows
    again = FeatureTable.of(dict(reversed(rows.items())))
    assert (again.names, again.rows) == (table.names, table.rows)


@each("lost", range(1, 5))
def test_half_a_table_is_refused(lost: int) -> None:
    table = FeatureTable.of({"い": b"ab"})
    for names, rows in ((table.names[:-lost], table.rows), (table.names, table.rows[:-lost])):
        with pytest.raises(ValueError, match="cut off"):
            FeatureTable(names, rows, 2)
