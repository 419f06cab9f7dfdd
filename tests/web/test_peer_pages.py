"""The console's pages of other desks: who may look, what is seen, and how one is set up."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.model.audit import AuditFilter
from bot.model.peer import (
    KeptSighting,
    Peer,
    PeerContact,
    PeerRecord,
    Sighting,
    SightingState,
)
from bot.model.staff import Role
from tests.cases import each
from tests.web.conftest import House
from tests.web.forms import hidden
from tests.web.samples import XSS
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio
PAGE, ONE = "/staff/peers", "/staff/peers/b-desk"
KEY = "whpk_" + "A" * 43 + "="
URL = "https://b.example/api/v1/peers/a-desk/sightings"
B = Peer("b-desk", "B社のデスク", (KEY,), URL, early=True, record=PeerRecord(4, 3))


@pytest.fixture
async def admin(house: House, browser: httpx.AsyncClient) -> httpx.AsyncClient:
    await joins(house, browser, "加藤", Role.ADMIN)
    return browser


async def sends(
    admin: httpx.AsyncClient, path: str = PAGE, of: str = PAGE, **fields: str
) -> httpx.Response:
    form = {"token": hidden((await admin.get(of)).text, "token"), **fields}
    return await admin.post(path, data=form, follow_redirects=True)


async def test_a_desk_is_added_and_its_operator_can_be_told_what_it_needs(
    house: House, admin: httpx.AsyncClient
) -> None:
    assert "ほかのデスクは登録されていません" in (await admin.get(PAGE)).text
    page = await sends(admin, name="b-desk", title="B社のデスク")
    assert page.url.path == ONE
    assert "追加しました" in page.text
    assert 'value="whpk_' in page.text
    assert 'value="https://このデスクのアドレス/api/v1/peers/b-desk/sightings"' in page.text
    assert "whsec_" not in page.text
    assert house.work.known_peers == [Peer("b-desk", "B社のデスク")]
    assert "先方への到達" in (await admin.get(PAGE)).text


async def test_what_is_exchanged_is_changed_and_its_record_stays(
    house: House, admin: httpx.AsyncClient
) -> None:
    house.work.known_peers.append(replace(B, keys=(), url="", early=False))
    asked = {"title": "B社", "keys": f"{KEY}\n", "url": URL, "early": "on"}
    page = await sends(admin, ONE, ONE, **asked)
    assert "保存しました" in page.text
    assert house.work.known_peers == [replace(B, name="B社")]
    await sends(admin, ONE, ONE, title="B社")  # what is left out is off
    assert house.work.known_peers == [replace(B, name="B社", keys=(), url="", early=False)]


async def test_a_desk_is_revoked_at_once(house: House, admin: httpx.AsyncClient) -> None:
    house.work.known_peers.append(B)
    assert "取り消しました" in (await sends(admin, f"{ONE}/revoke", ONE)).text
    assert house.work.known_peers == []
    assert (await admin.get(ONE)).status_code == 404


@each(
    ("fields", "why"),
    [
        ({"name": "B"}, "名前は a-z"),
        ({"name": "c", "keys": "whsec_AAAA"}, "キーは whpk_"),
        ({"name": "c", "url": "http://c.example/x"}, "この URL は使えません"),
        ({"name": "c", "url": "https://127.0.0.1/x"}, "この URL は使えません"),
        ({"name": "c", "early": "on"}, "早めに伝える"),
        ({"name": "b-desk"}, "すでに登録されています"),
    ],
)
async def test_what_cannot_be_is_refused_and_stays_in_the_form(
    house: House, admin: httpx.AsyncClient, fields: dict[str, str], why: str
) -> None:
    house.work.known_peers[:] = [B]
    page = await sends(admin, **{"title": XSS, **fields})
    assert page.status_code == 409
    assert why in page.text
    assert f'value="{fields["name"]}"' in page.text
    assert XSS not in page.text
    assert house.work.known_peers == [B]


async def test_leads_look_and_only_admins_change(house: House) -> None:
    house.work.known_peers.append(B)
    async with house.browser() as lead:
        await joins(house, lead, "鈴木", Role.LEAD)
        for path in (PAGE, ONE):
            page = (await lead.get(path)).text
            assert "B社のデスク" in page
            assert f'action="{path}"' not in page
            assert (await sends(lead, path, path)).status_code == 403
        assert (await sends(lead, f"{ONE}/revoke", ONE)).status_code == 403
    assert house.work.known_peers == [B]


async def test_what_was_heard_and_told_and_that_it_cannot_be_told_is_seen(
    house: House, admin: httpx.AsyncClient
) -> None:
    now = house.clock()
    said = Sighting("tana_list", SightingState.INCIDENT, now - timedelta(hours=1), 5)
    house.work.known_peers.append(B)
    house.work.heard.append(KeptSighting("b-desk", said, now - timedelta(minutes=4), now))
    house.work.sent.append(KeptSighting("b-desk", replace(said, organisations=3), now, now))
    house.work.contacts["b-desk"] = PeerContact(now - timedelta(minutes=2))
    for path in (PAGE, ONE):
        page = (await admin.get(path)).text
        for words in (
            "5組織が報告",
            "3組織が報告",
            "こちらでインシデント",
            "最後の受信：4分前",
            "4件中3件",
            "2分前",
        ):
            assert words in page, words
        assert "届いていません" not in page
    failing = now - timedelta(minutes=20)
    house.work.contacts["b-desk"] = PeerContact(None, failing, now, "no connection to b.example")
    for path in (PAGE, ONE):
        page = (await admin.get(path)).text
        assert "届いていません" in page
        assert "20分前から" in page
        assert "no connection to b.example" in page


async def test_both_stand_in_the_audit_log(house: House, admin: httpx.AsyncClient) -> None:
    await sends(admin, name="b-desk")
    await sends(admin, f"{ONE}/revoke", ONE)
    log = house.staff.audited(AuditFilter(act="peer"))
    assert [entry.act for entry in log] == ["peer.revoke", "peer.add"]
    assert all("b-desk" in entry.about for entry in log)
