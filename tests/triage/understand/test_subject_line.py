"""What a message is about: the first sentence that says something."""

import pytest

from bot.lexicon.meanings import furnish
from bot.model.knowledge import Knowledge
from bot.triage.understand.subject_line import subject_line
from tests.cases import each


@each(
    ("text", "subject"),
    [
        ("一覧が開きません。急いでいます。", "一覧が開きません。急いでいます。"),
        ("いつもお世話になっております。\n一覧が開きません。", "一覧が開きません。"),
        (
            "お世話になっております。株式会社ひかりの田中です。一覧が開きません。",
            "一覧が開きません。",
        ),
        ("サポートご担当者様\n\nお疲れ様です。青井と申します。\n請求の件です。", "請求の件です。"),
        ("田中様、\nありがとうございます！印刷だけまだです", "印刷だけまだです"),
        ("Hello,\nour list is blank.", "our list is blank."),
        (
            "Hi support team,\nMy name is Aoi.\nI hope you are well.\nLists are blank.",
            "Lists are blank.",
        ),
        ("To whom it may concern:\nThe app fails.", "The app fails."),
        ("こもれび商事の山田です。\n一覧が開きません。", "一覧が開きません。"),
        ("北斗運輸の三宅です。一覧が開きません。", "一覧が開きません。"),
        ("設備の故障です。", "設備の故障です。"),
        ("営業部の問題です。", "営業部の問題です。"),
        ("エラーの件です。", "エラーの件です。"),
        ("お客様が一覧を開けません", "お客様が一覧を開けません"),
        ("Hi, the list is blank.", "Hi, the list is blank."),
        ("いつもお世話になっております。", ""),
        ("…\n", ""),
        ("", ""),
    ],
)
def test_greetings_addresses_and_names_are_no_subject(
    knowledge: Knowledge, text: str, subject: str
) -> None:
    furnish(knowledge.language)
    assert subject_line(text) == subject


@pytest.mark.parametrize("text", ["。" * 20_000, "様" * 20_000, "お世話" * 7_000])
def test_a_long_text_is_read_at_once(knowledge: Knowledge, text: str) -> None:
    furnish(knowledge.language)
    assert subject_line(text) in {"", text}
