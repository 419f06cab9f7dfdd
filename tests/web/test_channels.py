"""Channels tried from the console: said in words, bounded in time and number, and written down."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.model.audit import AuditFilter
from bot.model.settings_in_force import SettingNames
from bot.model.staff import Role
from bot.web import channels
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
    for _ in range(channels.EACH):
        assert (await tries(admin, "mail", "me@example.com")).status_code == 200
    late = await tries(admin, "mail", "me@example.com")
    assert late.status_code == 409
    assert "少し待って" in late.text
    house.clock.passes(timedelta(minutes=1))
    assert (await tries(admin, "mail", "me@example.com")).status_code == 200
    assert len(house.channels.tried) == channels.EACH + 1


async def test_a_test_without_an_end_is_given_up(
    house: House, admin: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.channels.hangs = True
    monkeypatch.setattr(channels, "WITHIN", 0.0)
    page = await tries(admin, "feeds", "kintone")
    assert page.status_code == 409
    assert "打ち切りました" in page.text


async def test_a_lead_may_try_nothing(house: House, browser: httpx.AsyncClient) -> None:
    await joins(house, browser, "佐藤", Role.LEAD)
    assert (await browser.get(CHANNELS)).status_code == 403


async def switches(admin: httpx.AsyncClient, channel: str, to: str) -> httpx.Response:
    token = hidden((await admin.get(CHANNELS)).text, "token")
    return await admin.post(f"{CHANNELS}/{channel}", data={"token": token, "what": to})


async def test_a_channel_is_turned_off_and_on_again_and_that_is_written_down(
    house: House, admin: httpx.AsyncClient
) -> None:
    answer = await switches(admin, "mail", "off")
    assert answer.headers["location"] == f"{CHANNELS}?done=mail"
    assert house.kept.settings.saved() == {"channels.mail": "off"}
    page = (await admin.get(CHANNELS)).text
    assert "停止中" in page
    assert "送信を再開する" in page
    await switches(admin, "mail", "on")
    assert house.kept.settings.saved() == {}
    noted = house.staff.audited(AuditFilter(act="settings.switch"), None, 9)
    assert [(e.choice, e.about) for e in noted] == [("on", "mail"), ("off", "mail")]


async def test_a_channel_that_the_file_decides_about_has_no_switch(house: House) -> None:
    names = SettingNames(keys=frozenset({"channels.mail"}), file="jitabata.toml")
    house.given = replace(house.given, names=names, off=frozenset({"mail"}))
    async with house.browser(lang="en") as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        page = (await admin.get(CHANNELS)).text
        assert "jitabata.toml decides about this" in page
        assert f'action="{CHANNELS}/mail"' not in page
        assert (await switches(admin, "mail", "on")).status_code == 409
    assert house.kept.settings.saved() == {}


@pytest.mark.parametrize(("channel", "to"), [("feeds", "off"), ("mail", "perhaps"), ("x", "off")])
async def test_nothing_else_is_switched(
    house: House, admin: httpx.AsyncClient, channel: str, to: str
) -> None:
    assert (await switches(admin, channel, to)).status_code == 404
    assert house.kept.settings.saved() == {}
