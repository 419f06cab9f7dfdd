"""Lists as files: what would change is shown first, and all of it is taken or nothing."""

import base64
import html
import re
import zlib

import httpx
import pytest

from bot.desk.imported_lists import MOST_BYTES
from bot.model.audit import AuditFilter
from bot.model.organisation import KnownOrganisation
from bot.model.recipient import Recipient, RecipientState, recipient_id
from bot.model.staff import Role
from tests.cases import each
from tests.web.conftest import House
from tests.web.forms import hidden
from tests.web.samples import XSS
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio
ORGANISATIONS, RECIPIENTS = "/staff/settings/organisations", "/staff/settings/recipients"
FILE = (
    "organisation,name,products,complete\n青葉製作所,青葉,tana_list;モリ連携,yes\nmidori,緑,,no\n"
)


async def brings(admin: httpx.AsyncClient, path: str, file: bytes | str) -> httpx.Response:
    content = file.encode() if isinstance(file, str) else file
    token = hidden((await admin.get(path)).text, "token")
    return await admin.post(
        path, data={"token": token}, files={"file": ("list.csv", content, "text/csv")}
    )


async def confirms(admin: httpx.AsyncClient, path: str, page: str) -> httpx.Response:
    fields = {name: hidden(page, name) for name in ("token", "seen", "file")}
    return await admin.post(f"{path}/take", data=fields)


def organisations(house: House) -> list[tuple[str, str, tuple[str, ...], bool]]:
    with house.kept.look() as work:
        found = work.organisations()
    return [(o.id, o.name, o.products, o.complete) for o in found]


def recipients(house: House) -> list[Recipient]:
    with house.kept.look() as work:
        return [recipient for _, recipient in work.recipients()]


@pytest.fixture
async def admin(house: House, browser: httpx.AsyncClient) -> httpx.AsyncClient:
    await joins(house, browser, "加藤", Role.ADMIN)
    return browser


async def test_what_a_file_would_change_is_shown_and_taken_after_that(
    house: House, admin: httpx.AsyncClient
) -> None:
    page = (await brings(admin, ORGANISATIONS, FILE)).text
    assert "tana_list;mori_sync" in page
    assert organisations(house) == []
    answer = await confirms(admin, ORGANISATIONS, page)
    assert answer.headers["location"] == f"{ORGANISATIONS}?added=2&changed=0"
    assert "追加2件" in (await admin.get(answer.headers["location"])).text
    assert organisations(house) == [
        ("midori", "緑", (), False),
        ("青葉製作所", "青葉", ("tana_list", "mori_sync"), True),
    ]
    noted = house.staff.audited(AuditFilter(act="organisation"), None, 9)
    assert [(e.act, e.about) for e in noted] == [
        ("organisation.import", "+2 ~0 !0"),
        ("organisation.preview", "+2 ~0 !0"),
    ]


async def test_what_a_file_does_not_name_stays(house: House, admin: httpx.AsyncClient) -> None:
    await confirms(admin, ORGANISATIONS, (await brings(admin, ORGANISATIONS, FILE)).text)
    page = (await brings(admin, ORGANISATIONS, "name,organisation\nみどり,midori\n")).text
    assert "<del>緑</del> → <ins>みどり</ins>" in page
    await confirms(admin, ORGANISATIONS, page)
    assert organisations(house) == [
        ("midori", "みどり", (), False),
        ("青葉製作所", "青葉", ("tana_list", "mori_sync"), True),
    ]


async def test_a_bad_line_is_named_by_number_and_nothing_can_be_taken(
    house: House, admin: httpx.AsyncClient
) -> None:
    bad = "organisation,products,complete\nmidori,,\naoba,タナ一覧ぷらぐ,\nao  ba,,\nmidori,,\nx,,maybe\n"
    answer = await brings(admin, ORGANISATIONS, bad + f"{XSS},,\n")
    assert answer.status_code == 409
    said = html.unescape(re.sub("<.*?>", "", answer.text))
    for number in (3, 4, 5, 6):
        assert f"{number} 行目" in said
    assert 'name="seen"' not in answer.text
    assert XSS not in answer.text
    forged = {"token": hidden(answer.text, "token"), "seen": "x"}
    forged["file"] = base64.urlsafe_b64encode(zlib.compress(bad.encode())).decode()
    assert (await admin.post(f"{ORGANISATIONS}/take", data=forged)).status_code == 409
    assert organisations(house) == []


async def test_a_list_that_moved_is_shown_anew_and_not_taken(
    house: House, admin: httpx.AsyncClient
) -> None:
    page = (await brings(admin, ORGANISATIONS, FILE)).text
    with house.kept.work() as work:
        moved = KnownOrganisation(
            "midori",
            "別名",
            ("tana_list",),
            complete=False,
            changed_at=house.clock(),
            changed_by="crm",
        )
        work.save_organisations([moved])
    answer = await confirms(admin, ORGANISATIONS, page)
    assert answer.status_code == 409
    assert "<del>別名</del>" in answer.text
    assert organisations(house) == [("midori", "別名", ("tana_list",), False)]
    assert (await confirms(admin, ORGANISATIONS, answer.text)).status_code == 303
    assert organisations(house)[0] == ("midori", "緑", (), False)


async def test_what_was_saved_can_be_brought_back_and_changes_nothing(
    house: House, admin: httpx.AsyncClient
) -> None:
    await confirms(admin, ORGANISATIONS, (await brings(admin, ORGANISATIONS, FILE)).text)
    saved = await admin.get(f"{ORGANISATIONS}.csv")
    assert saved.headers["content-disposition"] == 'attachment; filename="organisations.csv"'
    page = await brings(admin, ORGANISATIONS, saved.content)
    assert page.status_code == 200
    assert "変わるものはありません" in page.text
    (noted,) = house.staff.audited(AuditFilter(act="organisation.export"), None, 9)
    assert noted.staff == "加藤"


@pytest.mark.slow
@each(
    ("file", "said"),
    [
        (b"", "空でない"),
        (b"organisation\n" + b"x" * MOST_BYTES, "を超えています"),
        ("organisation\n青葉\n".encode("cp932"), "青葉"),
        ("organisation\n青葉\n".encode("utf-16"), "UTF-16"),
        (b"nobody,knows\n", "nobody"),
        (b"organisation\n" + b"".join(b"o%d\n" % n for n in range(10_001)), "10000 行まで"),
    ],
)
async def test_every_sort_of_file_is_answered(
    admin: httpx.AsyncClient, file: bytes, said: str
) -> None:
    assert said in (await brings(admin, ORGANISATIONS, file)).text


@each("file", ["", "%%%", "eJwDAAAAAAE=", "eJ"])
async def test_a_form_without_its_file_takes_nothing(admin: httpx.AsyncClient, file: str) -> None:
    token = hidden((await admin.get(ORGANISATIONS)).text, "token")
    form = {"token": token, "seen": "", "file": file}
    assert (await admin.post(f"{ORGANISATIONS}/take", data=form)).status_code == 409


@pytest.mark.slow
async def test_a_compressed_file_is_read_no_further_than_its_bound(
    admin: httpx.AsyncClient,
) -> None:
    token = hidden((await admin.get(ORGANISATIONS)).text, "token")
    bomb = base64.urlsafe_b64encode(zlib.compress(b"x" * 200_000_000)).decode()
    form = {"token": token, "seen": "", "file": bomb}
    answer = await admin.post(f"{ORGANISATIONS}/take", data=form)
    assert "空でない" in answer.text


async def test_recipients_are_brought_and_who_wants_none_stays_out(
    house: House, admin: httpx.AsyncClient
) -> None:
    ident = recipient_id("mail", "no@example.com")
    gone = Recipient(ident, "mail", "no@example.com", state=RecipientState.UNSUBSCRIBED)
    with house.kept.work() as work:
        work.save_recipient(gone)
    file = "channel,address,uses\nmail,no@example.com,tana_list\nmail,yes@example.com,tana_list\n"
    page = (await brings(admin, RECIPIENTS, file)).text
    assert (
        (await confirms(admin, RECIPIENTS, page)).headers["location"].endswith("added=1&changed=1")
    )
    assert {(r.address, r.state.value, r.uses) for r in recipients(house)} == {
        ("no@example.com", "unsubscribed", ("tana_list",)),
        ("yes@example.com", "active", ("tana_list",)),
    }
    assert "yes@example.com" in (await admin.get(f"{RECIPIENTS}.csv")).text
    bad = await brings(admin, RECIPIENTS, "channel,address\nmail,nobody\nwebhook,http://x\n")
    assert "2 行目" in bad.text
    assert "3 行目" in bad.text


async def test_what_organisations_use_reaches_their_recipients(
    house: House, admin: httpx.AsyncClient
) -> None:
    it = Recipient(
        recipient_id("mail", "it@example.com"), "mail", "it@example.com", tenant="midori"
    )
    with house.kept.work() as work:
        work.save_recipient(it)
    file = "organisation,products\nmidori,tana_list\n"
    await confirms(admin, ORGANISATIONS, (await brings(admin, ORGANISATIONS, file)).text)
    assert [r.uses for r in recipients(house)] == [("tana_list",)]
