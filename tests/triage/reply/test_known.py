"""What is known of a function is said to whoever asks about it, and first to whoever has trouble with it."""

import pytest

from bot.model.knowledge import Knowledge
from bot.triage.reply.known import KnownWords
from bot.triage.triage import Triage
from tests.builders import FORMS
from tests.cases import each
from tests.fakes import Day, reply_in


def said(desk: Day, text: str) -> str:
    return reply_in(desk.says(text, text)).text


@each(
    ("text", "fact"),
    [
        ("管理者以外のユーザーがインポートすることは可能ですか", "ファイル読み込み"),
        ("誰がこのレコードを変更したか調べたいです", "この前のバージョンに戻す"),
        ("アプリをコピーするとデータも一緒にコピーされますか？", "レコードは移りません"),
        ("同時に二人が同じレコードを編集したらどうなりますか？", "先に保存した方"),
        ("How can I see who changed the permissions of an app?", "change history of the settings"),
        ("APIの呼び出し回数の上限は何回ですか", "ワイドコース"),
        ("アプリのバックアップを取る方法はありますか", "コメントまで残るかはサービス"),
    ],
)
def test_a_question_is_answered_with_the_fact_and_handed_over(
    desk: Day, text: str, fact: str
) -> None:
    reply = reply_in(desk.says(text, text))
    first, last = reply.text.split("\n\n")
    assert fact in first
    assert "担当者もこの会話で" in last or "a colleague answers here" in last
    assert "handoff_to_human" in reply.advice


def test_nothing_known_says_the_question_back(desk: Day) -> None:
    text = said(desk, "お知らせの欄の背景の色を変えることはできますか？")
    assert text.startswith("「お知らせの欄の背景の色を変えることはできますか」")


@each(
    ("text", "not_said"),
    [
        ("一括更新したいレコードが3000件あります。いい方法ありますか", "回避策"),
        ("計算式の結果が1円ずれるのですが、これは不具合でしょうか", "まだ分かって"),
        ("アカウントがロックされていますと出ます。何分待てば解除されますか？", "復旧の時刻"),
    ],
)
def test_not_known_yet_is_left_out_where_something_is_known(
    desk: Day, text: str, not_said: str
) -> None:
    assert not_said not in said(desk, text)


def test_a_product_that_is_asked_about_without_a_topic_is_answered_as_before(desk: Day) -> None:
    assert "分かっていません" in said(desk, "画面が真っ白です。これは不具合でしょうか")


def test_what_is_known_stands_first_and_once_said_what_to_do_nothing_is_asked(
    desk: Day, knowledge: Knowledge
) -> None:
    reply = reply_in(desk.says("aoi", "ルックアップの値が前のまま更新されません"))
    assert reply.text.startswith(knowledge.topics["lookup-stale"].usual["ja"])
    assert reply.questions == ()
    assert reply.text.endswith(knowledge.words["ja"]["settled.more"])


def test_an_answer_for_questions_does_not_displace_what_helps_in_trouble(desk: Day) -> None:
    text = said(desk, "The mobile app keeps closing right after I open it on my Android phone")
    assert text.startswith("Close the app completely")


@each(
    ("text", "meaning"),
    [
        ("「権限がありません」と出ます", "必要な権限が足りない"),
        ("REST APIが CB_NO02 を返します", "APIを呼んだトークン"),
        ("APIで更新すると時々409が返ります", "ほかの更新が先に入った"),
        ("夜間のスクリプトからAPIで登録するとHTTP 520で失敗します", "520を返すことが"),
        ("CSVを読み込むと「CB_IL02 不正なリクエストです」と出ます", "読み込んだファイル"),
    ],
)
def test_an_error_is_explained_by_what_is_spoken_of(desk: Day, text: str, meaning: str) -> None:
    assert meaning in said(desk, text)


@pytest.mark.parametrize(
    "text",
    [
        "curlでX-Cybozu-API-Tokenを付けてGETすると401です",
        "Pythonスクリプトからのレコード登録がHTTP 520で失敗します",
        "Our nightly script gets CB_NO02 from the API",
    ],
)
def test_who_calls_the_api_is_asked_nothing_about_a_screen(desk: Day, text: str) -> None:
    reply = reply_in(desk.says(text, text))
    of_screens = {"other_apps_ok", "portal", "is_admin", "other_browser", "incognito", "own_js"}
    assert of_screens.isdisjoint(reply.questions)
    assert {"unlock_by_admin", "reset_password", "incognito"}.isdisjoint(reply.advice)


@each(
    ("text", "first"),
    [
        ("間違えてアプリを削除してしまいました。戻せますか？", "14日以内"),
        ("間違えてレコードを50件削除してしまいました", "元に戻せない"),
        ("CSVを読み込んだら全件の住所が同じに書き換わりました", "この前のバージョンに戻す"),
        ("I accidentally deleted 200 records", "cannot be brought back"),
    ],
)
def test_who_lost_data_hears_what_comes_back(desk: Day, text: str, first: str) -> None:
    reply = reply_in(desk.says(text, text))
    assert first in reply.text
    assert "引き継ぎ" in reply.text or "colleague" in reply.text


def test_whose_rights_are_gone_hears_who_can_give_them_back(desk: Day) -> None:
    assert "アプリ管理" in said(desk, "誤って自分の管理者権限を外してしまいました")
    assert "一時的な管理者" in said(desk, "管理者が退職して、誰もユーザーを追加できません")
    assert "Private" in said(desk, "アプリを作った方が退職しています。管理者を変えられますか")


@pytest.mark.parametrize(
    "text",
    [
        "データの取り込みが失敗します。[2024-01-05 10:20:30] local.ERROR: File does not exist",
        "保存しても画面には何も出ません",
        "login failed: Error: token expired",
    ],
)
def test_nobody_is_asked_for_an_error_that_is_there_or_is_none(desk: Day, text: str) -> None:
    assert "error_text" not in reply_in(desk.says(text, text)).questions


def test_a_greeting_in_another_language_is_not_quoted(desk: Day) -> None:
    reply = reply_in(desk.says("rui", "Bom dia, não consigo abrir os anexos", lang="pt")).text
    assert "Bom dia" not in reply
    assert "não consigo abrir os anexos" in reply


def test_no_5xx_is_read_in_a_number_of_records(desk: Day) -> None:
    assert "5xx" not in said(desk, "レコード500件が一覧に表示されません")


def test_the_fact_of_the_first_topic_that_has_one_is_taken(knowledge: Knowledge) -> None:
    words = KnownWords(knowledge)
    read = Triage(knowledge, knowledge.catalogue).read("レコード番号を1から振り直したい")
    assert words.of(read, "ja") == knowledge.topics["record-number"].answer["ja"]
    assert words.of(read, "ko") == ""


def test_a_broad_answer_is_given_where_no_closer_one_is(desk: Day) -> None:
    assert "アイコンと説明" in said(desk, "アプリのアイコンを変えたい")
    assert "振り直しもできません" in said(desk, "アプリの名前とレコード番号を1から振り直したい")


def test_a_service_that_was_named_is_not_told_of_the_pages_of_kintone(desk: Day) -> None:
    assert "ポータル（最初の画面）" in said(desk, "kintoneが開きません")
    assert "ポータル（最初の画面）" not in said(desk, f"{FORMS.name}が開きません")


def test_beside_a_first_check_no_other_test_stands_before_the_fold(desk: Day) -> None:
    reply = reply_in(desk.says("aoi", "画面が固まります"))
    assert "シークレットウィンドウ" in reply.text
    assert "別のネットワークでも" not in reply.text
    assert reply.questions
