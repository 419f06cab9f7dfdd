"""Organisations as admins look at them and change them, with a real desk behind the pages."""

import html
import re
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from bot.model.audit import AuditFilter
from bot.model.inventory import InstalledPlugin, Inventory
from bot.model.organisation import KnownOrganisation
from bot.model.staff import Role
from bot.model.upload import Sort, Upload
from tests.builders import FORMS, RARE
from tests.web.forms import hidden, press
from tests.web.leading import LeadHouse
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio
ALL = "/staff/settings/organisation"
AOBA = f"{ALL}?id=aoba-inc"
LIST = Upload(
    "plugins.csv",
    Sort.PLUGIN_CSV,
    inventory=Inventory((InstalledPlugin("るりグリッド", product=RARE.id),)),
)


@pytest.fixture
async def admin() -> AsyncIterator[tuple[LeadHouse, httpx.AsyncClient]]:
    house = LeadHouse()
    house.outage()
    house.staff = house.store.staff
    async with house.browser() as browser:
        await joins(house, browser, "佐藤", Role.ADMIN)
        yield house, browser
    house.store.close()


def kept(house: LeadHouse) -> KnownOrganisation | None:
    with house.store.look() as work:
        return work.organisation("aoba-inc")


async def save(browser: httpx.AsyncClient, **fields: object) -> httpx.Response:
    page = (await browser.get(AOBA)).text
    form = {"token": hidden(page, "token"), "id": "aoba-inc", "seen": hidden(page, "seen")}
    return await browser.post(ALL, data=form | fields, follow_redirects=True)


async def test_an_organisation_is_named_noted_and_told_what_it_uses(
    admin: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = admin
    assert "まだ登録されていません" in (await browser.get(AOBA)).text
    note = "窓口は山田様 yamada@example.com"
    saved = await save(browser, name="青葉製作所", add="るりぐりっど、Hoshi Form", note=note)
    assert "保存しました。" in saved.text
    found = kept(house)
    assert found is not None
    assert (found.name, found.complete, found.changed_by) == ("青葉製作所", False, "佐藤")
    assert set(found.products) == {RARE.id, FORMS.id}
    assert "yamada@example.com" not in found.note
    assert found.note.startswith("窓口は山田様")
    saved = await save(browser, name="青葉製作所", product=[FORMS.id, "gone"], complete="on")
    found = kept(house)
    assert found is not None
    assert (found.products, found.complete, found.note) == ((FORMS.id,), True, "")
    noted = house.staff.audited(AuditFilter(act="organisation.change"))
    assert [entry.about for entry in noted] == ["aoba-inc", "aoba-inc"]


async def test_nothing_is_lost_that_cannot_be_saved(
    admin: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = admin
    refused = await save(browser, name="青葉", add="ない製品", note="書きかけ")
    assert refused.status_code == 409
    assert "「ない製品」に当てはまる製品がありません" in refused.text
    assert all(word in refused.text for word in ('value="ない製品"', ">書きかけ</textarea>"))
    await save(browser, name="青葉")
    page = (await browser.get(AOBA)).text
    form = {"token": hidden(page, "token"), "id": "aoba-inc", "seen": "2020-01-01", "name": "古い"}
    stale = await browser.post(ALL, data=form)
    assert stale.status_code == 409
    found = kept(house)
    assert found is not None
    assert found.name == "青葉"


async def test_lists_that_customers_sent_are_shown_with_their_date(
    admin: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = admin
    assert "最近の受付には届いていません" in (await browser.get(AOBA)).text
    with house.store.work() as work:
        talk = next(c for c in work.members("I1") if c.customer == "aoba")
        asked = replace(talk.turns[0], attached="plugins.csv")
        talk = replace(talk, turns=(asked, *talk.turns[1:])).with_upload(LIST)
        work.save_conversation(talk, house.day.now)
    page = html.unescape((await browser.get(AOBA)).text)
    sent = page[page.index('id="sent-title"') :]
    assert f'<time datetime="{asked.at.isoformat()}">' in sent
    assert re.search(r'<a class="tap" href="/staff/[^"]+">plugins.csv</a>', sent)
    assert '<span class="tag">Ruri Grid</span>' in sent


async def test_organisations_are_searched_and_a_new_one_is_begun(
    admin: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    _, browser = admin
    assert "登録された組織はまだありません" in (await browser.get(ALL)).text
    await save(browser, name="青葉製作所")
    assert AOBA.replace("&", "&amp;") in (await browser.get(f"{ALL}?q=青葉")).text
    nothing = html.unescape((await browser.get(f"{ALL}?q=みどり")).text)
    assert "「みどり」に合う組織はありません" in nothing
    assert "「みどり」を新しく登録する" in nothing
    for ident in ("~claimed:x", " a", "x" * 500, "yamada@example.com"):
        assert (await browser.get(ALL, params={"id": ident})).status_code == 404
    await press(browser, ALL, ALL, id="")
    assert (await browser.get(ALL)).status_code == 200


async def test_the_inbox_names_the_organisation_whose_entries_it_shows(
    admin: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    _, browser = admin

    async def chip(organisation: str) -> str:
        asked = {"show": "all", "organisation": organisation}
        page = (await browser.get("/staff", params=asked)).text
        found = re.search(r'<a class="chip"[^>]*><span>([^<]*)</span>', page)
        assert found
        return html.unescape(found[1])

    assert await chip("aoba-inc") == "組織：aoba-inc"
    await save(browser, name="青葉製作所")
    assert await chip("aoba-inc") == await chip("青葉製作所") == "組織：青葉製作所"
    assert await chip("~claimed:青葉") == "組織：青葉（自己申告・未確認）"
