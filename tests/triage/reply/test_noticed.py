"""What was told beside the trouble is taken up: clues, what was tried, pictures, and by whom."""

import re

import pytest

from bot.model.knowledge import Knowledge
from bot.triage.reply.noticed import CLUES, MOST_TRIED, NO_SIDE, SIGNS, TRIED
from bot.triage.reply.taps import FITS
from tests.builders import RARE
from tests.fakes import Day, reply_in


def said(desk: Day, text: str) -> str:
    return reply_in(desk.says("aoi", text)).text


@pytest.mark.parametrize(
    ("text", "taken_up"),
    [
        ("一覧が真っ白です。ほかの人は普通に見えています", "ほかの方は使えている"),
        ("印刷できません。別の回線でも同じです", "別の回線でも同じ"),
        ("先週ルーターを入れ替えました。保存できません", "社内のネットワーク"),
        ("印刷のボタンが押せません。部署の8人全員です", "8名に出ている"),
        ("The list is blank. Others can see it fine", "others can use it"),
        ("特定のレコードだけ開くと固まります", "特定のレコードだけで起きている"),
        ("The list is slow from time to time", "it comes and goes"),
    ],
)
def test_what_tells_causes_apart_is_taken_up(desk: Day, text: str, taken_up: str) -> None:
    assert taken_up in said(desk, text).split("\n\n")[0]


def test_no_more_than_two_clues_are_taken_up(desk: Day) -> None:
    told = (
        "一覧が真っ白です。ほかの人は普通に見えています。ほかのアプリは開きます。ポータルも開きます"
    )
    text = said(desk, told)
    assert "ほかの方は使えている、ほかのアプリは使えるとのことですので、お使いのパソコン" in text
    assert "ポータルは開く" not in text


def test_what_was_tried_is_taken_up_and_not_advised(desk: Day) -> None:
    reply = reply_in(
        desk.says("aoi", "キャッシュを消して、再起動もしましたが一覧が真っ白のままです")
    )
    assert "キャッシュの削除、再起動はお試し済み" in reply.text
    assert not {"clear_cache", "restart_pc"}.intersection(reply.advice)


def test_a_beginning_that_was_said_back_is_no_clue_as_well(desk: Day) -> None:
    text = said(desk, "先週ルーターを替えた日からファイルが開けません")
    assert "先週ルーターを替えた日から" in text
    assert "ネットワークが変わった" not in text


def test_an_answer_is_taken_up_in_place_of_thanks(desk: Day) -> None:
    desk.says("aoi", "一覧が真っ白です")
    desk.passes(2)
    assert said(desk, "ほかのアプリは使えます").startswith("ほかのアプリは使えるとのこと、承知")


def test_a_clue_about_apps_is_none_about_the_phone(desk: Day) -> None:
    assert "ほかのアプリは使える" not in said(desk, "スマホのアプリだけ通知が来ません。PCは来ます")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_all_that_may_be_taken_up_has_words(knowledge: Knowledge, lang: str) -> None:
    words = knowledge.words[lang]
    assert all(f"clue.{fact}.{value}" in words for fact in CLUES for value in ("yes", "no"))
    assert all(f"clue.{sign}" in words for sign in SIGNS)
    assert all(f"tried.{way}" in words for way in TRIED)
    told = {*SIGNS, *(f"{fact}.{value}" for fact in CLUES for value in ("yes", "no"))}
    assert {*("count", "everyone", "host", "one_record"), *told - NO_SIDE} == {
        key.removeprefix("side.") for key in words if key.startswith("side.")
    }
    assert knowledge.signatures.keys() >= set(SIGNS)
    assert MOST_TRIED == 4


def test_what_turned_out_a_mistake_is_closed_warmly(desk: Day) -> None:
    desk.says("aoi", "一覧が真っ白です")
    desk.passes(5)
    text = said(desk, "すみません、私の勘違いでした。絞り込みが残っていただけでした")
    assert text == (
        "何事もなくてよかったです。またお困りのことがありましたら、いつでもお書きください。"
    )


def test_a_mistake_of_others_is_no_good_news(desk: Day) -> None:
    text = said(desk, "社内では勘違いと言われますが、一覧が真っ白です")
    assert "何事もなくて" not in text


def test_who_fills_in_the_form_of_others_is_sent_there(desk: Day) -> None:
    reply = reply_in(desk.says("aoi", "町の予約フォームから予約しようとしたらエラーで止まります"))
    assert "公開している会社や団体" in reply.text
    assert "プラグイン" not in reply.text
    assert "ほかのアプリ" not in reply.text


def test_a_picture_is_asked_for_in_words(desk: Day) -> None:
    assert "文字でもお書き" in said(desk, "添付の画像のように一覧が崩れます")


def test_a_picture_whose_words_were_written_down_is_not(desk: Day) -> None:
    told = "画像を貼りました。「集計に失敗しました」と表示されます"
    assert "画像の中の文字" not in said(desk, told)


def test_whether_a_picture_arrived_is_answered_without_claiming_it(desk: Day) -> None:
    desk.says("aoi", "一覧が真っ白です")
    desk.passes(2)
    assert "画像は自動応答では読み取れない" in said(desk, "さっきの画像、そちらに届いていますか？")


def test_a_question_is_put_in_the_words_of_the_trouble(desk: Day) -> None:
    reply = reply_in(desk.says("aoi", "保存できません"))
    assert reply.questions == ("plugins_used",)
    assert "保存のときに動くプラグイン" in reply.text.split("\n\n")[-1]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_question_in_other_words_is_one_question_that_exists(
    knowledge: Knowledge, lang: str
) -> None:
    asked = {k: v for k, v in knowledge.words[lang].items() if k.startswith("ask.")}
    for key, text in asked.items():
        _, question, fits = key.split(".")
        assert question in knowledge.questions
        assert fits in FITS or fits in knowledge.topics
        assert len(re.findall("[?？]", text)) == 1, key


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_nobody_is_asked_for_the_console_of_a_service_without_a_page(
    knowledge: Knowledge, lang: str
) -> None:
    words = knowledge.words[lang]
    assert "F12" in knowledge.questions["console_error"].text[lang]
    assert all("F12" not in words[f"ask.console_error.{f}"] for f in ("server", "mobile_only"))


def test_when_nothing_was_told_the_time_of_recovery_asks_for_it(desk: Day) -> None:
    text = said(desk, "いつ直りますか？")
    assert "分かっていません" in text
    assert "いまお困りの症状は出ていますか" in text


def test_a_product_is_said_back_beside_an_answer(desk: Day) -> None:
    text = said(desk, f"{RARE.name}の一覧が真っ白です。うちだけですか？")
    assert f"{RARE.name}をお使いの際に画面が真っ白になる" in text


def test_who_has_no_administrator_left_is_told_whom_to_ask_first(desk: Day) -> None:
    reply = reply_in(desk.says("aoi", "前任者が退職して、管理者のパスワードが分かりません"))
    assert "ほかに共通管理者の方がいれば" in reply.text
    assert reply.questions == ()


def test_trouble_on_one_sort_of_device_is_told_from_the_rest(desk: Day) -> None:
    assert said(desk, "iPhoneだけ保存できません").startswith("アプリをいったん完全に終了")


def test_where_such_trouble_is_known_its_bare_symptom_is_not_said_back(desk: Day) -> None:
    text = said(desk, "動きません")
    assert text.startswith("kintoneのポータル（最初の画面）が開けば")
    assert text.rpartition("\n\n")[2].startswith("ご不便をおかけしております。")


def test_what_was_told_to_have_changed_is_said_back_with_where_it_is_looked_first(
    desk: Day,
) -> None:
    text = said(desk, "事務所を引っ越してから保存だけ途中で止まる")
    assert text.startswith(
        "社内のネットワーク（回線や機器）が変わったとのことですので、回線や社内の機器"
    )


def test_a_question_of_no_substance_is_not_quoted(desk: Day) -> None:
    told = "I was charged twice this year. I want a refund. How can we resolve it?"
    text = said(desk, told)
    assert "How can we resolve" not in text
    assert "“I was charged twice this year”" in text


def test_what_is_wanted_is_quoted_where_nothing_is_asked(desk: Day) -> None:
    assert "“I want to number my records by month”" in said(
        desk, "I want to number my records by month"
    )


def test_a_finding_is_no_news_because_time_has_passed(desk: Day) -> None:
    assert "ほかの会社からはまだな" in said(desk, "一覧が真っ白です")
    desk.passes(7)
    assert "ほかの会社からはまだ" not in said(desk, "ほかのアプリは使えます")


def test_what_they_say_later_that_they_use_is_taken_up(desk: Day) -> None:
    desk.says("aoi", "一覧が真っ白です")
    desk.passes(2)
    text = said(desk, f"プラグインは{RARE.name}です")
    assert text.startswith(f"{RARE.name}をお使いとのこと、承知しました。")


def test_thanks_after_the_end_are_not_met_with_the_state_of_affairs(desk: Day) -> None:
    desk.says("aoi", "一覧が真っ白です")
    desk.passes(5)
    desk.says("aoi", "直りました")
    desk.passes(5)
    text = said(desk, "直りました、ありがとうございます")
    assert "調べ" not in text
    assert "いつでもお書きください" in text


def test_who_waits_for_a_person_is_not_asked_for_results(desk: Day) -> None:
    desk.says("aoi", "一覧が真っ白で業務が止まっています。至急お願いします")
    desk.passes(2)
    text = said(desk, "わかりました。待ってます")
    assert "担当者が確認を続けています" in text
    assert "結果" not in text


def test_an_error_told_later_is_taken_up(desk: Day) -> None:
    desk.says("aoi", "一覧が真っ白です")
    desk.passes(2)
    text = said(desk, "エラーは「集計に失敗しました」です")
    assert text.startswith("「集計に失敗しました」と表示されるとのこと")


def test_what_was_stopped_without_a_name_is_called_no_plugin(desk: Day) -> None:
    desk.says("aoi", "帳票が出ません")
    desk.passes(2)
    text = said(desk, "拡張機能を止めたら帳票が出ました")
    assert "止めたものは、しばらく止めたまま" in text
    assert "プラグイン" not in text


def test_how_long_it_lasts_is_not_said_back_as_its_beginning(desk: Day) -> None:
    assert "(for a minute)" not in said(desk, "It is slow, but just for a minute")


def test_where_nothing_was_to_be_tried_nothing_is_said_to_have_failed(desk: Day) -> None:
    desk.says("aoi", "いま障害は出ていますか？")
    desk.passes(2)
    assert "変わらなかった" not in said(desk, "まだだめです")


def test_a_mistake_told_with_thanks_is_met_warmly(desk: Day) -> None:
    assert said(desk, "Great support! It was my fault. Thank you!").startswith("Good to hear")


def test_a_correction_without_a_known_name_is_heard(desk: Day) -> None:
    desk.says("aoi", "一覧が真っ白です")
    desk.passes(2)
    assert said(desk, "すみません、一覧ではなくて台帳画面の方でした").startswith("訂正、承知")


def test_an_error_without_a_report_is_taken_up_and_asked_on(desk: Day) -> None:
    desk.says("aoi", "hello")
    desk.passes(2)
    text = said(desk, "the error says 'Failed to fetch'")
    assert "“Failed to fetch”" in text
    assert "You are welcome" not in text


def test_a_host_that_they_name_is_taken_up(desk: Day) -> None:
    told = "The list is blank. https://cdn.example.net/a.js does not load"
    assert "it happens with cdn.example.net" in said(desk, told)


def test_who_is_in_a_hurry_is_met_with_regret_after_the_answer(desk: Day) -> None:
    text = said(desk, "至急です！客先で待たされています。いつになったら直るんですか！")
    assert "分かっていません" in text
    assert text.index("申し訳") > text.index("分かっていません")


def test_what_is_passed_on_is_said_back_with_its_trouble(desk: Day) -> None:
    text = said(desk, "年払いに変えた場合の割引はどうなりますか")
    assert "「年払いに変えた場合の割引はどうなりますか」とのご質問" in text
    assert "担当者に引き継ぎました" in text


def test_where_a_site_has_it_no_single_computer_is_looked_at(desk: Day) -> None:
    text = said(desk, "Only the Osaka branch cannot log in. Tokyo is fine.")
    assert "your computer" not in text


def test_an_update_after_which_it_began_is_not_taken_for_a_try(desk: Day) -> None:
    assert "an update" not in said(desk, "I updated the form and it still does not work.")
    assert "お試し済み" not in said(desk, "Chromeを最新にしたら帳票のプレビューが真っ白です")
