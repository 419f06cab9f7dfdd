"""Replies that follow what was said: hurry, failure, questions for services and maintenance, in each language."""

import pytest

from bot.model.knowledge import Knowledge
from bot.model.status import FetchOutcome, Shows
from tests.fakes import Day, reply_in

OTHERS = ("zh", "ko", "vi", "pt", "th", "id")
# Every key under which a first reply says back, finds or passes on.
SPOKEN = ("told", "tried", "clue", "side", "brief", "crowd", "cause", "heard", "route", "handoff")


def said(desk: Day, text: str, lang: str | None = None) -> str:
    return reply_in(desk.says("aoi", text, lang=lang)).text


def test_a_reply_speaks_of_hurry_only_where_the_message_did(desk: Day) -> None:
    assert (
        "お急ぎ"
        in said(desk, "至急お願いします。一覧が真っ白で受注が止まっています").split("\n\n")[0]
    )


@pytest.mark.parametrize(
    "text",
    [
        "Not urgent, but all our lists are blank since the update",
        "一覧が半分くらい出ないです‼",
        "急ぎではありませんが、印刷がずれます",
    ],
)
def test_what_only_sounds_urgent_is_not_told_that_it_was_said(desk: Day, text: str) -> None:
    reply = said(desk, text)
    assert "お急ぎのところ" not in reply
    assert "お急ぎの件" not in reply
    assert "it is urgent" not in reply


def test_what_was_switched_off_in_vain_may_be_on_again(desk: Day) -> None:
    desk.says("aoi", "るりグリッドの一覧が真っ白です")
    desk.passes(2)
    text = said(desk, "るりグリッドを無効にしてみましたが変わりません")
    assert "Ruri Gridは無効にしても変わらないため、有効に戻して" in text


def test_what_helped_when_it_was_off_is_not_said_to_be_free(desk: Day) -> None:
    desk.says("aoi", "るりグリッドの一覧が真っ白です")
    desk.passes(2)
    assert "構いません" not in said(desk, "るりグリッドを無効にしたら開きました")


@pytest.mark.parametrize(
    ("text", "name"),
    [("Notionって今落ちてますか？", "Notion"), ("Is Trello down right now?", "Trello")],
)
def test_the_state_of_a_service_in_no_catalogue_is_not_told(
    desk: Day, text: str, name: str
) -> None:
    reply = said(desk, text).split("\n\n")[0]
    assert name in reply
    assert "kintone" not in reply


def test_a_service_that_is_asked_about_is_answered_by_its_own_page(desk: Day) -> None:
    assert said(desk, "kintoneって今障害ですか？").startswith("公式ページには")


def test_the_next_maintenance_is_answered_by_the_page(desk: Day) -> None:
    asks = "来月のメンテはいつですか"
    assert "予定の掲載は見当たりません" in said(desk, asks)
    desk.feed("kintone_status", Shows.MAINTENANCE_SCHEDULED)
    desk.passes(2)
    assert "予定が掲載されています" in said(desk, asks)
    desk.feed("kintone_status", Shows.MAINTENANCE_IN_PROGRESS)
    desk.passes(2)
    assert "いまメンテナンス中です" in said(desk, asks)
    desk.feed("kintone_status", FetchOutcome.UNREACHABLE)
    desk.passes(20)
    assert "いまこちらから読み取れない" in said(desk, asks)


def test_no_browser_is_tried_for_what_runs_on_servers(desk: Day) -> None:
    reply = reply_in(desk.says("aoi", "ほしフォームの申込フォームが送信できないと連絡がありました"))
    assert not {"incognito", "other_browser", "clear_cache"} & {*reply.advice}


def test_who_asks_whether_to_run_it_again_is_not_asked_for_trouble(desk: Day) -> None:
    reply = reply_in(desk.says("aoi", "다시 실행해도 되나요?", lang="ko"))
    assert reply.questions == ()
    assert "이중" in reply.text


def test_a_mistake_is_not_asked_for_trouble(desk: Day) -> None:
    assert reply_in(desk.says("aoi", "早とちりでした。取り消します")).questions == ()


def test_the_other_languages_say_what_a_reply_needs(knowledge: Knowledge) -> None:
    english = {k for k in knowledge.words["en"] if k.partition(".")[0] in SPOKEN}
    for lang in OTHERS:
        lacking = english - knowledge.words[lang].keys()
        assert len(lacking) < 0.25 * len(english), (lang, sorted(lacking))


@pytest.mark.parametrize(
    ("lang", "text", "says"),
    [
        ("zh", "同事们都一样，画面一直空白。是kintone的故障吗？", "是不是kintone的原因还不清楚"),
        ("ko", "플러그인을 삭제하면 되나요?", "삭제하지 마세요"),
        ("vi", "Em chạy lại được không ạ?", "Xin đừng chạy"),
        ("pt", "Todos os registros sumiram, não aparece mais nada!", "mais urgente"),
        ("th", "ข้อมูลหายหมดเลยค่ะ", "ด่วนที่สุด"),
        ("id", "Semua data hilang setelah impor", "paling mendesak"),
    ],
)
def test_questions_and_dangers_are_answered_in_the_language_they_are_put(
    desk: Day, lang: str, text: str, says: str
) -> None:
    assert says in said(desk, text, lang)


def test_who_looks_after_the_line_is_whom_to_tell_of_it(desk: Day) -> None:
    desk.says("aoi", "会社のWi-Fiだと開かず、スマホの4Gだと開きます。昨日ルーターを新しくしました")
    desk.passes(2)
    text = said(desk, "これは誰に言えばいい話ですか")
    assert "情報システムのご担当" in text
    assert "どなたでも" not in text


def test_an_invoice_beside_trouble_goes_to_staff_too(desk: Day) -> None:
    text = said(desk, "請求書の送付先を変えたいのと、一覧が今朝から真っ白です")
    assert "真っ白" in text
    assert "ご契約・料金の件として、担当者に引き継ぎました" in text


def test_regret_goes_with_a_person_for_who_tells_of_trouble(desk: Day) -> None:
    text = said(desk, "Third time this month the graphs are dead. I want your manager, now.")
    assert "Sorry for" in text
    assert "Sorry" not in reply_in(desk.says("ben", "I want to talk to a person please")).text


def test_an_answer_that_it_comes_and_goes_is_no_half_of_an_end(desk: Day) -> None:
    desk.says("aoi", "会社の全員がキントーンを開けません。誰のPCでも同じです")
    assert desk.replies[-1].questions == ("other_apps_ok",)
    desk.passes(2)
    text = said(desk, "ほかのアプリも出たり出なかったりです")
    assert "一部は使えるようになり" not in text


def test_who_takes_everybody_back_is_not_told_that_all_have_it(desk: Day) -> None:
    desk.says("aoi", "見積アプリの金額の欄が消えました。全員です")
    desk.passes(2)
    text = said(desk, "すみません、全員じゃなかったです。私だけでした")
    assert text.startswith("訂正、承知しました")
    assert "皆さん同じ" not in text


def test_what_helps_meanwhile_is_said_once(desk: Day) -> None:
    said(desk, "るりグリッドのアプリが真っ白です。全員です。ほかのアプリは開きます")
    first = said(desk, "それまでどうすればいいですか")
    again = said(desk, "ほかに方法はありませんか")
    assert not {*first.split("\n\n")} & {*again.split("\n\n")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("プラグインを削除したら開きました", "設定は失われています"),
        ("Deleted the plug-in and it opens again", "settings are gone"),
    ],
)
def test_who_deleted_a_plug_in_hears_what_is_gone_and_what_to_do_elsewhere(
    desk: Day, text: str, told: str
) -> None:
    lang = "en" if text.isascii() else "ja"
    said(
        desk,
        "Our lists with Ruri Grid are blank" if lang == "en" else "るりグリッドの一覧が真っ白です",
        lang,
    )
    assert told in said(desk, text, lang)
    assert told not in said(desk, "Thanks" if lang == "en" else "ありがとう", lang)


def test_whether_it_may_be_on_again_is_answered_beside_another_question(desk: Day) -> None:
    said(desk, "るりグリッドの一覧が真っ白です")
    said(desk, "切ったら見えた。あざす")
    reply = said(desk, "もう戻していい感じ？あと原因なんだったの")
    assert "無効のまま" in reply
    assert "Ruri Gridが関係している可能性が高い" in reply  # switched off, it works
    assert reply.count("無効") == 2  # said once, and why
