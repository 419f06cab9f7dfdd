"""What is told while trouble goes on: where it works, with what, who has it, how long they wait, and that it is back."""

import pytest

from bot.model.conversation import AdviceOutcome, Conversation
from tests.fakes import Day, reply_in

BLANK = "るりグリッドの一覧が真っ白です"


def said(desk: Day, text: str) -> str:
    desk.passes(2)
    return reply_in(desk.says("aoi", text)).text


def talk(desk: Day) -> Conversation:
    with desk.store.work() as work:
        found = work.latest_conversation("aoi")
    assert found is not None
    return found


def test_what_was_switched_off_unasked_is_the_one_product_that_was_named(desk: Day) -> None:
    said(desk, BLANK)
    said(desk, "無効にしました。見れるようになりました!")
    (trial,) = talk(desk).trials
    assert (trial.advice, trial.outcome) == ("disable_plugin:ruri_grid", AdviceOutcome.WORKED)


def test_of_the_platform_nothing_is_switched_off(desk: Day) -> None:
    said(desk, "kintoneの一覧が真っ白です")
    assert "kintoneは" not in said(desk, "無効にしても変わりません")
    assert talk(desk).trials == ()


def test_trouble_that_is_back_after_switching_on_is_answered_with_switching_off(desk: Day) -> None:
    said(desk, BLANK)
    said(desk, "無効にしたら出ました")
    said(desk, "さっき有効に戻して普通に動いてます")
    assert "もう一度「無効」に戻して" in said(desk, "と思ったらまた真っ白になりました")


@pytest.mark.parametrize(
    "text", ["るりグリッド使ってます", "スマホだと見れます", "Edgeなら出ます", "家からだと開きます"]
)
def test_whoever_adds_to_their_trouble_is_not_thanked_and_left(desk: Day, text: str) -> None:
    said(desk, "一覧が真っ白です")
    reply = said(desk, text)
    assert "いつでもお書きください" not in reply
    assert "使えるようになった" not in reply


def test_a_new_trouble_is_no_end_of_the_one_before(desk: Day) -> None:
    said(desk, BLANK)
    said(desk, "無効化で復活しました")
    reply = said(desk, "またきました 今度は一覧じゃなくて、通知メールが昼から1通も出ません")
    assert "使えるとのこと" not in reply
    assert "通知" in reply or "メール" in reply


def test_whoever_is_no_administrator_hears_whom_to_ask(desk: Day) -> None:
    said(desk, "保存できません")
    assert "管理者の方に" in said(desk, "私は管理者ではありません")
    assert talk(desk).answered == ()


class TestWaiting:
    """What is said to whoever waits for a person."""

    def test_who_complains_of_waiting_hears_regret_once(self, desk: Day) -> None:
        said(desk, "ログインできません")
        said(desk, "担当者に代わってください")
        assert "お待たせしており、申し訳ありません" in said(desk, "もう1時間も待ってるんですけど")
        assert "お待たせしており" not in said(desk, "まだ返事が来ないんですが")

    def test_who_asks_again_when_hears_it_in_other_words(self, desk: Day) -> None:
        said(desk, "ログインできません。担当者に代わってください")
        first = said(desk, "何時に連絡が来ますか")
        again = said(desk, "いつ連絡が来ますか")
        assert "時刻はお約束できません" in first
        assert "お返事はまだです" in again
        assert "担当者にも伝わります" not in again

    def test_a_wish_for_a_call_reaches_the_person(self, desk: Day) -> None:
        said(desk, "ログインできません")
        assert "お電話をご希望" in said(desk, "電話で話せませんか")

    def test_a_number_that_is_masked_is_said_to_reach_nobody(self, desk: Day) -> None:
        said(desk, "ログインできません。担当者と話したい")
        assert "伏せて保存" in said(desk, "担当の方、電話は 090-1234-5678 です。お願いします")

    def test_a_call_that_others_make_is_no_wish_for_one(self, desk: Day) -> None:
        said(desk, "ログインできません")
        reply = said(desk, "お客様から電話が鳴りっぱなしです。担当者を出してください")
        assert "お電話をご希望" not in reply


class TestSecrets:
    """What is said after a password was written."""

    def test_who_wrote_one_is_helped_and_not_declined(self, desk: Day) -> None:
        reply = said(desk, "パスワードを書いちゃった。pw: hogeHoge123")
        assert "変更し" in reply
        assert "いたしかねます" not in reply

    @pytest.mark.parametrize("text", ["まずかったですか", "使い続けても大丈夫ですか"])
    def test_what_is_asked_next_is_about_it(self, desk: Day, text: str) -> None:
        said(desk, "パスワードを書いちゃった。pw: hogeHoge123")
        assert "使わないでください" in said(desk, text)

    @pytest.mark.parametrize(("between", "still"), [(1, True), (2, False)])
    def test_after_two_more_messages_it_is_no_more(
        self, desk: Day, between: int, *, still: bool
    ) -> None:
        said(desk, "パスワードを書いちゃった。pw: hogeHoge123")
        for text in ("一覧が真っ白です", "全員です")[:between]:
            said(desk, text)
        reply = said(desk, "使い続けても大丈夫ですか")
        assert ("書き込んだパスワード" in reply) is still


@pytest.mark.parametrize("well", ["うちは特に困ってないです", "こちらは今のところ何ともないです"])
def test_who_is_well_is_not_asked_for_trouble(desk: Day, well: str) -> None:
    reply = reply_in(desk.says("aoi", f"今日kintoneで何か止まってますか？{well}"))
    assert "own_symptom" not in reply.questions
    later = reply_in(desk.says("aoi", "どこの会社が困っているんですか"))
    assert "own_symptom" not in later.questions


def test_whether_it_may_be_on_again_does_not_say_that_it_is(desk: Day) -> None:
    said(desk, "るりグリッドを無効にしたら一覧が出ました。いつ有効に戻していいですか")
    (trial,) = talk(desk).trials
    assert (trial.advice, trial.outcome) == ("disable_plugin:ruri_grid", AdviceOutcome.WORKED)


@pytest.mark.parametrize(
    "text", ["無効にしてアプリを更新したら出ました", "無効化、アプリ更新で復旧"]
)
def test_to_update_the_app_is_no_new_version_and_no_edit(desk: Day, text: str) -> None:
    said(desk, BLANK)
    said(desk, text)
    assert [c.of for c in talk(desk).changes] == ["ruri_grid"]
    assert "since-own-edit" not in talk(desk).complaint.signatures


def test_names_alone_tell_no_result(desk: Day) -> None:
    said(desk, "一覧が真っ白です")
    assert "使えるようになった" not in said(desk, "るりグリッド、ほしグリッド")
    assert talk(desk).trials == ()
