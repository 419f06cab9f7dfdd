"""The language of a message, from its script and its function words."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.language import LANGUAGES, language
from tests.cases import each

SHARED = Path(__file__).parents[3] / "shared" / "messages" / "dev.jsonl"


@each(
    ("text", "expected"),
    [
        ("画面が白いままです", "ja"),
        ("ｶﾞﾒﾝｶﾞ ｼﾛｲ", "ja"),
        ("Iro Style の button が not working です", "ja"),
        ("Error 502 Bad Gateway と出ます", "ja"),
        ("The server did not respond in time. Please try again later. と出ます", "ja"),
        ("至急対応願", "ja"),
        ("kintone ga hirakimasen", "ja"),
        ("When I press 保存する it says エラーが発生しました and nothing happens", "en"),
        ("Where is the 一覧 button?", "en"),
        ("cannot login", "en"),
        ("sloooow", "en"),
        ("系統很慢", "zh"),
        ("請問保存按鈕不見了", "zh"),
        ("登录不了", "zh"),
        ("지금 안 돼요", "ko"),
        ("เปิดไม่ได้ครับ", "th"),
        ("Không mở được từ sáng nay", "vi"),
        ("khong vao duoc kintone", "vi"),
        ("O sistema nao abre desde ontem", "pt"),
        ("Tidak bisa dibuka sejak tadi pagi", "id"),
    ],
)
def test_script_and_function_words_tell_the_language(text: str, expected: str) -> None:
    assert language(text) == expected


@each(
    ("text", "lang"),
    [
        ("Failed to load resource: 520 https://cdn.example/core.js", "ja"),
        ("Uncaught ReferenceError: Grid is not defined", "ja"),
        ("shared_parts.js:88 fiscal year not found", "ja"),
        ("Refused to load the script because it violates the policy", "ja"),
        ("Cannot read properties of null (reading 'querySelector') layout.js", "ja"),
        ("503 Service Unavailable", "ja"),
        ("It shows 503 Service Unavailable", "en"),
        ("Failed to load the page again, please help", "en"),
        ("Access to our app is denied", "en"),
    ],
)
def test_a_line_of_the_console_switches_no_language(text: str, lang: str) -> None:
    assert language(text, "ja") == lang


def test_a_pasted_stack_trace_is_not_the_senders_language() -> None:
    pasted = (
        "TypeError: Cannot read properties of undefined\n    at open (a.js:1:2)\nこれは何ですか"
    )
    assert language(pasted) == "ja"


@each(
    ("text", "hint", "expected"),
    [
        ("Aqui app salva", "en", "pt"),  # a word of its own says more than any hint
        ("Relatorios app travou", "pt", "pt"),  # words of many languages do not
        ("Relatorios app travou", "vi", "vi"),
        ("Relatorios app travou", "ja", "en"),
        ("Relatorios app travou", None, "en"),
    ],
)
def test_words_of_many_languages_leave_it_at_the_language_of_the_talk(
    text: str, hint: str | None, expected: str
) -> None:
    assert language(text, hint) == expected


@each("text", ["", "502", "OK", "😢", "GAIA_TM12", "https://example.com/"])
def test_too_little_text_is_answered_as_hinted_and_else_in_japanese(text: str) -> None:
    assert language(text) == "ja"
    assert language(text, "en") == "en"
    assert language(text, "zh-TW") == "zh"
    assert language(text, "tlh") == "ja"


@given(st.text(max_size=300), st.none() | st.text(max_size=8))
def test_any_text_has_a_language_of_ours(text: str, hint: str | None) -> None:
    assert language(text, hint) in LANGUAGES


@pytest.mark.slow
@each("piece", [" ", "1-", "a.", "_", "'", "「", "at x\n", "aError: "])
def test_a_long_odd_text_does_not_hang(piece: str) -> None:
    assert language(piece * 200_000) in LANGUAGES


@pytest.mark.skipif(not SHARED.exists(), reason="the shared messages are not here")
def test_the_shared_messages_are_told_apart() -> None:
    rows = [json.loads(line) for line in SHARED.read_text("utf-8").splitlines()]
    right = sum(language(r["text"]) == r["lang"].split("-")[0] for r in rows)
    assert right / len(rows) >= 0.99
