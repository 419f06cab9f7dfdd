"""The note that a lead begins at an incident is kept on the server, with a real desk behind the page."""

import html
import re

import httpx
import pytest

from bot.model.audit import AuditFilter
from bot.model.staff import Role
from tests.web.forms import hidden, press
from tests.web.leading import LeadHouse, lead
from tests.web.staffing import joins, signs_in

__all__ = ["lead"]
pytestmark = pytest.mark.anyio
PAGE = "/staff/incidents/I1"
DRAFT = f"{PAGE}/draft"


async def note(browser: httpx.AsyncClient) -> str:
    found = re.search(
        r'<textarea id="note"[^>]*>([^<]*)</textarea>', (await browser.get(PAGE)).text
    )
    assert found
    return html.unescape(found[1])


async def test_it_is_found_again_in_another_browser_masked_and_for_its_writer_alone(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    assert await note(browser) == ""
    told = await press(browser, PAGE, DRAFT, of="note", text="提供元に電話。080-1234-5678")
    assert told.status_code == 204
    async with house.browser() as second, house.browser() as colleague:
        await signs_in(second, "佐藤")
        assert (await note(second)).startswith("提供元に電話。")
        assert "080" not in await note(second)
        await joins(house, colleague, "鈴木", Role.LEAD)
        assert await note(colleague) == ""


async def test_what_was_noted_is_no_draft_any_more(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    _, browser = lead
    await press(browser, PAGE, DRAFT, of="note", text="提供元に電話。")
    await press(browser, PAGE, f"{PAGE}/decide", what="note", text="提供元に電話。", key="k1")
    assert await note(browser) == ""
    assert "提供元に電話。" in (await browser.get(f"{PAGE}?part=timeline")).text
    await press(browser, PAGE, DRAFT, of="note", text="続き")
    await press(browser, PAGE, DRAFT, of="note", text="")
    assert await note(browser) == ""


async def test_the_audit_log_tells_the_draft_of_a_note_from_that_of_an_update(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    for of in ("note", "update:told:ja", "note"):
        await press(browser, PAGE, DRAFT, of=of, text="提供元に電話。")
    noted = house.store.staff.audited(AuditFilter(act="incident"))[::-1]
    found = [(entry.act, entry.about) for entry in noted]
    assert found == [
        ("incident.keep_draft", "I1 note"),
        ("incident.keep_draft", "I1 update:told:ja"),
    ]


async def test_who_is_no_lead_and_what_is_no_incident_keep_nothing(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    token = hidden((await browser.get(PAGE)).text, "token")
    form = {"token": token, "of": "note", "text": "x"}
    assert (await browser.post("/staff/incidents/I99/draft", data=form)).status_code == 204
    with house.store.look() as work:
        assert work.attendance("incident:I99:note", "佐藤") is None
    async with house.browser() as agent:
        await joins(house, agent, "鈴木", Role.AGENT)
        assert (await agent.post(DRAFT, data={"token": "", "text": "x"})).status_code == 403
