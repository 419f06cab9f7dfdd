"""Channels tried from the console: said in words, bounded in time and number, and written down."""

from datetime import timedelta

import httpx
import pytest

from bot.model.audit import AuditFilter
from bot.model.staff import Role
from bot.web import channel_tests
from tests.web.channels import FAILS
from tests.web.conftest import House
from tests.web.forms import hidden
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio
CHANNELS = "/staff/settings/channels"


@pytest.fixture
async def admin(house: House, browser: httpx.AsyncClient) -> httpx.AsyncClient:
    await joins(house, browser, "加藤", Role.ADMIN)
    return browser


async def tries(admin: httpx.AsyncClient, what: str, target: str = "") -> httpx.Response:
    token = hidden((await admin.get(CHANNELS)).text, "token")
    return await admin.post(CHANNELS, data={"token": token, "what": what, "target": target})


async def test_what_came_of_a_test_is_said_beside_its_button_and_written_down(
    house: House, admin: httpx.AsyncClient
) -> None:
    page = (await tries(admin, "mail", "me@example.com")).text
    assert "届きました" in page
    assert 'id="result" role="status"' in page
    house.channels.found = (FAILS,)
    page = (await tries(admin, "webhook", "endpoint:crm")).text
    assert "だめ" in page
    assert "直してください" in page
    assert house.channels.tried == [
        ("mail", "me@example.com", "ja"),
        ("webhook", "endpoint:crm", "ja"),
    ]
    noted = house.staff.audited(AuditFilter(act="settings.test"), None, 9)
    assert [(e.choice, e.about) for e in noted] == [("webhook", "endpoint:crm"), ("mail", "")]


async def test_what_is_not_set_up_has_no_button_and_cannot_be_tried(
    house: House, admin: httpx.AsyncClient
) -> None:
    page = (await admin.get(CHANNELS)).text
    assert "Slackは未設定です" in page
    assert 'value="slack"' not in page
    for what, target in (("slack", ""), ("webhook", "https://evil.example"), ("x", "")):
        assert (await tries(admin, what, target)).status_code == 409
    assert house.channels.tried == []


async def test_nobody_tries_more_often_than_is_good(house: House, admin: httpx.AsyncClient) -> None:
    for _ in range(channel_tests.EACH):
        assert (await tries(admin, "mail", "me@example.com")).status_code == 200
    late = await tries(admin, "mail", "me@example.com")
    assert late.status_code == 409
    assert "少し待って" in late.text
    house.clock.passes(timedelta(minutes=1))
    assert (await tries(admin, "mail", "me@example.com")).status_code == 200
    assert len(house.channels.tried) == channel_tests.EACH + 1


async def test_a_test_without_an_end_is_given_up(
    house: House, admin: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.channels.hangs = True
    monkeypatch.setattr(channel_tests, "WITHIN", 0.0)
    page = await tries(admin, "feeds", "kintone")
    assert page.status_code == 409
    assert "打ち切りました" in page.text


async def test_a_lead_may_try_nothing(house: House, browser: httpx.AsyncClient) -> None:
    await joins(house, browser, "佐藤", Role.LEAD)
    assert (await browser.get(CHANNELS)).status_code == 403
