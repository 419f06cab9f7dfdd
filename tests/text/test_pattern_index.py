"""Which patterns are worth trying: none is left out that matches."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.load import shipped
from bot.knowledge.messages import held_out_messages
from bot.model.knowledge import Knowledge
from bot.text.pattern_index import PatternIndex, letters_needed
from bot.triage.understand.phrases import any_of
from bot.triage.understand.wording import MessageWording
from tests.cases import each

EXPRESSIONS = dict(
    enumerate(
        (
            "いつ(?:直|戻)",
            "ab?c",
            "(?:foo|ba[rz]|)x",
            "[あ-う]い?",
            "[^a]b",
            r"\d+件",
            "a{0,2}",
            "(?:(?:ab)+|c)d",
            "(?<!a)b(?=c)",
            "^ab$",
            "(?:)",
            r"(a)b\1",
            "a.c",
        )
    )
)


@each(
    ("expression", "letters"),
    [
        ("直りました?", {"直り"}),
        ("かんりがめん", {"かん"}),
        ("いつ?(?:直|戻)", {"直", "戻"}),  # rarer than one letter in kana
        ("(?:まだ|ずっと)です", {"です"}),
        ("ab|[cd]", {"ab", "c", "d"}),
        ("(?:ab|)x?", None),
        (r"\d+", None),
        ("(?i)ab", None),
    ],
)
def test_letters_that_a_match_cannot_do_without(expression: str, letters: set[str] | None) -> None:
    assert letters_needed(expression) == letters


@given(st.text("abcdxofrz件いつ直戻あう1\n", max_size=12))
def test_no_pattern_that_matches_is_left_out(text: str) -> None:
    may = PatternIndex(EXPRESSIONS).may_match(text)
    found = [n for n, e in EXPRESSIONS.items() if re.search(e, text, re.MULTILINE)]
    assert set(found) <= set(may)
    assert may == sorted(may)


def test_most_shipped_patterns_need_no_search_and_none_is_missed(knowledge: Knowledge) -> None:
    texts = [MessageWording.of(m.text).plain for m in held_out_messages(shipped())[::20]]
    for lang, share in (("ja", 0.2), ("en", 0.5)):
        words = {n: any_of(tuple(p)) for n, p in knowledge.concepts[lang].items() if p}
        index = PatternIndex({name: found.pattern for name, found in words.items()})
        tried = 0
        for text in texts:
            may = index.may_match(text)
            tried += len(may)
            assert {n for n, found in words.items() if found.search(text)} <= {*may}
        assert tried < len(texts) * len(words) * share
