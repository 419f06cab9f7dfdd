"""A customer with two troubles: each is a case of its own, with its incident, its notices and its end."""

import logging
from datetime import timedelta
from typing import NoReturn

import pytest

from bot.desk.transcript import with_earlier_parts
from bot.model.catalogue import Product
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.effect import Reply
from bot.model.event import MessageReceived
from bot.model.understanding import Symptom
from bot.triage.sharing import MessageSharing
from tests.builders import FORMS, MORNING, PRINTS, RARE
from tests.fakes import Day, reply_in

BLANK = "るりグリッドの一覧が真っ白です"
NO_ANSWERS = "ほしフォームの回答がkintoneに入ってきません"
BOTH = (RARE.id, FORMS.id, PRINTS.id)


def cases_of(day: Day, customer: str = "aoi") -> list[Conversation]:
    """The cases of a customer in the order in which they began."""
    with day.store.look() as work:
        found = [c for c in work.active_conversations(MORNING) if c.customer == customer]
    return sorted(found, key=lambda c: (c.opened_at, len(c.id), c.id))


def about(case: Conversation) -> tuple[str, ...]:
    return case.complaint.products


def says(day: Day, *texts: str) -> Reply:
    """Aoi writes one message after the other; the answer to the last."""
    replies = list[Reply]()
    for text in texts:
        day.passes(1)
        replies.append(reply_in(day.says("aoi", text, uses=BOTH)))
    return replies[-1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "texts",
    [
        ("るりグリッドの一覧が真っ白です、あと通知メールも届きません",),
        ("Ruri Grid shows a blank page. Also, the notification mails do not arrive",),
        ("るりグリッド打不开，另外通知也收不到",),
        ("A lista do Ruri Grid não abre. Além disso, as notificações não chegam",),
        (BLANK, "別件ですが、通知メールが届きません"),
        (BLANK, "あと通知メールも届きません"),
        (BLANK, "直りました", "通知メールが届かなくなりました"),
        (BLANK, "たんぽぽ印刷でPDFが出ません"),
    ],
)
def test_a_second_trouble_is_a_case_of_its_own(texts: tuple[str, ...], desk: Day) -> None:
    says(desk, *texts)
    first, second = cases_of(desk)
    assert about(first) == (RARE.id,)
    assert RARE.id not in about(second)
    assert not first.complaint.symptoms & second.complaint.symptoms
    assert second.split_from == first.id
    assert first.one_of_several
    assert second.one_of_several
    assert second.complaint.inventory == BOTH


@pytest.mark.slow
@pytest.mark.parametrize(
    "texts",
    [
        (BLANK, "まだ真っ白です"),
        (BLANK, "直りました", "また真っ白になりました"),
        (BLANK, "はい、ほかのアプリは開きます。あとほかの人も同じです"),
        (BLANK, "エラーが出ます"),
        (BLANK, "別件ですが、請求書の宛名を変えたいです"),
        ("kintoneが開きません。あと保存もできません", "あとログインもできません"),
        ("私も駄目、隣の席も駄目です。一覧が開きません",),
        ("印刷できません。あと、再起動もしましたが駄目でした",),
    ],
)
def test_what_is_unsure_stays_with_the_case_last_spoken_of(
    texts: tuple[str, ...], desk: Day
) -> None:
    says(desk, *texts)
    (only,) = cases_of(desk)
    assert not only.one_of_several


def test_one_reply_speaks_of_both_by_name_and_asks_one_question(desk: Day) -> None:
    reply = says(desk, "るりグリッドの一覧が真っ白です、あと通知メールも届きません")
    blank, mails, apart = reply.text.index("るりグリッド"), *map(reply.text.index, ("通知", "別々"))
    assert blank < mails < apart
    assert len(reply.questions) == 1
    asking = [case for case in cases_of(desk) if case.open_questions]
    assert [about(case) for case in asking] == [(RARE.id,)]


def test_each_case_shows_all_words_and_knows_which_are_about_it(desk: Day) -> None:
    said = "るりグリッドの一覧が真っ白です、あと通知メールも届きません"
    says(desk, said)
    first, second = (case.turns[0] for case in cases_of(desk))
    assert (first.text, second.text) == (said, said)
    assert first.words + second.words == said
    newest = desk.conversation("aoi")
    with desk.store.look() as work:
        seen = with_earlier_parts(newest, work)
    assert [t.text for t in seen.turns if t.speaker is Speaker.CUSTOMER] == [said]
    assert len(seen.turns) == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("るりグリッドは直りました", {RARE.id}),
        ("フォームの回答が入るようになりました", {FORMS.id}),
        ("直りました", {FORMS.id}),
        ("全部直りました", {RARE.id, FORMS.id}),
        ("Everything works again", {RARE.id, FORMS.id}),
        ("一覧は直りましたが、フォームの回答はまだ入ってきません", {RARE.id}),
        ("フォームの回答は入るようになりましたが、一覧はまだ真っ白です", {FORMS.id}),
    ],
)
def test_an_end_ends_the_case_that_it_names_else_the_last_or_all(
    text: str, ended: set[str], desk: Day
) -> None:
    says(desk, BLANK, "あとほしフォームの回答も入ってきません", text)
    well = {p for case in cases_of(desk) if case.recovered_at for p in about(case)}
    assert well == ended


def test_the_end_of_the_last_is_followed_by_the_end_of_the_one_that_goes_on(desk: Day) -> None:
    says(desk, BLANK, "あとほしフォームの回答も入ってきません", "直りました", "直りました")
    assert all(case.recovered_at for case in cases_of(desk))


def test_a_reply_names_its_case_as_long_as_another_goes_on(desk: Day) -> None:
    says(desk, BLANK, "あと通知メールも届きません")
    assert says(desk, "るりグリッドは直りました").text.startswith("Ruri Gridの件です。")
    assert "件です" not in says(desk, "通知は届きました").text


def test_a_question_belongs_to_the_case_whose_words_it_has(desk: Day) -> None:
    says(desk, BLANK, "あと通知メールも届きません", "るりグリッドはいつ直りますか？")
    first, second = cases_of(desk)
    assert first.turns[-1].at > second.turns[-1].at


def test_where_a_person_has_taken_over_nothing_begins_beside(desk: Day) -> None:
    says(desk, BLANK)
    desk.says("aoi", "", button="human")
    ticket = desk.conversation("aoi").ticket
    assert ticket is not None
    desk.claims(ticket)
    desk.passes(1)
    assert not [
        e
        for e in desk.says("aoi", "別件ですが、ほしフォームの回答が入りません")
        if isinstance(e, Reply)
    ]
    assert len(cases_of(desk)) == 1


def reported(day: Day, text: str, uses: Product, *names: str) -> None:
    day.report(*names, text=text, uses=uses)


def two_at_once(day: Day) -> None:
    """Two faults; aoi and ben suffer from both and tell of the second in the same exchange."""
    for name in ("aoi", "ben", "chie"):
        day.passes(2)
        day.says(name, BLANK, uses=(RARE.id, FORMS.id))
    day.passes(20)
    day.says("aoi", "あとほしフォームの回答も入ってきません")
    day.passes(2)
    day.says("ben", NO_ANSWERS)
    reported(day, NO_ANSWERS, FORMS, "dai")


@pytest.mark.slow
def test_the_second_incident_is_seen_with_all_who_report_it(desk: Day) -> None:
    two_at_once(desk)
    first, second = desk.incidents
    assert (first.cause, second.cause) == (RARE.cause, FORMS.cause)
    assert desk.members(first.id) == {"aoi", "ben", "chie"}
    assert desk.members(second.id) == {"aoi", "ben", "dai"}
    assert [a.action for a in desk.alerts()].count("raised") == 2


@pytest.mark.slow
def test_each_end_is_told_to_those_of_its_incident_by_name(desk: Day) -> None:
    two_at_once(desk)
    desk.passes(10)
    desk.says("aoi", "るりグリッドは直りました")
    desk.says("chie", "自然に直りました")
    desk.passes(5)
    first, second = desk.incidents
    assert not first.is_open
    assert second.is_open
    assert desk.heard("recovered") == ["ben"]
    (told,) = desk.notices("recovered")
    assert told.text.startswith("Ruri Gridの件です。")
    desk.passes(20)
    desk.says("aoi", "フォームの回答も入るようになりました")
    desk.says("dai", "自然に直りました")
    desk.passes(5)
    assert not [i for i in desk.incidents if i.is_open]
    assert sorted(desk.heard("recovered")) == ["ben", "ben"]


@pytest.mark.slow
def test_what_is_off_for_one_case_is_switched_on_again_with_its_incident_alone(desk: Day) -> None:
    two_at_once(desk)
    desk.passes(2)
    desk.says("ben", "るりグリッドを無効にしたら一覧は開きました")
    first, second = desk.incidents
    desk.ends(second.id)
    desk.passes(2)
    assert desk.heard("reenable") == []
    assert "ben" in desk.heard("recovered")
    desk.ends(first.id)
    assert [(n.to, n.advice) for n in desk.notices("reenable")] == [
        (("ben",), (f"reenable_plugin:{RARE.id}",))
    ]


def test_whoever_comes_back_after_days_with_two_troubles_begins_anew(desk: Day) -> None:
    says(desk, BLANK)
    desk.now += timedelta(days=3)
    says(desk, "るりグリッドの一覧が真っ白です、あと通知メールも届きません")
    old, first, second = cases_of(desk)
    assert (first.split_from, second.split_from) == (None, first.id)
    assert not old.one_of_several


def test_a_third_trouble_stands_beside_both(desk: Day) -> None:
    says(
        desk, BLANK, "あと通知メールも届きません", "別件ですが、ほしフォームの回答が入ってきません"
    )
    first, second, third = cases_of(desk)
    assert (second.split_from, third.split_from) == (first.id, second.id)
    assert says(desk, "るりグリッドは直りました").text.startswith("Ruri Gridの件です。")
    assert [case.recovered_at is not None for case in cases_of(desk)] == [True, False, False]


def test_what_cannot_be_shared_out_is_taken_in_whole(
    desk: Day, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    says(desk, BLANK)

    def fails(*_: object) -> NoReturn:
        raise ZeroDivisionError

    monkeypatch.setattr(MessageSharing, "parts", fails)
    with caplog.at_level(logging.ERROR, logger="bot.desk.sharing"):
        reply = says(desk, "あと通知メールも届きません")
    assert reply.text
    (only,) = cases_of(desk)
    assert Symptom.NOTIFICATION_MISSING in only.complaint.symptoms


def test_thanks_and_dangers_name_no_case(desk: Day) -> None:
    says(desk, BLANK, "あと通知メールも届きません")
    assert "件です" not in says(desk, "ありがとうございます").text
    assert not says(desk, "全レコードが消えてしまいました").text.startswith("通知")


def test_in_a_thread_the_cases_are_those_of_all_who_write_there(desk: Day) -> None:
    def writes(customer: str, text: str) -> Reply:
        desk.passes(1)
        ident = f"{customer}{desk.now:%H%M}"
        about = customer, "acme", "chat", text
        return reply_in(desk.desk.handle(MessageReceived(desk.now, ident, *about, thread="t1")))

    writes("aoi", BLANK)
    writes("ben", "あと通知メールも届きません")
    (first,), (second,) = cases_of(desk, "aoi"), cases_of(desk, "ben")
    assert second.split_from == first.id
    assert writes("ben", "るりグリッドは直りました").text.startswith("Ruri Gridの件です。")
    assert cases_of(desk, "aoi")[0].recovered_at is not None
    assert cases_of(desk, "ben")[0].recovered_at is None


def test_lines_that_wait_stay_with_the_case_where_they_wait(desk: Day) -> None:
    says(desk, BLANK, "あと通知メールも届きません")
    first, _ = cases_of(desk)
    line = MessageReceived(
        *(desk.now, "l1", "aoi", "aoi-inc", "chat", "るりグリッドは"), more_may_follow=True
    )
    desk.desk.handle(line)
    with desk.store.work() as work:  # a notice of the other case comes between
        said = Turn(desk.now + timedelta(seconds=1), Speaker.DESK, "復旧を確認しました。")
        work.save_conversation(first.with_turn(said), desk.now)
    desk.now += timedelta(seconds=2)
    desk.says("aoi", "直りました")
    assert [case.recovered_at is not None for case in cases_of(desk)] == [True, False]
