"""An answer and a closing are held for ten seconds, in which they can be taken back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.desk.ledger import Claimant
from bot.desk.taking_back import HELD_FOR, as_sent, held_turn
from bot.model.case_events import SendingTakenBack
from bot.model.event import TicketAnswered, TicketClosed
from bot.model.knowledge import Knowledge
from bot.model.ticket import TicketStatus
from tests.fakes import Day
from tests.lived import go_on

SECOND = timedelta(seconds=1)


@pytest.fixture
def desk(knowledge: Knowledge) -> Iterator[Day]:
    day = Day(knowledge)
    go_on(day, reported)
    yield day
    day.store.close()


def reported(day: Day) -> None:
    day.opens()
    day.says("aoi", "一覧が開きません。人と話したいです")


def answers(desk: Day, text: str = "直しました。") -> None:
    desk._tell(TicketAnswered(desk.now, "T1", "hana", text, held_until=desk.now + HELD_FOR))


def closes(desk: Day) -> None:
    held = desk.now + HELD_FOR
    desk._tell(TicketClosed(desk.now, "T1", "hana", asks=True, held_until=held))


def takes_back(desk: Day) -> None:
    desk._tell(SendingTakenBack(desk.now, "T1", "hana"))


def waiting(desk: Day) -> list[str]:
    return [o.key for o in desk.store.outgoing("chat") if o.key.startswith("staff_reply")]


def test_an_answer_is_seen_and_delivered_when_its_time_has_come(desk: Day) -> None:
    desk.claims("T1")
    answers(desk)
    assert as_sent(desk.conversation(), desk.now).turns == desk.conversation().turns[:-1]
    later = desk.now + HELD_FOR
    assert held_turn(desk.conversation(), later) is None
    assert as_sent(desk.conversation(), later) == desk.conversation()
    due = desk.store.ledger.claim("chat", Claimant("here"), 9, later)
    assert [o.key for o in due if o.key.startswith("staff_reply")] == waiting(desk)


def test_an_answer_that_is_taken_back_reaches_nobody(desk: Day) -> None:
    desk.claims("T1")
    before = desk.conversation().turns
    answers(desk)
    desk.now += HELD_FOR - SECOND
    takes_back(desk)
    assert desk.conversation().turns == before
    assert waiting(desk) == []
    assert desk.ticket().status is TicketStatus.CLAIMED
    takes_back(desk)
    assert desk.conversation().turns == before


def test_what_was_sent_stays(desk: Day) -> None:
    desk.claims("T1")
    answers(desk)
    desk.now += HELD_FOR
    takes_back(desk)
    assert desk.conversation().turns[-1].text == "直しました。"
    assert len(waiting(desk)) == 1


def test_what_is_being_delivered_stays(desk: Day) -> None:
    """A machine whose clock is ahead has begun it."""
    desk.claims("T1")
    answers(desk)
    desk.store.ledger.claim("chat", Claimant("ahead"), 9, desk.now + HELD_FOR)
    takes_back(desk)
    assert desk.conversation().turns[-1].text == "直しました。"


def test_of_two_the_latest_is_taken_back_first(desk: Day) -> None:
    desk.claims("T1")
    answers(desk, "一通目")
    desk.now += SECOND
    answers(desk, "二通目")
    takes_back(desk)
    assert [t.text for t in desk.conversation().turns[-1:]] == ["一通目"]
    takes_back(desk)
    assert waiting(desk) == []


@pytest.mark.parametrize("claimed", [True, False])
def test_a_closing_that_is_taken_back_leaves_the_case_with_whom_it_was(
    desk: Day, *, claimed: bool
) -> None:
    if claimed:
        desk.claims("T1")
    before, was = desk.conversation(), desk.ticket()
    closes(desk)
    assert desk.ticket().status is TicketStatus.CLOSED
    takes_back(desk)
    assert desk.conversation() == before
    assert (desk.ticket().status, desk.ticket().staff) == (was.status, was.staff)
    assert waiting(desk) == []


def test_nobody_answers_a_question_that_they_have_not_seen(desk: Day) -> None:
    desk.claims("T1")
    closes(desk)
    desk.now += SECOND
    desk.says("aoi", "はい")
    assert desk.ticket().closing_answer is None
