"""What customers say came of advice, of the end of the trouble and of its return."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.model.acts import ReportedAction
from bot.model.conversation import AdviceOutcome, Advised, Complaint, Conversation, Trial
from bot.model.knowledge import Knowledge
from bot.model.understanding import Kind, Understanding
from bot.triage.recovery_signals import goes_on
from bot.triage.triage import Triage
from bot.triage.understand.facts.results import Sign, ToldResults
from tests.builders import RARE, a_catalogue, a_conversation, a_message, at, having_advised
from tests.cases import each

OFF = f"disable_plugin:{RARE.id}"
TROUBLED = a_conversation(reported_at=at(0), complaint=Complaint(kind=Kind.OUTAGE_REPORT))
ADVISED = having_advised(TROUBLED, OFF)
WAITING = having_advised(TROUBLED, "use_standard_view", "wait_for_vendor", "handoff_to_human")
OVER = replace(WAITING, recovered_at=at(20))
RELOADING = having_advised(TROUBLED, "hard_reload")


@each(
    ("before", "answered", "did", "so"),
    [
        (TROUBLED, (), (), True),
        (a_conversation(), (), (), False),  # of no trouble was told yet
        (TROUBLED, ("other_users",), (), False),  # it answers a question of ours
        (TROUBLED, (), (ReportedAction.RELOADED,), False),  # it is what came of that
    ],
)
def test_who_still_has_it_after_others_told_of_the_end(
    before: Conversation, answered: tuple[str, ...], did: tuple[ReportedAction, ...], *, so: bool
) -> None:
    heard = Understanding(
        Kind.OUTAGE_REPORT, "ja", "復旧したと聞きましたがまだです", answered=answered
    )
    told = ToldResults((Sign.FAILED,), said_over=True, actions=frozenset(did))
    assert goes_on(heard, told, before, ()) is so


@pytest.fixture(scope="module")
def triage(knowledge: Knowledge) -> Triage:
    return Triage(knowledge, a_catalogue())


def after(triage: Triage, text: str, before: Conversation, minutes: float = 30) -> Conversation:
    event = a_message(text=text, after=minutes)
    return triage.hear(before, event, triage.understand(event, before))


def kind(triage: Triage, text: str, before: Conversation) -> Kind:
    return triage.understand(a_message(text=text, after=30), before).kind


@each(
    "text",
    [
        "システム担当が休暇中なので、私だけでは変えられません",
        "権限がないためできませんでした",
        "受注に使っているので止めるわけにはいかないです",
        "歯車の印が出ないので試せません",
        "Our administrator is away this week",
        "I am not allowed to change that",
    ],
)
def test_who_may_not_or_cannot_try_has_not_tried(triage: Triage, text: str) -> None:
    trials = after(triage, text, ADVISED).trials
    assert [(t.advice, t.outcome) for t in trials] == [(OFF, AdviceOutcome.CANNOT)]


def test_what_the_administrator_did_in_vain_has_been_tried(triage: Triage) -> None:
    trials = after(triage, "管理者に頼んで無効にしてもらいましたが変わりません", ADVISED).trials
    assert [t.outcome for t in trials] == [AdviceOutcome.FAILED]


@each("minutes", [10, 150])
@each(
    "text",
    [
        "るりグリッドを切りました。一覧が見えています",
        "オフにしました。保存できます",
        "止めてもらったら出ました",
        "Turned Ruri Grid off, records show",
        "It's switched off, the forms open",
        "Reloading did nothing, switching it off did",
    ],
)
def test_what_goes_after_switching_off_is_its_result_however_late(
    triage: Triage, text: str, minutes: float
) -> None:
    heard = after(triage, text, ADVISED, minutes)
    assert heard.switched_off() == (RARE.id,)
    assert heard.is_troubled


@each("text", ["切りました。", "Switched it off. Checking now", "Off now. What next?"])
def test_the_deed_alone_is_no_result(triage: Triage, text: str) -> None:
    assert after(triage, text, ADVISED).trials == ()


@each(
    "text",
    [
        "Shiftを押しながら更新したら出ました",
        "更新のボタンを何度か押していたら見えました",
        "るりグリッドを4.1に上げたら動きました",
        "ほうっておいたら直りました",
        "I reloaded and it is back",
        "The update to 4.1 fixed it",
    ],
)
def test_a_cure_that_was_not_advised_ends_the_trouble_and_credits_nothing(
    triage: Triage, text: str
) -> None:
    heard = after(triage, text, ADVISED)
    assert heard.trials == ()
    assert not heard.is_troubled


def test_a_reload_that_was_advised_has_its_credit_and_ends_the_trouble(triage: Triage) -> None:
    heard = after(triage, "再読み込みしたら直りました", RELOADING)
    assert [(t.advice, t.outcome) for t in heard.trials] == [("hard_reload", AdviceOutcome.WORKED)]
    assert not heard.is_troubled


def test_a_reload_in_vain_says_nothing_of_switching_off(triage: Triage) -> None:
    assert after(triage, "何度か更新しても出ません", ADVISED).trials == ()


@each(
    "text",
    [
        "送信できました。ありがとうございます",
        "登録できたとのことです",
        "注文が入ってきました",
        "Logins work again",
        "Uploads go through again, with the right name.",
        "いまやったら復元できました",
        "回数は落ち着きました",
        "やっと落ち着いた",
        "うちも全部入りました。掲示はまだ「調査中」のままですけど",
        "Đã lưu được rồi ạ",
    ],
)
def test_it_works_when_nothing_waits_is_the_end_of_the_trouble(triage: Triage, text: str) -> None:
    assert kind(triage, text, WAITING) is Kind.RECOVERED_REPORT
    assert not after(triage, text, WAITING).is_troubled
    assert not after(triage, text, ADVISED, minutes=150).is_troubled


@each("before", [TROUBLED, ADVISED, WAITING])
@each(
    "text",
    [
        "戻して保存した。いけた",
        "Re-enabled Ruri Grid to test and uploads go through again. Their page still says investigating?",
    ],
)
def test_switched_on_again_it_works_for_who_never_told_us_that_it_was_off(
    triage: Triage, text: str, before: Conversation
) -> None:
    assert kind(triage, text, before) is Kind.RECOVERED_REPORT
    heard = after(triage, text, before)
    assert heard.trials == ()
    assert not heard.is_troubled


@each("text", ["直りました", "使えるようになりました", "it worked"])
@each(("asked", "ends"), [(None, False), (at(4), False), (at(5), True), (at(6), True)])
def test_it_works_is_the_end_for_who_was_asked_whether_it_is_over_after_the_advice(
    triage: Triage, text: str, asked: datetime | None, *, ends: bool
) -> None:
    before = replace(TROUBLED, advised=(Advised(OFF, at(5)),), asked_if_over=asked)
    heard = after(triage, text, before)
    assert heard.is_troubled is not ends
    assert [t.outcome for t in heard.trials] == ([] if ends else [AdviceOutcome.WORKED])


def test_who_was_asked_whether_it_is_over_may_still_tell_what_switching_off_did(
    triage: Triage,
) -> None:
    asked = replace(ADVISED, asked_if_over=at(6))
    heard = after(triage, "無効にしたら直りました", asked)
    assert heard.switched_off() == (RARE.id,)
    assert heard.is_troubled


def test_while_they_have_it_switched_off_it_works_ends_nothing(triage: Triage) -> None:
    off = replace(ADVISED, trials=(Trial(OFF, AdviceOutcome.WORKED, at(5)),))
    assert after(triage, "登録できました", off).is_troubled


@each(
    ("text", "minutes", "is_over"),
    [
        ("もどった！", 50, True),  # they told 45 minutes ago that it works without the plug-in
        ("もどった！", 49, False),
        ("復活してます。無効にしたの戻していいですか", 50, True),
        ("無効にして入力できています。いつ戻していいですか", 50, False),
        ("別の一覧なら開きました", 50, False),
        ("無効にしたら直りました", 50, False),
        ("また真っ白になりました", 50, False),
    ],
)
def test_long_after_switching_it_off_it_works_is_the_end(
    triage: Triage, text: str, minutes: float, *, is_over: bool
) -> None:
    off = replace(ADVISED, trials=(Trial(OFF, AdviceOutcome.WORKED, at(5)),))
    assert after(triage, text, off, minutes).is_troubled is not is_over


def test_who_is_asked_whether_it_goes_on_may_say_so_at_once(triage: Triage) -> None:
    off = replace(ADVISED, trials=(Trial(OFF, AdviceOutcome.WORKED, at(5)),), asked_if_over=at(8))
    assert not after(triage, "開きました", off, 10).is_troubled


@each(
    "text",
    [
        "標準の画面なら見えました",
        "手入力で登録できました",
        "スマホでは開けました",
        "一件だけ登録できました",
        "登録できましたか",
        "前は登録できました",
        "They say it works again",
        "We can save by typing it in manually",
        "更新したらもっとひどくなりました",
    ],
)
@each("before", [WAITING, ADVISED])
def test_a_way_round_a_part_or_hearsay_ends_nothing(
    triage: Triage, text: str, before: Conversation
) -> None:
    assert after(triage, text, before, minutes=150).is_troubled


@each(
    "text",
    [
        "復旧の掲示を見ましたが、弊社では改善していません",
        "また出なくなりました",
        "ぶり返しています。直ったのではないのですか",
        "Their page says resolved, ours is still blank. Are you sure?",
        "It is blank again",
    ],
)
@each("before", [WAITING, OVER])
def test_who_still_has_it_reports_it_whatever_a_page_says(
    triage: Triage, text: str, before: Conversation
) -> None:
    heard = kind(triage, text, before)
    assert heard.is_report or (heard is Kind.WORKAROUND_FAILED and before is WAITING)
    assert after(triage, text, before).is_troubled


def test_a_question_behind_a_report_leaves_it_one(triage: Triage) -> None:
    text = "The list is blank since 10. What does the status page of Ruri Grid say?"
    assert kind(triage, text, a_conversation()).is_report


@each(
    ("question", "text", "fact", "works"),
    [
        ("other_apps_ok", "No, other apps do not open either", "other_apps_ok", False),
        ("other_apps_ok", "None of our other apps load", "other_apps_ok", False),
        ("other_apps_ok", "The other apps do open", "other_apps_ok", True),
        ("other_sites", "Half of the web is slow here", "other_sites_ok", False),
        ("other_sites", "ほかのサイトも遅いです", "other_sites_ok", False),
        ("other_sites", "ほかのサイトは遅くないです", "other_sites_ok", True),
        ("other_network", "my phone on mobile data is fine", "other_network_ok", True),
    ],
)
def test_what_an_answer_says_of_other_places(
    triage: Triage, question: str, text: str, fact: str, *, works: bool
) -> None:
    asked = replace(TROUBLED, asked=(question,), open_questions=(question,))
    heard = after(triage, text, asked)
    assert heard.complaint.facts.get(fact) is works
    assert not any(s.value == "mobile_only" for s in heard.complaint.symptoms)


def test_who_switches_it_off_again_after_the_end_has_the_trouble_again(triage: Triage) -> None:
    off = Trial(OFF, AdviceOutcome.WORKED, at(5))
    on = Trial(f"reenable_{OFF.removeprefix('disable_')}", AdviceOutcome.WORKED, at(30))
    well = replace(ADVISED, trials=(off, on), recovered_at=at(30))
    again = after(triage, "切りました。見えます", well)
    assert again.is_troubled
    assert again.switched_off() == off.advice.rpartition(":")[2:]


@each("text", ["復旧したようです", "回数は落ち着きました"])
def test_words_of_the_end_are_heard_while_it_is_off(triage: Triage, text: str) -> None:
    off = replace(ADVISED, trials=(Trial(OFF, AdviceOutcome.WORKED, at(5)),))
    assert not after(triage, text, off).is_troubled
