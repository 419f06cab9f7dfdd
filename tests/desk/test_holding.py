"""Whose a case is, and what nobody else does with it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.desk.holding import held_by_another, may_answer, may_close
from bot.model.event import TicketClosed
from bot.model.knowledge import Knowledge
from bot.model.ticket import Ticket, TicketStatus
from bot.model.understanding import Urgency
from tests.builders import MORNING
from tests.fakes import Day

TICKET = Ticket("T1", MORNING, MORNING, "", Urgency.NORMAL)
HANAS = replace(TICKET, status=TicketStatus.CLAIMED, staff="hana")
CLOSED = replace(HANAS, status=TicketStatus.CLOSED)


def test_a_case_is_held_by_whoever_took_it() -> None:
    assert held_by_another(HANAS, "ken") == "hana"
    assert held_by_another(replace(HANAS, staff=None), "ken") == "?"
    assert {held_by_another(t, "hana") for t in (TICKET, HANAS, CLOSED)} == {""}
    assert held_by_another(TICKET, "ken") == held_by_another(CLOSED, "ken") == ""


def test_an_open_case_is_answered_by_whoever_has_it_or_by_anybody() -> None:
    assert may_answer(TICKET, "ken")
    assert may_answer(HANAS, "hana")
    assert not may_answer(HANAS, "ken")
    assert not may_answer(CLOSED, "hana")


def test_a_colleagues_case_is_closed_by_who_knows_whose_it_is() -> None:
    assert may_close(TICKET, "ken", "")
    assert may_close(HANAS, "hana", "")
    assert not may_close(HANAS, "ken", "")
    assert not may_close(HANAS, "ken", "emi")
    assert may_close(HANAS, "ken", "hana")
    assert may_close(HANAS, "ken", None)


@pytest.fixture
def desk(knowledge: Knowledge) -> Iterator[Day]:
    day = Day(knowledge)
    day.opens()
    day.says("aoi", "担当者と話したいです", button="human")
    day.claims("T1")
    yield day
    day.store.close()


@pytest.mark.parametrize(("whose", "closed"), [("", False), (None, True)])
def test_the_desk_keeps_the_rule_whoever_asks(
    desk: Day, whose: str | None, *, closed: bool
) -> None:
    owner = desk.ticket().staff
    effects = desk.desk.handle(TicketClosed(desk.now, "T1", "ken", asks=True, whose=whose))
    assert (desk.ticket().status is TicketStatus.CLOSED) is bool(effects) is closed
    assert closed or desk.ticket().staff == owner
