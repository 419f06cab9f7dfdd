"""Cases of one test are all tried, and each that fails is named."""

import inspect

import pytest

from tests.cases import each


def test_every_case_is_tried_and_what_fails_is_named() -> None:
    seen = []

    @each(("number", "word"), [(1, "one"), pytest.param(2, "zwei", id="german"), (3, "drei")])
    def is_english(word: str, number: int) -> None:
        seen.append(number)
        assert word in {"one", "two", "three"}

    with pytest.raises(ExceptionGroup, match="2 of 3 cases") as failed:
        is_english()
    assert seen == [1, 2, 3]
    assert [e.__notes__ for e in failed.value.exceptions] == [
        ["in the case (2, 'zwei')"],
        ["in the case (3, 'drei')"],
    ]


def test_one_failure_is_raised_as_it_is() -> None:
    @each("number", range(3), ids=lambda number: f"number {number}")
    def is_small(number: int) -> None:
        assert number < 2

    with pytest.raises(AssertionError) as failed:
        is_small()
    assert failed.value.__notes__ == ["in the case number 2"]


def test_cases_of_cases_are_multiplied_and_fixtures_are_left() -> None:
    seen = []

    @each("one", "ab")
    @each("other", "xy")
    def joined(fixture: str, one: str, other: str) -> None:
        seen.append(fixture + one + other)

    assert list(inspect.signature(joined).parameters) == ["fixture"]
    joined(fixture="-")
    assert seen == ["-ax", "-ay", "-bx", "-by"]


def test_without_a_case_there_is_no_test() -> None:
    with pytest.raises(AssertionError, match="no case"):
        each("number", [])
