"""What staff see of incidents, and what they decide of them."""

import re
from dataclasses import replace

import httpx
import pytest

from bot.model.event import (
    IncidentEnded,
    NameConfirmed,
)
from bot.model.incident import IncidentStatus
from bot.web.views import first_line
from tests.web.conftest import House
from tests.web.forms import press
from tests.web.samples import (
    an_incident,
)

pytestmark = pytest.mark.anyio


async def test_an_incident_shows_suspects_tenants_and_evidence(staff: httpx.AsyncClient) -> None:
    page = (await staff.get("/staff/incidents")).text
    for word in (
        "疑い（社内のみ）",
        "Kawara Foods",
        "4社から24分間に報告",
        "宛先と本文を確認する",
        "お問い合わせのあった方 3名",
    ):
        assert word in page


async def test_an_incident_page_shows_whose_reports_decide_and_what_would_change_it(
    staff: httpx.AsyncClient,
) -> None:
    assert 'href="/staff/incidents/I-3"' in (await staff.get("/staff/incidents")).text
    page = (await staff.get("/staff/incidents/I-3")).text
    for word in ("原因の候補", "どの組織の報告で決まっているか", "何があれば順位が変わるか"):
        assert word in page
    assert re.findall(r'<th scope="row">(みなみ物流)</th>', page)
    english = (await staff.get("/staff/incidents/I-3?lang=en")).text
    assert "Whose reports decide it" in english
    assert "no shared cause" in english


async def test_an_incident_that_is_over_can_still_be_looked_at(
    house: House, staff: httpx.AsyncClient
) -> None:
    over = replace(an_incident(house.clock()), status=IncidentStatus.RESOLVED, chances=(0.9, 0.1))
    house.work.save_incident(over)
    page = (await staff.get("/staff/incidents/I-3")).text
    assert "終わったインシデント" in page
    assert "90%" in page


async def test_a_person_ends_an_incident_once(house: House, staff: httpx.AsyncClient) -> None:
    path = "/staff/incidents/I-3"
    assert (await press(staff, path, f"{path}/end")).url.path == path
    assert house.door.received == [IncidentEnded(house.clock(), "I-3", "佐藤")]
    over = replace(an_incident(house.clock()), status=IncidentStatus.RESOLVED)
    house.work.save_incident(over)
    assert f'action="{path}/end"' not in (await staff.get(path)).text
    assert (await press(staff, "/staff", f"{path}/end")).status_code == 409


async def test_a_person_confirms_the_name_of_a_product_in_no_catalogue(
    house: House, staff: httpx.AsyncClient
) -> None:
    path = "/staff/incidents/I-3"
    assert f'action="{path}/name"' not in (await staff.get(path)).text
    house.work.save_incident(
        replace(
            an_incident(house.clock()), suspects=("unlisted_plugin:<b>1. オキナ",), chances=(0.9,)
        )
    )
    page = (await staff.get(path)).text
    assert "「&lt;b&gt;1. オキナ」" in page
    assert (await press(staff, path, f"{path}/name")).url.path == path
    assert house.door.received == [NameConfirmed(house.clock(), "I-3", "佐藤")]


async def test_a_customers_first_line_is_a_quotation_in_every_list(
    house: House, staff: httpx.AsyncClient
) -> None:
    assert first_line("\n 1. 対応済み「完了」\n続き") == "「1. 対応済み『完了』」"
    assert first_line(" \n") == ""
    for page in ("/staff", "/staff/conversations", "/staff/tickets/T-12"):
        assert "「" in (await staff.get(page)).text
