"""Folding spellings, and the way back to the text."""

from hypothesis import given
from hypothesis import strategies as st

from bot.text.normalise import fold, fold_with_map, nfkc
from tests.cases import each


@each(
    ("one", "other"),
    [
        ("ｷﾝﾄｰﾝ", "きんとーん"),
        ("キントーーン", "キントーン"),
        ("Ｗｅｂ－Ｆｏｒｍ", "web form"),
        ("sloooow", "slow"),
        ("フォーム・ブリッジ", "フォーム ブリッジ"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=80))
def test_the_map_leads_back_in_order_into_the_normal_form(text: str) -> None:
    folded, origin = fold_with_map(text)
    assert len(folded) == len(origin)
    assert origin == sorted(origin)
    assert all(0 <= place < len(nfkc(text)) for place in origin)
