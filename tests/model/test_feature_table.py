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
    asked = (*others, *rows)
    assert table.rows(asked) == [rows[name] for name in asked if name in rows]


def test_a_name_that_ends_as_another_does_is_not_that_one() -> None:
    table = FeatureTable.of({"遅い": b"ab", "い": b"cd", "遅": b"ef"})
    assert table.rows(("い", "遅", "遅い遅い", "")) == [b"cd", b"ef"]


def test_many_names_are_all_found() -> None:
    rows = {str(n): n.to_bytes(3, "big") for n in range(5_000)}
    assert FeatureTable.of(rows) == rows


def test_a_table_of_nothing_knows_nothing() -> None:
    assert "遅" not in FeatureTable.of({})
    with pytest.raises(KeyError):
        FeatureTable.of({})["遅"]


@given(st.dictionaries(NAMES, ROWS, max_size=40))
def test_the_records_of_a_table_make_it_again(rows: dict[str, bytes]) -> None:
    records = FeatureTable.of(rows).records
    assert FeatureTable(records, 3) == rows
    assert FeatureTable.of(dict(reversed(rows.items()))).records == records


@each("lost", range(1, 6))
def test_half_a_record_is_refused(lost: int) -> None:
    records = FeatureTable.of({"い": b"ab"}).records
    with pytest.raises(ValueError, match=r"cut off|not found"):
        FeatureTable(records[:-lost], 2)
