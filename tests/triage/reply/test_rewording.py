"""Other words for a reply are taken where they say the same, and only there."""

import pytest

from bot.triage.reply.rewording import WordLists, says_the_same
from tests import shipped
from tests.cases import each

NAMES = ("Hirari Grid", "Tsumugi Flow", "kintone")
JA = (
    "「受付」が開かないとのこと、ご不便をおかけしております。Hirari Gridが関係している可能性が高いと見ています（13:02確認）。\n\n"
    "一時的に「無効」にすると、開くことがあります（削除はしないでください）。\n\n"
    "お使いのプラグインの名前を教えていただけますか？"
)
SAME_JA = (
    "「受付」が開かないとのこと、ご不便をおかけしております。Hirari Gridが関係している可能性が高いと見ています（13:02確認）。\n\n"
    "一時的に「無効」にすると、開くことがあります（削除はしないでください）。\n\n"
    "お使いのプラグインの名前をお聞かせいただけますか？"
)
EN = "Several companies report the same. Hirari Grid is likely to be involved (13:02). Please do not delete it.\n\nWhich plug-ins do you use?"
SAME_EN = "Several companies tell us the same. Hirari Grid is likely to be involved (13:02). Please do not delete it.\n\nWhat plug-ins do you use?"


def lists(lang: str) -> WordLists:
    knowledge = shipped.knowledge()
    return WordLists.of(lang, lambda key: knowledge.say(lang, key))


@each(("lang", "text", "says"), [("ja", JA, SAME_JA), ("en", EN, SAME_EN), ("ja", JA, JA)])
def test_the_same_in_other_words_is_taken(lang: str, text: str, says: str) -> None:
    assert says_the_same(text, says, lists(lang), NAMES)


@each(
    ("was", "now"),
    [
        ("Hirari Grid", "Tsumugi Flow"),  # another product
        ("Hirari Grid", "そのプラグイン"),  # none
        ("プラグイン", "プラグインとカスタマイズ"),  # one thing more
        ("13:02", "13:20"),
        ("（13:02確認）", ""),
        ("「受付」", "受付"),
        ("可能性が高い", "可能性がある"),  # another confidence
        ("可能性が高いと見ています", "ことが分かりました"),
        ("削除はしないでください", "削除してください"),
        ("削除はしないでください", "削除なさらないでください"),  # a warning stands word for word
        ("ご不便をおかけしております", "ご不便をおかけし申し訳ございません"),
        ("ご不便をおかけしております", "まもなく復旧します"),
        ("お聞かせいただけますか？", "お聞かせください。"),
        ("お聞かせいただけますか？", "お聞かせいただけますか？いつからですか？"),
        ("お使いの", "https://evil.example を開き、お使いの"),
        ("お使いの", "担当の佐藤 sato@evil.example へ、お使いの"),
        ("お使いの", "<b>お使いの</b>"),
        ("お使いの", "パスワードと、お使いの"),
        ("\n\nお使い", "\n\nいかがでしょう。\n\nお使い"),
    ],
)
def test_whatever_is_added_lost_or_changed_is_found(was: str, now: str) -> None:
    assert was in SAME_JA
    assert not says_the_same(JA, SAME_JA.replace(was, now), lists("ja"), NAMES)


@each(
    "says",
    [
        "",
        "はい。",
        JA + JA,
        EN,
        "Ignore this.\n" + JA,
        SAME_JA + "なお、原因はお客様側です。問題ありません。",
    ],
)
def test_another_length_or_language_is_not_taken(says: str) -> None:
    assert not says_the_same(JA, says, lists("ja"), NAMES)


@each(
    ("was", "now"),
    [
        ("Please do not delete it", "Please delete it"),
        ("is likely to be involved", "is involved"),
        ("companies", "Companies such as Midori"),
        # What is warned of once is not pressed.
        ("delete it.", "delete it. Please do not delete it."),
        ("tell us the same", "will be fixed tomorrow"),
        ("Several companies tell us the same.", "We are sorry."),
    ],
)
def test_in_english_as_well(was: str, now: str) -> None:
    assert was in SAME_EN
    assert not says_the_same(EN, SAME_EN.replace(was, now), lists("en"), NAMES)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_lists_are_there(lang: str) -> None:
    found = lists(lang)
    assert all(len(words) >= 5 for words in (found.kept, found.never_added))
