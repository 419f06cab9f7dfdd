"""Cases found by the name of an organisation, beside those that hold the words."""

import pytest

from bot.store import case_names
from bot.store.case_names import candidates_or_of, holds_or_is_of
from tests.store.databases import in_memory


def _asked(term: str) -> str:
    named = {"商会": ["t1", "t2"]}
    return str(holds_or_is_of(term, named, "postgresql"))


def test_where_a_name_may_hold_instead_no_list_of_all_that_hold_the_words_is_made() -> None:
    """PostgreSQL reads every entry's words for an EXISTS beside which something else may be true."""
    assert "EXISTS" not in _asked("商会")
    assert "cases.tenant IN" in _asked("商会")
    assert "EXISTS" in _asked("印刷")


def test_where_too_many_hold_all_the_words_the_index_is_asked_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = list[list[str]]()

    def many(_: object, terms: list[str]) -> None:
        asked.append(terms)

    monkeypatch.setattr(case_names, "candidates", many)
    with in_memory()._reader.connect() as connection:
        found = candidates_or_of(connection, ["商会", "印刷"], {"商会": ["t1"]})
    assert found is None
    assert asked == [["商会", "印刷"]]
