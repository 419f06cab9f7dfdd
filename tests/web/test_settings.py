"""The settings as an admin reads them, and changes those that the operator's file leaves open."""

import re
from dataclasses import replace

import httpx
import pytest

from bot.model.audit import AuditFilter
from bot.model.operator import Operator
from bot.model.settings_in_force import SettingNames
from bot.model.staff import Role
from bot.settings import Settings
from tests.examples import first_rows
from tests.web.conftest import House
from tests.web.forms import hidden
from tests.web.samples import XSS
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio
FILE = SettingNames(
    frozenset({"JITABATA_PUBLIC_URL", "SLACK_BOT_TOKEN"}),
    frozenset({"operator.name", "operator.contact"}),
    file="jitabata.toml",
)
EDIT, IN_FORCE = "/staff/settings", "/staff/settings/in-force"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.fixture
def house() -> House:
    house = House()
    operator = Operator({"ja": XSS}, contact="03-1234-5678")
    house.given = Settings(public_url="https://desk.example", operator=operator, names=FILE)
    return house


async def saves(
    admin: httpx.AsyncClient, hours: dict[str, list[str]] | None = None, **changes: str
) -> httpx.Response:
    """Fill the form in as it stands, but for some fields (``_`` for the dot), and send it."""
    page = (await admin.get(EDIT)).text
    days = ("transcripts", "journal", "deliveries", "inbox", "audit")
    form = {f"retention.{name}": hidden(page, f"retention.{name}") for name in days}
    given = {name.replace("__", "."): value for name, value in changes.items()}
    form |= {name: hidden(page, name) for name in ("token", "seen")}
    return await admin.post(EDIT, data=form | (hours or {}) | given)


def office_hours(*rows: str) -> dict[str, list[str]]:
    """The fields of business hours: each row its days, its beginning and its end, such as "mon,fri 09:00 18:00"."""
    fields = {"hours.rows": [str(len(rows))]}
    for n, row in enumerate(rows):
        days, begins, ends = row.split(" ")
        fields[f"hours.{n}.days"] = [str(WEEK.index(day)) for day in days.split(",") if day]
        fields |= {f"hours.{n}.begins": [begins], f"hours.{n}.ends": [ends]}
    return fields


def closed_days(add: str = "") -> dict[str, str]:
    """The fields of closed days, with one span added, such as "2026-12-29 2027-01-03"."""
    first, _, last = add.partition(" ")
    return {"closed.rows": "on", "closed.0.first": first, "closed.0.last": last}


async def test_an_admin_reads_each_with_where_it_comes_from(house: House) -> None:
    async with house.browser() as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        page = (await admin.get(IN_FORCE)).text
        assert f'href="{IN_FORCE}" aria-current="page"' in page
    for said in (
        "運営者と営業時間",
        "public_url",
        "環境変数",
        "jitabata.toml",
        "設定済み",
        "未設定",
    ):
        assert said in page
    assert XSS not in page
    noted = house.staff.audited(AuditFilter(act="settings"), None, 9)
    assert [(e.act, e.staff) for e in noted] == [("settings.view", "加藤")]


async def test_nobody_else_sees_where_they_are(house: House) -> None:
    async with house.browser() as lead:
        await joins(house, lead, "佐藤", Role.LEAD)
        assert "/staff/settings" not in (await lead.get("/staff")).text
        assert (await lead.get(EDIT)).status_code == 403
        assert (await lead.get(IN_FORCE)).status_code == 403


async def test_what_is_saved_is_in_force_at_once_and_written_down(house: House) -> None:
    async with house.browser(lang="en") as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        greeting = "Hello, what can we do?"
        answer = await saves(
            admin,
            office_hours("mon,tue,wed,thu,fri 09:00 18:00", "sat 10:00 12:00"),
            operator__greeting_en=greeting,
            **closed_days(add="2026-12-29 2026-12-31"),
            quiet__begins="23:00",
            quiet__ends="06:30",
            retention__audit="400",
        )
        assert answer.headers["location"] == "/staff/settings?done=saved"
        chat = (await admin.get("/chat")).text
        assert greeting in chat
        assert "9:00–18:00" in chat
        assert "Saved. It is in force." in (await admin.get(f"{EDIT}?done=saved")).text
        page = (await admin.get(IN_FORCE)).text
        assert "set in the console" in page
        assert "400" in page
    kept = house.kept.settings.saved()
    assert kept["operator.hours"] == "mon-fri 09:00-18:00\nsat 10:00-12:00"
    assert kept["operator.closed"].split() == ["2026-12-29", "2026-12-30", "2026-12-31"]
    assert kept["broadcast.quiet"] == "23:00-06:30"
    assert set(kept) == {
        *("operator.greeting_en", "operator.hours", "operator.closed", "retention.audit"),
        "broadcast.quiet",
    }
    (noted,) = house.staff.audited(AuditFilter(act="settings.change"), None, 9)
    assert "operator.hours" in noted.about
    assert greeting not in noted.about


async def test_the_file_wins_and_is_named(house: House) -> None:
    house.kept.settings.save({}, {"operator.contact": "elsewhere@example.com"}, house.clock(), "x")
    async with house.browser(lang="en") as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        page = (await admin.get(EDIT)).text
        assert "jitabata.toml decides about this" in page
        assert 'name="operator.contact"' not in page
        assert "03-1234-5678" in page
        await saves(admin, operator__contact="mine@example.com", operator__greeting="はい。")
        assert "03-1234-5678" in (await admin.get("/chat")).text
    assert house.kept.settings.saved()["operator.contact"] == "elsewhere@example.com"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    first_rows(
        4,
        [
            ("operator__name_en", "x" * 61, "x" * 60),
            ("operator__home_product", "no-such-thing", "no-such-thing"),
            ("retention__transcripts", "6", "6"),
            ("retention__transcripts", "", "from 7 to 36,500"),
            ("retention__transcripts", "soon", "soon"),
        ],
    ),
)
async def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_saved(
    house: House, name: str, value: str, said: str
) -> None:
    async with house.browser(lang="en") as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        answer = await saves(admin, None, **{name: value, "operator__greeting": "はい。"})
        assert answer.status_code == 409
        assert said in answer.text
        assert "はい。" in answer.text
        assert 'aria-invalid="true"' in answer.text
    assert house.kept.settings.saved() == {}
    (noted,) = house.staff.audited(AuditFilter(act="settings.change"), None, 9)
    assert noted.refused


async def test_a_shorter_time_needs_a_tick_since_it_deletes(house: House) -> None:
    async with house.browser() as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        answer = await saves(admin, retention__journal="30")
        assert answer.status_code == 409
        assert house.kept.settings.saved() == {}
        assert (await saves(admin, retention__journal="30", sure="on")).status_code == 303
    assert house.kept.settings.saved() == {"retention.journal": "30"}


async def test_what_another_admin_saved_meanwhile_is_not_overwritten_unseen(house: House) -> None:
    async with house.browser() as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        page = (await admin.get(EDIT)).text
        assert (await saves(admin, operator__greeting="先に。")).status_code == 303
        form = {name: hidden(page, name) for name in ("token", "seen")}
        form["operator.greeting"] = "後から。"
        late = await admin.post(EDIT, data=form)
        assert late.status_code == 409
        assert "後から。" in late.text
        assert house.kept.settings.saved() == {"operator.greeting": "先に。"}
        form["seen"] = hidden(late.text, "seen")
        assert (await admin.post(EDIT, data=form)).status_code == 303
    assert house.kept.settings.saved() == {"operator.greeting": "後から。"}


async def test_another_home_product_is_ours_on_every_page_but_not_beside_its_components(
    house: House,
) -> None:
    async with house.browser() as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        assert (await saves(admin, operator__home_product="tana_list")).status_code == 303
        page = (await admin.get(EDIT)).text
    assert '<option value="tana_list" selected>' in page
    house.given = replace(house.given, components=(object(),))  # type: ignore[arg-type]
    async with house.browser() as admin:
        await joins(house, admin, "鈴木", Role.ADMIN)
        assert 'name="operator.home_product"' not in (await admin.get(EDIT)).text


ROOMS = (
    *("settings", "settings/channels", "settings/organisation", "settings/recipient"),
    "settings/audiences",
    *("tags", "macros", "accounts", "api-tokens", "peers", "audit", "settings/in-force"),
)


async def test_the_pages_of_the_settings_stand_beside_each_other(house: House) -> None:
    async with house.browser() as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        for room in ROOMS:
            listed = beside((await admin.get(f"/staff/{room}")).text)
            assert [path for path, _ in listed] == [f"/staff/{each}" for each in ROOMS]
            assert [path for path, is_here in listed if is_here] == [f"/staff/{room}"]


@pytest.mark.parametrize(
    ("role", "rooms"), [(Role.AGENT, ["tags", "macros"]), (Role.LEAD, ["tags", "macros", "peers"])]
)
async def test_others_are_led_where_they_may_go(house: House, role: Role, rooms: list[str]) -> None:
    async with house.browser() as browser:
        await joins(house, browser, "佐藤", role)
        page = (await browser.get("/staff/tags")).text
    assert [path for path, _ in beside(page)] == [f"/staff/{room}" for room in rooms]
    assert ("名前を変える、別のタグに" in page) == (role is Role.LEAD)


def beside(page: str) -> list[tuple[str, bool]]:
    """The pages that stand beside one, and whether each is that one."""
    listed = page.partition('<nav class="views"')[2].partition("</nav>")[0]
    return [
        (path, bool(here)) for path, here in re.findall(r'href="([^"]+)"( aria-current)?', listed)
    ]


async def test_every_setting_has_a_name(house: House) -> None:
    async with house.browser(lang="en") as admin:
        await joins(house, admin, "加藤", Role.ADMIN)
        page = (await admin.get(IN_FORCE)).text
    rows = re.findall(r'<th scope="row">(.+?) <code class="id">(.+?)</code>', page)
    assert len(rows) > 40
    assert [name for said, name in rows if said.startswith("settings.") or said == name] == []
