"""What waited for approval when an incident ended: out of everybody's way, on the timeline, and told for what it is."""

from dataclasses import replace

import httpx
import pytest

from bot.model.audit import AuditFilter, AuditVia
from bot.model.incident import IncidentStatus
from tests.web.forms import press
from tests.web.leading import LeadHouse, lead

__all__ = ["lead"]
pytestmark = pytest.mark.anyio
PAGE = "/staff/incidents/I1"
FORM = f"{PAGE}/update"
PROPOSAL = "/staff/proposals/P-I1-u1"
WAITS = "承認待ち1件"


async def test_an_update_that_nobody_approved_is_set_aside_with_the_incident(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    sent = {"to": "reported", "text-ja": "いま修正を配っています。", "text-en": ""}
    proposal = await press(browser, FORM, FORM, **sent)
    assert proposal.url.path == PROPOSAL
    assert WAITS in (await browser.get("/staff")).text
    await press(browser, PAGE, f"{PAGE}/end")
    assert "承認待ち" not in (await browser.get("/staff")).text
    (noted,) = house.staff.audited(AuditFilter(act="notice.set_aside"), None, 9)
    assert (noted.about, noted.via) == ("P-I1-u1 I1", AuditVia.DESK)
    timeline = (await browser.get(f"{PAGE}?part=timeline")).text
    line = timeline[timeline.index("承認待ちだった経過の案を自動で見送り") :]
    assert "いま修正を配っています。" in line[: line.index("</li>")]
    for answer in (
        await browser.get(PROPOSAL),
        await press(browser, "/staff", PROPOSAL, decision="approve", text="いま"),
    ):
        assert answer.status_code == 409
        assert "承認される前にインシデントが終わったため" in answer.text
        assert "JST (+09:00)" in answer.text
    english = await browser.get(f"{PROPOSAL}?lang=en")
    assert "The incident ended before this notice was approved" in english.text


async def test_until_it_is_set_aside_the_page_says_of_any_notice_why_it_cannot_be_sent(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    await press(browser, FORM, FORM, to="reported", **{"text-ja": "修正中です。", "text-en": ""})
    with house.store.work() as work:
        incident = work.incident("I1")
        assert incident is not None
        work.save_incident(replace(incident, status=IncidentStatus.RESOLVED))
    page = (await browser.get(PROPOSAL)).text
    assert "すでに終わっているため、このお知らせは送れません" in page
    assert "第一報は送れません" not in page
