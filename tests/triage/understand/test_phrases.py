"""Phrases and patterns of knowledge, and the sieve that decides where they are tried."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from bot.text.sieve import DIGIT, Pattern, pieces
from bot.triage.understand.phrases import PhraseBook, PhraseMatch, pattern
from tests.examples import often

BOOK = PhraseBook(
    {"blank": {"ja": ["真っ白", "re:何も(?:出|映ら)"], "en": ["blank"]}, "slow": {"ja": ["重い"]}},
    {"blank": {"ja": ["用紙が真っ白"]}},
)


def test_the_first_phrase_of_each_subject_counts() -> None:
    assert BOOK.find("画面が真っ白で重い", ["ja"]) == {
        "blank": PhraseMatch(3, 6),
        "slow": PhraseMatch(7, 9),
    }


def test_what_only_looks_like_a_phrase_is_said_to_and_taken_out() -> None:
    assert BOOK.find("用紙が真っ白", ["ja"]) == {"blank": None}
    assert BOOK.find("用紙が真っ白、画面も真っ白", ["ja"]) == {"blank": PhraseMatch(10, 13)}


def test_only_the_languages_of_a_text_are_looked_for_in_their_order() -> None:
    assert BOOK.find("blank", ["ja"]) == {}
    assert BOOK.find("真っ白 blank", ["en", "ja"]) == {"blank": PhraseMatch(4, 9)}


def test_a_pattern_is_spelt_as_texts_are() -> None:
    assert pattern("สำ").search("สํา")  # one letter to the eye, two in compatibility form
    assert pattern("アプリ").search("あぷり")


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("保存(?:が|を)でき", [{"保存が", "保存を"}, {"ができ", "をでき"}]),
        ("重い|遅い", [{"重い", "遅い"}]),
        ("[あい]ろ", [{"あろ", "いろ"}]),
        (r"\d{2}分", [{"分"}, {DIGIT}]),
        ("(?!重)い", [{"い"}]),
        ("x?", []),
        (r"\w+", []),
    ],
)
def test_what_a_pattern_needs_is_read_off_it(expression: str, wanted: list[set[str]]) -> None:
    assert list(map(set, Pattern(expression).needs)) == wanted


LETTERS = "abかな重い13 -。"
ATOMS = [*map(re.escape, LETTERS), r"\d", "[ab重]", r"[\d-]", ".", r"\w", "[^a]"]
AROUND = ["^", "$", r"\b", "(?!a)", "(?=重)"]
EXPRESSIONS = st.recursive(
    st.lists(st.sampled_from(ATOMS), min_size=1, max_size=4).map("".join) | st.sampled_from(AROUND),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2,3}", "+?"])).map(
            lambda part: f"(?:{part[0]}){part[1]}"
        ),
        inner.map(lambda one: f"({one})"),
    ),
    max_leaves=8,
)


@given(EXPRESSIONS, st.text(LETTERS, max_size=20), st.integers(0, 5))
def test_the_sieve_never_hides_a_match(expression: str, text: str, start: int) -> None:
    sieved, plain = Pattern(expression), re.compile(expression)
    found = sieved.search(text, start)
    wanted = plain.search(text, start)
    assert (found and found.span()) == (wanted and wanted.span())
    assert [m.span() for m in sieved.finditer(text)] == [m.span() for m in plain.finditer(text)]
    assert sieved.sub("-", text) == plain.sub("-", text)


@settings(max_examples=often(300))
@given(st.data())
def test_the_sieve_lets_through_whatever_a_pattern_generates(data: st.DataObject) -> None:
    expression = data.draw(EXPRESSIONS.filter(lambda e: "(?!" not in e and "(?=" not in e))
    matching = st.from_regex(expression, alphabet=st.sampled_from(LETTERS))
    try:
        text = data.draw(matching)
    except InvalidArgument:  # nothing matches, such as a letter before the beginning
        return
    assert Pattern(expression).search(text)


def test_pieces_are_all_runs_of_up_to_three_letters_in_lower_case() -> None:
    assert pieces("Ab1") == {"a", "b", "1", "ab", "b1", "ab1", DIGIT}
    assert DIGIT in pieces("٣")
    assert pieces("") == set()
