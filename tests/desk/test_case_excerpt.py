"""Whoever searches reads where the words stand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.case_excerpt import excerpt_of
from bot.desk.inbox import CaseExcerpt
from bot.model.conversation import Conversation, Speaker, Turn
from tests.store.builders import NOON, a_conversation


def talk(*said: tuple[Speaker, str]) -> Conversation:
    turns = tuple(Turn(NOON + timedelta(minutes=n), *one) for n, one in enumerate(said))
    return replace(a_conversation("c1", "web:1"), turns=turns)


LONG = (
    "朝から受注アプリの一覧が真っ白で、"
    + "再読み込みしても、" * 4
    + "コンソールに ERROR 503 と出ます。"
    + "至急です。" * 20
)


@pytest.mark.parametrize(
    ("said", "terms", "expected"),
    [
        ("一覧が真っ白です", ["真っ白"], CaseExcerpt("一覧が", "真っ白", "です")),
        (
            "プラグインを\n外しました",
            ["ぷらぐいん"],
            CaseExcerpt("", "プラグイン", "を 外しました"),
        ),
        ("ｷﾝﾄｰﾝが重い", ["きんとーん"], CaseExcerpt("", "キントーン", "が重い")),
        ("真っ白です", ["帳票"], None),
    ],
)
def test_what_was_found_is_shown_as_it_was_written(
    said: str, terms: list[str], expected: CaseExcerpt | None
) -> None:
    assert excerpt_of(talk((Speaker.CUSTOMER, said)), terms) == expected


def test_of_a_long_message_the_words_around_are_shown() -> None:
    found = excerpt_of(talk((Speaker.CUSTOMER, LONG)), ["503"])
    assert found is not None
    assert found.found == "503"
    assert (found.before[0], found.after[-1]) == ("…", "…")
    assert found.before.endswith("ンソールに ERROR ")
    assert len(found.before + found.found + found.after) < 100


def test_an_excerpt_begins_with_a_whole_word() -> None:
    said = "kintone is blank for all of us. We use krewSheet here."
    found = excerpt_of(talk((Speaker.CUSTOMER, said)), ["krewsheet"])
    assert found == CaseExcerpt("…us. We use ", "krewSheet", " here.")


def test_the_latest_that_holds_most_of_the_words_is_shown_and_never_what_the_desk_says() -> None:
    found = excerpt_of(
        talk(
            (Speaker.CUSTOMER, "帳票が真っ白です"),
            (Speaker.CUSTOMER, "帳票だけです"),
            (Speaker.DESK, "帳票が真っ白なのですね"),
            (Speaker.STAFF, "帳票の設定を見ます"),
        ),
        ["帳票", "真っ白"],
    )
    assert found == CaseExcerpt("帳票が", "真っ白", "です")
    latest = excerpt_of(talk((Speaker.CUSTOMER, "帳票"), (Speaker.STAFF, "帳票を見ます")), ["帳票"])
    assert latest == CaseExcerpt("", "帳票", "を見ます")


def test_twelve_characters_before_and_sixty_after_what_was_found_are_shown() -> None:
    """A word of Latin letters that would be cut is left out; what no space parts is no word."""
    rest = "い" * 70
    for said, before in (
        (f"{'あ' * 20}帳票{rest}", f"…{'あ' * 12}"),
        (f"{'あ' * 12}帳票{rest}", "あ" * 12),
        (f"あああabcde ghijk 帳票{rest}", "…abcde ghijk "),
        (f"xxxabcde ghijk 帳票{rest}", "…ghijk "),
    ):
        found = excerpt_of(talk((Speaker.CUSTOMER, said)), ["帳票"])
        assert found == CaseExcerpt(before, "帳票", f"{'い' * 60}…")
