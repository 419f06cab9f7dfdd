"""A conversation gone through with today's knowledge: what would be said, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.desk.would_say import MOST, REMEMBERED, WouldSay, WouldSayToday
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.effect import Reply
from bot.model.knowledge import Knowledge
from tests.builders import MORNING, RARE
from tests.fakes import Day, everything_in


@pytest.fixture
def desk(knowledge: Knowledge) -> Iterator[Day]:
    day = Day(knowledge)
    day.opens()
    day.says("aoi", "kintoneのアプリが真っ白です")
    day.passes(2)
    day.says("aoi", "Ruri Gridを無効にしたら開きました")
    yield day
    day.store.close()


def today(desk: Day, knowledge: Knowledge) -> tuple[WouldSay, ...]:
    with desk.store.look() as work:
        opened = work.opened()
    return WouldSayToday(knowledge).of(desk.conversation(), opened)


def test_each_message_stands_beside_what_was_said_and_what_would_be(
    desk: Day, knowledge: Knowledge
) -> None:
    first, second = today(desk, knowledge)
    assert first.message.text == "kintoneのアプリが真っ白です"
    assert [turn.speaker for turn in first.said] == [Speaker.DESK]
    assert first.today.text
    assert second.suspects[0].cause == f"plugin:{RARE.id}"
    assert first.suspects[0].cause != second.suspects[0].cause


def test_nothing_is_kept_of_it(desk: Day, knowledge: Knowledge) -> None:
    before = everything_in(desk.store)
    today(desk, knowledge)
    assert everything_in(desk.store) == before


@pytest.mark.slow
def test_who_asks_again_of_the_same_gets_what_was_found(desk: Day, knowledge: Knowledge) -> None:
    would_say, conversation = WouldSayToday(knowledge), desk.conversation()
    found = would_say.of(conversation, None)
    assert would_say.of(replace(conversation), None) is found
    shorter = replace(conversation, turns=conversation.turns[:1])
    assert len(would_say.of(shorter, None)) == 1
    assert would_say.of(conversation, None) is found
    for number in range(REMEMBERED):
        would_say.of(replace(shorter, id=f"c{number}"), None)
    assert would_say.of(conversation, None) is not found
    assert REMEMBERED == 8


def test_what_is_understood_goes_on_from_message_to_message(
    desk: Day, knowledge: Knowledge
) -> None:
    asked = [question for one in today(desk, knowledge) for question in one.today.questions]
    assert len(asked) == len(set(asked))


def test_another_knowledge_says_something_else(desk: Day, knowledge: Knowledge) -> None:
    without = replace(knowledge, remedies={})
    first, _ = today(desk, knowledge)
    other, _ = today(desk, without)
    assert first.today.advice
    assert (other.today.text, other.today.details) != (first.today.text, first.today.details)


@pytest.mark.slow
def test_a_person_who_took_over_does_not_silence_it_and_so_many_are_enough(
    knowledge: Knowledge,
) -> None:
    turns = tuple(
        Turn(MORNING, Speaker.CUSTOMER, f"画面{n}が開きません", f"m{n}") for n in range(MOST + 5)
    )
    talk = Conversation("C1", "aoi", "aoi-inc", "chat", "ja", MORNING, turns=turns)
    found = WouldSayToday(knowledge).of(replace(talk, taken_over_by="hana"), None)
    assert len(found) == MOST
    assert all(one.today.text for one in found)


def test_what_was_said_alike_is_told() -> None:
    turn = Turn(MORNING, Speaker.DESK, "承りました。\n\n確認します。")
    reply = "承りました。 確認します。"
    assert _one(turn, reply).is_alike
    assert not _one(replace(turn, speaker=Speaker.STAFF), reply).is_alike
    assert not _one(turn, "別のお返事").is_alike


def _one(turn: Turn, reply: str) -> WouldSay:
    said = Reply("aoi", "m1", reply, "ja", "unknown", 0.0)
    return WouldSay(Turn(MORNING, Speaker.CUSTOMER, "…"), (turn,), said, ())
