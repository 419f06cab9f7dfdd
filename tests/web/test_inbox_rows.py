"""The rows of the inbox: how long customers have waited, and what a page gets that asks again."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.japan import JST
from bot.model.operator import BusinessHours, OfficeHours, Operator
from tests.web.forms import sign_in, write
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio


@pytest.fixture
async def house() -> SendingHouse:
    """A customer waits for a person."""
    house = SendingHouse()
    await write(house.browser(), "一覧の画面が開きません。担当者と話したいです")
    return house


async def test_a_wait_counts_the_hours_in_which_somebody_answers(house: SendingHouse) -> None:
    early = house.clock.now.astimezone(JST)
    hours = OfficeHours(frozenset(range(7)), early.time(), (early + timedelta(hours=1)).time())
    house.knowledge = replace(house.knowledge, operator=Operator(hours=BusinessHours((hours,))))
    house.operator = house.knowledge.operator
    house.clock.passes(timedelta(hours=5))
    one = house.browser()
    await sign_in(one, "田中")
    page = html.unescape((await one.get("/staff?show=all")).text)
    assert "待ち（営業時間）" in page
    assert re.search(r'class="late-long"[^>]*>60分</time>', page)


async def test_a_page_that_refreshes_itself_gets_its_rows_and_no_form_anew(
    house: SendingHouse,
) -> None:
    one = house.browser()
    await sign_in(one)
    live = await one.get("/staff?show=all", headers={"Sec-Fetch-Mode": "cors"})
    whole = await one.get("/staff?show=all")
    assert 'id="rows"' in live.text
    assert 'id="views"' in live.text
    assert 'id="narrowing"' in whole.text
    assert 'id="narrowing"' not in live.text
