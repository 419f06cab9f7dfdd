"""A first reply takes up what the customer wrote, and only what was surely read."""

import pytest

from bot.model.knowledge import Knowledge
from bot.model.status import Shows
from tests.builders import PLATFORM, RARE
from tests.fakes import Day, reply_in


def first(desk: Day, text: str, **told: object) -> str:
    return reply_in(desk.says("aoi", text, **told)).text.split("\n\n")[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "taken_up"),
    [
        (
            "保存すると「集計に失敗しました」と表示されます",
            "「集計に失敗しました」と表示される",
        ),
        ("アプリ「見積」の一覧が真っ白です", "「見積」のアプリで画面が真っ白になる"),
        (
            "色分けの設定をしても反応しなくなりました。",
            "「色分けの設定をしても反応しなくなりました」",
        ),
        (f"{RARE.name}の一覧が真っ白です", f"{RARE.name}をお使いの際に画面が真っ白になる"),
        ("今朝からログインできません", "今朝から、ログインできない"),
        ("The list has been blank since this morning", "the screen is blank"),
    ],
)
def test_the_first_sentence_takes_up_what_was_told(desk: Day, text: str, taken_up: str) -> None:
    said = first(desk, text)
    assert taken_up in said
    regret = max(said.find("ご不便をおかけしております"), said.find("sorry"))
    assert regret > said.index(taken_up) + len(taken_up)  # short, and never first


def test_who_is_in_a_hurry_is_told_so_once(desk: Day) -> None:
    text = reply_in(desk.says("aoi", "至急お願いします。一覧が真っ白で業務が止まっています")).text
    assert "お急ぎのところ申し訳ありません" in text.split("\n\n")[0]
    assert text.count("申し訳") + text.count("ご不便") == 1


def test_what_was_masked_is_not_said_back(desk: Day) -> None:
    said = first(desk, "090-1234-5678の田中ですがボタンが反応しません")
    assert "[" not in said
    assert "090" not in said


def test_a_product_that_is_accused_is_not_said_back(desk: Day) -> None:
    assert RARE.name not in first(desk, f"{RARE.name}のせいで一覧が真っ白です")


def test_an_answer_comes_first_and_regret_is_no_paragraph_of_its_own(desk: Day) -> None:
    parts = reply_in(desk.says("aoi", "一覧が真っ白です。原因は何ですか？")).text.split("\n\n")
    assert parts[0].startswith("原因はまだ")
    assert "ご不便をおかけしております。" not in parts


def test_a_message_of_the_service_is_not_answered_with_a_try_of_the_browser(desk: Day) -> None:
    reply = reply_in(desk.says("aoi", "「日付の形式が不正です」とエラーが表示されました。"))
    assert not {"incognito", "other_browser", "check_other_network"}.intersection(reply.advice)


def test_it_is_said_once(desk: Day) -> None:
    desk.says("aoi", "アプリ「見積」の一覧が真っ白です")
    desk.passes(2)
    assert "「見積」" not in first(desk, "ほかのアプリは使えます")


def test_a_question_for_staff_is_said_back(desk: Day) -> None:
    said = first(desk, "お知らせの欄の背景の色を変えることはできますか？")
    assert "「お知らせの欄の背景の色を変えることはできますか」" in said


@pytest.mark.parametrize(
    "text",
    [
        "Deleted the plug-in and it is back operational now. Before that the list was blank.",
        "固まったり\n落ちたり\nボタンが反応しなかったり",
        "ボタンが反応しません？",
    ],
)
def test_good_news_lists_and_questions_are_not_quoted(desk: Day, text: str) -> None:
    said = first(desk, text)
    assert text.splitlines()[0] not in said
    assert "We understand" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("プラグインを外したら使えるようになりました", "何よりです"),
        ("Rolling back the plug-in fixed it", "Good"),
    ],
)
def test_who_tells_first_that_it_works_is_not_met_with_regret(
    desk: Day, text: str, said: str
) -> None:
    reply = reply_in(desk.says("aoi", text)).text
    assert said in reply
    assert "ご不便" not in reply
    assert "sorry" not in reply.lower()


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("今朝からログインできません", "今朝から、"),
        ("ずいぶん前からログインできません", None),
    ],
)
def test_only_a_plain_time_is_said_back(desk: Day, text: str, time: str | None) -> None:
    said = first(desk, text)
    assert said.startswith(f"{time}ログインできないとのこと") == (time is not None)


def test_a_time_that_began_a_sentence_is_said_back_within_one(desk: Day) -> None:
    said = first(desk, "Since this morning we cannot log in")
    assert "since this morning" in said


def test_what_fails_is_said_back_and_not_the_anger(desk: Day) -> None:
    said = first(desk, "さっきから同じことばかり聞くのはやめてくれ。画面が開かないって言ってる")
    assert "開かない" in said
    assert "同じことばかり" not in said


def test_who_takes_something_back_is_heard(desk: Day) -> None:
    desk.says("aoi", "一覧が真っ白です")
    desk.passes(2)
    assert first(desk, f"すみません間違えました、{RARE.name}のほうでした").startswith(RARE.name)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("一覧を開くと 502 Bad Gateway と出ます", "相手のサーバーが返すもの"),
        ("ERR_CONNECTION_TIMED_OUT と出て開きません", "時間内に応答がなかった"),
    ],
)
def test_an_error_is_explained_while_the_cause_is_open(desk: Day, text: str, told: str) -> None:
    reply = reply_in(desk.says("aoi", text)).text
    assert told in reply
    assert "同じ症状の報告" in reply


def test_who_tells_nothing_that_fails_is_asked_for_the_screen_and_what_happens(desk: Day) -> None:
    reply = reply_in(desk.says("aoi", "朝からなんだか変です"))
    assert reply.questions == ("error_text",)
    assert "どの画面で、何をしたときに" in reply.text


@pytest.mark.parametrize(
    ("text", "taken_up"),
    [
        ("今朝から動作が重い\n読み込みが終わらない", "動作が遅い"),
        ("今朝から動作が重い\n読み込みが終わらない", "読み込みが終わらない"),
        (
            "The colours that we set for the monthly view do nothing when we press them in there",
            "“The colours that we set for the monthly view do nothing when we press them in there”",
        ),
    ],
)
def test_two_symptoms_and_a_longer_sentence_in_latin_script_are_taken_up(
    desk: Day, text: str, taken_up: str
) -> None:
    assert taken_up in first(desk, text)


def test_no_regret_follows_what_an_error_means(desk: Day) -> None:
    text = reply_in(desk.says("aoi", "「権限がありません」と表示されます")).text
    assert "権限" in text
    assert "権限をご確認ください。ご不便" not in text


def test_a_request_is_called_one(desk: Day) -> None:
    text = reply_in(desk.says("aoi", "一覧に担当者の列を追加していただけませんでしょうか")).text
    assert "とのご依頼、承りました" in text
    assert "ご質問" not in text


def test_the_same_warning_is_not_given_in_two_wordings(desk: Day) -> None:
    told = "夜間の連携が止まってデータが入りません。もう一度実行しても大丈夫ですか"
    text = reply_in(desk.says("aoi", told)).text
    assert text.count("二重に登録される") == 1


def test_where_no_page_was_read_none_is_said_to_show_nothing(knowledge: Knowledge) -> None:
    day = Day(knowledge)
    day.opens()
    asks = "一覧が開きません。公式の障害情報に出ている件と同じですか"
    assert "掲載がなく" in reply_in(day.says("aoi", asks)).text
    blind = Day(knowledge)
    assert "公式ページをいまこちらから読み取れない" in reply_in(blind.says("aoi", asks)).text
    day.store.close()
    blind.store.close()


def test_of_a_vague_symptom_beside_a_plain_one_their_own_words_say_more(desk: Day) -> None:
    said = first(desk, "一括で出力した明細の見出しが文字化けします")
    assert "「一括で出力した明細の見出しが文字化けします」" in said


def test_what_fails_again_after_it_had_helped_is_a_relapse(desk: Day) -> None:
    for told in (f"{RARE.name}の一覧が真っ白です", f"{RARE.name}を無効にしたら開きました"):
        desk.says("aoi", told, uses=(RARE.id,))
        desk.passes(3)
    said = first(desk, "有効に戻したらまた白いです、だめですね", uses=(RARE.id,))
    assert said.startswith("有効に戻すと再び症状が出る")
    assert "変わらなかった" not in said


@pytest.mark.slow
def test_whose_trouble_is_their_own_is_told_of_no_outage_when_they_want_a_person(desk: Day) -> None:
    desk.feed(PLATFORM.status_feed or "", Shows.MAJOR_OUTAGE)
    desk.report("ben", "chie", "dai", text="kintoneが開きません", uses=PLATFORM)
    desk.passes(4)
    desk.says("zoe", "「ご利用期間が終了しました」という画面になります")
    desk.passes(2)
    asks = "担当者と話したいです"
    assert PLATFORM.name not in reply_in(desk.says("zoe", asks)).text
    assert PLATFORM.name in reply_in(desk.says("yui", asks)).text
