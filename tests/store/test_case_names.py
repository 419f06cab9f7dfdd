"""Cases found by the name of an organisation, beside those that hold the words."""

from bot.store.case_names import holds_or_is_of


def _asked(term: str) -> str:
    named = {"商会": ["t1", "t2"]}
    return str(holds_or_is_of(term, named, "postgresql"))


def test_where_a_name_may_hold_instead_no_list_of_all_that_hold_the_words_is_made() -> None:
    """PostgreSQL reads every entry's words for an EXISTS beside which something else may be true."""
    assert "EXISTS" not in _asked("商会")
    assert "cases.tenant IN" in _asked("商会")
    assert "EXISTS" in _asked("印刷")
