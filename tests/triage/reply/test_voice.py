"""What a support lead would not sign: anger quoted, an error without words, a wish answered with "wait"."""

import pytest

from bot.model.knowledge import Knowledge
from bot.model.status import Shows
from bot.triage.reply.hearing import is_upset
from tests.builders import FORMS
from tests.cases import each
from tests.fakes import Day, reply_in


def said(desk: Day, text: str, lang: str | None = None, by: str = "aoi") -> str:
    return reply_in(desk.says(by, text, lang=lang)).text


@each(
    ("text", "upset"),
    [
        ("いい加減にしてください。また落ちてます", True),
        ("お金払ってるんですけど", True),
        ("This is ridiculous, nothing loads", True),
        ("一覧が真っ白です", False),
        ("何回押しても開きません", False),
        ("The list is blank every time", False),
    ],
)
def test_anger_is_heard(knowledge: Knowledge, text: str, *, upset: bool) -> None:
    assert is_upset(text) is upset


def test_anger_is_answered_with_regret_and_not_quoted(desk: Day) -> None:
    text = said(desk, "いい加減にしてくれ。何回落ちれば気が済むんだ")
    assert "いい加減" not in text
    assert text.count("申し訳ありません") == 1
    assert "truly sorry" in said(
        desk, "This is ridiculous. Third time that nothing loads", "en", "ben"
    )


def test_an_error_without_its_words_is_asked_for_before_any_test(desk: Day) -> None:
    reply = reply_in(desk.says("aoi", "昨日からエラーが出ます"))
    assert reply.questions == ("error_text",)
    assert "incognito" not in reply.advice


@each("text", ["パスワード忘れた", "パスワードを忘れてしまいました", "I forgot my password"])
def test_a_forgotten_password_has_an_answer(desk: Day, text: str) -> None:
    reply = reply_in(desk.says("aoi", text))
    assert "reset_password" in reply.advice
    assert "cybozu.com" in reply.text


def test_ways_that_were_tried_are_listed_as_the_language_does(desk: Day) -> None:
    text = said(
        desk, "The list is blank. I tried another browser, reloading and a private window", "en"
    )
    assert "private window and another browser" in text


def test_who_asks_to_run_it_again_is_told_to_wait_only_while_it_fails(desk: Day) -> None:
    assert "お待ちください" in said(desk, "データが入ってきません。再送していいですか")
    desk.passes(5)
    text = said(desk, "直りました。今朝の分は再実行していいですか")
    assert "お待ちください" not in text
    assert "足りない分だけ" in text


def test_what_an_official_page_tells_to_do_stands_in_the_reply(desk: Day) -> None:
    desk.feed("hoshi_status", Shows.MAJOR_OUTAGE, "連携が止まっています。再送はしないでください")
    desk.passes(2)
    assert "「再送はしないでください」" in said(
        desk, f"{FORMS.names[1]}の回答がkintoneに入ってきません"
    )


def test_whether_it_is_down_is_a_question_however_the_rumour_came(desk: Day) -> None:
    reply = reply_in(desk.says("aoi", "Is kintone down? My feed says so.", lang="en"))
    assert not reply.is_report


def test_the_same_question_again_is_answered_shorter_and_with_regret(desk: Day) -> None:
    desk.says("aoi", "一覧が真っ白です")
    desk.passes(2)
    first = said(desk, "いつ直りますか")
    desk.passes(2)
    second = said(desk, "だからいつ直りますか")
    assert "お待たせして申し訳ありません" in second
    assert first.split("\n\n")[0] not in second


def test_who_tells_that_it_is_done_is_not_told_how_to_do_it(desk: Day) -> None:
    desk.says("aoi", "るりグリッドの一覧が真っ白です")
    desk.passes(2)
    assert "アプリの設定（歯車）" not in said(desk, "無効？やった。出た")


def test_the_platform_is_not_said_to_be_reported_for_what_may_be_anythings(desk: Day) -> None:
    for who in ("ben", "chie", "dan", "eri"):
        desk.says(who, "保存できません")
        desk.passes(2)
    text = said(desk, "保存できません。kintoneは大丈夫ですか")
    assert "kintoneについては、ほかの会社からも" not in text
    assert text.count("ほかの複数の会社からも、同じ症状の報告") == 1


@each(
    "text",
    [
        "パスワード認証に失敗しました。「X-Cybozu-Authorization」ヘッダーの値が正しくありません。",
        "The sync fails with: the password in the header is wrong",
    ],
)
def test_an_error_that_speaks_of_a_password_is_no_secret_that_was_written(
    desk: Day, text: str
) -> None:
    assert "伏せて" not in said(desk, text)
    assert "masks" not in said(desk, text, "en", "ben")


def test_newcomers_are_told_where_their_trouble_lies(desk: Day) -> None:
    text = said(desk, "先月入った人だけ顧客アプリが見えません")
    assert "アプリグループの公開先や組織の設定" in text
    assert "（先月）" not in text


def test_an_update_that_began_it_is_no_way_that_was_tried(desk: Day) -> None:
    text = said(desk, "アップデート後から一覧が真っ白です。更新し直しても変わりません")
    assert "更新はお試し済み" not in text


@pytest.mark.parametrize(  # each on a desk where nobody else reports the same
    ("text", "usual"),
    [
        ("ログインできません", "お一人だけならパスワード"),
        ("私だけログインできません", "お一人だけのときは"),
        ("通知のメールが届きません", "ベルのマーク"),
    ],
)
def test_an_open_cause_is_narrowed_down_by_what_is_usual(desk: Day, text: str, usual: str) -> None:
    assert usual in said(desk, text)


def test_what_is_usual_is_said_in_place_of_the_reason_for_the_question(
    desk: Day, knowledge: Knowledge
) -> None:
    reply = reply_in(desk.says("aoi", "朝から重いです"))
    assert "一つの一覧だけ遅いなら" in reply.text
    assert reply.questions == ("plugins_used",)
    assert knowledge.questions["plugins_used"].why["ja"] not in reply.text


@each(
    ("by", "text"),
    [
        ("aoi", "追伸：急ぎではありません。昨日から、画面の色も薄いです"),
        ("ben", "Not urgent, but the list is blank"),
        ("chika", "It is not critical. Since yesterday the colours look pale"),
    ],
)
def test_who_has_time_is_in_no_hurry_and_not_quoted_with_it(desk: Day, by: str, text: str) -> None:
    reply = said(desk, text, by=by)
    assert not any(word in reply for word in ("急ぎ", "お急ぎのところ", "critical", "urgent"))


@each(
    ("by", "text", "is_asked"),
    [
        ("aoi", "いま障害は出ていますか？", True),
        ("ben", "いま障害は出ていますか？うちは普通に使えています", False),
        ("chika", "Is kintone down? We are fine, just asking", False),
    ],
)
def test_who_says_that_they_are_well_is_not_asked_for_symptoms(
    desk: Day, by: str, text: str, *, is_asked: bool
) -> None:
    assert ("own_symptom" in reply_in(desk.says(by, text)).questions) is is_asked


@each(
    ("by", "text", "stops"),
    [
        ("aoi", "みんなで入れた点検表が、朝になったら1件も残っていません。消えましたか", True),
        ("ben", "フォームの申込みが今日は1件もkintoneに来ていません", False),
        ("chika", "Sign-ups from the form are missing in kintone since noon", False),
    ],
)
def test_what_was_there_is_lost_and_what_never_came_is_late(
    desk: Day, by: str, text: str, *, stops: bool
) -> None:
    reply = said(desk, text, by=by)
    assert ("最優先で担当者" in reply or "most urgent" in reply) is stops
