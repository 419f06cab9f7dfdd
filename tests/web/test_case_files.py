"""What else is made of a case's conversation: files to take along, and what would be said today."""

import csv
import io

import httpx
import pytest

from bot.model.audit import AuditFilter
from bot.model.staff import Role
from tests.web.forms import press, write
from tests.web.sending import SendingHouse
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio


@pytest.fixture
async def agent() -> tuple[SendingHouse, httpx.AsyncClient, str]:
    """An agent, and the page of a case that they have."""
    house = SendingHouse()
    browser = house.browser()
    await joins(house, browser, "佐藤", Role.AGENT)
    await write(house.browser(), "=cmd() が開きません。tanaka@aoi.example まで", organisation="aoi")
    with house.store.look() as work:
        [conversation] = work.conversations()
    talk = f"/staff/conversations/{conversation.id}"
    await press(browser, talk, f"{talk}/claim")
    with house.store.look() as work:
        [ticket] = work.tickets()
    page = f"/staff/tickets/{ticket.id}"
    await press(browser, page, f"{page}/note", note="社内だけの話")
    await press(browser, page, f"{page}/answer", text="承りました。", seen="0")
    return house, browser, page


@pytest.mark.slow
async def test_the_file_holds_what_was_said_masked_and_no_formula(
    agent: tuple[SendingHouse, httpx.AsyncClient, str],
) -> None:
    house, browser, page = agent
    answer = await browser.get(f"{page}/transcript.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [r["speaker"] for r in rows] == ["customer", "desk", "staff"]
    assert rows[0]["text"].startswith("'=cmd()")
    assert rows[0]["at"].endswith("+00:00")
    assert rows[-1]["text"] == "承りました。"
    assert 'filename="T1.csv"' in answer.headers["content-disposition"]
    for word in ("tanaka@", "社内だけの話"):
        assert word not in answer.text
    noted = house.staff.audited(AuditFilter(act="case.export"), None, 9)
    assert [(e.act, e.about, e.staff) for e in noted] == [("case.export", "T1", "佐藤")]


@pytest.mark.slow
async def test_a_case_is_gone_through_with_todays_knowledge(
    agent: tuple[SendingHouse, httpx.AsyncClient, str],
) -> None:
    house, browser, page = agent
    assert f'href="{page}/today"' in (await browser.get(page)).text
    before = house.store.last_event()
    answer = await browser.get(f"{page}/today")
    assert answer.status_code == 200
    for said in ("実際のお返事", "いまの知識なら", "承りました。"):
        assert said in answer.text
    assert "tanaka@" not in answer.text
    assert house.store.last_event() == before
    assert (await browser.get("/staff/tickets/T9/today")).status_code == 404


@pytest.mark.slow
async def test_the_text_says_of_which_case_it_is(
    agent: tuple[SendingHouse, httpx.AsyncClient, str],
) -> None:
    house, browser, page = agent
    answer = await browser.get(f"{page}/transcript.txt")
    assert answer.text.startswith("受付番号: T1\n組織: aoi")
    assert "] 担当者\n承りました。\n" in answer.text
    assert "社内だけの話" not in answer.text
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert f'href="{page}/transcript.csv" download' in (await browser.get(page)).text
    assert (await browser.get("/staff/tickets/T9/transcript.txt")).status_code == 404
    viewer = house.browser()
    await joins(house, viewer, "見学", Role.VIEWER)
    assert "transcript.csv" not in (await viewer.get(page)).text
