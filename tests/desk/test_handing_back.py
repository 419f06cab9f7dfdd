"""What staff do with a case beside answering: hand it back, ask, follow it, say what it is about."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.desk.taking_back import HELD_FOR
from bot.model.case_events import (
    SendingTakenBack,
    TicketCategorised,
    TicketFollowed,
    TicketHandedBack,
    TicketNoted,
)
from bot.model.event import TicketAnswered
from bot.model.knowledge import Knowledge
from bot.model.ticket import Category, TicketStatus
from tests.fakes import Day

QUESTION = "other_apps_ok"


@pytest.fixture
def desk(knowledge: Knowledge) -> Iterator[Day]:
    day = Day(knowledge)
    day.opens()
    day.says("aoi", "一覧が開きません。人と話したいです")
    day.claims("T1")
    yield day
    day.store.close()


def asks(desk: Day, question: str = QUESTION) -> None:
    held = desk.now + HELD_FOR
    words = "ほかのアプリは開きますか？"
    desk._tell(TicketAnswered(desk.now, "T1", "hana", words, held_until=held, question=question))


def test_the_desk_answers_again_when_a_case_is_handed_back(desk: Day) -> None:
    said = len(desk.replies)
    desk.says("aoi", "まだ開きません")
    assert len(desk.replies) == said
    desk._tell(TicketHandedBack(desk.now, "T1", "hana"))
    ticket = desk.ticket()
    assert (ticket.status, ticket.staff) == (TicketStatus.OPEN, None)
    assert desk.conversation().taken_over_by is None
    desk.says("aoi", "ほかのアプリも開きません")
    assert len(desk.replies) == said + 1


def test_what_nobody_has_is_not_handed_back(desk: Day) -> None:
    desk.closes("T1")
    desk._tell(TicketHandedBack(desk.now, "T1", "hana"))
    assert desk.ticket().status is TicketStatus.CLOSED


def test_a_question_that_staff_put_is_understood_when_it_is_answered(desk: Day) -> None:
    asks(desk)
    assert desk.conversation().open_questions[-1] == QUESTION
    desk.now += timedelta(minutes=1)
    desk.says("aoi", "はい")
    assert desk.conversation().complaint.facts["other_apps_ok"] is True
    assert QUESTION not in desk.conversation().open_questions


def test_a_question_that_is_taken_back_was_not_asked(desk: Day) -> None:
    before = desk.conversation()
    asks(desk)
    desk._tell(SendingTakenBack(desk.now, "T1", "hana"))
    after = desk.conversation()
    assert (after.asked, after.open_questions) == (before.asked, before.open_questions)


def test_an_answer_that_puts_a_question_which_nobody_knows_puts_none(desk: Day) -> None:
    asks(desk, "no_such_question")
    assert "no_such_question" not in desk.conversation().asked


def test_who_is_named_in_a_note_follows_the_case_until_they_do_not(desk: Day) -> None:
    desk._tell(TicketNoted(desk.now, "T1", "hana", "@佐藤 見てください", ("佐藤",)))
    desk._tell(TicketFollowed(desk.now, "T1", "kato"))
    desk._tell(TicketFollowed(desk.now, "T1", "kato"))
    assert desk.ticket().followers == ("佐藤", "kato")
    desk._tell(TicketFollowed(desk.now, "T1", "佐藤", follows=False))
    assert desk.ticket().followers == ("kato",)


def test_a_category_follows_the_words_until_staff_say_what_it_is(desk: Day) -> None:
    assert desk.ticket().category is Category.FAULT
    desk._tell(TicketCategorised(desk.now, "T1", "hana", "contract"))
    desk.says("aoi", "まだ開きません")
    assert desk.ticket().category is Category.CONTRACT
    desk._tell(TicketCategorised(desk.now, "T1", "hana", "no such"))
    ticket = desk.ticket()
    assert (ticket.category, ticket.categorised_by) == (Category.FAULT, None)


def test_a_question_on_prices_is_about_the_contract(knowledge: Knowledge) -> None:
    day = Day(knowledge)
    day.opens()
    day.says("aoi", "請求書の宛名を変更したいです。担当者をお願いします")
    assert day.ticket().category is Category.CONTRACT
    day.store.close()
