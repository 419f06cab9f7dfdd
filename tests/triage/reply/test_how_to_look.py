"""What is answered to whoever asks back: how to look, as of when, and whether it can be erased."""

import pytest

from bot.triage.reply.how_to_look import STATES
from bot.triage.triage import Triage
from tests import shipped
from tests.cases import each
from tests.fakes import Day, reply_in

pytestmark = pytest.mark.slow


def said(text: str, first: str = "見積の一覧が真っ白です") -> str:
    day = Day(shipped.knowledge())
    day.opens()
    day.says("aoi", first)
    day.passes(2)
    reply = reply_in(day.says("aoi", text))
    day.store.close()
    return reply.text


@each(
    ("text", "tells"),
    [
        ("コンソールって何でしょう?", "F12"),
        ("プラグインの一覧はどこで見られますか?", "「プラグイン」で見られます"),
        ("シークレットウィンドウの出し方を教えてください", "Ctrl＋Shift＋N"),
        ("What is a private window?", "Ctrl+Shift+N"),
        ("拡張機能とは何ですか", "パズルのマーク"),
    ],
)
def test_what_was_asked_for_is_explained_by_its_name(text: str, tells: str) -> None:
    assert tells in said(text)


def test_without_a_name_the_open_question_is_meant() -> None:
    day = Day(shipped.knowledge())
    day.opens()
    asked = reply_in(day.says("aoi", "見積の一覧が真っ白です")).questions
    assert asked == ("plugins_used",)
    day.passes(2)
    assert (
        "プラグインは、アプリに機能を足す部品です"
        in reply_in(day.says("aoi", "それどうやって調べるの?")).text
    )
    with day.store.work() as work:
        talk = work.latest_conversation("aoi")
    assert talk is not None
    assert talk.open_questions == asked  # it can still be answered
    day.store.close()


@each("text", ["F12って何ですか?", "F12って何"])
def test_nobody_is_handed_over_for_asking_back(text: str) -> None:
    reply = said(text)
    assert "F12" in reply
    assert "担当者" not in reply


@each(
    "text",
    [
        "メールアドレスはどうやって確認しますか?",
        "プラグインはどうすればいいですか?",
        "いつの時点のデータに戻せますか?",
        "このコメント消してください",
    ],
)
def test_what_is_of_an_app_gets_none_of_these(text: str) -> None:
    knowledge = shipped.knowledge()
    asked = Triage(knowledge, knowledge.catalogue).read(text).asked
    assert not {"how_to_look", "as_of", "erase"}.intersection(asked)


def test_of_what_time_it_is() -> None:
    text = said("それは何時の時点の情報ですか?")
    assert "いま（" in text
    assert "復旧の時刻" not in text


def test_who_wants_it_erased_is_handed_over() -> None:
    text = said("このやり取り、頼めば消してもらえますか?")
    assert "か月で自動で消去" in text
    assert "担当者" in text


def test_each_text_is_there_in_both_languages() -> None:
    answer = shipped.knowledge().answers["how_to_look"]
    assert set(answer.says) == STATES
    assert all({"ja", "en"} <= set(text) for text in answer.says.values())
