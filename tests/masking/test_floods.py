"""Texts of nothing but what masking looks for: all of it goes, and the work grows with the length, not faster."""

import random

import pytest

from bot.masking.masker import MOST_LED_FROM
from bot.masking.redact import redact
from tests.cases import each
from tests.effort import grows_at_most

CUES = [
    "パスワード",
    "氏名",
    "担当者",
    "部長",
    "住所",
    "電話",
    "生年月日",
    "password",
    "user",
    "name",
    "ask",
    "with",
    "from",
    "by",
    "our",
    "said",
    "phone",
    "mail",
    "東京都",
    "千代田区",
    "1-2-3",
    "田中",
    "太郎",
    "様",
    "さん",
    "Mr",
    "Tom",
    "Smith",
    "ID:",
    "/",
    "=",
    ":",
    "090",
    "@",
    "トークン",
    "token",
    "Basic",
    "LINE",
    "会員番号",
    "口座",
    "内線",
    "ext",
    "1990年1月1日",
    "生まれ",
    "DOB",
    "カード",
    "〒100-0001",
    "の、",
    "は",
    "「",
    "」",
    "(",
    ")",
    "u:",
    "pw",
    "PIN",
    "合言葉",
    "anh",
    "คุณ",
    "นาย",
    "先生",
    "客户",
    "고객",
    "nome",
    "nama",
    "Street",
    "Rua",
    "đường",
    "号",
]
MANY = MOST_LED_FROM * 4


@pytest.mark.slow
@each(
    ("piece", "secret"),
    [
        ("電話090-0000-1234 ", "0000-1234"),
        ("a@ex.example ", "a@"),
        ("password: hunter22x ", "hunter22x"),
    ],
)
def test_a_flood_is_masked_to_its_end(piece: str, secret: str) -> None:
    assert secret not in redact(piece * MANY).text


@pytest.mark.slow
def test_what_stands_by_the_last_of_many_findings_is_still_masked() -> None:
    text = "電話090-0000-1234 " * MANY + "パスワードはSakura-9912です"
    assert "Sakura-9912" not in redact(text).text


@pytest.mark.slow
@pytest.mark.parametrize("joint", [" ", "", "\n", "、"])
def test_a_text_of_twice_the_length_takes_about_twice_the_time(joint: str) -> None:
    lots = random.Random(7)  # noqa: S311 - a fixed seed, no secret
    text = joint.join(lots.choices(CUES, k=6_000))[:16_000]
    half = text[:8_000]
    assert grows_at_most(4, lambda: redact(half), lambda: redact(text), besides=0.02)
