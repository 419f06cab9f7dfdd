"""The settings in force, as an admin reads them."""

import pytest

from bot.model.audit import AuditFilter
from bot.model.settings_in_force import SettingGroup, SettingLine, SettingSource
from bot.model.staff import Role
from tests.web.conftest import House
from tests.web.samples import XSS
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio
LINES = (
    SettingLine(SettingGroup.OPERATOR, "operator.name", SettingSource.FILE, XSS),
    SettingLine(
        SettingGroup.DOORS, "public_url", SettingSource.ENVIRONMENT, "https://desk.example"
    ),
    SettingLine(
        SettingGroup.DOORS,
        "JITABATA_STAFF_TOKEN",
        SettingSource.DEFAULT,
        is_secret=True,
        is_set=False,
    ),
    SettingLine(
        SettingGroup.CHANNELS, "SLACK_BOT_TOKEN", SettingSource.ENVIRONMENT, is_secret=True
    ),
)


async def test_an_admin_reads_each_with_where_it_comes_from(house: House) -> None:
    house.settings = LINES
    async with house.browser() as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        page = (await admin.get("/staff/settings")).text
        assert 'href="/staff/settings" aria-current="page"' in page
    for said in (
        "運営者と営業時間",
        "public_url",
        "環境変数",
        "設定ファイル",
        "設定済み",
        "未設定",
    ):
        assert said in page
    assert "保存期間" not in page
    assert XSS not in page
    noted = house.staff.audited(AuditFilter(act="settings"), None, 9)
    assert [(e.act, e.staff) for e in noted] == [("settings.view", "加藤")]


async def test_nobody_else_sees_where_they_are(house: House) -> None:
    async with house.browser() as lead:
        await joins(house, lead, "佐藤", Role.LEAD)
        assert "/staff/settings" not in (await lead.get("/staff")).text
        assert (await lead.get("/staff/settings")).status_code == 403
