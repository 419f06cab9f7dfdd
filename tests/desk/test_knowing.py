"""A desk that learns in its life whose it is, and when its people answer."""

from dataclasses import replace
from datetime import time

from bot.desk.desk import Desk
from bot.model.effect import Effect, Reply
from bot.model.operator import BusinessHours, OfficeHours, Operator
from tests.builders import a_message, opening
from tests.shipped import knowledge
from tests.store.databases import in_memory

ASKS = "担当者と話せますか？何時まで対応していますか？"
HOURS = BusinessHours((OfficeHours(frozenset(range(5)), time(9), time(18)),))


def said(effects: tuple[Effect, ...]) -> str:
    return "".join(effect.text for effect in effects if isinstance(effect, Reply))


def test_what_a_desk_is_told_of_its_operator_holds_from_the_next_message_on() -> None:
    desk = Desk(in_memory(), knowledge())
    desk.handle(opening())
    assert "9:00" not in said(desk.handle(a_message("m1", ASKS)))
    desk.know(replace(knowledge(), operator=Operator(hours=HOURS)))
    assert "9:00〜18:00" in said(desk.handle(a_message("m2", ASKS, customer="mio", after=5)))
