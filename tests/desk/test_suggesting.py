"""What staff may send before anybody has taken a case over: what the desk knows and did not say when it handed over."""

import pytest

from bot.desk.suggesting import HANDS_OVER
from bot.model.conversation import Conversation
from bot.model.effect import Reply
from tests.web.leading import LeadHouse

WANTS = "担当者と話したいです"


@pytest.fixture
def house() -> LeadHouse:
    """Six organisations report one plug-in."""
    house = LeadHouse()
    house.outage()
    return house


def says(house: LeadHouse, who: str, text: str) -> tuple[Conversation, str]:
    """The conversation after a message, and what was answered."""
    effects = house.day.says(who, text)
    with house.store.look() as work:
        found = work.latest_conversation(who)
    assert found is not None
    return found, "".join(e.text for e in effects if isinstance(e, Reply))


def test_who_asks_for_a_person_gets_one_and_the_person_gets_the_finding(house: LeadHouse) -> None:
    found, answered = says(house, "aoba", WANTS)
    assert found.taken_over_by is None
    assert "Ruri Grid" in found.suggested
    assert "Ruri Grid" not in answered
    assert HANDS_OVER in found.advised[-1].advice
    assert "引き継" not in found.suggested


def test_what_else_was_asked_is_answered_in_it(house: LeadHouse) -> None:
    found, _ = says(house, "aoba", "データは消えていませんか。担当者と話したいです")
    assert "データ" in found.suggested or found.suggested == ""


def test_who_tells_nothing_else_leaves_nothing_to_suggest(house: LeadHouse) -> None:
    found, answered = says(house, "newcomer", WANTS)
    assert found.suggested == ""
    assert answered


def test_once_the_desk_goes_on_by_itself_it_has_said_what_it_knows(house: LeadHouse) -> None:
    says(house, "aoba", WANTS)
    found, answered = says(house, "aoba", "まだ一覧画面が真っ白です")
    assert answered
    assert found.suggested == ""
