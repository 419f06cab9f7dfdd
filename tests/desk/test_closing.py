"""Closing asks the customer whether it is solved; "no" opens the case again for whoever had it."""

from collections.abc import Iterator

import pytest

from bot.desk.labels import CLOSING_BUTTONS
from bot.model.conversation import Conversation, Speaker
from bot.model.effect import Effect, StaffReply, TicketNews, TicketRaised
from bot.model.event import TicketAnswered, TicketClosed
from bot.model.knowledge import Knowledge
from bot.model.ticket import Ticket, TicketStatus
from tests.fakes import Day, reply_in


@pytest.fixture
def desk(knowledge: Knowledge) -> Iterator[Day]:
    day = Day(knowledge)
    day.opens()
    yield day
    day.store.close()


def ticket(desk: Day) -> Ticket:
    with desk.store.look() as work:
        found = work.ticket("T1")
    assert found is not None
    return found


def talk(desk: Day) -> Conversation:
    with desk.store.look() as work:
        found = work.latest_conversation("aoi")
    assert found is not None
    return found


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
    assert talk(desk).closing is None


@pytest.mark.parametrize(
    ("text", "button"),
    [("はい、解決しました", "solved"), ("はい。", None), ("はい、ありがとうございました", None)],
)
def test_yes_is_thanked_for_and_staff_see_it(desk: Day, text: str, button: str | None) -> None:
    asked(desk)
    effects = desk.says("aoi", text, button=button)
    assert reply_in(effects).text
    found = ticket(desk)
    assert found.status is TicketStatus.CLOSED
    assert found.closing_answer is not None
    assert found.closing_answer.is_solved
    assert not talk(desk).is_troubled
    assert talk(desk).taken_over_by is None


@pytest.mark.parametrize("button", ["solved", None])
def test_trouble_beside_a_yes_is_heard_as_ever(desk: Day, button: str | None) -> None:
    asked(desk)
    effects = desk.says("aoi", "はい、でも今度は帳票の印刷画面が開きません", button=button)
    assert reply_in(effects).is_report
    found = ticket(desk).closing_answer
    assert found is not None
    assert (found.is_solved, found.comment[:2]) == (True, "はい")
    assert talk(desk).is_troubled
    assert talk(desk).closing is None


def test_no_opens_the_case_again_for_whoever_had_it(desk: Day) -> None:
    asked(desk)
    text = "まだ真っ白です。連絡先は tanaka@aoi.example です"
    effects = desk.says("aoi", text, button="unsolved")
    assert "再開し、担当者におつなぎしました" in reply_in(effects).text
    [raised] = [e for e in effects if isinstance(e, TicketRaised)]
    assert (raised.ticket, raised.news) == ("T1", TicketNews.REOPENED)
    found = ticket(desk)
    assert (found.status, found.staff) == (TicketStatus.CLAIMED, "hana")
    assert found.closing_answer is not None
    assert not found.closing_answer.is_solved
    assert found.closing_answer.comment.startswith("まだ真っ白です")
    assert "tanaka@" not in found.closing_answer.comment
    assert (talk(desk).ticket, talk(desk).taken_over_by) == ("T1", "hana")
    assert talk(desk).turns[-2].text.startswith("いいえ、まだです\nまだ真っ白です")
    assert desk.says("aoi", "よろしくお願いします") == ()  # a person has it


def test_no_days_later_opens_the_same_case(desk: Day) -> None:
    asked(desk)
    desk.now = desk.now.replace(day=desk.now.day + 4)
    desk.says("aoi", "いいえ、まだです", button="unsolved")
    assert ticket(desk).status is TicketStatus.CLAIMED
    with desk.store.look() as work:
        assert len(work.conversations()) == 1


def test_the_second_tap_is_no_answer_any_more(desk: Day) -> None:
    asked(desk)
    desk.says("aoi", "いいえ、まだです", button="unsolved")
    desk.says("aoi", "はい、解決しました", button="solved")
    found = ticket(desk)
    assert found.status is TicketStatus.CLAIMED
    assert found.closing_answer is not None
    assert not found.closing_answer.is_solved


def test_other_words_are_no_answer_and_neither_is_a_yes_to_something_later(desk: Day) -> None:
    asked(desk)
    desk.says("aoi", "帳票が印刷できません")
    assert ticket(desk).closing_answer is None
    desk.passes(1)
    desk.says("aoi", "はい")
    assert ticket(desk).closing_answer is None
    desk.says("aoi", "はい、解決しました", button="solved")  # a tap on the old question
    assert ticket(desk).closing_answer is not None


@pytest.mark.parametrize("word", ["Noon is fine", "はいけい、お世話になります"])
def test_a_word_that_only_begins_alike_is_no_answer(desk: Day, word: str) -> None:
    asked(desk)
    desk.says("aoi", word)
    assert ticket(desk).closing_answer is None


def test_who_has_a_newer_case_keeps_it(desk: Day) -> None:
    asked(desk)
    desk.says("aoi", "人と話したいです")
    desk.passes(1)
    desk.says("aoi", "いいえ、まだです", button="unsolved")
    assert talk(desk).ticket == "T2"
    assert ticket(desk).status is TicketStatus.CLOSED
    assert ticket(desk).closing_answer is not None


def test_what_was_answered_is_of_the_last_closing(desk: Day) -> None:
    asked(desk)
    desk.says("aoi", "いいえ、まだです", button="unsolved")
    desk._tell(TicketAnswered(desk.now, "T1", "hana", "もう一度直しました。"))
    closes(desk)
    assert ticket(desk).closing_answer is None
    assert talk(desk).closing is not None
