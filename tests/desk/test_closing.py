"""Closing asks the customer whether it is solved; "no" opens the case again for whoever had it."""

import pytest

from bot.desk.labels import CLOSING_BUTTONS
from bot.model.conversation import Speaker
from bot.model.effect import Effect, StaffReply, TicketNews, TicketRaised
from bot.model.event import TicketAnswered, TicketClosed
from bot.model.ticket import TicketStatus
from tests.examples import first, first_rows
from tests.fakes import Day, reply_in


def closes(desk: Day, *, asks: bool = True, staff: str = "hana") -> tuple[Effect, ...]:
    return desk._tell(TicketClosed(desk.now, "T1", staff, asks))


def asked(desk: Day, words: str = "一覧が開きません。人と話したいです") -> StaffReply:
    """A case that was answered and closed: what its customer reads."""
    desk.says("aoi", words)
    desk.claims("T1")
    desk.answers("T1", "設定を直しました。")
    desk.passes(5)
    [question] = [e for e in closes(desk) if isinstance(e, StaffReply)]
    desk.passes(1)
    return question


def test_the_customer_is_told_and_asked_in_their_language_and_by_their_channel(desk: Day) -> None:
    question = asked(desk)
    assert "T1" in question.text
    assert "解決しましたか" in question.text
    assert question.buttons == CLOSING_BUTTONS
    with desk.store.look() as work:
        [found] = [c for c in work.conversations() if c.customer == "aoi"]
    assert found.turns[-1].speaker is Speaker.DESK
    assert found.turns[-1].buttons == CLOSING_BUTTONS
    waiting = desk.store.outgoing(found.channel)
    assert [o.effect for o in waiting if isinstance(o.effect, StaffReply)][-1] == question
    desk.says("bell", "Our list view is blank. I want to talk to a person.", lang="en")
    desk.claims("T2")
    [english] = desk._tell(TicketClosed(desk.now, "T2", "hana", asks=True))
    assert isinstance(english, StaffReply)
    assert "Is the problem solved?" in english.text


def test_nobody_is_asked_unless_staff_want_it_nor_twice(desk: Day) -> None:
    desk.says("aoi", "人と話したいです")
    desk.claims("T1")
    assert closes(desk, asks=False) == ()
    assert closes(desk) == ()
    assert desk.conversation().closing is None


@pytest.mark.parametrize(
    ("text", "button"),
    first_rows(
        2,
        [
            ("はい、解決しました", "solved"),
            ("はい。", None),
            ("はい、ありがとうございました", None),
        ],
    ),
)
def test_yes_is_thanked_for_and_staff_see_it(desk: Day, text: str, button: str | None) -> None:
    asked(desk)
    effects = desk.says("aoi", text, button=button)
    assert reply_in(effects).text
    found = desk.ticket()
    assert found.status is TicketStatus.CLOSED
    assert found.closing_answer is not None
    assert found.closing_answer.is_solved
    assert not desk.conversation().is_troubled
    assert desk.conversation().taken_over_by is None


@pytest.mark.parametrize("button", first(1, ["solved", None]))
def test_trouble_beside_a_yes_is_heard_as_ever(desk: Day, button: str | None) -> None:
    asked(desk)
    effects = desk.says("aoi", "はい、でも今度は帳票の印刷画面が開きません", button=button)
    assert reply_in(effects).is_report
    found = desk.ticket().closing_answer
    assert found is not None
    assert (found.is_solved, found.comment[:2]) == (True, "はい")
    assert desk.conversation().is_troubled
    assert desk.conversation().closing is None


def test_no_opens_the_case_again_for_whoever_had_it(desk: Day) -> None:
    asked(desk)
    text = "まだ真っ白です。連絡先は tanaka@aoi.example です"
    effects = desk.says("aoi", text, button="unsolved")
    assert "再開し、担当者におつなぎしました" in reply_in(effects).text
    [raised] = [e for e in effects if isinstance(e, TicketRaised)]
    assert (raised.ticket, raised.news) == ("T1", TicketNews.REOPENED)
    found = desk.ticket()
    assert (found.status, found.staff) == (TicketStatus.CLAIMED, "hana")
    assert found.closing_answer is not None
    assert not found.closing_answer.is_solved
    assert found.closing_answer.comment.startswith("まだ真っ白です")
    assert "tanaka@" not in found.closing_answer.comment
    assert (desk.conversation().ticket, desk.conversation().taken_over_by) == ("T1", "hana")
    assert desk.conversation().turns[-2].text.startswith("いいえ、まだです\nまだ真っ白です")
    assert desk.says("aoi", "よろしくお願いします") == ()  # a person has it


def test_no_days_later_opens_the_same_case(desk: Day) -> None:
    asked(desk)
    desk.now = desk.now.replace(day=desk.now.day + 4)
    desk.says("aoi", "いいえ、まだです", button="unsolved")
    assert desk.ticket().status is TicketStatus.CLAIMED
    with desk.store.look() as work:
        assert len(work.conversations()) == 1


def test_the_second_tap_is_no_answer_any_more(desk: Day) -> None:
    asked(desk)
    desk.says("aoi", "いいえ、まだです", button="unsolved")
    desk.says("aoi", "はい、解決しました", button="solved")
    found = desk.ticket()
    assert found.status is TicketStatus.CLAIMED
    assert found.closing_answer is not None
    assert not found.closing_answer.is_solved


def test_other_words_are_no_answer_and_neither_is_a_yes_to_something_later(desk: Day) -> None:
    asked(desk)
    desk.says("aoi", "帳票が印刷できません")
    assert desk.ticket().closing_answer is None
    desk.passes(1)
    desk.says("aoi", "はい")
    assert desk.ticket().closing_answer is None
    desk.says("aoi", "はい、解決しました", button="solved")  # a tap on the old question
    assert desk.ticket().closing_answer is not None


@pytest.mark.parametrize("word", first(1, ["Noon is fine", "はいけい、お世話になります"]))
def test_a_word_that_only_begins_alike_is_no_answer(desk: Day, word: str) -> None:
    asked(desk)
    desk.says("aoi", word)
    assert desk.ticket().closing_answer is None


def test_who_has_a_newer_case_keeps_it(desk: Day) -> None:
    asked(desk)
    desk.says("aoi", "人と話したいです")
    desk.passes(1)
    desk.says("aoi", "いいえ、まだです", button="unsolved")
    assert desk.conversation().ticket == "T2"
    assert desk.ticket().status is TicketStatus.CLOSED
    assert desk.ticket().closing_answer is not None


def test_what_was_answered_is_of_the_last_closing(desk: Day) -> None:
    asked(desk)
    desk.says("aoi", "いいえ、まだです", button="unsolved")
    desk._tell(TicketAnswered(desk.now, "T1", "hana", "もう一度直しました。"))
    closes(desk)
    assert desk.ticket().closing_answer is None
    assert desk.conversation().closing is not None
