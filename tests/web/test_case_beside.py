"""What stands beside a conversation of its incident and of its organisation, with a real desk behind the pages."""

import html
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.model.organisation import KnownOrganisation
from bot.model.staff import Role
from tests.builders import FORMS
from tests.web.leading import LeadHouse, lead
from tests.web.staffing import joins

__all__ = ["lead"]
pytestmark = pytest.mark.anyio


def case_of(house: LeadHouse) -> str:
    """Who reported asks for a person; the page of that case."""
    house.passes(1)
    house.day.says("kawara", "担当者と話したいです")
    with house.store.look() as work:
        (talk,) = (c for c in work.members("I1") if c.customer == "kawara")
    return f"/staff/tickets/{talk.ticket}"


async def brief(browser: httpx.AsyncClient, case: str) -> str:
    page = html.unescape((await browser.get(case)).text)
    return page[page.index('id="brief"') : page.index('id="notes-card"')]


@pytest.fixture
async def unweighed() -> AsyncIterator[tuple[LeadHouse, httpx.AsyncClient]]:
    """A lead, and pages that weigh nothing anew."""
    house = LeadHouse()
    house.reweighing = None
    house.outage()
    house.staff = house.store.staff
    async with house.browser() as browser:
        await joins(house, browser, "佐藤", Role.LEAD)
        yield house, browser
    house.store.close()


async def test_what_has_become_of_the_incident_since_is_said_and_its_cause_where_it_is_another(
    unweighed: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = unweighed
    case = case_of(house)
    (known,) = (i for i in house.day.incidents if i.id == "I1")
    with house.store.work() as work:
        work.save_incident(replace(known, changed_at=house.day.now - timedelta(hours=1)))
    assert "そのあと" not in await brief(browser, case)
    with house.store.work() as work:
        work.save_incident(replace(known, changed_at=house.day.now + timedelta(minutes=2)))
    told = await brief(browser, case)
    assert re.search(r"そのあとインシデントに動きがありました（\d\d:\d\d）。", told)
    assert "banner" not in told
    other = replace(known, suspects=(FORMS.cause,), chosen=FORMS.cause)
    with house.store.work() as work:
        work.save_incident(replace(other, changed_at=house.day.now + timedelta(minutes=2)))
    told = await brief(browser, case)
    assert "インシデント全体のいまの見立て：Hoshi Form" in told
    assert "動きがありました" not in told


async def test_the_note_on_the_organisation_is_read_where_its_people_are_answered(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    case = case_of(house)
    with house.store.work() as work:
        (talk,) = (c for c in work.members("I1") if c.customer == "kawara")
        noted = KnownOrganisation(
            *(talk.tenant, "", ()),
            complete=False,
            changed_at=house.day.now,
            changed_by="佐藤",
            note="請求は経理へ",
        )
        work.save_organisations([noted])
    page = (await browser.get(case)).text
    assert "請求は経理へ" in page
    assert "/staff/settings/organisation" not in page
    async with house.browser() as admin:
        await joins(house, admin, "田中", Role.ADMIN)
        assert f"/staff/settings/organisation?id={talk.tenant}" in (await admin.get(case)).text


async def test_a_registered_organisation_is_called_by_its_name_wherever_it_stands(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    case = case_of(house)
    with house.store.work() as work:
        (talk,) = (c for c in work.members("I1") if c.customer == "kawara")
        known = KnownOrganisation(
            *(talk.tenant, "川原フーズ株式会社", ()),
            complete=False,
            changed_at=house.day.now,
            changed_by="佐藤",
        )
        work.save_organisations([known])
    for page in (
        case,
        f"/staff/conversations/{talk.id}",
        "/staff",
        "/staff?show=all&q=川原フーズ",
        "/staff/incidents/I1",
        "/staff/incidents/I1?part=reports",
        "/staff/incidents/I1?part=timeline",
    ):
        assert "川原フーズ株式会社" in (await browser.get(page)).text, page
    assert '<strong class="of">川原フーズ株式会社</strong>' in (await browser.get(case)).text
    live = await browser.get("/staff", headers={"Sec-Fetch-Mode": "cors"})
    assert "川原フーズ株式会社" in live.text
    assert "/staff/incidents/I1" in (await browser.get("/staff/incidents?q=川原フーズ")).text
    assert "/staff/incidents/I1" not in (await browser.get("/staff/incidents?q=川越")).text
