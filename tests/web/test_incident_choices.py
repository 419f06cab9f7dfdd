"""What a lead can choose on the page of an incident: an owner, a cause, and what is offered at all."""

import re
from dataclasses import replace

import httpx
import pytest

from bot.model.incident import Incident, IncidentStatus
from bot.model.staff import Role
from tests.builders import RARE
from tests.web.forms import press, sign_in
from tests.web.leading import LeadHouse, lead
from tests.web.staffing import invitation, joins

__all__ = ["lead"]
pytestmark = pytest.mark.anyio
PAGE = "/staff/incidents/I1"


def known(house: LeadHouse) -> Incident:
    (found,) = (i for i in house.day.incidents if i.id == "I1")
    return found


async def test_an_incident_is_handed_over_to_somebody_with_an_account_and_to_nobody_else(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    async with house.browser() as colleague, house.browser() as looker:
        await joins(house, colleague, "鈴木", Role.AGENT)
        await joins(house, looker, "田中", Role.VIEWER)
    invitation(house, "高橋", Role.LEAD)  # who has not come yet
    page = (await browser.get(PAGE)).text
    assert re.findall(r"<option>([^<]+)</option>", page) == ["鈴木"]
    for name in ("山田太郎", "田中", "高橋"):
        refused = await press(browser, PAGE, f"{PAGE}/decide", what="own", about=name)
        assert refused.status_code == 409
        assert f"「{name}」さんのアカウントはないため" in refused.text
    assert known(house).owner is None
    await press(browser, PAGE, f"{PAGE}/decide", what="own", about="鈴木")
    assert known(house).owner == "鈴木"


async def test_where_nobody_has_an_account_an_incident_goes_to_any_name() -> None:
    house = LeadHouse()
    house.outage()
    async with house.browser() as browser:
        await sign_in(browser)
        assert 'list="to-names"' in (await browser.get(PAGE)).text
        await press(browser, PAGE, f"{PAGE}/decide", what="own", about="山田")
    assert known(house).owner == "山田"
    house.store.close()


async def test_a_cause_is_named_by_a_part_of_its_name_in_either_language(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    assert '<option value="Ruri Grid（プラグイン）">' in (await browser.get(PAGE)).text
    for typed in ("るりぐりっど", "ruri grid (plugin)", "Ruri Grid（プラグイン）", RARE.cause):
        await press(browser, PAGE, f"{PAGE}/decide", what="change_cause", about=typed)
        assert (known(house).chosen, known(house).cause) == (RARE.cause, RARE.cause), typed
        await press(browser, PAGE, f"{PAGE}/decide", what="rule_out", about=RARE.cause)
    several = await press(browser, PAGE, f"{PAGE}/decide", what="change_cause", about="プラグイン")
    assert several.status_code == 409
    assert re.search(r"「プラグイン」に当てはまる原因が\d+件あります：[^。]+、", several.text)


async def test_why_an_incident_is_confirmed_is_said_and_it_is_not_confirmed_again(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    found = replace(known(house), status=IncidentStatus.CONFIRMED)
    with house.store.work() as work:
        work.save_incident(found)
    page = (await browser.get(PAGE)).text
    assert "提供元の掲示と報告が一致し確認済み" in page
    assert "確認済みにする" not in page
    assert "<summary>原因を確定する</summary>" in page
    await press(browser, PAGE, f"{PAGE}/decide", what="confirm")
    page = (await browser.get(PAGE)).text
    assert "担当者が原因を確認" in page
    assert "<summary>原因を確定する</summary>" not in page


async def test_nothing_is_suspected_any_more_of_an_incident_that_is_over(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    _, browser = lead
    assert "ここが疑わしい" in (await browser.get(PAGE)).text
    await press(browser, PAGE, f"{PAGE}/end")
    page = (await browser.get(PAGE)).text
    assert "ここが疑わしい" not in page
    assert "原因と見ていた部分" in page
